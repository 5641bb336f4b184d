// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokenendpoint.h"

#include "auth/pkce.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>

using namespace spendglass;
using core::ErrorKind;

namespace {

/// Answers the first request of each connection, or hangs up in place of an answer.
class Service : public QTcpServer
{
public:
    explicit Service(QByteArray says)
        : m_says(std::move(says))
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { hear(socket); });
        });
        listen(QHostAddress::LocalHost);
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
    QByteArray heard;
    int requests = 0;
    bool answersAtOnce = false;
    bool diesOfIt = false;

private:
    void hear(QTcpSocket *socket)
    {
        heard += socket->readAll();
        if (!answersAtOnce && !heard.endsWith("refresh_token=rt-secret-1"))
            return;
        ++requests;
        if (diesOfIt)
            close();
        socket->write(m_says);
        socket->disconnectFromHost();
    }
    const QByteArray m_says;
};

QByteArray http(const QByteArray &status, const QByteArray &headers, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

const auth::Form &form()
{
    static const auth::Form form{{"grant_type", QStringLiteral("refresh_token")},
                                 {"refresh_token", QStringLiteral("rt-secret-1")}};
    return form;
}

core::Result<net::Response> post(const QUrl &authority)
{
    net::HttpTransport transport;
    QObject context;
    std::optional<core::Result<net::Response>> answer;
    auth::postForm(transport, auth::signInUrl(authority, {}, QStringLiteral("token")), form(), &context,
                   [&answer](const core::Result<net::Response> &result) { answer = result; });
    if (answer || !QTest::qWaitFor([&answer] { return answer.has_value(); }, 10'000))
        return core::fail(ErrorKind::Malformed, QStringLiteral("at once, or never"));
    return *answer;
}

} // namespace

/// What goes to the sign-in service and what is done about the secrets in it, over real sockets.
class TokenEndpointTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encodesForms_data();
    void encodesForms();
    void knowsItsAddresses_data();
    void knowsItsAddresses();
    void sendsAFormAndNothingElse();
    void sendsOnce_data();
    void sendsOnce();
    void tellsWhatNeverLeft_data();
    void tellsWhatNeverLeft();
    void tellsWhatLeftAServiceThatDied();
    void takesTheEchoOut();
    void dropsWithItsContext();
    void provesWhoAsked();
    void makesVerifiers();
};

void TokenEndpointTest::encodesForms_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *value, const char *written) {
        QTest::newRow(value) << QString::fromUtf8(value) << QByteArray(written);
    };
    row("plain-._~", "plain-._~");
    row("a b", "a%20b");
    row("a+b", "a%2Bb");
    row("a&b=c", "a%26b%3Dc");
    row("https://h/s", "https%3A%2F%2Fh%2Fs");
    row("100%", "100%25");
    row("é\r\n", "%C3%A9%0D%0A");
}

void TokenEndpointTest::encodesForms()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, written);
    QCOMPARE(auth::encoded({{"x", value}}), "x=" + written);
    QCOMPARE(auth::encoded({{"x", value}, {"y", value}}), "x=" + written + "&y=" + written);
    QCOMPARE(auth::encoded({}), QByteArray());
}

void TokenEndpointTest::knowsItsAddresses_data()
{
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QByteArray>("address");
    const auto row = [](const char *name, const char *authority, const char *tenant, const char *address) {
        QTest::newRow(name) << QString::fromUtf8(authority) << QString::fromUtf8(tenant)
                            << QByteArray(address);
    };
    row("no tenant", "https://login.example", "", "https://login.example/organizations/oauth2/v2.0/token");
    row("domain", "https://login.example/", "contoso.example",
        "https://login.example/contoso.example/oauth2/v2.0/token");
    row("below a path", "https://gateway.example/login/", "t",
        "https://gateway.example/login/t/oauth2/v2.0/token");
    row("query and fragment", "https://login.example/?a=b#c", "t",
        "https://login.example/t/oauth2/v2.0/token");
    row("odd tenant", "https://login.example", "a/b?c#d e%2f",
        "https://login.example/a%2Fb%3Fc%23d%20e%252f/oauth2/v2.0/token");
}

void TokenEndpointTest::knowsItsAddresses()
{
    QFETCH(QString, authority);
    QFETCH(QString, tenant);
    QTEST(auth::signInUrl(QUrl(authority), tenant, QStringLiteral("token")).toEncoded(), "address");
}

void TokenEndpointTest::sendsAFormAndNothingElse()
{
    Service service(http("200 OK", "Set-Cookie: a=b\r\n", "{}"));
    const auto answer = post(service.url());
    QVERIFY(answer);
    const auto lines = service.heard.split('\n');
    QCOMPARE(lines.first(), QByteArray("POST /organizations/oauth2/v2.0/token HTTP/1.1\r"));
    QVERIFY(service.heard.contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
    QVERIFY(service.heard.contains("\r\nAccept: application/json\r\n"));
    QVERIFY(service.heard.endsWith("\r\n\r\ngrant_type=refresh_token&refresh_token=rt-secret-1"));
    QVERIFY(!service.heard.contains("Authorization:") && !service.heard.contains("Cookie:"));
}

void TokenEndpointTest::sendsOnce_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<int>("status");
    QTest::newRow("answer lost") << QByteArray() << 0;
    QTest::newRow("answer cut in its head") << QByteArray("HTTP/1.1 200 OK\r\nContent-") << 0;
    QTest::newRow("91 503") << http("503 Busy", {}, {}) << 503;
    QTest::newRow("26 302 to the same place")
        << http("302 Found", "Location: /organizations/oauth2/v2.0/token\r\n", {}) << 302;
    QTest::newRow("26 307") << http("307 Temporary", "Location: /elsewhere\r\n", {}) << 307;
    QTest::newRow("401 that asks who we are")
        << http("401 No", "WWW-Authenticate: Basic realm=\"x\"\r\n", {}) << 401;
}

void TokenEndpointTest::sendsOnce()
{
    QFETCH(QByteArray, says);
    QFETCH(int, status);
    Service service(says);
    const auto answer = post(service.url());
    QCOMPARE(answer ? answer->status : 0, status);
    QVERIFY(answer || answer.error().kind == ErrorKind::Offline);
    QVERIFY(answer || !answer.error().isUnsent);
    QVERIFY(answer || answer.error().where == QLatin1String("POST /organizations/oauth2/v2.0/token"));
    QCOMPARE(service.requests, 1);
    QVERIFY(!QTest::qWaitFor([&service] { return service.requests > 1; }, 200));
}

void TokenEndpointTest::tellsWhatNeverLeft_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("isOpen");
    QTest::newRow("refused") << QStringLiteral("http") << false;
    QTest::newRow("no TLS over there") << QStringLiteral("https") << true;
}

/// Only then may a refresh token that is good once be sent again.
void TokenEndpointTest::tellsWhatNeverLeft()
{
    QFETCH(QString, scheme);
    QFETCH(bool, isOpen);
    Service service("SSH-2.0-OpenSSH_9.2\r\n");
    service.answersAtOnce = true;
    QUrl url = service.url();
    url.setScheme(scheme);
    if (!isOpen)
        service.close();
    const auto answer = post(url);
    QVERIFY(!answer);
    QVERIFY(answer.error().isUnsent);
    QVERIFY(!service.heard.contains("rt-secret-1"));
}

/// It takes the token and is gone: that nobody is there any more does not mean that nobody was.
void TokenEndpointTest::tellsWhatLeftAServiceThatDied()
{
    Service service({});
    service.diesOfIt = true;
    const auto answer = post(service.url());
    QVERIFY(!answer);
    QCOMPARE(service.requests, 1);
    QVERIFY2(!answer.error().isUnsent, qPrintable(answer.error().text));
}

void TokenEndpointTest::takesTheEchoOut()
{
    Service refusing(
        http("400 No", {}, R"({"error":"invalid_grant","error_description":"rt-secret-1 is bad"})"));
    QCOMPARE(post(refusing.url())->body,
             QByteArray(R"({"error":"invalid_grant","error_description":"... is bad"})"));
    Service polite(http("200 OK", {}, R"({"error":"invalid_grant rt-secret-1"})"));
    QCOMPARE(post(polite.url())->body, QByteArray(R"({"error":"invalid_grant ..."})"));
    Service giving(http("200 OK", {}, R"({"refresh_token":"rt-secret-1"})"));
    QCOMPARE(post(giving.url())->body, QByteArray(R"({"refresh_token":"rt-secret-1"})"));
}

void TokenEndpointTest::dropsWithItsContext()
{
    Service service(http("200 OK", {}, "{}"));
    net::HttpTransport transport;
    bool isDone = false;
    {
        QObject context;
        auth::postForm(transport, service.url(), form(), &context,
                       [&isDone](const auto &) { isDone = true; });
    }
    QVERIFY(!QTest::qWaitFor([&isDone] { return isDone; }, 100));
}

/// RFC 7636, appendix B.
void TokenEndpointTest::provesWhoAsked()
{
    QCOMPARE(auth::challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
             QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

/// RFC 7636 section 4.1: 43 to 128 unreserved characters, never the same again.
void TokenEndpointTest::makesVerifiers()
{
    static const QRegularExpression unreserved(QStringLiteral("^[A-Za-z0-9._~-]{43,128}$"));
    QSet<QByteArray> seen;
    for (int i = 0; i < 200; ++i) {
        const auth::Pkce pkce = auth::newPkce();
        QVERIFY(unreserved.match(QString::fromLatin1(pkce.verifier)).hasMatch());
        QCOMPARE(pkce.challenge, auth::challengeOf(pkce.verifier));
        QVERIFY(pkce.challenge != pkce.verifier);
        seen.insert(pkce.verifier);
    }
    QCOMPARE(seen.size(), 200);
}

SPENDGLASS_TEST_MAIN(TokenEndpointTest)
#include "tst_tokenendpoint.moc"
