// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace spendglass::dialogs {

/// An account as the window needs it: what it is called and where its data lies.
struct AccountEntry
{
    QString name;
    QString storePath;
    bool isSynchronised = false; ///< the store exists
};

/// The accounts of this computer, one of them to be opened. Without any: how one is added.
class OpenAccount final : public QDialog
{
    Q_OBJECT
public:
    explicit OpenAccount(std::vector<AccountEntry> accounts, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const spendglass::dialogs::AccountEntry &account);

private:
    void showCurrent();
    void choose();

    std::vector<AccountEntry> m_accounts;
    QListWidget *m_list;
    QLabel *m_hint;
    QPushButton *m_open;
};

} // namespace spendglass::dialogs
