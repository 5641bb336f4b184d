// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "peers/faultproxy.h"
#include "peers/faultserver.h"
#include "peers/tlsserver.h"
#include "support/invariants.h"
#include "support/testmain.h"

#include <QFileInfo>
#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTimer>

#include <utility>

using namespace spendglass;
using test::Account;
using test::FaultProxy;
using test::FaultServer;
using test::Partner;
using test::TlsServer;
using test::Toxics;
using test::WireFault;

/// The whole synchronisation over a bad wire. Rows bear the number of their case in the list of faults.
class TestWireFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void recovers_data();
    void recovers();
    void staysIncomplete_data();
    void staysIncomplete();
    void keepsWhatItHas_data();
    void keepsWhatItHas();
    void keepsWhatItHasWithoutAServer_data();
    void keepsWhatItHasWithoutAServer();
    void cancels_data();
    void cancels();
    void survivesALine_data();
    void survivesALine();
    void neverStoresPartOfAPage();
    void survivesAReload();
    void survivesASleep();

private:
    void verifyInvariants(Account &account, const sync::Report &report);
    void throughTls(const std::function<void(TlsServer &)> &inMidRun);

    std::unique_ptr<Partner> m_partner;
    std::unique_ptr<FaultServer> m_relay;
    FaultServer m_stranger;
    qint64 m_needed = 0; ///< requests of a run without fault
};

Q_DECLARE_METATYPE(Toxics)

namespace {

constexpr auto oneCustomersPages = "/utilizations";
constexpr auto oneDataSet = "/azureusage";

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 3;
    options.days = 20;
    options.rowsPerDay = 15;
    return options;
}

sync::Request requestFor(const Partner &partner)
{
    sync::Request request;
    request.from = partner.world().firstDay();
    return request;
}

} // namespace

void TestWireFaults::initTestCase()
{
    // Each store is written through to the disk again and again.
    if (QFileInfo(QStringLiteral("/dev/shm")).isWritable())
        qputenv("TMPDIR", "/dev/shm");
    m_partner = std::make_unique<Partner>(world());
    m_relay = std::make_unique<FaultServer>(m_partner->address().apiUrl);
    m_partner->setWay(m_relay->url());
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner);
    m_needed = m_relay->requests();
    QVERIFY(m_needed > 8);
}

void TestWireFaults::init()
{
    m_relay->setFaults({});
    m_relay->forget();
    m_stranger.forget();
}

void TestWireFaults::verifyInvariants(Account &account, const sync::Report &report)
{
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    VERIFY_HOLDS(test::brokenBudget(m_relay->requests(), m_needed));
}

void TestWireFaults::recovers_data()
{
    QTest::addColumn<WireFault>("fault");
    const auto row = [](const char *name, WireFault fault) { QTest::newRow(name) << fault; };
    row("3 reset before the answer", WireFault::ResetBeforeAnswer);
    row("4 reset in the body", WireFault::ResetInBody);
    row("5 closed without an answer", WireFault::CloseBeforeAnswer);
    row("5 closed after the answer", WireFault::Close);
    row("8 body shorter than its length", WireFault::ShortBody);
    row("9 no length, cut", WireFault::NoLengthCut);
    row("10 chunks, cut", WireFault::ChunkedCut);
    row("10 chunks without the last", WireFault::ChunkedNoEnd);
    row("11 bad chunk size", WireFault::ChunkedBadSize);
    row("12 half of a gzip", WireFault::GzipCut);
    row("13 gzip damaged", WireFault::GzipDamaged);
    row("14 bomb", WireFault::GzipBomb);
    row("22 captive portal", WireFault::CaptivePortal);
    row("28 an interim answer", WireFault::Interim);
}

void TestWireFaults::recovers()
{
    QFETCH(WireFault, fault);
    m_relay->setFaults({{fault, {}, 1, 2}, {fault, oneCustomersPages, 2, 2}, {fault, oneDataSet, 1, 2}});
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    verifyInvariants(account, report);
}

void TestWireFaults::staysIncomplete_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, WireFault fault, const char *target) {
        QTest::newRow(name) << fault << QByteArray(target);
    };
    row("3 reset before the answer", WireFault::ResetBeforeAnswer, oneCustomersPages);
    row("8 body shorter than its length", WireFault::ShortBody, oneCustomersPages);
    row("9 no length, cut", WireFault::NoLengthCut, oneCustomersPages);
    row("11 bad chunk size", WireFault::ChunkedBadSize, oneDataSet);
    row("22 captive portal", WireFault::CaptivePortal, oneDataSet);
    row("26 302 to another server", WireFault::Redirect, oneCustomersPages);
}

void TestWireFaults::staysIncomplete()
{
    QFETCH(WireFault, fault);
    QFETCH(QByteArray, target);
    m_relay->setFaults({{fault, target, 1, -1, m_stranger.url().toEncoded()}});
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(!report.isComplete());
    verifyInvariants(account, report);
    m_relay->setFaults({});
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

void TestWireFaults::keepsWhatItHas_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::newRow("5 closed without an answer") << WireFault::CloseBeforeAnswer;
    QTest::newRow("22 captive portal") << WireFault::CaptivePortal;
    QTest::newRow("26 302 to another server") << WireFault::Redirect;
}

void TestWireFaults::keepsWhatItHas()
{
    QFETCH(WireFault, fault);
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    m_relay->setFaults({{fault, {}, 1, -1, m_stranger.url().toEncoded()}});
    m_relay->forget();
    const sync::Report report = account.sync();
    QVERIFY(!report.isComplete());
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    VERIFY_HOLDS(test::brokenBudget(m_relay->requests(), m_needed));
    VERIFY_EQUAL(account, *m_partner);
}

void TestWireFaults::keepsWhatItHasWithoutAServer_data()
{
    QTest::addColumn<QUrl>("way");
    QTest::newRow("1 unknown name") << QUrl(QStringLiteral("http://x.invalid"));
    const QUrl gone = FaultServer().url();
    QTest::newRow("2 connection refused") << gone;
}

void TestWireFaults::keepsWhatItHasWithoutAServer()
{
    QFETCH(QUrl, way);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    {
        Account account(*m_partner, path);
        VERIFY_COMPLETE(account.sync());
    }
    m_partner->setWay(way);
    Account account(*m_partner, path);
    m_partner->setWay(m_relay->url());
    const sync::Report report = account.sync();
    QVERIFY(report.error);
    QCOMPARE(report.error->kind, core::ErrorKind::Offline);
    VERIFY_EQUAL(account, *m_partner);
}

void TestWireFaults::cancels_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::newRow("6 accepted and silent") << WireFault::Hang;
    QTest::newRow("6 silent in the body") << WireFault::HangInBody;
    QTest::newRow("7 one byte at a time") << WireFault::Drip;
    QTest::newRow("16 10,000 headers") << WireFault::ManyHeaders;
}

void TestWireFaults::cancels()
{
    QFETCH(WireFault, fault);
    m_relay->setFaults({{fault, oneCustomersPages, 1, -1}, {fault, oneDataSet, 1, -1}});
    Account account(*m_partner);
    account.workspace().startSync(requestFor(*m_partner));
    QTRY_VERIFY(m_relay->requests() > 4);
    VERIFY_HOLDS(test::brokenCancel(account.workspace()));
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    m_relay->setFaults({});
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

void TestWireFaults::survivesALine_data()
{
    QTest::addColumn<Toxics>("toxics");
    QTest::newRow("17 latency") << Toxics{.latencyMs = 10};
    QTest::newRow("17 in pieces of 700 bytes") << Toxics{.pieceSize = 700};
    QTest::newRow("17 low bandwidth") << Toxics{.pieceSize = 4000, .bytesPerSecond = 400'000};
    QTest::newRow("18 connections cut after 20 kB") << Toxics{.limit = 20'000, .connections = 3};
    QTest::newRow("18 connections reset after 3 kB")
        << Toxics{.limit = 3000, .resetsAtLimit = true, .connections = 3};
}

void TestWireFaults::survivesALine()
{
    QFETCH(Toxics, toxics);
    FaultProxy line(m_relay->url());
    line.setToxics(toxics);
    m_partner->setWay(line.url());
    Account account(*m_partner);
    m_partner->setWay(m_relay->url());
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    verifyInvariants(account, report);
}

// 18: each connection ends after so many bytes, again and again.
void TestWireFaults::neverStoresPartOfAPage()
{
    sandbox::Options options = world();
    options.days = 4;
    options.rowsPerDay = 8;
    Partner partner(options);
    FaultProxy line(partner.address().apiUrl);
    partner.setWay(line.url());
    const qint64 rows = partner.truth().rows(core::DataSet::Analytics);
    sync::Request request = requestFor(partner);
    request.dataSets = {core::DataSet::Analytics};
    query::Query count;
    count.dataSet = core::DataSet::Analytics;
    count.measures = {{query::Aggregate::Count, {}}};
    int incomplete = 0;
    for (int limit = 997;; limit += 997) {
        line.setToxics({.limit = limit, .resetsAtLimit = limit % 2 == 0});
        Account account(partner);
        const bool isComplete = account.sync(request).isComplete();
        const auto answer = account.ask(count);
        QVERIFY(answer);
        const qint64 records = (*answer)->records;
        QVERIFY2(records == rows || (records == 0 && !isComplete),
                 qPrintable(QStringLiteral("%1 records, cut after %2").arg(records).arg(limit)));
        if (isComplete)
            break;
        ++incomplete;
    }
    QVERIFY2(incomplete >= 3, qPrintable(QString::number(incomplete)));
}

/// A run over TLS with something happening to the server as soon as rows have come.
void TestWireFaults::throughTls(const std::function<void(TlsServer &)> &inMidRun)
{
    TlsServer nginx(m_relay->url(), m_stranger.url());
    QVERIFY2(nginx.problem().isEmpty(), qPrintable(nginx.problem()));
    const auto before = QSslConfiguration::defaultConfiguration();
    auto trusted = before;
    trusted.addCaCertificate(nginx.authority());
    QSslConfiguration::setDefaultConfiguration(trusted);
    m_partner->setWay(nginx.url(TlsServer::Kind::Good));
    Account account(*m_partner);
    m_partner->setWay(m_relay->url());
    bool isDone = false;
    connect(&account.workspace(), &sync::Workspace::syncProgressed, &account.workspace(), [&] {
        if (!std::exchange(isDone, isDone || m_relay->requests() > 3) && isDone)
            inMidRun(nginx);
    });
    const sync::Report report = account.sync();
    QSslConfiguration::setDefaultConfiguration(before);
    VERIFY_COMPLETE(report);
    QVERIFY(isDone);
    QVERIFY(nginx.requestLog().contains("HTTP/1.1\" 200"));
    verifyInvariants(account, report);
}

// 24: the server is replaced in mid-run.
void TestWireFaults::survivesAReload()
{
    throughTls([](TlsServer &nginx) { nginx.reload(); });
}

// 25: everything stands still for a while.
void TestWireFaults::survivesASleep()
{
    throughTls([this](TlsServer &nginx) {
        nginx.stop();
        QTimer::singleShot(300, this, [&nginx] { nginx.goOn(); });
    });
}

SPENDGLASS_TEST_MAIN(TestWireFaults)
#include "tst_wirefaults.moc"
