// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "auth/secretstore.h"
#include "auth/signin.h"
#include "auth/signinrecord.h"
#include "core/clock.h"
#include "core/result.h"
#include "net/authorizer.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::auth {

/// How an account stands with the sign-in service, for bars and menus.
struct SessionState
{
    enum class Phase
    {
        SignedOut, ///< nobody signed in, or signed out
        SignedIn,  ///< as far as is known; a token may have to be renewed
        Ended      ///< a person has to sign in again; problem says why
    } phase = Phase::SignedOut;
    Identity identity;
    std::optional<core::Error> problem;  ///< problemOf() tells what to do
    std::optional<core::Error> notKept;  ///< signed in for this run only, because of the keychain
    std::optional<core::Instant> endsAt; ///< if it is not used until then
};

struct SessionParts
{
    std::shared_ptr<net::Transport> transport;
    std::shared_ptr<SecretStore> secrets;
    std::shared_ptr<const core::Clock> clock;
    std::function<double()> random; ///< for the pauses between repeats, 0 to 1
    QString folder;                 ///< the account's: sign-in record and lock
};

/// The tokens of one account and all that happens to them: the only place where they live. One renewal at a
/// time, over all programs that share the profile; who asks meanwhile waits.
///
///   SignedOut ─ signIn ─> SignedIn ─ renewal refused ─> Ended ─ signIn ─> SignedIn
///
/// An access token is renewed when less than five minutes are left by the steady clock, and once after a
/// refusal. The refresh token stands in the keychain; a newer one is stored before the older is forgotten.
/// Lives on the thread that made it; authorizer() may be used from others.
class Session : public QObject
{
    Q_OBJECT
public:
    Session(Account account, SessionParts parts, QObject *parent = nullptr);
    ~Session() override;

    const Account &account() const;
    SessionState state() const;

    /// For clients of any thread; may outlive the session, and then answers Cancelled. API addresses get the
    /// account's token; below the CREST address they get the SA_Token (custom cloud only), or the customer's
    /// where the path begins with another commerce id than the reseller's.
    net::Authorizer authorizer();

    enum class Way
    {
        Browser,
        DeviceCode
    };
    /// A sign-in of this account, not started. What it brings is taken over before its finished is seen by
    /// others: with an error there when it is not this account's person (WrongAccount).
    std::unique_ptr<SignIn> signIn(Way way);

    /// Forgets the tokens here and in the keychain, after telling the sign-in service where it offers that.
    /// The data stays. done may bring a Keychain error: then the entry is still there; or Cancelled: somebody
    /// signed in meanwhile.
    void signOut(QObject *context, std::function<void(const core::Result<void> &)> done);

Q_SIGNALS:
    void stateChanged();

private:
    class State;
    std::shared_ptr<State> m_state;
};

} // namespace spendglass::auth
