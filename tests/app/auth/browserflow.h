// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"
#include "idtoken.h"
#include "support/scriptedtransport.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

namespace spendglass::test {

inline const QByteArray tokenPath = "/organizations/oauth2/v2.0/token";

inline auth::SignInSettings annasSettings()
{
    auth::SignInSettings settings;
    settings.loginUrl = QUrl(QStringLiteral("https://login.example"));
    settings.clientId = QStringLiteral("client");
    settings.scope = QStringLiteral("https://api.example/user_impersonation offline_access openid profile");
    return settings;
}

/// A sign-in with a browser that is a socket.
class Flow
{
public:
    explicit Flow(const auth::SignInSettings &settings = annasSettings())
        : m_signIn(auth::browserSignIn(settings, {transport, clock}))
        , m_addresses(m_signIn.get(), &auth::SignIn::addressReady)
        , m_answered(m_signIn.get(), &auth::SignIn::answered)
        , m_finished(m_signIn.get(), &auth::SignIn::finished)
    {}
    bool start()
    {
        m_signIn->start();
        return m_finished.isEmpty() && m_addresses.isEmpty() && m_addresses.wait(1000);
    }
    QUrl address() const { return m_addresses.at(0).at(0).toUrl(); }
    QString asked(const char *name) const
    {
        return QUrlQuery(address()).queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    }
    quint16 port() const { return quint16(QUrl(asked("redirect_uri")).port()); }
    QByteArray host() const { return QUrl(asked("redirect_uri")).authority().toLatin1(); }
    /// The redirect with the right state.
    QByteArray target(const QByteArray &query) const
    {
        return "/?" + query + "&state=" + asked("state").toLatin1();
    }
    void expectTokens(const QByteArray &nonce)
    {
        QJsonObject claims = test::annasClaims();
        claims.insert(QStringLiteral("nonce"), QString::fromLatin1(nonce));
        transport->expect("POST", tokenPath)
            .reply(R"({"token_type":"Bearer","access_token":"at-1","refresh_token":"rt-1",)"
                   R"("expires_in":3599,"id_token":")" +
                   test::idToken(claims) + "\"}");
    }
    auth::SignIn *operator->() { return m_signIn.get(); }
    void drop() { m_signIn.reset(); }
    int answered() const { return int(m_answered.size()); }
    int ends() const { return int(m_finished.size()); }
    bool isOver() { return !m_finished.isEmpty() || m_finished.wait(); }
    core::Result<auth::TokenAnswer> result() const
    {
        return m_finished.at(0).at(0).value<core::Result<auth::TokenAnswer>>();
    }

    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();

private:
    std::unique_ptr<auth::SignIn> m_signIn;
    QSignalSpy m_addresses, m_answered, m_finished;
};

/// A connection to the listener.
class Client
{
public:
    explicit Client(quint16 port) { m_socket.connectToHost(QHostAddress::LocalHost, port); }
    Client(quint16 port, const QByteArray &bytes)
        : Client(port)
    {
        send(bytes);
    }
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    /// All that came until the other side hung up.
    QByteArray heard()
    {
        return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; })
                   ? m_socket.readAll()
                   : QByteArray("no end: ") + m_socket.readAll();
    }
    QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
};

inline QByteArray get(const Flow &flow, const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: " + flow.host() + "\r\nUser-Agent: test\r\n\r\n";
}

inline QByteArray statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3);
}

inline QByteArray visit(const Flow &flow, const QByteArray &target)
{
    return Client(flow.port(), get(flow, target)).heard();
}

inline bool isClosed(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return !socket.waitForConnected(1000);
}

} // namespace spendglass::test
