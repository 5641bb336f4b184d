// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace spendglass::dialogs {

/// An account as a list shows it.
struct AccountEntry
{
    QString id;
    QString name;
    QString state; ///< in words
    bool isCurrent = false;
    bool hasData = false; ///< there is something to look at
    bool isSignedIn = false;
};

/// The accounts of this computer, one of them to be opened or signed in to. Without any: how one is added.
class OpenAccount final : public QDialog
{
    Q_OBJECT
public:
    explicit OpenAccount(std::vector<AccountEntry> accounts, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &id);          ///< has data, or somebody is signed in
    void signInRequested(const QString &id); ///< there is nothing to open before
    void addRequested();

private:
    const AccountEntry *current() const;
    void showCurrent();
    void choose();

    std::vector<AccountEntry> m_accounts;
    QListWidget *m_list;
    QLabel *m_hint;
    QPushButton *m_open;
};

} // namespace spendglass::dialogs
