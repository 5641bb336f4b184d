// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signin.h"

#include "auth/pkce.h"
#include "auth/signinproblem.h"
#include "idtoken.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace spendglass;
using auth::SignInProblem;
using core::ErrorKind;
using test::ScriptedTransport;
using namespace std::chrono_literals;

namespace {

using Result = core::Result<auth::TokenAnswer>;
const QByteArray tokenPath = "/organizations/oauth2/v2.0/token";

auth::SignInSettings settings()
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
    explicit Flow(const auth::SignInSettings &settings = ::settings())
        : m_signIn(auth::browserSignIn(settings, {transport, clock}))
        , m_addresses(m_signIn.get(), &auth::SignIn::addressReady)
        , m_answered(m_signIn.get(), &auth::SignIn::answered)
        , m_finished(m_signIn.get(), &auth::SignIn::finished)
    {}
    bool start()
    {
        m_signIn->start();
        return m_finished.isEmpty() && m_addresses.isEmpty() && m_addresses.wait();
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
    Result result() const { return m_finished.at(0).at(0).value<Result>(); }

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

QByteArray get(const Flow &flow, const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: " + flow.host() + "\r\nUser-Agent: test\r\n\r\n";
}

QByteArray statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3);
}

QByteArray visit(const Flow &flow, const QByteArray &target)
{
    return Client(flow.port(), get(flow, target)).heard();
}

bool isClosed(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return !socket.waitForConnected(1000);
}

} // namespace

/// The flow of code and PKCE with real sockets on the browser's side and a script on the service's.
class BrowserSignInTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsIn();
};

void BrowserSignInTest::signsIn()
{
    Flow flow;
    QVERIFY(flow.start());
    flow.expectTokens(flow.asked("nonce").toLatin1());
    const QByteArray answer = visit(flow, flow.target("code=c%2F1"));
    QCOMPARE(statusOf(answer), QByteArray("303"));
    QVERIFY(answer.contains("\r\nLocation: /done\r\n"));
    const QByteArray page = visit(flow, "/done");
    QCOMPARE(statusOf(page), QByteArray("200"));
    QVERIFY(flow.isOver());
    QVERIFY2(flow.result(), flow.result() ? "" : qPrintable(flow.result().error().text));
    QCOMPARE(flow.result()->refreshToken, QByteArray("rt-1"));
    QCOMPARE(flow.result()->identity->user, QStringLiteral("anna@contoso.example"));
    QVERIFY2(flow.transport->isUsedUp(), qPrintable(flow.transport->trouble()));
    const QUrlQuery form(QString::fromLatin1(flow.transport->requests().at(0).body));
    const auto sent = [&form](const char *name) {
        return form.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    QCOMPARE(sent("grant_type"), QStringLiteral("authorization_code"));
    QCOMPARE(sent("code"), QStringLiteral("c/1"));
    QCOMPARE(sent("redirect_uri"), flow.asked("redirect_uri"));
    QCOMPARE(QString::fromLatin1(auth::challengeOf(sent("code_verifier").toLatin1())),
             flow.asked("code_challenge"));
    QCOMPARE(flow.answered(), 1);
    QTRY_VERIFY(isClosed(flow.port()));
}

SPENDGLASS_TEST_MAIN(BrowserSignInTest)
#include "tst_browsersignin.moc"
