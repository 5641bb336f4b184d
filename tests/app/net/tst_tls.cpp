// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire.h"

#include "peers/faultproxy.h"
#include "peers/faultserver.h"
#include "peers/tlsserver.h"
#include "support/testmain.h"

#include <QSslConfiguration>

using namespace spendglass;
using core::ErrorKind;
using test::Asker;
using test::FaultProxy;
using test::FaultServer;
using test::Outcome;
using test::TlsServer;
using test::WireFault;

using namespace std::chrono_literals;

namespace {

const net::TransportLimits impatient{.idle = 400ms};

} // namespace

/// The program against nginx: who may be trusted, and connections that end. Rows bear the number of their
/// case in the list of faults.
class TlsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void trustsAGoodCertificate();
    void refuses_data();
    void refuses();
    void refusesTheWayToPlainHttp();
    void outlivesEndedConnections();
    void outlivesAReload();
    void repeatsABrokenStream();
    void noticesDeadConnections();
    void waitsForAStoppedServer();

private:
    FaultServer m_service, m_stranger;
    std::unique_ptr<TlsServer> m_nginx;
};

void TlsTest::initTestCase()
{
    m_service.setAnswer(test::usagePage());
    m_nginx = std::make_unique<TlsServer>(m_service.url(), m_stranger.url());
    QVERIFY2(m_nginx->problem().isEmpty(), qPrintable(m_nginx->problem()));
    // As if the machine's administrator had installed it.
    auto trusted = QSslConfiguration::defaultConfiguration();
    trusted.addCaCertificate(m_nginx->authority());
    QSslConfiguration::setDefaultConfiguration(trusted);
}

void TlsTest::init()
{
    m_service.setFaults({});
    m_service.forget();
    m_stranger.forget();
}

void TlsTest::trustsAGoodCertificate()
{
    FaultProxy line(m_nginx->url(TlsServer::Kind::Good));
    const Outcome outcome = Asker(line.url()).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QCOMPARE(line.connections(), 1);
    QCOMPARE(m_service.requests(), 1);
    QVERIFY(m_service.heard().front().hasToken());
    QVERIFY2(m_nginx->requestLog().contains("HTTP/1.1\" 200"), m_nginx->requestLog().constData());
}

void TlsTest::refuses_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, TlsServer::Kind kind, const char *says) {
        QTest::newRow(name) << int(kind) << QString::fromLatin1(says);
    };
    row("19 wrong host", TlsServer::Kind::WrongHost, "host name");
    row("19 expired", TlsServer::Kind::Expired, "expired");
    row("19 self-signed", TlsServer::Kind::SelfSigned, "self-signed");
    row("19 unknown authority", TlsServer::Kind::UnknownAuthority, "issuer certificate");
    row("19 TLS 1.1", TlsServer::Kind::OldProtocol, "protocol");
}

void TlsTest::refuses()
{
    QFETCH(int, kind);
    QFETCH(QString, says);
    FaultProxy line(m_nginx->url(TlsServer::Kind(kind)));
    const QByteArray logBefore = m_nginx->requestLog();
    const Outcome outcome = Asker(line.url()).ask();
    QVERIFY(!outcome.totals);
    QVERIFY2(outcome.text().contains(says), qPrintable(outcome.text()));
    QCOMPARE(outcome.totals.error().kind, ErrorKind::Untrusted);
    QCOMPARE(outcome.requests, 1);
    QCOMPARE(line.connections(), 1);
    QCOMPARE(m_service.connections(), 0);
    QCOMPARE(m_nginx->requestLog(), logBefore);
}

// 27: 302 from https to http.
void TlsTest::refusesTheWayToPlainHttp()
{
    const Outcome outcome = Asker(m_nginx->url(TlsServer::Kind::Downgrade)).ask();
    QVERIFY(!outcome.totals);
    QCOMPARE(outcome.totals.error().kind, ErrorKind::Untrusted);
    QCOMPARE(outcome.totals.error().httpStatus, 302);
    QCOMPARE(outcome.requests, 1);
    QCOMPARE(m_stranger.connections(), 0);
}

// 24: the server offers HTTP/2 and ends each connection after a few requests, with others on their way.
void TlsTest::outlivesEndedConnections()
{
    constexpr int jobs = 8 * TlsServer::requestsPerConnection;
    FaultProxy line(m_nginx->url(TlsServer::Kind::Good));
    const Outcome outcome = Asker(line.url()).ask(jobs);
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, jobs * test::pageRows);
    QVERIFY(line.connections() >= 8);
    QVERIFY(m_service.requests() <= jobs + 10);
}

// 24: the server is replaced while answers are under way.
void TlsTest::outlivesAReload()
{
    constexpr int jobs = 30;
    Asker asker(m_nginx->url(TlsServer::Kind::Good));
    QTimer::singleShot(0, this, [this] { m_nginx->reload(); });
    const Outcome outcome = asker.ask(jobs);
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, jobs * test::pageRows);
    QTRY_VERIFY(m_nginx->errorLog().contains("gracefully shutting down"));
}

// 24: the end of a stream in the middle of a page, as nginx passes on a body that ends too early.
void TlsTest::repeatsABrokenStream()
{
    m_service.setFaults({{WireFault::ShortBody, {}, 1, 2}});
    const Outcome outcome = Asker(m_nginx->url(TlsServer::Kind::Good)).ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QCOMPARE(outcome.requests, 3);
}

// 25: after a sleep the routers on the way have forgotten the connection.
void TlsTest::noticesDeadConnections()
{
    FaultProxy line(m_nginx->url(TlsServer::Kind::Good));
    Asker asker(line.url(), test::wireParts(impatient));
    QVERIFY(asker.ask().totals);
    line.forgetConnections();
    const Outcome outcome = asker.ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QVERIFY(outcome.requests >= 2);
    QVERIFY(m_service.requests() >= 2);
}

// 25: the server stands still in mid-run and goes on later.
void TlsTest::waitsForAStoppedServer()
{
    Asker asker(m_nginx->url(TlsServer::Kind::Good), test::wireParts(impatient));
    QVERIFY(asker.ask().totals);
    m_nginx->stop();
    QTimer::singleShot(impatient.idle * 3 / 2, this, [this] { m_nginx->goOn(); });
    const Outcome outcome = asker.ask();
    QVERIFY2(outcome.totals, qPrintable(outcome.text()));
    QCOMPARE(outcome.rows, test::pageRows);
    QVERIFY(outcome.requests >= 2);
}

SPENDGLASS_TEST_MAIN(TlsTest)
#include "tst_tls.moc"
