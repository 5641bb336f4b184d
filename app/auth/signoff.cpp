// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signoff.h"

#include "auth/signinrecord.h"
#include "auth/tokenendpoint.h"
#include "net/origin.h"
#include "net/transport.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <utility>

namespace spendglass::auth {

namespace {

/// Nobody waits longer for a courtesy.
constexpr auto patience = std::chrono::seconds(10);

/// Beside ".../oauth2/v2.0/token" stands ".../v2.0/.well-known/openid-configuration".
QUrl metadataUrl(const Account &account)
{
    QUrl url = signInUrl(account.addresses.loginUrl, account.tenant, QString());
    const QString path = url.path(QUrl::FullyEncoded);
    url.setPath(path.left(path.lastIndexOf(QLatin1String("/oauth2/"))) +
                    QStringLiteral("/v2.0/.well-known/openid-configuration"),
                QUrl::StrictMode);
    return url;
}

} // namespace

SignOff::SignOff(const Account &account, const SessionParts &parts, Secret kept, QObject *parent)
    : QObject(parent)
    , m_account(account)
    , m_parts(parts)
    , m_lock(parts.folder, parts.clock, nullptr)
    , m_token(std::move(kept))
{}

void SignOff::start(std::function<void(const core::Result<void> &)> done)
{
    m_done = std::move(done);
    // A person wants to be signed out: that does not fail because of another program.
    m_lock.acquire([this](const core::Result<void> &) { m_token.isEmpty() ? read() : discover(); });
}

void SignOff::read()
{
    m_parts.secrets->read(m_account.id, this, [this](const core::Result<std::optional<QByteArray>> &found) {
        if (found && *found)
            m_token = Secret(**found);
        m_token.isEmpty() ? remove() : discover();
    });
}

/// Microsoft's clouds have nothing that revokes a refresh token.
void SignOff::discover()
{
    const QUrl &authority = m_account.addresses.loginUrl;
    if (m_account.cloud != Cloud::Custom || !checkAuthority(authority) ||
        !checkTokenSource(m_parts.folder, authority))
        return remove();
    net::Request request;
    request.url = metadataUrl(m_account);
    request.headers = {{"Accept", "application/json"}};
    request.deadline = patience;
    net::Exchange *const exchange = m_parts.transport->send(request, this);
    connect(exchange, &net::Exchange::finished, this,
            [this, exchange](const core::Result<net::Response> &metadata) {
                exchange->deleteLater();
                revoke(metadata);
            });
}

/// The token goes to the sign-in service's own origin or nowhere. Source: RFC 7009 section 2.1.
void SignOff::revoke(const core::Result<net::Response> &metadata)
{
    const QJsonObject offered = metadata && metadata->status == 200
                                    ? QJsonDocument::fromJson(metadata->body).object()
                                    : QJsonObject();
    const QUrl url(offered[QLatin1String("revocation_endpoint")].toString());
    if (!net::isSameOrigin(url, m_account.addresses.loginUrl))
        return remove();
    const Form form{{"client_id", m_account.clientId},
                    {"token", QString::fromUtf8(m_token.copy())},
                    {"token_type_hint", QStringLiteral("refresh_token")}};
    postForm(*m_parts.transport, url, form, this, [this](const core::Result<net::Response> &) { remove(); });
}

void SignOff::remove()
{
    m_token.wipe();
    m_parts.secrets->remove(m_account.id, this, [this](const core::Result<void> &removed) {
        removed ? verify() : finish(core::fail(removed.error()));
    });
}

void SignOff::verify()
{
    m_parts.secrets->read(m_account.id, this, [this](const core::Result<std::optional<QByteArray>> &found) {
        if (!found)
            return finish(core::fail(found.error()));
        if (*found)
            return finish(core::fail(
                secretError(secretFaults::other,
                            QStringLiteral("the keychain still has the sign-in after removing it"))));
        finish({});
    });
}

void SignOff::finish(core::Result<void> result)
{
    const auto tell = [this, result = std::move(result)] { std::exchange(m_done, {})(result); };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace spendglass::auth
