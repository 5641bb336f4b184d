// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "idtoken.h"
#include "tokenservice.h"

#include "auth/memorystore.h"
#include "auth/session.h"
#include "support/manualclock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

namespace spendglass::test {

/// An account, its keychain and the services it talks to; sessions on top of that.
struct AuthWorld
{
    std::shared_ptr<TokenService> service = std::make_shared<TokenService>();
    std::shared_ptr<auth::MemoryStore> keychain = std::make_shared<auth::MemoryStore>();
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    QTemporaryDir folder;
    auth::Account account;

    AuthWorld()
    {
        account.name = QStringLiteral("Contoso");
        account.id = QStringLiteral("account-1");
        account.cloud = auth::Cloud::Custom;
        account.tenant = QStringLiteral("tenant");
        account.clientId = QStringLiteral("client");
        account.addresses = {QUrl(QStringLiteral("https://service.example/api")),
                             QUrl(QStringLiteral("https://service.example/login")),
                             QUrl(QStringLiteral("https://service.example/crest")),
                             QStringLiteral("https://api.example")};
        account.crestCid = QStringLiteral("00000000-0000-4000-8000-00000000c1d0");
        service->idToken = idToken(annasClaims());
    }

    static auth::Identity anna()
    {
        return {QStringLiteral("anna@contoso.example"), QStringLiteral("Anna Adler"),
                QStringLiteral("11111111-2222-4333-8444-555555555555"),
                QStringLiteral("99999999-2222-4333-8444-555555555555")};
    }

    /// As after a sign-in by an earlier run.
    void signInAnna()
    {
        keychain->entries[account.id] = service->refreshToken;
        QVERIFY(auth::writeSignInRecord(folder.path(), {anna(), clock->now(), clock->now()}));
    }
    auth::SignInRecord record() const { return auth::readSignInRecord(folder.path())->value(); }
    QByteArray kept() const
    {
        const auto entry = keychain->entries.find(account.id);
        return entry == keychain->entries.end() ? QByteArray() : entry->second;
    }

    auth::SessionParts parts() const
    {
        return {std::make_shared<ServiceTransport>(service), keychain, clock, [] { return 0.5; },
                folder.path()};
    }
    std::unique_ptr<auth::Session> session() const
    {
        return std::make_unique<auth::Session>(account, parts());
    }

    QStringList folderFiles() const { return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden); }

    QUrl api(const char *path = "/v1/customers") const
    {
        return QUrl(QStringLiteral("https://service.example/api") + QLatin1String(path));
    }
    QUrl crest(const QString &path) const
    {
        return QUrl(QStringLiteral("https://service.example/crest/") + path);
    }
};

/// One question to an authorizer.
struct Asked
{
    explicit Asked(const net::Authorizer &authorize, const QUrl &url,
                   const std::optional<net::Refusal> &refusal = {})
    {
        authorize(url, refusal, &context, [this](const core::Result<QByteArray> &given) {
            ++answers;
            result = given;
        });
    }
    QByteArray token() const { return result && *result ? **result : QByteArray(); }
    core::Error error() const ///< a BadRequest without words when there is none
    {
        return result && !*result ? result->error() : core::Error();
    }

    QObject context;
    std::optional<core::Result<QByteArray>> result;
    int answers = 0;
};

inline net::Refusal refusalOf(const QByteArray &token, const char *code = "",
                              const QByteArray &challenge = {})
{
    core::Error error;
    error.kind = core::ErrorKind::Unauthorised;
    error.httpStatus = 401;
    error.text = QStringLiteral("the service answered with status 401");
    error.where = QStringLiteral("GET /v1/customers");
    error.serverCode = QString::fromLatin1(code);
    return {token, error, challenge};
}

/// Lets a pause pass, of renewals or of those who wait for a lock, until there is an answer.
#define TRY_WITH_CLOCK(world, condition)                                                                     \
    QTRY_VERIFY([&] {                                                                                        \
        if (!(condition))                                                                                    \
            (world).clock->advance(std::chrono::seconds(1));                                                 \
        return bool(condition);                                                                              \
    }())

} // namespace spendglass::test
