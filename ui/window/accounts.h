// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/sessions.h"
#include "dialogs/openaccount.h"
#include "dialogs/signindialog.h"
#include "sync/workspace.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

class QActionGroup;
class QMenu;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::window {

/// What accounts and signing in need from outside; from main.cpp, or from a test.
struct AccountParts
{
    std::shared_ptr<auth::Sessions> sessions;
    std::shared_ptr<const core::Clock> clock;
    dialogs::OpenUrl openUrl;
};

/// What the window does for its accounts.
struct AccountHost
{
    /// Stops a synchronisation, asking before, closes what is open and then calls; not when the person
    /// changed their mind.
    std::function<void(std::function<void()> then)> leave;
    std::function<void(std::unique_ptr<sync::Workspace> workspace, const QString &name)> show;
    std::function<void()> synchronise; ///< what is open, now
    std::function<void(const core::Error &error)> showError;
    std::function<void()> changed; ///< what can be done with the account is another thing now
};

/// Everything of the window that is about accounts: which one is open, the dialogs of signing in and out,
/// the list in the menu, and the bar that says how the session stands. Signing in to the account that is
/// open changes nothing on the screen but that bar.
class Accounts final : public QObject
{
    Q_OBJECT
public:
    Accounts(AccountParts parts, AccountHost host, parts::MessageBar *bar, QWidget *window);
    ~Accounts() override;

    const std::optional<auth::Account> &current() const { return m_account; }
    bool isSignedIn() const; ///< to the account that is open, as far as is known
    bool isSignedOut() const;
    void closed(); ///< no account is open any more

    void fillMenu(QMenu *menu); ///< the accounts, before what is in it
    void showList();            ///< to choose one
    void open(const QString &id);
    void openKnown(const QString &id); ///< in silence when it is gone
    void add();
    void signIn(); ///< to the account that is open, by way of its details
    /// The same, and a synchronisation after it.
    void signInToSynchronise();
    void checkCoverage();
    void rename();
    void askToSignOut();
    void askToRemove();
    void showHelp(QWidget *parent);
    /// An error of the synchronisation: true when signing in is what helps, which the bar then says.
    bool takeUp(const core::Error &error);

private:
    core::Result<auth::Account> find(const QString &id) const;
    core::Result<auth::Account> keep(const auth::Account &account);
    std::vector<dialogs::AccountEntry> entries() const;
    dialogs::SignInWork work();
    dialogs::CheckCoverage coverage();
    dialogs::SignInDialog *ask(const auth::Account &account);
    void openNow(const auth::Account &account);
    void signInAgain(bool atOnce);
    void onSignedIn(const auth::Account &account);
    void signOut(bool withData);
    void remove(bool withData);
    void forgetTokens(const auth::Account &account, std::function<void()> then);
    void showState();
    bool isNews(const QString &text);
    void showProblem(const core::Error &error);
    void showNotice(const auth::SessionState &state);

    AccountParts m_parts;
    AccountHost m_host;
    parts::MessageBar *m_bar;
    QWidget *m_window;
    QActionGroup *m_choices;
    QPointer<dialogs::SignInDialog> m_dialog;
    std::optional<auth::Account> m_account;
    std::shared_ptr<auth::Session> m_session; ///< of that account
    QString m_said;                           ///< what the bar said last: once is enough
    bool m_isSyncWanted = false;
};

} // namespace spendglass::window
