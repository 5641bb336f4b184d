// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/signindialog.h"

#include "dialogs/accountdetails.h"
#include "dialogs/codewait.h"
#include "dialogs/signinend.h"
#include "dialogs/signinfailure.h"
#include "dialogs/signintext.h"
#include "parts/contentheight.h"
#include "parts/icons.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include <map>

namespace spendglass::dialogs {

using Way = auth::Session::Way;

SignInDialog::SignInDialog(SignInWork work, const auth::Account &account, QWidget *parent)
    : QDialog(parent)
    , m_work(std::move(work))
    , m_account(account)
    , m_isNew(account.id.isEmpty())
    , m_mark(new QLabel(this))
    , m_title(parts::plainLabel({}, this))
    , m_pages(new QStackedWidget(this))
    , m_details(new AccountDetails(account, this))
    , m_browser(new BrowserWait(m_work.openUrl, m_work.clock, this))
    , m_code(new CodeWait(m_work.openUrl, m_work.clock, this))
    , m_failure(new SignInFailure(this))
    , m_end(new SignInEnd(this))
{
    setObjectName(QStringLiteral("signInDialog"));
    setWindowTitle(m_isNew ? tr("Sign In to Partner Center") : tr("Sign In — %1").arg(account.name));
    m_title->setObjectName(QStringLiteral("signInTitle"));
    m_title->setFont(parts::scaled(m_title->font(), 1.35, QFont::DemiBold));
    for (QWidget *page :
         {static_cast<QWidget *>(m_details), static_cast<QWidget *>(m_browser),
          static_cast<QWidget *>(m_code), static_cast<QWidget *>(m_failure), static_cast<QWidget *>(m_end)})
        m_pages->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 18);
    layout->setSpacing(14);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_mark);
    head->addWidget(m_title, 1);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    makeFooter(layout);
    connectPages();
    setMinimumWidth(600);
    parts::growWithContent(this);
    go(Step::Details, m_isNew ? tr("Whose data shall be shown?") : tr("Sign in"));
}

SignInDialog::~SignInDialog() = default;

void SignInDialog::makeFooter(QVBoxLayout *layout)
{
    m_aside = parts::namedButton({}, "signInAside", {}, this);
    m_main = parts::namedButton({}, "signInMain", {}, this);
    m_cancel = parts::namedButton({}, "signInCancel", {}, this);
    m_main->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_aside);
    row->addStretch();
    row->addWidget(m_main);
    row->addWidget(m_cancel);
    layout->addLayout(row);
    connect(m_aside, &QPushButton::clicked, this, &SignInDialog::goAside);
    connect(m_main, &QPushButton::clicked, this, &SignInDialog::goOn);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void SignInDialog::connectPages()
{
    connect(m_details, &AccountDetails::helpRequested, this, &SignInDialog::helpRequested);
    connect(m_failure, &SignInFailure::helpRequested, this, &SignInDialog::helpRequested);
}

void SignInDialog::go(Step step, const QString &title)
{
    static const QStringList marks{QStringLiteral("account"), QStringLiteral("signin"),
                                   QStringLiteral("signin"), QStringLiteral("warning"),
                                   QStringLiteral("check")};
    m_step = step;
    m_mark->setPixmap(parts::icon(marks[int(step)]).pixmap(QSize(24, 24), devicePixelRatioF()));
    m_title->setText(title);
    setAccessibleName(title);
    m_pages->setCurrentIndex(int(step));
    showFooter();
}

void SignInDialog::showFooter()
{
    struct Footer
    {
        QString aside, main, cancel;
    };
    const QString code = tr("Use a &code instead");
    const QString browser = tr("Use the &browser instead");
    const std::map<Step, Footer> footers{
        {Step::Details, {code, tr("&Sign in in the browser"), tr("Cancel")}},
        {Step::Browser, {code, {}, tr("Cancel")}},
        {Step::Code, {browser, {}, tr("Cancel")}},
        {Step::Failure, {tr("Change &settings"), tr("&Try again"), tr("Cancel")}},
        {Step::End, {{}, tr("&Open account"), tr("Close")}}};
    const Footer &footer = footers.at(m_step);
    m_main->setDefault(true);
    for (const auto &[button, text] :
         {std::pair(m_aside, footer.aside), {m_main, footer.main}, {m_cancel, footer.cancel}}) {
        button->setText(text);
        button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
        button->setVisible(!text.isEmpty());
    }
    if (m_step == Step::Failure || m_step == Step::End || (m_step == Step::Details && !m_isNew))
        m_main->setFocus();
}

void SignInDialog::goOn()
{
    switch (m_step) {
    case Step::Details:
        return signIn(Way::Browser);
    case Step::Failure:
        return signIn(m_way); // the account may not have been kept yet
    case Step::End:
        Q_EMIT openRequested(m_account);
        return accept();
    case Step::Browser:
    case Step::Code:
        return;
    }
}

void SignInDialog::goAside()
{
    switch (m_step) {
    case Step::Details:
        return signIn(Way::DeviceCode);
    case Step::Browser:
        return begin(Way::DeviceCode);
    case Step::Code:
        return begin(Way::Browser);
    case Step::Failure:
        return askForDetails();
    case Step::End:
        return;
    }
}

void SignInDialog::askForDetails()
{
    if (m_step != Step::Details)
        go(Step::Details, tr("Change the settings"));
}

void SignInDialog::signIn(Way way)
{
    m_way = way;
    if (!m_details->validate())
        return askForDetails();
    const auto kept = m_work.keep(m_details->account());
    if (!kept && kept.error().kind == core::ErrorKind::BadRequest) {
        askForDetails();
        return m_details->setNameProblem(tr("There is an account of that name already."));
    }
    if (!kept)
        return fail(kept.error());
    m_account = *kept;
    m_details->setAccount(m_account);
    begin(way);
}

void SignInDialog::begin(Way way)
{
    m_way = way;
    m_flow = m_work.begin(m_account, way);
    connect(m_flow.get(), &auth::SignIn::finished, this, &SignInDialog::onFinished);
    if (way == Way::Browser) {
        m_browser->reset();
        connect(m_flow.get(), &auth::SignIn::addressReady, this, &SignInDialog::onAddress);
        connect(m_flow.get(), &auth::SignIn::answered, m_browser, &BrowserWait::setAnswered);
        go(Step::Browser, tr("Go on in the browser"));
    } else {
        m_code->reset();
        connect(m_flow.get(), &auth::SignIn::codeReady, m_code, &CodeWait::setCode);
        connect(m_flow.get(), &auth::SignIn::answered, m_code, &CodeWait::setAnswered);
        go(Step::Code, tr("Sign in with a code"));
    }
    m_flow->start();
}

void SignInDialog::onAddress(const QUrl &address)
{
    m_browser->setAddress(address);
    m_aside->setDefault(!m_browser->hasBrowser()); // the way that is left
}

void SignInDialog::onFinished(const core::Result<auth::TokenAnswer> &result)
{
    m_flow.release()->deleteLater(); // it is the one that is speaking
    if (!result)
        return fail(result.error());
    m_isNew = false;
    if (m_isBrief)
        accept();
    else
        end();
    Q_EMIT signedIn(m_account);
}

void SignInDialog::fail(const core::Error &error)
{
    m_failure->setError(error);
    go(Step::Failure, wordsFor(error).title);
}

void SignInDialog::end()
{
    m_end->setState(m_work.state(m_account));
    m_end->setCoverage({});
    go(Step::End, tr("You are signed in"));
    m_work.check(m_account, m_end, [this](const CoverageLines &lines) { m_end->setCoverage(lines); });
    raise();
    activateWindow();
}

void SignInDialog::reject()
{
    if (m_flow)
        m_flow->cancel(); // who is signed in already no longer waits for the keychain
    m_flow.reset();
    if (m_isNew && !m_account.id.isEmpty())
        m_work.discard(m_account);
    QDialog::reject();
}

} // namespace spendglass::dialogs
