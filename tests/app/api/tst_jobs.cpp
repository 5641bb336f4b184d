// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobclasses.h"

#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>

using namespace spendglass;
using test::MakeJob;
using test::OnPage;
using test::ScriptedTransport;

namespace {

api::Service service()
{
    return {QUrl(QStringLiteral("https://api.example")), QUrl(QStringLiteral("https://crest.example")),
            QStringLiteral("cid")};
}

} // namespace

/// The contract of net/job.h, for every class of Job.
class JobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void hasEveryClass();
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
    void diesInFinished_data() { classes(); }
    void diesInFinished();
    void failsOnAnotherAnswer_data() { classes(); }
    void failsOnAnotherAnswer();
    void countsItsPage_data() { classes(); }
    void countsItsPage();

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
    for (const test::JobClass &job : test::jobClasses())
        QTest::newRow(job.name) << job.make << QByteArray(job.body);
}

/// Every decoder belongs to a Job; none may be missing above.
void JobsTest::hasEveryClass()
{
    QSet<QString> names;
    for (const test::JobClass &job : test::jobClasses())
        names.insert(QString::fromLatin1(job.name));
    for (const QString &decoder : test::decoders().keys())
        QVERIFY2(names.contains(decoder.section(QLatin1Char(' '), 0, 0)), qPrintable(decoder));
    QCOMPARE(names.size(), 23);
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

void JobsTest::diesInFinished()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    const QPointer<net::Job> job = make(takeAll());
    int finished = 0;
    connect(job, &net::Job::finished, this, [&finished, &job] {
        ++finished;
        delete job;
    });
    job->start();
    QTRY_VERIFY(job.isNull());
    QCoreApplication::processEvents();
    QCOMPARE(finished, 1);
}

/// JSON of another kind is never an empty result, however often it comes.
void JobsTest::failsOnAnotherAnswer()
{
    for (int attempt = 0; attempt < 5; ++attempt)
        m_transport->expect().reply(R"({"somethingElse":{"a":[]}})");
    int pages = 0;
    net::Job *const job = make([&pages](const std::function<void()> &took) {
        ++pages;
        took();
    });
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Malformed);
    QVERIFY(!result.error().where.isEmpty());
    QCOMPARE(pages, 0);
}

/// What a job says of itself at the end, and how long it would have waited.
void JobsTest::countsItsPage()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    net::Job *const job = make(takeAll());
    QSignalSpy finished(job, &net::Job::finished);
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<core::Result<net::JobTotals>>();
    QVERIFY(result);
    QCOMPARE(result->bytes, qint64(body.size()));
    QVERIFY(!result->correlationId.isEmpty());
    QVERIFY(!result->lastRequestId.isEmpty());
    QVERIFY(m_transport->requests().first().deadline >= std::chrono::seconds(180));
}

SPENDGLASS_TEST_MAIN(JobsTest)
#include "tst_jobs.moc"
