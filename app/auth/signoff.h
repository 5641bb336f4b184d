// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/accountlock.h"
#include "auth/secret.h"
#include "auth/session.h"

#include <QObject>

#include <functional>
#include <optional>

namespace spendglass::net {
struct Response;
}

namespace spendglass::auth {

/// Ends a sign-in: tells the sign-in service where it offers that, removes the keychain's entry and looks
/// whether it is gone. What the service says changes nothing. Deleting this is silent.
class SignOff : public QObject
{
    Q_OBJECT
public:
    /// kept: the refresh token, if the keychain has not got it.
    SignOff(const Account &account, const SessionParts &parts, Secret kept, QObject *parent);
    /// done is called once, later, with a Keychain error if the entry is still there; it may delete this.
    void start(std::function<void(const core::Result<void> &)> done);

private:
    void read();
    void discover();
    void revoke(const core::Result<net::Response> &metadata);
    void remove();
    void verify();
    void finish(core::Result<void> result);

    const Account m_account;
    const SessionParts m_parts;
    AccountLock m_lock;
    Secret m_token;
    std::function<void(const core::Result<void> &)> m_done;
};

} // namespace spendglass::auth
