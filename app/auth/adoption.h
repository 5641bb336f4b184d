// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/accountlock.h"
#include "auth/secret.h"
#include "auth/session.h"

#include <QObject>

#include <functional>
#include <optional>

namespace spendglass::auth {

/// Puts the refresh token of a new sign-in into the keychain, under the account's lock. Deleting it is
/// silent.
class Adoption : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        Secret kept;                        ///< the refresh token, where the keychain has not taken it
        std::optional<core::Error> notKept; ///< why not; also when there is none
    };

    Adoption(const Account &account, const SessionParts &parts, const QByteArray &refreshToken,
             QObject *parent);
    /// done is called once, later; it may delete this.
    void start(std::function<void(Outcome)> done);
    /// Ends it now: the keychain may be asking a person who does not want to be asked.
    void giveUp();

private:
    void write();
    void finish(std::optional<core::Error> notKept);

    const QString m_key;
    const SessionParts m_parts;
    AccountLock m_lock;
    Secret m_token;
    std::function<void(Outcome)> m_done;
};

} // namespace spendglass::auth
