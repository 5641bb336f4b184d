// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/memorystore.h"
#include "net/transport.h"
#include "sandbox/host.h"
#include "support/manualclock.h"
#include "window/accounts.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

namespace spendglass::test {

/// A profile, a keychain and a browser without a person in front of it: it follows redirects to where they
/// end.
class AccountWorld
{
public:
    window::AccountParts parts()
    {
        auth::SessionParts parts{
            std::make_shared<net::HttpTransport>(), secrets, clock, [] { return 0.5; }, {}};
        sessions = std::make_shared<auth::Sessions>(folder.path(), parts);
        return {sessions, clock, [this](const QUrl &url) { return browse(url); }};
    }

    bool browse(const QUrl &url)
    {
        opened.push_back(url);
        if (!hasBrowser)
            return false;
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::NoLessSafeRedirectPolicy);
        QNetworkReply *reply = m_web.get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
        return true;
    }

    /// One more Partner Center; signs in by itself as its admin.
    std::shared_ptr<sandbox::Host> startService(quint64 seed, int customers = 6)
    {
        sandbox::Options options;
        options.seed = seed;
        options.customers = customers;
        options.days = 40;
        options.rowsPerDay = 60;
        options.deviceInterval = 1;
        options.signsInAs = QStringLiteral("admin");
        options.today = core::dayOf(ManualClock::start);
        auto host = sandbox::Host::start(options);
        return host ? std::shared_ptr<sandbox::Host>(std::move(*host)) : nullptr;
    }

    static auth::Account accountOf(const sandbox::Address &service, const QString &name)
    {
        auth::Account account;
        account.name = name;
        account.cloud = auth::Cloud::Custom;
        account.tenant = service.tenant;
        account.clientId = service.clientId;
        account.addresses = {service.apiUrl, service.loginUrl, service.crestUrl, service.resource};
        account.crestCid = service.crestCid;
        return account;
    }

    /// A control call of the sandbox, done when it returns.
    void control(const sandbox::Host &host, const QByteArray &method, const QString &path,
                 const QByteArray &body = {})
    {
        QUrl url = host.address().apiUrl;
        url.setPath(path);
        QNetworkRequest request(url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const std::unique_ptr<QNetworkReply> reply(m_web.sendCustomRequest(request, method, body));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
    }

    QTemporaryDir folder;
    std::shared_ptr<auth::MemoryStore> keychain = std::make_shared<auth::MemoryStore>();
    std::shared_ptr<auth::SecretStore> secrets = keychain; ///< what the program sees of it
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(1);
    std::shared_ptr<auth::Sessions> sessions;
    std::vector<QUrl> opened;
    bool hasBrowser = true;

private:
    QNetworkAccessManager m_web;
};

} // namespace spendglass::test
