// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire.h"

#include "auth/account.h"
#include "peers/faultproxy.h"
#include "peers/faultserver.h"
#include "support/testmain.h"

#include <QFile>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTcpServer>

using namespace spendglass;
using core::ErrorKind;
using test::Asker;
using test::FaultProxy;
using test::FaultServer;
using test::Outcome;
using test::Strike;
using test::Toxics;
using test::WireFault;
using namespace std::chrono_literals;

/// One query with all its repeats over a bad wire. Rows bear the number of their case in the list of faults.
class WireTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void accepts_data();
    void accepts();
    void recovers_data() { faults(); }
    void recovers();
    void givesUp_data() { faults(); }
    void givesUp();
    void sendsABodyOnce_data();
    void sendsABodyOnce();
    void survivesAHeaderOfTwoMegabytes();
    void takesAllOrNothingWithoutTheLastChunk();
    void takesNoAnswerForAnother_data();
    void takesNoAnswerForAnother();
    void refusesAtOnce_data();
    void refusesAtOnce();
    void findsNoServer_data();
    void findsNoServer();
    void boundsTheMemoryOfABomb();
    void takesAnHonestBigPage();
    void findsTheOtherFamily_data();
    void findsTheOtherFamily();
    void noticesDeadConnections();
    void survivesALine_data();
    void survivesALine();
    void neverTakesPartOfAPage_data();
    void neverTakesPartOfAPage();
    void asksThroughAProxy();
    void tellsOfAProxy_data();
    void tellsOfAProxy();
    void refusesPlainHttp_data();
    void refusesPlainHttp();

private:
    static void faults();
    FaultServer m_server, m_stranger;
};

namespace {

/// Deadlines that a test can wait for.
net::ClientParts impatient()
{
    net::TransportLimits limits;
    limits.idle = 250ms;
    limits.leastOver = 300ms;
    limits.leastBytes = 100;
    return test::wireParts(limits);
}

/// In KiB.
qint64 peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const auto lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toLongLong();
    }
    return -1;
}

/// All that was logged while it lives, debug lines included.
class LogCatcher
{
public:
    LogCatcher()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
        s_text.clear();
        m_before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &line) {
            s_text += line + QLatin1Char('\n');
        });
    }
    ~LogCatcher()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules({});
    }
    static const QString &text() { return s_text; }

private:
    static inline QString s_text;
    QtMessageHandler m_before;
};

/// An environment variable for a while.
class Environment
{
public:
    Environment(const char *name, const QByteArray &value)
        : m_name(name)
    {
        qputenv(name, value);
    }
    ~Environment() { qunsetenv(m_name); }

private:
    const char *m_name;
};

} // namespace

void WireTest::init()
{
    m_server.setAnswer(test::usagePage());
    m_server.setFaults({});
    m_server.forget();
    m_stranger.forget();
}

void WireTest::accepts_data()
{
    QTest::addColumn<WireFault>("form");
    QTest::newRow("9 HTTP/1.0 without length, whole") << WireFault::Http10;
    QTest::newRow("12 whole gzip") << WireFault::Gzip;
    QTest::newRow("10 many small chunks, whole") << WireFault::Chunked;
    QTest::newRow("5 closed after the answer") << WireFault::Close;
    QTest::newRow("12 gzip without its end") << WireFault::GzipNoTrailer; // the document has its end
}

void WireTest::accepts()
{
    QFETCH(WireFault, form);
    m_server.setFaults({{form, {}, 1, -1}});
    Asker asker(m_server.url());
    for (int run = 1; run <= 2; ++run) { // the second finds the connection that the first has left
        const Outcome outcome = asker.ask();
        QVERIFY2(outcome.totals, qPrintable(outcome.text()));
        QCOMPARE(outcome.rows, test::pageRows);
        QCOMPARE(outcome.requests, 1);
        QVERIFY(outcome.took < 5s);
    }
}

/// What is asked again, with the attempts that the retry table gives it.
void WireTest::faults()
{
    QTest::addColumn<WireFault>("fault");
    QTest::addColumn<std::vector<ErrorKind>>("kinds"); ///< as bytes and close happen to fall together
    const auto row = [](const char *name, WireFault fault, std::vector<ErrorKind> kinds) {
        QTest::newRow(name) << fault << kinds;
    };
    const auto offline = ErrorKind::Offline, timeout = ErrorKind::Timeout, malformed = ErrorKind::Malformed;
    row("3 reset before the answer", WireFault::ResetBeforeAnswer, {offline});
    row("4 reset in the body", WireFault::ResetInBody, {offline});
    row("5 closed without an answer", WireFault::CloseBeforeAnswer, {offline});
    row("6 accepted and silent", WireFault::Hang, {timeout});
    row("6 silent in the body", WireFault::HangInBody, {timeout});
    row("7 one byte at a time", WireFault::Drip, {timeout});
    row("8 body shorter than its length", WireFault::ShortBody, {offline});
    row("9 no length, cut", WireFault::NoLengthCut, {malformed});
    row("10 chunks, cut", WireFault::ChunkedCut, {offline, malformed});
    row("11 bad chunk size", WireFault::ChunkedBadSize, {offline, malformed});
    row("12 half of a gzip", WireFault::GzipCut, {malformed});
    row("13 gzip damaged", WireFault::GzipDamaged, {malformed});
    row("13 gzip with a wrong sum", WireFault::GzipBadSum, {malformed});
    row("13 not gzip", WireFault::NotGzip, {malformed});
    // Past 100 headers Qt knows none, not even the length.
    row("16 10,000 headers", WireFault::ManyHeaders, {timeout});
    row("28 interim answers and then the right one", WireFault::InterimStorm, {malformed});
    row("28 interim answers for ever", WireFault::InterimForEver, {malformed});
    row("8 two lengths", WireFault::TwoLengths, {offline, malformed});
    row("5 no HTTP", WireFault::NoHttp, {offline});
}

void WireTest::recovers()
{
    QFETCH(WireFault, fault);
    m_server.setFaults({{fault, {}, 1, 2}});
    const Outcome outcome = Asker(m_server.url(), impatient()).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows); // not one of a page that was refused
    QVERIFY(m_server.requests() >= 3);      // wherever the repeats come from
}

void WireTest::sendsABodyOnce_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("3 reset before the answer") << WireFault::ResetBeforeAnswer << false;
    QTest::newRow("5 closed without an answer") << WireFault::CloseBeforeAnswer << false;
    QTest::newRow("5 closed after the answer") << WireFault::Close << true;
}

// A token request whose answer is lost: the code in it must not be redeemed twice.
void WireTest::sendsABodyOnce()
{
    QFETCH(WireFault, fault);
    m_server.setFaults({{fault, {}, 1, -1}});
    net::Request request;
    request.verb = "POST";
    request.url = m_server.url();
    request.url.setPath(QStringLiteral("/token"));
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "grant_type=authorization_code&code=" + QByteArray(3000, 'c');
    net::HttpTransport transport;
    const std::unique_ptr<net::Exchange> exchange(transport.send(request, nullptr));
    QSignalSpy finished(exchange.get(), &net::Exchange::finished);
    QVERIFY(finished.wait());
    const auto answer = finished.first().first().value<core::Result<net::Response>>();
    QTEST(answer.has_value(), "isAnswered");
    QCOMPARE(m_server.requests(), 1);
    QCOMPARE(m_server.heard().front().verb, request.verb);
    QCOMPARE(m_server.heard().front().body, request.body);
}

// 16: past 256 KiB Qt knows no header, not even the length; and it reads for a second.
void WireTest::survivesAHeaderOfTwoMegabytes()
{
    m_server.setFaults({{WireFault::HugeHeader, {}, 1, 1}});
    const Outcome outcome = Asker(m_server.url(), impatient()).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QVERIFY(outcome.took < 10s);
}

// 10: whether Qt notices hangs on how bytes and close fall together; the document has its end either way.
void WireTest::takesAllOrNothingWithoutTheLastChunk()
{
    m_server.setFaults({{WireFault::ChunkedNoEnd, {}, 1, -1}});
    const Outcome outcome = Asker(m_server.url()).ask();
    QCOMPARE(outcome.rows, outcome.totals ? test::pageRows : 0);
    if (!outcome.totals)
        QCOMPARE(outcome.totals.error().kind, ErrorKind::Offline);
}

void WireTest::takesNoAnswerForAnother_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::newRow("28 an interim answer") << WireFault::Interim;
    QTest::newRow("28 interim answers") << WireFault::InterimStorm;
}

// What follows an interim answer must never be taken for the answer to the next question.
void WireTest::takesNoAnswerForAnother()
{
    QFETCH(WireFault, fault);
    m_server.setFaults({{fault, {}, 1, 1}});
    Asker asker(m_server.url());
    const Outcome first = asker.ask();
    QVERIFY2(first.totals, qPrintable(first.text()));
    m_server.setAnswer(test::usagePage(3));
    for (int i = 0; i < 3; ++i) {
        const Outcome outcome = asker.ask();
        QVERIFY2(outcome.totals, qPrintable(outcome.text()));
        QCOMPARE(outcome.rows, 3);
    }
}

void WireTest::givesUp()
{
    QFETCH(WireFault, fault);
    QFETCH(std::vector<ErrorKind>, kinds);
    m_server.setFaults({{fault, {}, 1, -1}});
    const Outcome outcome = Asker(m_server.url(), impatient()).ask();
    QVERIFY(!outcome.totals);
    const ErrorKind kind = outcome.totals.error().kind;
    QVERIFY2(std::ranges::count(kinds, kind) > 0, qPrintable(core::kindName(kind) + outcome.text()));
    QVERIFY(!outcome.text().isEmpty());
    QCOMPARE(outcome.rows, 0);
    const qint64 attempts = kind == ErrorKind::Malformed ? 3 : 5;
    QVERIFY2(outcome.requests <= 5 && outcome.requests >= 3, qPrintable(QString::number(outcome.requests)));
    if (kinds.size() == 1)
        QCOMPARE(outcome.requests, attempts);
    // Qt repeats by itself, three times at most, what was not answered at all.
    QVERIFY2(m_server.requests() >= outcome.requests && m_server.requests() <= 4 * outcome.requests,
             qPrintable(QString::number(m_server.requests())));
}

void WireTest::refusesAtOnce_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::addColumn<bool>("isToOurselves");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("requests");
    const auto row = [](const char *name, WireFault fault, bool isToOurselves, ErrorKind kind, int requests) {
        QTest::newRow(name) << fault << isToOurselves << kind << requests;
    };
    row("26 302 to another server", WireFault::Redirect, false, ErrorKind::Untrusted, 1);
    row("28 302 in a circle", WireFault::Redirect, true, ErrorKind::Untrusted, 1);
    row("28 304 to a question that had no condition", WireFault::NotModified, false, ErrorKind::Untrusted, 1);
    row("22 captive portal", WireFault::CaptivePortal, false, ErrorKind::Malformed, 3);
}

void WireTest::refusesAtOnce()
{
    QFETCH(WireFault, fault);
    QFETCH(bool, isToOurselves);
    m_server.setFaults({{fault, {}, 1, -1, (isToOurselves ? m_server : m_stranger).url().toEncoded()}});
    const Outcome outcome = Asker(m_server.url()).ask();
    QVERIFY(!outcome.totals);
    QTEST(outcome.totals.error().kind, "kind");
    QTEST(m_server.requests(), "requests");
    QCOMPARE(m_stranger.connections(), 0); // I1
}

void WireTest::findsNoServer_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<QString>("says");
    QTest::newRow("1 unknown name") << QUrl(QStringLiteral("http://x.invalid"))
                                    << QStringLiteral("not found");
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    QUrl url(QStringLiteral("http://127.0.0.1"));
    url.setPort(closed.serverPort());
    QTest::newRow("2 connection refused") << url << QStringLiteral("refused");
}

void WireTest::findsNoServer()
{
    QFETCH(QUrl, url);
    QFETCH(QString, says);
    const Outcome outcome = Asker(url).ask();
    QVERIFY(!outcome.totals);
    QCOMPARE(outcome.totals.error().kind, ErrorKind::Offline);
    QVERIFY2(outcome.text().contains(says), qPrintable(outcome.text()));
    QCOMPARE(outcome.requests, 5);
}

// 14: 200 MB of blanks in 200 KB.
void WireTest::boundsTheMemoryOfABomb()
{
    net::TransportLimits limits;
    limits.ratioFrom = 32 * 1024 * 1024;
    Asker asker(m_server.url(), test::wireParts(limits));
    QVERIFY(asker.ask().totals);
    m_server.setFaults({{WireFault::GzipBomb, {}, 1, -1}});
    const qint64 before = peakMemory();
    QVERIFY(before > 0);
    const Outcome outcome = asker.ask();
    QVERIFY(!outcome.totals);
    QCOMPARE(outcome.totals.error().kind, ErrorKind::Malformed);
    QVERIFY2(peakMemory() - before < 100 * 1024, qPrintable(QString::number(peakMemory() - before)));
}

// 15: 17 MB, compressed more than 100:1, as usage is.
void WireTest::takesAnHonestBigPage()
{
    constexpr int rows = 68'000;
    test::WholeAnswer page = test::usagePage(rows);
    QVERIFY(page.body.size() > 17'000'000 / 2);
    m_server.setAnswer(page);
    m_server.setFaults({{WireFault::Gzip, {}, 1, -1}});
    const Outcome outcome = Asker(m_server.url()).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, rows);
    QCOMPARE(outcome.requests, 1);
}

void WireTest::findsTheOtherFamily_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::addColumn<QString>("host"); ///< empty: by the address
    QTest::newRow("23 IPv6 only, by address") << QHostAddress(QHostAddress::LocalHostIPv6) << QString();
    QTest::newRow("23 IPv4 only, by name")
        << QHostAddress(QHostAddress::LocalHost) << QStringLiteral("localhost");
    // Only where the machine gives localhost both addresses.
    for (const QHostAddress &address : QHostInfo::fromName(QStringLiteral("localhost")).addresses()) {
        if (address == QHostAddress::LocalHostIPv6)
            QTest::newRow("23 IPv6 only, by name") << address << QStringLiteral("localhost");
    }
}

void WireTest::findsTheOtherFamily()
{
    QFETCH(QHostAddress, address);
    QFETCH(QString, host);
    FaultServer server({}, address);
    server.setAnswer(test::usagePage());
    QUrl url = server.url();
    if (!host.isEmpty())
        url.setHost(host);
    const Outcome outcome = Asker(url).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.requests, 1);
    QCOMPARE(server.requests(), 1);
}

// 25: after a sleep the routers on the way have forgotten the connection; nothing says so.
void WireTest::noticesDeadConnections()
{
    FaultProxy line(m_server.url());
    Asker asker(line.url(), impatient());
    QVERIFY(asker.ask().totals);
    line.forgetConnections();
    const Outcome outcome = asker.ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QVERIFY(outcome.requests >= 2);
    QVERIFY(m_server.requests() >= 2);
}

Q_DECLARE_METATYPE(Toxics)

void WireTest::survivesALine_data()
{
    QTest::addColumn<Toxics>("toxics");
    const auto row = [](const char *name, const Toxics &toxics) { QTest::newRow(name) << toxics; };
    Toxics latency, slicer, bandwidth, slowClose;
    latency.latencyMs = 40;
    slicer.pieceSize = 7;
    bandwidth.bytesPerSecond = 40'000;
    bandwidth.pieceSize = 500;
    slowClose.slowCloseMs = 50;
    row("17 latency", latency);
    row("17 seven bytes at a time", slicer);
    row("17 low bandwidth", bandwidth);
    row("17 slow close", slowClose);
}

void WireTest::survivesALine()
{
    QFETCH(Toxics, toxics);
    FaultProxy line(m_server.url());
    line.setToxics(toxics);
    m_server.setFaults({{WireFault::Http10, {}, 1, -1}}); // the close is the end
    const Outcome outcome = Asker(line.url()).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QCOMPARE(outcome.requests, 1);
}

void WireTest::neverTakesPartOfAPage_data()
{
    QTest::addColumn<WireFault>("form");
    QTest::addColumn<bool>("resets");
    for (const bool resets : {false, true}) {
        const char *const how = resets ? "reset" : "closed";
        QTest::addRow("18 %s, with length", how) << WireFault::Close << resets;
        QTest::addRow("18 %s, chunks", how) << WireFault::Chunked << resets;
        QTest::addRow("18 %s, gzip", how) << WireFault::Gzip << resets;
        QTest::addRow("18 %s, without length", how) << WireFault::Http10 << resets;
    }
}

void WireTest::neverTakesPartOfAPage()
{
    QFETCH(WireFault, form);
    QFETCH(bool, resets);
    const qint64 size = playOf(form, test::usagePage(), {}).bytes.size();
    m_server.setFaults({{form, {}, 1, -1}});
    FaultProxy line(m_server.url());
    for (qint64 limit = 0; limit < size; limit += form == WireFault::Gzip ? 97 : 997) {
        line.setToxics({.limit = limit, .resetsAtLimit = resets, .connections = 1});
        // Cut within some chunk's size, Qt waits for more on a connection that has ended.
        const Outcome outcome = Asker(line.url(), impatient()).ask();
        QVERIFY2(outcome.totals, qPrintable(QString::number(limit) + outcome.text()));
        QVERIFY2(outcome.rows == test::pageRows, qPrintable(QString::number(limit)));
    }
}

/// A name that only a proxy knows.
const QUrl serviceBehindProxy(QStringLiteral("http://partnercenter.test"));

// 21: http_proxy is obeyed.
void WireTest::asksThroughAProxy()
{
    FaultServer proxy(m_server.url());
    const Environment environment("http_proxy", proxy.url().toEncoded());
    const Outcome outcome = Asker(serviceBehindProxy).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QVERIFY(proxy.heard().front().target.startsWith("http://partnercenter.test/v1/"));
}

void WireTest::tellsOfAProxy_data()
{
    QTest::addColumn<QUrl>("service");
    QTest::addColumn<bool>("isDown");
    const QUrl secure(QStringLiteral("https://partnercenter.test"));
    QTest::newRow("21 proxy asks who we are") << serviceBehindProxy << false;
    QTest::newRow("21 proxy asks who we are before TLS") << secure << false;
    QTest::newRow("21 proxy is down") << serviceBehindProxy << true;
    QTest::newRow("21 proxy is down before TLS") << secure << true;
}

void WireTest::tellsOfAProxy()
{
    QFETCH(QUrl, service);
    QFETCH(bool, isDown);
    auto proxy = std::make_unique<FaultServer>(m_server.url());
    proxy->setFaults({{WireFault::ProxyAuthentication, {}, 1, -1}});
    QUrl url = proxy->url();
    url.setUserName(QStringLiteral("clerk"));
    url.setPassword(QStringLiteral("hunter2"));
    if (isDown)
        proxy.reset();
    const Environment plain("http_proxy", url.toEncoded());
    const Environment secure("https_proxy", url.toEncoded());
    const LogCatcher log;
    const Outcome outcome = Asker(service).ask();
    QVERIFY(!outcome.totals);
    QCOMPARE(outcome.totals.error().kind, ErrorKind::Offline);
    QVERIFY2(outcome.text().contains(QLatin1String("proxy"), Qt::CaseInsensitive),
             qPrintable(outcome.text()));
    for (const char *const secret : {"hunter2", "Y2xlcms6aHVudGVyMg", "earer token"}) {
        QVERIFY2(!log.text().contains(QLatin1String(secret)), secret);
        QVERIFY2(!outcome.text().contains(QLatin1String(secret)), secret);
    }
}

void WireTest::refusesPlainHttp_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *url, bool isGood) {
        QTest::addRow("20 %s", url) << QUrl(QString::fromLatin1(url)) << isGood;
    };
    row("https://partner.example", true);
    row("http://partner.example", false);
    row("http://127.0.0.1:8080", true);
    row("http://[::1]:8080", true);
    row("http://localhost", true);
    row("http://127.0.0.1.example", false);
    row("http://localhost.example", false);
    row("http://10.0.0.1", false);
    row("ftp://partner.example", false);
}

void WireTest::refusesPlainHttp()
{
    QFETCH(QUrl, url);
    QFETCH(bool, isGood);
    auth::Account account;
    account.name = QStringLiteral("a");
    account.cloud = auth::Cloud::Custom;
    account.addresses.loginUrl = QUrl(QStringLiteral("https://login.example"));
    account.addresses.resource = QStringLiteral("https://partner.example");
    account.addresses.apiUrl = url;
    QCOMPARE(auth::accountProblem(account).isEmpty(), isGood);
}

SPENDGLASS_TEST_MAIN(WireTest)
#include "tst_wire.moc"
