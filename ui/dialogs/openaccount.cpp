// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/openaccount.h"

#include "parts/contentheight.h"
#include "parts/icons.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace spendglass::dialogs {

OpenAccount::OpenAccount(std::vector<AccountEntry> accounts, QWidget *parent)
    : QDialog(parent)
    , m_accounts(std::move(accounts))
    , m_list(new QListWidget(this))
    , m_hint(parts::selectableLabel({}, this))
    , m_open(parts::namedButton(tr("&Open"), "openChosen", tr("Open the chosen account"), this))
{
    setObjectName(QStringLiteral("openAccount"));
    setWindowTitle(tr("Open an Account"));
    m_list->setObjectName(QStringLiteral("accounts"));
    m_list->setAccessibleName(tr("Accounts"));
    for (const AccountEntry &account : m_accounts)
        m_list->addItem(new QListWidgetItem(parts::icon(QStringLiteral("account")),
                                            QStringLiteral("%1 — %2").arg(account.name, account.state)));
    m_list->setVisible(!m_accounts.empty());
    m_hint->setObjectName(QStringLiteral("accountHint"));
    auto *add = parts::namedButton(tr("&Add account…"), "addAccount", tr("Add an account"), this);
    auto *cancel = parts::namedButton(tr("Cancel"), "cancelOpen", tr("Cancel opening"), this);
    m_open->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(add);
    row->addStretch();
    row->addWidget(m_open);
    row->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    layout->addLayout(row);
    setMinimumWidth(520);
    parts::growWithContent(this);

    connect(m_open, &QPushButton::clicked, this, &OpenAccount::choose);
    connect(add, &QPushButton::clicked, this, &QDialog::accept);
    connect(add, &QPushButton::clicked, this, &OpenAccount::addRequested);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &OpenAccount::showCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &OpenAccount::choose);
    const auto open = std::ranges::find(m_accounts, true, &AccountEntry::isCurrent);
    const auto first = open == m_accounts.end() ? m_accounts.begin() : open;
    m_list->setCurrentRow(m_accounts.empty() ? -1 : int(first - m_accounts.begin()));
    showCurrent();
}

const AccountEntry *OpenAccount::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < int(m_accounts.size()) ? &m_accounts[std::size_t(row)] : nullptr;
}

void OpenAccount::showCurrent()
{
    const AccountEntry *account = current();
    const bool canOpen = account && (account->hasData || account->isSignedIn);
    m_open->setVisible(account);
    m_open->setText(canOpen ? tr("&Open") : tr("&Sign in…"));
    if (!account)
        m_hint->setText(
            tr("There is no account on this computer yet. Add one to sign in to Partner Center."));
    else if (account->hasData)
        m_hint->setText(tr("Shows what was loaded last, also without a connection."));
    else if (account->isSignedIn)
        m_hint->setText(tr("Nothing is loaded for this account yet. Opening it loads it."));
    else
        m_hint->setText(tr("Nothing is loaded for this account yet, and nobody is signed in to it."));
}

void OpenAccount::choose()
{
    const AccountEntry *account = current();
    if (!account)
        return;
    const QString id = account->id;
    const bool canOpen = account->hasData || account->isSignedIn;
    accept();
    if (canOpen)
        Q_EMIT chosen(id);
    else
        Q_EMIT signInRequested(id);
}

} // namespace spendglass::dialogs
