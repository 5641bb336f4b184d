// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/loopbacklistener.h"

#include "browserflow.h"
#include "support/testmain.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTranslator>

using namespace spendglass;
using namespace spendglass::test;
using namespace std::chrono_literals;

namespace {

/// A listener that waits for "?good".
class Ear
{
public:
    explicit Ear(bool usesLocalhost = false)
        : m_listener(std::make_unique<auth::LoopbackListener>(clock,
                                                              [this](QByteArrayView query) {
                                                                  asked.append(query.toByteArray());
                                                                  return query == "good";
                                                              }))
        , m_redirect(m_listener->open(usesLocalhost))
    {}
    quint16 port() const { return quint16(QUrl(m_redirect.value()).port()); }
    QByteArray host() const { return QUrl(m_redirect.value()).authority().toLatin1(); }
    QByteArray head(const QByteArray &firstLine) const
    {
        return firstLine + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n";
    }
    QByteArray answerTo(const QByteArray &bytes) const { return Client(port(), bytes).heard(); }
    QByteArray get(const QByteArray &target) const { return answerTo(head("GET " + target)); }
    /// The flow still succeeds.
    bool works() const { return statusOf(get("/?good")) == "303"; }
    void end(auth::SignInPage page) { auth::LoopbackListener::end(std::move(m_listener), page); }
    void drop() { m_listener.reset(); }
    const core::Result<QString> &redirect() const { return m_redirect; }

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    QByteArrayList asked;

private:
    std::unique_ptr<auth::LoopbackListener> m_listener;
    core::Result<QString> m_redirect;
};

/// Everything in another language.
class Pretence : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        if (QByteArray(context) != "spendglass::auth::SignInPage")
            return {};
        return QByteArray(text) == "en" ? QStringLiteral("xx")
                                        : QStringLiteral("<%1>").arg(QLatin1String(text));
    }
};

} // namespace

/// The receiver of the browser's answer, asked by sockets of every kind.
class LoopbackListenerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void outlivesJunk_data();
    void outlivesJunk();
    void outlivesHalfARequest_data();
    void outlivesHalfARequest();
    void outlivesIdleConnections();
    void waitsForSlowRequests();
    void isOnLoopbackAlone();
    void holdsBothFamilies();
    void closesAtOnceWithoutAnAnswer();
    void showsThePageOnce();
    void showsThePageToWhoWaits();
    void showsHowItEnded_data();
    void showsHowItEnded();
    void speaksThePersonsLanguage();
};

void LoopbackListenerTest::outlivesJunk_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("status");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &status) {
        QTest::newRow(name) << bytes << status;
    };
    const QByteArray tail = " HTTP/1.1\r\nHost: HOST\r\n\r\n";
    row("80 empty lines", "\n\n\n\n", "400");
    row("80 empty line", "\r\n", "400");
    row("80 zeros", QByteArray(3, '\0'), "400");
    row("80 zeros in the path",
        "GET " + QByteArray(3, '\0') + " \n\n\n\n\n" + QByteArray(1, '\0') + "\r\n\r\n", "400");
    row("80 binary", QByteArray::fromHex("160301020001000001fc0303ffeeddccbbaa"), "400"); // TLS
    row("80 no path", "GET good HTTP/1.1\r\nHost: HOST\r\n\r\n", "400");
    row("80 odd version", "GET /?good HTTP 1/1\r\nHost: HOST\r\n\r\n", "400");
    row("80 letters beyond ASCII", "GET /?code=\xc3\xa9l\xa5" + tail, "400");
    row("80 no host", "GET /?good HTTP/1.1\r\n\r\n", "400");
    row("80 two hosts", "GET /?good HTTP/1.1\r\nHost: HOST\r\nhost: HOST\r\n\r\n", "400");
    row("80 HTTP/0.9", "GET /?good\r\n\r\n", "400");
    row("80 HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400");
    row("80 whole address", "GET http://HOST/?good" + tail, "400");
    row("80 verb of 300 letters", QByteArray(300, 'A') + " /?good" + tail, "400");
    row("80 line of 1 MB", "GET /?code=" + QByteArray(1024 * 1024, 'x') + tail, "400");
    row("80 headers of 1 MB",
        "GET /?good HTTP/1.1\r\nHost: HOST\r\nX: " + QByteArray(1024 * 1024, 'x') + "\r\n\r\n", "400");
    row("80 name that points here", "GET /?good HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", "400");
    row("80 other port", "GET /?good HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", "400");
    row("80 other loopback name", "GET /?good HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400");
    row("80 host without port", "GET /?good HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400");
    row("80 favicon", "GET /favicon.ico" + tail, "404");
    row("80 other path", "GET /callback?good" + tail, "404");
    row("80 two slashes", "GET //?good" + tail, "404");
    row("80 dots", "GET /../?good" + tail, "404");
    row("80 the last page too soon", "GET /done" + tail, "404");
    row("80 POST", "POST /?good HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n", "405");
    row("90 form_post", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\n\r\ngood", "405");
    row("80 HEAD", "HEAD /?good" + tail, "405");
    row("80 OPTIONS", "OPTIONS /?good" + tail, "405");
    row("80 wrong query", "GET /?bad" + tail, "400");
    row("80 bare path", "GET /" + tail, "400");
}

void LoopbackListenerTest::outlivesJunk()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, status);
    Ear ear;
    bytes.replace("HOST", ear.host()).replace("PORT", QByteArray::number(ear.port()));
    Client client(ear.port(), bytes);
    if (bytes.size() < 1000) { // a longer one is cut off in the middle of its words, and may not hear why
        const QByteArray answer = client.heard();
        QCOMPARE(statusOf(answer), status);
        QVERIFY(answer.contains("\r\nContent-Length: 0\r\n") && answer.contains("\r\nConnection: close\r\n"));
        QVERIFY(!answer.contains("Access-Control") && !answer.contains("Set-Cookie"));
    } else {
        QTRY_COMPARE(client.socket().state(), QAbstractSocket::UnconnectedState);
    }
    QVERIFY(!ear.asked.contains("good"));
    QVERIFY(ear.works());
}

void LoopbackListenerTest::outlivesHalfARequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("80 nothing") << QByteArray();
    QTest::newRow("80 one letter") << QByteArray("G");
    QTest::newRow("80 no line break") << QByteArray("GET /?good HTTP/1.1");
    QTest::newRow("80 line breaks of the other kind") << QByteArray("GET /?good HTTP/1.1\nHost: HOST\n\n");
    QTest::newRow("80 no empty line") << QByteArray("GET /?good HTTP/1.1\r\nHost: HOST\r\n");
}

void LoopbackListenerTest::outlivesHalfARequest()
{
    QFETCH(QByteArray, bytes);
    Ear ear;
    Client open(ear.port(), bytes.replace("HOST", ear.host()));
    Client closed(ear.port(), bytes);
    QTRY_COMPARE(closed.socket().state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(closed.socket().bytesToWrite(), 0);
    closed.socket().disconnectFromHost();
    QCOMPARE(statusOf(ear.get("/?bad")), QByteArray("400"));
    QCOMPARE(open.socket().state(), QAbstractSocket::ConnectedState);
    ear.clock->advance(10s);
    QTRY_COMPARE(open.socket().state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(ear.asked, QByteArrayList{"bad"});
    QVERIFY(ear.works());
}

void LoopbackListenerTest::outlivesIdleConnections()
{
    Ear ear;
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 200; ++i)
        idle.push_back(std::make_unique<Client>(ear.port(), i % 2 == 0 ? "" : "GET /?g"));
    const auto open = [&idle] {
        return std::ranges::count_if(
            idle, [](const auto &each) { return each->socket().state() == QAbstractSocket::ConnectedState; });
    };
    QTRY_COMPARE(open(), 64); // the rest was shown out
    QVERIFY(ear.works());
    QVERIFY(open() >= 63);
    ear.clock->advance(10s);
    QTRY_COMPARE(open(), 0);
}

void LoopbackListenerTest::waitsForSlowRequests()
{
    Ear ear;
    Client slow(ear.port());
    const QByteArray bytes = ear.head("GET /?good");
    for (const char letter : bytes) {
        slow.send(QByteArray(1, letter));
        QVERIFY(QTest::qWaitFor([&slow] {
            return slow.socket().bytesToWrite() == 0 &&
                   slow.socket().state() == QAbstractSocket::ConnectedState;
        }));
    }
    QCOMPARE(statusOf(slow.heard()), QByteArray("303"));
}

void LoopbackListenerTest::isOnLoopbackAlone()
{
    Ear ear;
    QVERIFY(ear.redirect());
    QCOMPARE(*ear.redirect(), QStringLiteral("http://127.0.0.1:%1/").arg(ear.port()));
    QTcpServer same;
    QVERIFY(!same.listen(QHostAddress::LocalHost, ear.port()));
    Ear other;
    QVERIFY(other.port() != ear.port());
    QTcpSocket elsewhere; // another address of this computer
    elsewhere.connectToHost(QHostAddress(QStringLiteral("127.0.0.2")), ear.port());
    QVERIFY(!elsewhere.waitForConnected(1000));
}

void LoopbackListenerTest::holdsBothFamilies()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6))
        QSKIP("no IPv6 here");
    probe.close();
    Ear ear(true);
    QCOMPARE(*ear.redirect(), QStringLiteral("http://localhost:%1/").arg(ear.port()));
    QTcpServer squatter;
    QVERIFY(!squatter.listen(QHostAddress::LocalHostIPv6, ear.port()));
    QVERIFY(!squatter.listen(QHostAddress::LocalHost, ear.port()));
    QCOMPARE(statusOf(ear.answerTo(
                 "GET /?good HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(ear.port()) + "\r\n\r\n")),
             QByteArray("400"));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHostIPv6, ear.port());
    socket.write(ear.head("GET /?good"));
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(statusOf(socket.readAll()), QByteArray("303"));
    Ear literal; // where it does not matter who has the other family
    QVERIFY(squatter.listen(QHostAddress::LocalHostIPv6, literal.port()));
}

void LoopbackListenerTest::closesAtOnceWithoutAnAnswer()
{
    Ear ear;
    Client client(ear.port());
    QTRY_COMPARE(client.socket().state(), QAbstractSocket::ConnectedState);
    ear.end(auth::SignInPage::Failed);
    QVERIFY(isClosed(ear.port()));
    QTRY_COMPARE(client.socket().state(), QAbstractSocket::UnconnectedState);
}

void LoopbackListenerTest::showsThePageOnce()
{
    Ear ear;
    QVERIFY(ear.works());
    QCOMPARE(statusOf(ear.get("/?good")), QByteArray("404"));
    QCOMPARE(ear.asked.size(), 1);
    ear.end(auth::SignInPage::Success);
    QCOMPARE(statusOf(ear.get("/?good")), QByteArray("404"));
    QCOMPARE(statusOf(ear.get("/done")), QByteArray("200"));
    QTRY_VERIFY(isClosed(ear.port()));
}

void LoopbackListenerTest::showsThePageToWhoWaits()
{
    Ear ear;
    QVERIFY(ear.works());
    Client browser(ear.port(), ear.head("GET /done"));
    QCOMPARE(statusOf(ear.get("/favicon.ico")), QByteArray("404"));
    ear.clock->advance(30s); // as long as a token may be waited for
    QCOMPARE(statusOf(ear.get("/favicon.ico")), QByteArray("404"));
    QCOMPARE(browser.socket().state(), QAbstractSocket::ConnectedState);
    ear.end(auth::SignInPage::Refused);
    QVERIFY(browser.heard().contains("You are not signed in"));
    QTRY_VERIFY(isClosed(ear.port()));
}

void LoopbackListenerTest::showsHowItEnded_data()
{
    QTest::addColumn<auth::SignInPage>("page");
    QTest::addColumn<QByteArray>("title");
    QTest::newRow("success") << auth::SignInPage::Success << QByteArray("<h1>You are signed in</h1>");
    QTest::newRow("refused") << auth::SignInPage::Refused << QByteArray("<h1>You are not signed in</h1>");
    QTest::newRow("failed") << auth::SignInPage::Failed << QByteArray("<h1>The sign-in did not work</h1>");
}

void LoopbackListenerTest::showsHowItEnded()
{
    QFETCH(auth::SignInPage, page);
    Ear ear;
    QVERIFY(ear.works());
    ear.end(page);
    const QByteArray answer = ear.get("/done?code=canary");
    const qsizetype end = answer.indexOf("\r\n\r\n");
    const QByteArray head = answer.left(end + 2), body = answer.mid(end + 4);
    QVERIFY(head.startsWith("HTTP/1.1 200 OK\r\n"));
    for (const char *line :
         {"Content-Type: text/html; charset=utf-8", "Cache-Control: no-store", "Referrer-Policy: no-referrer",
          "X-Content-Type-Options: nosniff", "Connection: close"})
        QVERIFY2(head.contains(QByteArray("\r\n") + line + "\r\n"), line);
    QVERIFY(head.contains("\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"));
    QVERIFY(head.contains("\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-"));
    const auto style =
        QRegularExpression(QStringLiteral("<style>(.*)</style>")).match(QString::fromUtf8(body));
    const QByteArray hash = QCryptographicHash::hash(style.captured(1).toUtf8(), QCryptographicHash::Sha256);
    QVERIFY(head.contains("'sha256-" + hash.toBase64() + "'"));
    QFETCH(QByteArray, title);
    QVERIFY2(body.contains(title), body.constData());
    QVERIFY(body.contains("<html lang=\"en\""));
    QVERIFY(body.contains("prefers-color-scheme:dark"));
    for (const char *odd : {"canary", "<script", "http", "src=", "href="})
        QVERIFY2(!body.contains(odd), odd);
}

void LoopbackListenerTest::speaksThePersonsLanguage()
{
    Pretence translator;
    QVERIFY(QCoreApplication::installTranslator(&translator));
    const QByteArray page = auth::signInPage(auth::SignInPage::Success);
    QVERIFY(page.contains("<html lang=\"xx\""));
    QVERIFY(page.contains("<h1>&lt;You are signed in&gt;</h1>"));
    QVERIFY(page.contains("<p>&lt;You can close this page and go back to Spendglass.&gt;</p>"));
}

SPENDGLASS_TEST_MAIN(LoopbackListenerTest)
#include "tst_loopbacklistener.moc"
