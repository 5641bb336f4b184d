// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/accountdetails.h"

#include "dialogs/signintext.h"
#include "parts/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QUuid>

namespace spendglass::dialogs {

AccountDetails::AccountDetails(const auth::Account &account, QWidget *parent)
    : QWidget(parent)
    , m_account(account)
    , m_form(new QFormLayout(this))
    , m_cloud(new QComboBox(this))
    , m_cloudHint(parts::mutedLabel({}, this))
    , m_redirect(new QComboBox(this))
    , m_analytics(new QComboBox(this))
{
    setObjectName(QStringLiteral("accountDetails"));
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(10);
    m_form->setHorizontalSpacing(14);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name = addField(tr("&Name of the account:"), "accountName", account.name,
                      tr("As it shall appear in this program"), [this] {
                          auth::Account probe;
                          probe.name = m_name->text().trimmed();
                          return auth::accountProblem(probe).isEmpty()
                                     ? QString()
                                     : tr("Give it a name of at most 100 characters.");
                      });
    addCloud();
    m_tenant =
        addField(tr("&Tenant:"), "tenant", account.tenant, tr("Empty: choose when you sign in"), [this] {
            static const QRegularExpression sane(QStringLiteral("^[\\w.-]*$"));
            return sane.match(m_tenant->text().trimmed()).hasMatch()
                       ? QString()
                       : tr("A tenant is an id or a domain, such as contoso.onmicrosoft.com.");
        });
    addClientId();
    addRedirect();
    addAnalytics();
    addAddresses();
    const QList<QWidget *> order{m_name, m_cloud, m_tenant, m_clientId};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    setTabOrder(m_clientId, m_clientIdHelp);
    setTabOrder(m_clientIdHelp, m_redirect);
    setTabOrder(m_redirect, m_analytics);
    setTabOrder(m_analytics, m_api);
    connect(m_cloud, &QComboBox::currentIndexChanged, this, &AccountDetails::showCloud);
    showCloud();
}

QLineEdit *AccountDetails::addField(const QString &title, const char *objectName, const QString &text,
                                    const QString &hint, std::function<QString()> check)
{
    Field field;
    field.whole = new QWidget(this);
    field.edit = new QLineEdit(text, field.whole);
    field.edit->setObjectName(QString::fromLatin1(objectName));
    field.edit->setPlaceholderText(hint);
    QString spoken = title;
    field.edit->setAccessibleName(spoken.remove(QLatin1Char('&')).remove(QLatin1Char(':')));
    field.problem = parts::plainLabel({}, field.whole);
    field.problem->setObjectName(field.edit->objectName() + QStringLiteral("Problem"));
    field.problem->setForegroundRole(QPalette::BrightText);
    field.problem->hide();
    auto *layout = new QVBoxLayout(field.whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(field.edit);
    layout->addWidget(field.problem);
    auto *label = new QLabel(title, this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field.edit);
    m_form->addRow(label, field.whole);
    connect(field.edit, &QLineEdit::textEdited, field.problem, &QWidget::hide);
    field.check = std::move(check);
    m_fields.push_back(field);
    return field.edit;
}

void AccountDetails::addChoice(const QString &title, QComboBox *choice, QLabel *hint)
{
    auto *whole = new QWidget(this);
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(choice);
    layout->addWidget(hint);
    auto *label = new QLabel(title, this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(choice);
    QString spoken = title;
    choice->setAccessibleName(spoken.remove(QLatin1Char('&')).remove(QLatin1Char(':')));
    m_form->addRow(label, whole);
}

void AccountDetails::addCloud()
{
    using auth::Cloud;
    m_cloud->setObjectName(QStringLiteral("cloud"));
    m_cloudHint->setObjectName(QStringLiteral("cloudHint"));
    for (const Cloud each : {Cloud::Global, Cloud::UsGov, Cloud::China, Cloud::Germany, Cloud::Custom})
        m_cloud->addItem(cloudTitle(each), int(each));
    m_cloud->setCurrentIndex(m_cloud->findData(int(m_account.cloud)));
    addChoice(tr("C&loud:"), m_cloud, m_cloudHint);
}

void AccountDetails::addRedirect()
{
    m_redirect->setObjectName(QStringLiteral("redirect"));
    m_redirect->addItem(QStringLiteral("http://localhost"), true);
    m_redirect->addItem(QStringLiteral("http://127.0.0.1"), false);
    m_redirect->setCurrentIndex(m_redirect->findData(m_account.usesLocalhost));
    addChoice(tr("Re&direct address:"), m_redirect,
              parts::mutedLabel(tr("The one that the application is registered with."), this));
}

/// Few need it, and only after the coverage check has said so: not for an account that is new.
void AccountDetails::addAnalytics()
{
    using auth::AnalyticsPath;
    m_analytics->setObjectName(QStringLiteral("analyticsPath"));
    m_analytics->addItem(tr("As the first documents say"), int(AnalyticsPath::Seed));
    m_analytics->addItem(tr("As later documents say"), int(AnalyticsPath::Later));
    m_analytics->setCurrentIndex(m_analytics->findData(int(m_account.analyticsPath)));
    if (m_account.id.isEmpty())
        return m_analytics->hide();
    addChoice(tr("&Usage analytics:"), m_analytics,
              parts::mutedLabel(tr("Where the service has it; the coverage check tells."), this));
}

void AccountDetails::addClientId()
{
    m_clientId = addField(tr("&Application (client) ID:"), "clientId", m_account.clientId,
                          tr("From your administrator"), [this] {
                              const QString id = m_clientId->text().trimmed();
                              if (cloud() != auth::Cloud::Custom && QUuid::fromString(id).isNull())
                                  return tr("This is an id such as 00001111-aaaa-2222-bbbb-3333cccc4444. An "
                                            "administrator gets it by registering the application.");
                              return id.isEmpty() ? tr("The sign-in service wants to know which application "
                                                       "asks.")
                                                  : QString();
                          });
    QWidget *whole = m_fields.back().whole;
    auto *help = parts::namedButton(tr("&How do I get this?"), "clientIdHelp",
                                    tr("How do I get the application ID?"), whole);
    auto *layout = static_cast<QVBoxLayout *>(whole->layout());
    layout->removeWidget(m_clientId);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_clientId, 1);
    line->addWidget(help);
    layout->insertLayout(0, line);
    m_clientIdHelp = help;
    connect(help, &QPushButton::clicked, this, &AccountDetails::helpRequested);
}

void AccountDetails::addAddresses()
{
    const auth::CloudAddresses &known = m_account.addresses;
    const std::size_t first = m_fields.size();
    m_api = addField(tr("A&PI address:"), "apiUrl", known.apiUrl.toString(), QStringLiteral("https://"),
                     [this] { return addressProblem(m_api, &auth::CloudAddresses::apiUrl, true); });
    m_login =
        addField(tr("Si&gn-in address:"), "loginUrl", known.loginUrl.toString(), QStringLiteral("https://"),
                 [this] { return addressProblem(m_login, &auth::CloudAddresses::loginUrl, true); });
    m_resource =
        addField(tr("&Resource:"), "resource", known.resource, tr("What the token shall be for"), [this] {
            return m_resource->text().trimmed().isEmpty() ? tr("The sign-in service wants to know it.")
                                                          : QString();
        });
    m_crest = addField(tr("CR&EST address:"), "crestUrl", known.crestUrl.toString(), tr("Empty: none"),
                       [this] { return addressProblem(m_crest, &auth::CloudAddresses::crestUrl, false); });
    m_crestCid = addField(
        tr("C&ommerce id (CREST):"), "crestCid", m_account.crestCid, tr("Empty: without CREST"), [this] {
            return !m_crestCid->text().trimmed().isEmpty() && m_crest->text().trimmed().isEmpty()
                       ? tr("CREST needs its address, too.")
                       : QString();
        });
    for (std::size_t i = first; i < m_fields.size(); ++i)
        m_fields[i].isCustomOnly = true;
}

auth::Cloud AccountDetails::cloud() const
{
    return auth::Cloud(m_cloud->currentData().toInt());
}

void AccountDetails::showCloud()
{
    const QString hint = cloudHint(cloud());
    m_cloudHint->setText(hint);
    m_cloudHint->setVisible(!hint.isEmpty());
    for (const Field &field : m_fields) {
        field.whole->setVisible(isShown(field));
        m_form->labelForField(field.whole)->setVisible(isShown(field));
    }
}

bool AccountDetails::isShown(const Field &field) const
{
    return !field.isCustomOnly || cloud() == auth::Cloud::Custom;
}

/// The account's own rule, asked about this one address.
QString AccountDetails::addressProblem(const QLineEdit *edit, QUrl auth::CloudAddresses::*member,
                                       bool isNeeded) const
{
    const QString text = edit->text().trimmed();
    if (text.isEmpty())
        return isNeeded ? tr("This address is needed.") : QString();
    auth::Account probe;
    probe.name = QStringLiteral("probe");
    probe.addresses.*member = QUrl(text, QUrl::StrictMode);
    if ((probe.addresses.*member).isEmpty() || !auth::accountProblem(probe).isEmpty())
        return tr("This has to be an https address; plain http is for this computer only.");
    return {};
}

auth::Account AccountDetails::account() const
{
    const auto text = [](const QLineEdit *edit) { return edit->text().trimmed(); };
    auth::Account account = m_account;
    account.name = text(m_name);
    account.cloud = cloud();
    account.tenant = text(m_tenant);
    account.clientId = text(m_clientId);
    account.usesLocalhost = m_redirect->currentData().toBool();
    account.analyticsPath = auth::AnalyticsPath(m_analytics->currentData().toInt());
    if (cloud() == auth::Cloud::Custom) {
        account.addresses = {QUrl(text(m_api)), QUrl(text(m_login)), QUrl(text(m_crest)), text(m_resource)};
        account.crestCid = text(m_crestCid);
    } else if (cloud() != m_account.cloud) {
        account.addresses = {};
        account.crestCid.clear();
    }
    return account;
}

bool AccountDetails::validate()
{
    QLineEdit *first = nullptr;
    for (const Field &field : m_fields) {
        const QString problem = isShown(field) ? field.check() : QString();
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        field.edit->setAccessibleDescription(problem);
        if (!first && !problem.isEmpty())
            first = field.edit;
    }
    if (first)
        first->setFocus();
    return !first;
}

void AccountDetails::setNameProblem(const QString &problem)
{
    m_fields.front().problem->setText(problem);
    m_fields.front().problem->show();
    m_name->setAccessibleDescription(problem);
    m_name->setFocus();
}

} // namespace spendglass::dialogs
