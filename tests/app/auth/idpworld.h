// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "idpflow.h"
#include "sessionfixture.h"

#include <QTemporaryDir>

namespace spendglass::test {

/// An account whose sign-in service is the provider; its API is the provider's protected resource.
inline auth::Account accountAt(const QUrl &loginUrl, const QString &tenant, const QString &clientId)
{
    auth::Account account;
    account.name = QStringLiteral("Adatum");
    account.id = QStringLiteral("account-1");
    account.cloud = auth::Cloud::Custom;
    account.tenant = tenant;
    account.clientId = clientId;
    account.addresses.apiUrl = loginUrl.resolved(QUrl(QStringLiteral("/peer")));
    account.addresses.loginUrl = loginUrl;
    account.addresses.resource = QStringLiteral("https://api.partnercenter.microsoft.com");
    return account;
}

/// A profile of that account with a keychain; the clock stands still until it is moved.
struct IdpWorld
{
    explicit IdpWorld(const IdpServer &server)
        : idp(server)
        , account(accountAt(server.loginUrl(), server.tenant(), server.clientId()))
    {}
    /// As another program on the same profile would make it.
    std::unique_ptr<auth::Session> session() const
    {
        return std::make_unique<auth::Session>(
            account, auth::SessionParts{std::make_shared<net::HttpTransport>(), keychain, clock,
                                        [] { return 0.5; }, folder.path()});
    }
    core::Result<auth::TokenAnswer> signIn(auth::Session &session) const
    {
        Flow flow(session.signIn(auth::Session::Way::Browser), clock);
        goThrough(idp, flow);
        return flow.ends() ? flow.result() : core::fail(core::ErrorKind::Timeout, QStringLiteral("no end"));
    }
    QByteArray kept() const
    {
        const auto entry = keychain->entries.find(account.id);
        return entry == keychain->entries.end() ? QByteArray() : entry->second;
    }

    const IdpServer &idp;
    const auth::Account account;
    QTemporaryDir folder;
    std::shared_ptr<auth::MemoryStore> keychain = std::make_shared<auth::MemoryStore>();
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
};

} // namespace spendglass::test
