// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/accountlock.h"
#include "auth/secret.h"
#include "auth/session.h"
#include "auth/tokenanswer.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace spendglass::net {
struct Response;
}

namespace spendglass::auth {

/// Gets a new access token with the refresh token, once.
///
///   locking ─> reading ─> redeeming ─> writing ─> ended
///                 ^          │  ^│
///                 └──────────┘  └┘ repeats
///          refused: another program
///          may have been faster
///
/// The lock is held from before the keychain is read until it has been written. A token request whose answer
/// was lost is not repeated: it may have used the token up. Deleting this is silent.
class Renewal : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        core::Result<TokenAnswer> answer;
        Secret kept;                        ///< the newest refresh token, where the keychain has not got it
        std::optional<core::Error> notKept; ///< why not
        QByteArray claims;                  ///< what a refusal demands of the next sign-in
        bool isDead = false;                ///< the refresh token is refused for good, and its entry gone
    };

    /// kept: the refresh token, if the keychain has not got it. who: whose token it must be; nothing is known
    /// of them if their userId is empty.
    Renewal(const Account &account, const SessionParts &parts, Secret kept, const Identity &who,
            QObject *parent);
    /// done is called once, later; it may delete this.
    void start(std::function<void(Outcome)> done);

private:
    void read();
    void onRead(const core::Result<std::optional<QByteArray>> &found);
    void redeem();
    void onResponse(const core::Result<net::Response> &response);
    void repeatOrGiveUp(const core::Error &error);
    void onGranted(const TokenAnswer &answer);
    void write(const TokenAnswer &answer);
    void lookForAnother(const core::Error &refusal);
    void bury(const core::Error &refusal);
    void finish(core::Result<TokenAnswer> answer);

    const Account m_account;
    const SessionParts m_parts;
    const Identity m_who;
    AccountLock m_lock;
    Secret m_token;              ///< the one that is redeemed
    bool m_isInKeychain = false; ///< that one
    int m_attempt = 0;
    std::vector<Secret> m_refused;
    Outcome m_outcome;
    std::function<void(Outcome)> m_done;
};

} // namespace spendglass::auth
