// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QUrl>
#include <QUrlQuery>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

namespace spendglass::test {

/// A sign-in service and an API in one, of whom every part may be told what to say. Refresh tokens rotate:
/// the second use of one ends them all. Thread-safe; what it is asked it answers from the event loop.
class TokenService
{
public:
    struct Said
    {
        int status = 0; ///< 0: lost
        QByteArray body;
        bool isUnsent = false; ///< lost before it came here
    };
    static Said refusal(const char *word, const char *more = "")
    {
        return {400,
                QByteArray("{\"error\":\"") + word + "\",\"error_description\":\"AADSTS0: no\"" + more + '}'};
    }

    // What is asked of it, in order of time.
    QList<QByteArray> tokenPosts() const { return locked(m_tokenPosts); } ///< the refresh tokens in them
    QList<net::Request> tokenRequests() const { return locked(m_tokenRequests); }
    QList<net::Request> apiCalls() const { return locked(m_apiCalls); }
    QList<net::Request> crestPosts() const { return locked(m_crestPosts); }
    QList<net::Request> others() const { return locked(m_others); }

    // What it does.
    std::function<void()> whenAsked;  ///< called before each answer of the token endpoint
    std::deque<Said> toSay;           ///< instead of an answer of the token endpoint; 0: after having done it
    Said refuses{401, "{}"};          ///< of the API, to a token that it does not know
    QByteArray challenge;             ///< beside that
    QByteArray refreshToken = "rt-0"; ///< the one that is good
    bool rotates = true, isRevoked = false;
    int life = 3600;       ///< of an access token, seconds
    QByteArray idToken;    ///< of every answer; empty: none
    QByteArray revocation; ///< its metadata; empty: 404
    QByteArray deviceCode = "{\"device_code\":\"dc\",\"user_code\":\"ABCD\",\"verification_uri\":"
                            "\"https://service.example/device\",\"expires_in\":900,\"interval\":5}";

    bool isGood(const QByteArray &token) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_good.count(token) > 0;
    }
    void forgetAccessTokens()
    {
        const std::scoped_lock lock(m_mutex);
        m_good.clear();
    }

    core::Result<net::Response> answer(const net::Request &request)
    {
        const std::scoped_lock lock(m_mutex);
        net::Response response;
        response.url = request.url;
        response.status = 200;
        const QString path = request.url.path();
        if (path.endsWith(QLatin1String("/oauth2/v2.0/token")))
            return token(request, std::move(response));
        if (path.endsWith(QLatin1String("/devicecode")))
            return response.body = deviceCode, response;
        if (path.endsWith(QLatin1String("/tokens")))
            return crestToken(request, std::move(response));
        if (path.startsWith(QLatin1String("/api")) || path.startsWith(QLatin1String("/crest")))
            return api(request, std::move(response));
        m_others.append(request);
        response.status = revocation.isEmpty() ? 404 : 200;
        response.body = path.endsWith(QLatin1String("openid-configuration")) ? revocation : QByteArray("{}");
        return response;
    }

private:
    template <class Value>
    Value locked(const Value &value) const
    {
        const std::scoped_lock lock(m_mutex);
        return value;
    }

    core::Result<net::Response> token(const net::Request &request, net::Response response)
    {
        const QUrlQuery form(QString::fromLatin1(request.body));
        const auto value = [&form](const char *name) {
            return form.queryItemValue(QLatin1String(name), QUrl::FullyDecoded).toLatin1();
        };
        m_tokenRequests.append(request);
        const bool isDevice = value("grant_type") == "urn:ietf:params:oauth:grant-type:device_code";
        if (isDevice && toSay.empty())
            return response.body = grant(), response;
        if (!isDevice)
            m_tokenPosts.append(value("refresh_token"));
        if (whenAsked)
            whenAsked();
        std::optional<Said> said;
        if (!toSay.empty()) {
            said = toSay.front();
            toSay.pop_front();
        }
        if (said && said->isUnsent)
            return lost(true);
        if (said && said->status != 0)
            return response.status = said->status, response.body = said->body, response;
        if (isRevoked || value("refresh_token") != refreshToken) {
            isRevoked = true;
            return response.status = 400, response.body = refusal("invalid_grant").body, response;
        }
        response.body = grant();
        return said ? lost(false) : core::Result<net::Response>(response);
    }

    QByteArray grant()
    {
        const QByteArray number = QByteArray::number(++m_count);
        const QByteArray access = "at-" + number;
        m_good.insert(access);
        if (rotates)
            refreshToken = "rt-" + number;
        QByteArray body = "{\"token_type\":\"Bearer\",\"access_token\":\"" + access +
                          "\",\"expires_in\":" + QByteArray::number(life) + ",\"scope\":\"x\"";
        if (rotates)
            body += ",\"refresh_token\":\"" + refreshToken + '"';
        if (!idToken.isEmpty())
            body += ",\"id_token\":\"" + idToken + '"';
        return body + '}';
    }

    core::Result<net::Response> crestToken(const net::Request &request, net::Response response)
    {
        m_crestPosts.append(request);
        if (!isKnown(request))
            return response.status = 401, response.body = "{}", response;
        const QByteArray token = "sa-" + QByteArray::number(++m_count);
        m_good.insert(token);
        response.body =
            "{\"access_token\":\"" + token + "\",\"expires_in\":\"" + QByteArray::number(life) + "\"}";
        return response;
    }

    core::Result<net::Response> api(const net::Request &request, net::Response response)
    {
        m_apiCalls.append(request);
        response.body = "{}";
        if (isKnown(request))
            return response;
        response.status = refuses.status;
        response.body = refuses.body;
        if (!challenge.isEmpty())
            response.headers.append({"WWW-Authenticate", challenge});
        return response;
    }

    bool isKnown(const net::Request &request) const
    {
        for (const auto &[name, value] : request.headers)
            if (name == "Authorization")
                return m_good.count(value.mid(7)) > 0;
        return false;
    }

    static core::Result<net::Response> lost(bool isUnsent)
    {
        core::Error error;
        error.kind = core::ErrorKind::Offline;
        error.text = QStringLiteral("connection lost");
        error.isUnsent = isUnsent;
        return core::fail(std::move(error));
    }

    mutable std::mutex m_mutex;
    QList<QByteArray> m_tokenPosts;
    QList<net::Request> m_tokenRequests;
    QList<net::Request> m_apiCalls, m_crestPosts, m_others;
    std::set<QByteArray> m_good;
    int m_count = 0;
};

class ServiceExchange final : public net::Exchange
{
public:
    ServiceExchange(const core::Result<net::Response> &answer, QObject *parent)
        : Exchange(parent)
    {
        QMetaObject::invokeMethod(
            this, [this, answer] { conclude(answer); }, Qt::QueuedConnection);
    }
    void abort() override { conclude(core::fail(core::ErrorKind::Cancelled, QStringLiteral("cancelled"))); }

private:
    void conclude(const core::Result<net::Response> &answer)
    {
        if (!std::exchange(m_isOver, true))
            Q_EMIT finished(answer); // may delete this
    }
    bool m_isOver = false;
};

/// The way to it; one for each thread.
class ServiceTransport final : public net::Transport
{
public:
    explicit ServiceTransport(std::shared_ptr<TokenService> service)
        : m_service(std::move(service))
    {}
    net::Exchange *send(const net::Request &request, QObject *parent) override
    {
        return new ServiceExchange(m_service->answer(request), parent);
    }

private:
    std::shared_ptr<TokenService> m_service;
};

} // namespace spendglass::test

Q_DECLARE_METATYPE(spendglass::test::TokenService::Said)
