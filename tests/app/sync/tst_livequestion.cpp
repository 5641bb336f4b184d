// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "support/manualclock.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"
#include "sync/livequestion.h"

#include <QDir>
#include <QTemporaryDir>
#include <QUrlQuery>

using namespace spendglass;
using core::ErrorKind;
using test::ScriptedTransport;

class LiveQuestionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void asksInLessAndLess_data();
    void asksInLessAndLess();
    void finishesTheFilterHere();
    void tellsOtherErrorsAtOnce();
    void tellsARefusalOfNoFilter();
    void cancels();
    void cancelsBetweenTwoFilters();
    void cancelsTheAnswer();
    void groupsAreReadAsTheyCome_data();
    void groupsAreReadAsTheyCome();
    void badRowsAreALack();
    void spillsOfDeadProcessesGo();

private:
    static query::Query question(const char *filter);
    using Rows = sync::LiveQuestion::Rows;
    std::unique_ptr<sync::LiveQuestion> made(const query::Query &query, Rows rows);
    void run(const query::Query &query);
    core::Result<query::AnswerPtr> answerTo(const query::Query &query);

    std::shared_ptr<ScriptedTransport> m_transport;
    std::unique_ptr<net::Client> m_client;
    QStringList m_units, m_refused;
    std::optional<core::Result<net::JobTotals>> m_result;
    std::shared_ptr<test::ManualClock> m_clock = std::make_shared<test::ManualClock>();
    QTemporaryDir m_folder;
};

namespace {

const api::Service &service()
{
    static const api::Service service{QUrl(QStringLiteral("https://api.example")), {}, {}};
    return service;
}

QString sentFilter(const net::Request &request)
{
    return QUrlQuery(request.url).queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
}

constexpr auto rows = R"({"Value":[
  {"usageDate":"2026-11-01T00:00:00","meterCategory":"Storage","meterUnit":"one","customerName":"Contoso 42","reservationId":"1","customerTenantId":"c","subscriptionId":"s","quantity":1},
  {"usageDate":"2026-11-02T00:00:00","meterCategory":"storage","meterUnit":"two","customerName":"Fabrikam","reservationId":"1","customerTenantId":"c","subscriptionId":"s","quantity":1},
  {"usageDate":"2026-11-02T00:00:00","meterCategory":"Compute","meterUnit":"three","customerName":"CONTOSO 42","reservationId":"1","customerTenantId":"c","subscriptionId":"s","quantity":1},
  {"usageDate":"2026-11-03T00:00:00","meterCategory":"Storage","meterUnit":"four","customerName":"Contoso 42","reservationId":"1","customerTenantId":"c","subscriptionId":"s","quantity":1}
  ],"@nextLink":null,"TotalCount":4})";

} // namespace

void LiveQuestionTest::init()
{
    m_transport = std::make_shared<ScriptedTransport>();
    m_client = std::make_unique<net::Client>(test::scriptedParts(m_transport), QList<QUrl>{service().apiUrl});
    m_units.clear();
    m_refused.clear();
    m_result.reset();
}

query::Query LiveQuestionTest::question(const char *filter)
{
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    const auto where = query::parseFilter(QString::fromLatin1(filter), query.dataSet);
    if (!where)
        qFatal("%s", qPrintable(where.error().message));
    query.where = *where;
    query.measures = {{query::Aggregate::Count, {}}};
    return query;
}

std::unique_ptr<sync::LiveQuestion> LiveQuestionTest::made(const query::Query &query, Rows rows)
{
    auto live = std::make_unique<sync::LiveQuestion>(
        *m_client, service(), m_clock, m_folder.filePath(QStringLiteral("a/store.duckdb")), query, rows);
    connect(live.get(), &sync::LiveQuestion::finished, this, [this](const auto &end) { m_result = end; });
    connect(live.get(), &sync::LiveQuestion::refused, this,
            [this](const query::RemoteQuery &remote) { m_refused += remote.filter; });
    return live;
}

/// Of raw rows, whose units are read afterwards.
void LiveQuestionTest::run(const query::Query &query)
{
    const auto live = made(query, Rows::Raw);
    live->start();
    QVERIFY(!m_result);
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 30'000);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
    if (!m_result->has_value())
        return;
    const auto records = live->records(0, 100);
    QVERIFY2(records, records ? "" : qPrintable(records.error().text));
    for (qsizetype row = 0; row < records->rowCount(); ++row)
        m_units += query::valueText(records->at(row, records->columnOf(u"meterUnit")));
}

void LiveQuestionTest::asksInLessAndLess_data()
{
    QTest::addColumn<int>("refusals");
    QTest::addColumn<QStringList>("filters"); // as sent
    // The category is not among them: the service may tell "storage" from "Storage".
    const QString date = QStringLiteral(" and usageDate le cast('2026-11-02',Edm.DateTimeOffset)");
    const QString a = QStringLiteral("reservationId eq '1'");
    const QString b = a + date;
    const QString c = a + QStringLiteral(" and contains(customerName,'42')") + date;
    QTest::newRow("all of it taken") << 0 << QStringList{c};
    QTest::newRow("siblings' operators refused") << 1 << QStringList{c, b};
    QTest::newRow("the example's operator refused") << 2 << QStringList{c, b, a};
    QTest::newRow("every filter refused") << 3 << QStringList{c, b, a, {}};
}

void LiveQuestionTest::asksInLessAndLess()
{
    QFETCH(int, refusals);
    QFETCH(QStringList, filters);
    for (int i = 0; i < refusals; ++i)
        m_transport->expect().reply(400, R"({"code":2000,"description":"Bad filter"})");
    m_transport->expect().reply(rows);
    run(question("reservationId = \"1\" and customer contains \"42\" and meterCategory = \"storage\" and "
                 "date <= \"2026-11-02\""));
    QVERIFY(m_result->has_value());
    QCOMPARE(m_units, QStringList{QStringLiteral("one")}); // whoever did what
    QStringList sent;
    for (const net::Request &request : m_transport->requests())
        sent += sentFilter(request);
    QCOMPARE(sent, filters);
    QCOMPARE(m_refused, filters.mid(0, refusals));
}

void LiveQuestionTest::finishesTheFilterHere()
{
    m_transport->expect().reply(rows);
    query::Query query = question("meterCategory starts with \"sto\"");
    query.from = core::parseDay("2026-11-02");
    query.to = core::parseDay("2026-11-03");
    run(query);
    QCOMPARE(m_units, QStringList{QStringLiteral("two")}); // the service ignored the period
    QVERIFY(sentFilter(m_transport->requests().first()).isEmpty());
}

void LiveQuestionTest::tellsOtherErrorsAtOnce()
{
    m_transport->expect().reply(403);
    run(question("reservationId = \"1\""));
    QCOMPARE(m_result->error().kind, ErrorKind::Forbidden);
}

void LiveQuestionTest::tellsARefusalOfNoFilter()
{
    for (int i = 0; i < 2; ++i)
        m_transport->expect().reply(400, R"({"code":2000,"description":"no"})");
    run(question("reservationId = \"1\""));
    QCOMPARE(m_result->error().kind, ErrorKind::BadRequest);
    QCOMPARE(m_result->error().serverText, QStringLiteral("no"));
}

void LiveQuestionTest::cancels()
{
    m_transport->expect().silent();
    const auto live = made(question("reservationId = \"1\""), Rows::Any);
    live->start();
    QTRY_COMPARE(m_transport->pending(), 1);
    live->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 30'000);
    QCOMPARE(m_result->error().kind, ErrorKind::Cancelled);
}

void LiveQuestionTest::cancelsBetweenTwoFilters()
{
    m_transport->expect().reply(400, R"({"code":2000,"description":"Bad filter"})");
    const auto live = made(question("reservationId = \"1\""), Rows::Any);
    connect(live.get(), &sync::LiveQuestion::refused, live.get(), &sync::LiveQuestion::cancel);
    live->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 30'000);
    QCOMPARE(m_result->error().kind, ErrorKind::Cancelled);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble())); // the next filter was not sent
}

/// When all rows are there and it is computed.
void LiveQuestionTest::cancelsTheAnswer()
{
    m_transport->expect().reply(rows);
    const auto live = made(question(""), Rows::Any);
    live->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 30'000);
    QVERIFY(m_result->has_value());
    live->cancel();
    QCOMPARE(live->answer().error().kind, ErrorKind::Cancelled);
    QCOMPARE(live->records(0, 1).error().kind, ErrorKind::Cancelled);
}

core::Result<query::AnswerPtr> LiveQuestionTest::answerTo(const query::Query &query)
{
    const auto live = made(query, Rows::Any);
    live->start();
    if (!QTest::qWaitFor([this] { return m_result.has_value(); }, 30'000))
        return core::fail(ErrorKind::Timeout, QStringLiteral("no end"));
    return *m_result ? live->answer() : core::fail(m_result->error());
}

void LiveQuestionTest::groupsAreReadAsTheyCome_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("march"); ///< its sum
    QTest::newRow("as the documents have it")
        << QByteArray(R"({"Value":[{"usageDate":"2026-03-01T00:00:00","meterUnit":"h","Quantity":3.25},)"
                      R"({"usageDate":"2026-04-01T00:00:00","meterUnit":"h","Quantity":1}],"TotalCount":2})")
        << QStringLiteral("3.25");
    QTest::newRow("numbers as texts")
        << QByteArray(R"([{"usageDate":"2026-03-01T00:00:00","meterUnit":"h","Quantity":"3.25"},)"
                      R"({"usageDate":"2026-04-01T00:00:00","meterUnit":"h","Quantity":"1"}])")
        << QStringLiteral("3.25");
    QTest::newRow("days in place of months")
        << QByteArray(R"([{"usageDate":"2026-03-05T00:00:00","meterUnit":"h","quantity":3},)"
                      R"({"usageDate":"2026-03-31T00:00:00","meterUnit":"h","quantity":0.25},)"
                      R"({"usageDate":"2026-04-01T00:00:00","meterUnit":"h","quantity":1}])")
        << QStringLiteral("3.25");
    QTest::newRow("rows of all days in place of groups")
        << QByteArray(
               R"([{"usageDate":"2025-03-05T00:00:00","meterUnit":"h","customerTenantId":"c","quantity":9},)"
               R"({"usageDate":"2026-03-05T00:00:00","meterUnit":"h","customerTenantId":"c","quantity":3},)"
               R"({"usageDate":"2026-03-06T00:00:00","meterUnit":"h","customerTenantId":"d","quantity":0.25},)"
               R"({"usageDate":"2026-04-01T00:00:00","meterUnit":"h","customerTenantId":"c","quantity":1}])")
        << QStringLiteral("3.25");
}

void LiveQuestionTest::groupsAreReadAsTheyCome()
{
    QFETCH(QByteArray, body);
    m_transport->expect().reply(body);
    query::Query query = question("");
    query.rows = {QStringLiteral("usageDate")};
    query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}};
    query.granularity = core::Granularity::Monthly;
    query.from = core::parseDay("2026-03-01");
    query.to = core::parseDay("2026-05-01");
    const auto answer = answerTo(query);
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().text));
    QVERIFY(m_transport->requests().first().url.query().contains(QStringLiteral("aggregationLevel=month")));
    const query::Table &table = (*answer)->table;
    QCOMPARE(table.rowCount(), 2);
    QTEST(query::valueText(table.at(0, 2)), "march");
    QVERIFY((*answer)->completeness.lacks.empty());
    QVERIFY((*answer)->completeness.loadedAt == m_clock->now());
    QVERIFY(!(*answer)->completeness.usedTo);
    QCOMPARE((*answer)->remarks.size(), body.contains("2025") ? 1 : 0);
}

void LiveQuestionTest::badRowsAreALack()
{
    m_transport->expect().reply(
        R"([{"usageDate":"2026-03-01T00:00:00","meterUnit":"h","Quantity":1},{"meterUnit":"h","Quantity":2}])");
    query::Query query = question("");
    query.rows = {QStringLiteral("usageDate")};
    query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}};
    const auto answer = answerTo(query);
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().text));
    QVERIFY((*answer)->completeness.isPartial());
    QCOMPARE((*answer)->table.rowCount(), 1);
}

void LiveQuestionTest::spillsOfDeadProcessesGo()
{
    const QDir folder(m_folder.filePath(QStringLiteral("a")));
    const QString own = QStringLiteral("store.duckdb.live-%1-1.tmp").arg(QCoreApplication::applicationPid());
    const QString dead = QStringLiteral("store.duckdb.live-999999999-1.tmp"); // no process has that number
    QVERIFY(folder.mkpath(own) && folder.mkpath(dead));
    QVERIFY(store::Store::inMemory(folder.filePath(QStringLiteral("store.duckdb"))));
    QVERIFY(folder.exists(own));
    QVERIFY(!folder.exists(dead));
    QVERIFY(!folder.exists(QStringLiteral("store.duckdb")));
}

SPENDGLASS_TEST_MAIN(LiveQuestionTest)
#include "tst_livequestion.moc"
