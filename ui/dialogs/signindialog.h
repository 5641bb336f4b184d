// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/session.h"
#include "dialogs/browserwait.h"
#include "dialogs/coverageview.h"

#include <QDialog>

#include <functional>
#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace spendglass::dialogs {

class AccountDetails;
class CodeWait;
class SignInEnd;
class SignInFailure;

/// Asks what an account reaches; shown is called as more becomes known, and not after context is gone.
using CheckCoverage = std::function<void(const auth::Account &account, QObject *context,
                                         std::function<void(const CoverageLines &)> shown)>;

/// What the sign-in dialog works with; functions, so that a test puts its own in their place.
struct SignInWork
{
    std::shared_ptr<const core::Clock> clock;
    /// Keeps what was typed in: adds the account when it has no id yet, else changes the one of that id.
    std::function<core::Result<auth::Account>(const auth::Account &account)> keep;
    /// Takes an account away again that was added in vain.
    std::function<void(const auth::Account &account)> discard;
    /// A sign-in of a kept account, not started.
    std::function<std::unique_ptr<auth::SignIn>(const auth::Account &account, auth::Session::Way way)> begin;
    std::function<auth::SessionState(const auth::Account &account)> state;
    CheckCoverage check;
    OpenUrl openUrl;
};

/// Signing in, from what has to be known to what the account reaches.
///
///   Details ─> Browser or Code ─> End
///                 │  ^
///                 v  │ try again
///               Failure ─> Details
///
/// Cancel, Escape and closing the window end whatever is under way, at once and in silence.
class SignInDialog final : public QDialog
{
    Q_OBJECT
public:
    /// account: one of the book, or without id a new one.
    SignInDialog(SignInWork work, const auth::Account &account, QWidget *parent = nullptr);
    ~SignInDialog() override;

    /// Past the details, when they are known.
    void signIn(auth::Session::Way way);
    /// Closes as soon as somebody signed in: for an account that is open already.
    void setBrief(bool isBrief) { m_isBrief = isBrief; }
    void reject() override;

Q_SIGNALS:
    void signedIn(const spendglass::auth::Account &account);      ///< the account works from now on
    void openRequested(const spendglass::auth::Account &account); ///< the last button; the dialog closes
    void helpRequested();                                         ///< how is the application registered?

private:
    enum class Step
    {
        Details,
        Browser,
        Code,
        Failure,
        End
    };
    void makeFooter(QVBoxLayout *layout);
    void connectPages();
    void go(Step step, const QString &title);
    void showFooter();
    void goOn();    ///< the main button
    void goAside(); ///< the other way
    void askForDetails();
    void begin(auth::Session::Way way); ///< with an account that is kept
    void onAddress(const QUrl &address);
    void onFinished(const core::Result<auth::TokenAnswer> &result);
    void fail(const core::Error &error);
    void end();

    SignInWork m_work;
    auth::Account m_account;
    Step m_step = Step::Details;
    auth::Session::Way m_way = auth::Session::Way::Browser;
    bool m_isNew;
    bool m_isBrief = false;
    std::unique_ptr<auth::SignIn> m_flow;
    QLabel *m_mark, *m_title;
    QStackedWidget *m_pages;
    AccountDetails *m_details;
    BrowserWait *m_browser;
    CodeWait *m_code;
    SignInFailure *m_failure;
    SignInEnd *m_end;
    QPushButton *m_aside = nullptr, *m_main = nullptr, *m_cancel = nullptr;
};

} // namespace spendglass::dialogs
