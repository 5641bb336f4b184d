// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/crestusagerecords.h"
#include "api/customerusagerecords.h"
#include "api/directory.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace spendglass;
using test::ScriptedTransport;

namespace {

/// Called with each page of whatever job; the pages themselves are of no interest here.
using OnPage = std::function<void(std::function<void()> took)>;
using MakeJob = std::function<net::Job *(net::Client &, const api::Service &, const OnPage &)>;

template <class Row>
api::Sink<Row> sinkOf(const OnPage &onPage)
{
    return [onPage](const api::Page<Row> &, std::function<void()> took) { onPage(std::move(took)); };
}

api::Service service()
{
    return {QUrl(QStringLiteral("https://api.example")), QUrl(QStringLiteral("https://crest.example")),
            QStringLiteral("cid")};
}

constexpr auto emptyItems = R"({"totalCount":0,"items":[]})";
constexpr auto summary = R"({"resourceId":"p","totalCost":1,"billingStartDate":"2026-10-01T00:00:00Z",
    "billingEndDate":"2026-10-31T00:00:00Z"})";

} // namespace

/// The contract of net/job.h, for every class of Job.
class JobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void endsOnce_data() { classes(); }
    void endsOnce();
    void endsOnceWithAnError_data() { classes(); }
    void endsOnceWithAnError();
    void cancels_data() { classes(); }
    void cancels();
    void cancelsBeforeStart_data() { classes(); }
    void cancelsBeforeStart();
    void diesInTheSink_data() { classes(); }
    void diesInTheSink();
    void cancelsInTheSink_data() { classes(); }
    void cancelsInTheSink();
    void diesInFlight_data() { classes(); }
    void diesInFlight();
    void startsOnce_data() { classes(); }
    void startsOnce();
    void waitsForTheSink_data() { classes(); }
    void waitsForTheSink();
    void outlivesTheClient_data() { classes(); }
    void outlivesTheClient();

private:
    static void classes();
    net::Job *make(const OnPage &onPage);
    static OnPage takeAll()
    {
        return [](const std::function<void()> &took) { took(); };
    }

    std::shared_ptr<ScriptedTransport> m_transport;
    std::unique_ptr<net::Client> m_client;
};

Q_DECLARE_METATYPE(MakeJob)

void JobsTest::classes()
{
    QTest::addColumn<MakeJob>("makeJob");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, MakeJob make, const char *body) {
        QTest::newRow(name) << make << QByteArray(body);
    };
    row(
        "UsageAnalytics",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::UsageAnalytics(c, s, {}, sinkOf<api::UsageAnalyticsRow>(p));
        },
        R"({"Value":[]})");
    row(
        "UtilizationRecords",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::UtilizationRecords(c, s, {}, sinkOf<api::UtilizationRow>(p));
        },
        emptyItems);
    row(
        "CustomerUsageRecords",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::CustomerUsageRecords(c, s, sinkOf<api::CustomerUsageRow>(p));
        },
        emptyItems);
    row(
        "UsageSummary",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::UsageSummary(c, s, sinkOf<api::UsageSummaryRow>(p));
        },
        summary);
    row(
        "CrestUsageRecords",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::CrestUsageRecords(c, s, {}, sinkOf<api::CrestUsageRow>(p));
        },
        emptyItems);
    row(
        "Customers",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::Customers(c, s, sinkOf<api::CustomerRow>(p));
        },
        emptyItems);
    row(
        "Subscriptions",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::Subscriptions(c, s, QStringLiteral("c"), sinkOf<api::SubscriptionRow>(p));
        },
        emptyItems);
    row(
        "AzureEntitlements",
        [](net::Client &c, const api::Service &s, const OnPage &p) -> net::Job * {
            return new api::AzureEntitlements(c, s, QStringLiteral("c"), QStringLiteral("p"),
                                              sinkOf<api::EntitlementRow>(p));
        },
        emptyItems);
}

void JobsTest::init()
{
    m_transport = std::make_shared<ScriptedTransport>();
    m_client = std::make_unique<net::Client>(test::scriptedParts(m_transport),
                                             QList<QUrl>{service().apiUrl, service().crestUrl});
}

net::Job *JobsTest::make(const OnPage &onPage)
{
    QFETCH(MakeJob, makeJob);
    net::Job *const job = makeJob(*m_client, service(), onPage);
    job->setParent(m_client.get());
    return job;
}

void JobsTest::endsOnce()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QCOMPARE(finished.size(), 0);
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QVERIFY(result);
    QCOMPARE(result->pages, 1);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
    job->cancel();
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
}

void JobsTest::endsOnceWithAnError()
{
    m_transport->expect().reply(403, R"({"code":2032,"description":"Access denied"})");
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Forbidden);
    QCOMPARE(result.error().serverCode, QStringLiteral("2032"));
}

void JobsTest::cancels()
{
    m_transport->expect().silent();
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_COMPARE(m_transport->pending(), 1);
    QElapsedTimer timer;
    timer.start();
    job->cancel();
    job->cancel();
    QCOMPARE(finished.size(), 0);
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(timer.elapsed() < 2000);
    QTRY_COMPARE(m_transport->pending(), 0);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QCOMPARE(result.error().kind, core::ErrorKind::Cancelled);
}

void JobsTest::cancelsBeforeStart()
{
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->cancel();
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(m_transport->requests().isEmpty());
}

void JobsTest::diesInTheSink()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    QPointer<net::Job> job;
    int finished = 0;
    job = make([&job](const std::function<void()> &took) {
        delete job;
        took();
    });
    connect(job, &net::Job::finished, this, [&finished] { ++finished; });
    job->start();
    QTRY_VERIFY(job.isNull());
    QCoreApplication::processEvents();
    QCOMPARE(finished, 0);
    QCOMPARE(m_transport->requests().size(), 1);
}

void JobsTest::cancelsInTheSink()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    net::Job *job = nullptr;
    job = make([&job](const std::function<void()> &took) {
        job->cancel();
        took();
    });
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Cancelled);
}

void JobsTest::diesInFlight()
{
    m_transport->expect().silent();
    const QPointer<net::Job> job = make(takeAll());
    int finished = 0;
    connect(job, &net::Job::finished, this, [&finished] { ++finished; });
    job->start();
    QTRY_COMPARE(m_transport->pending(), 1);
    delete job;
    QCOMPARE(m_transport->pending(), 0);
    QCoreApplication::processEvents();
    QCOMPARE(finished, 0);
}

void JobsTest::startsOnce()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    job->start();
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(m_transport->requests().size(), 1);
}

void JobsTest::waitsForTheSink()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    std::function<void()> took;
    net::Job *const job = make([&took](std::function<void()> later) { took = std::move(later); });
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_VERIFY(took);
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 0);
    took();
    took();
    QCOMPARE(finished.size(), 0);
    QTRY_COMPARE(finished.size(), 1);
}

void JobsTest::outlivesTheClient()
{
    net::Job *const job = make(takeAll());
    job->setParent(this);
    QSignalSpy finished(job, &net::Job::finished);
    m_client.reset();
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(!finished.at(0).at(0).value<core::Result<net::JobTotals>>());
}

SPENDGLASS_TEST_MAIN(JobsTest)
#include "tst_jobs.moc"
