// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/openaccount.h"

#include "parts/icons.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace spendglass::dialogs {

OpenAccount::OpenAccount(std::vector<AccountEntry> accounts, QWidget *parent)
    : QDialog(parent)
    , m_accounts(std::move(accounts))
    , m_list(new QListWidget(this))
    , m_hint(new QLabel(this))
{
    setObjectName(QStringLiteral("openAccount"));
    setWindowTitle(tr("Open an Account"));
    m_list->setObjectName(QStringLiteral("accounts"));
    m_list->setAccessibleName(tr("Accounts"));
    for (const AccountEntry &account : m_accounts)
        m_list->addItem(new QListWidgetItem(parts::icon(QStringLiteral("folder")), account.name));
    m_list->setVisible(!m_accounts.empty());
    m_hint->setObjectName(QStringLiteral("accountHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    m_open = buttons->button(QDialogButtonBox::Open);
    m_open->setObjectName(QStringLiteral("openChosen"));
    m_open->setAccessibleName(tr("Open the chosen account"));
    QPushButton *cancel = buttons->button(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("cancelOpen"));
    cancel->setAccessibleName(tr("Cancel opening"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    setMinimumWidth(520);

    connect(buttons, &QDialogButtonBox::accepted, this, &OpenAccount::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &OpenAccount::showCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &OpenAccount::choose);
    m_list->setCurrentRow(m_accounts.empty() ? -1 : 0);
    showCurrent();
}

void OpenAccount::showCurrent()
{
    const int row = m_list->currentRow();
    const bool isKnown = row >= 0 && row < int(m_accounts.size());
    const bool canOpen = isKnown && m_accounts[std::size_t(row)].isSynchronised;
    m_open->setEnabled(canOpen);
    if (!isKnown)
        m_hint->setText(
            tr("There is no account on this computer yet. The command line adds one and loads its "
               "data:\n\n"
               "spendglass-cli account add NAME --cloud global --tenant TENANT\n"
               "spendglass-cli sync --account NAME --access-token-file FILE"));
    else if (canOpen)
        m_hint->setText(tr("Shows what was loaded last, without a connection."));
    else
        //: %1: name of the account
        m_hint->setText(tr("Nothing is loaded for this account yet. The command line loads it:\n\n"
                           "spendglass-cli sync --account \"%1\" --access-token-file FILE")
                            .arg(m_accounts[std::size_t(row)].name));
}

void OpenAccount::choose()
{
    const int row = m_list->currentRow();
    if (row < 0 || !m_accounts[std::size_t(row)].isSynchronised)
        return;
    Q_EMIT chosen(m_accounts[std::size_t(row)]);
    accept();
}

} // namespace spendglass::dialogs
