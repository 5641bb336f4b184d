// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"
#include "sync/filteredanalytics.h"

#include <QUrlQuery>

using namespace spendglass;
using core::ErrorKind;
using test::ScriptedTransport;

class FilteredAnalyticsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void asksInLessAndLess_data();
    void asksInLessAndLess();
    void sendsOnlyWhatIsSure_data();
    void sendsOnlyWhatIsSure();
    void finishesTheFilterHere();
    void tellsOtherErrorsAtOnce();
    void tellsARefusalOfNoFilter();
    void cancels();
    void cancelsBetweenTwoFilters();

private:
    static query::Query question(const char *filter);
    void run(const query::Query &query);

    std::shared_ptr<ScriptedTransport> m_transport;
    std::unique_ptr<net::Client> m_client;
    QStringList m_units, m_refused;
    std::optional<core::Result<net::JobTotals>> m_result;
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

void FilteredAnalyticsTest::init()
{
    m_transport = std::make_shared<ScriptedTransport>();
    m_client = std::make_unique<net::Client>(test::scriptedParts(m_transport), QList<QUrl>{service().apiUrl});
    m_units.clear();
    m_refused.clear();
    m_result.reset();
}

query::Query FilteredAnalyticsTest::question(const char *filter)
{
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    const auto where = query::parseFilter(QString::fromLatin1(filter), query.dataSet);
    if (!where)
        qFatal("%s", qPrintable(where.error().message));
    query.where = *where;
    return query;
}

void FilteredAnalyticsTest::run(const query::Query &query)
{
    const auto sink = [this](const api::Page<api::UsageAnalyticsRow> &page,
                             const std::function<void()> &took) {
        for (const auto &row : page.rows)
            m_units += QString::fromUtf8(row.meterUnit.data(), qsizetype(row.meterUnit.size()));
        took();
    };
    sync::FilteredAnalytics analytics(*m_client, service(), query, sink);
    connect(&analytics, &sync::FilteredAnalytics::finished, this,
            [this](const auto &end) { m_result = end; });
    connect(&analytics, &sync::FilteredAnalytics::refused, this,
            [this](const QString &filter) { m_refused += filter; });
    analytics.start();
    QVERIFY(!m_result);
    QTRY_VERIFY(m_result);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void FilteredAnalyticsTest::asksInLessAndLess_data()
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

void FilteredAnalyticsTest::asksInLessAndLess()
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

void FilteredAnalyticsTest::sendsOnlyWhatIsSure_data()
{
    QTest::addColumn<QString>("first"); // the filter that is sent first
    const auto row = [](const char *filter, const char *first) {
        QTest::newRow(filter) << QString::fromLatin1(first);
    };
    row("reservationId = \"1\"", "reservationId eq '1'");
    row("reservationId in (\"1\", \"2\")", "reservationId eq '1' or reservationId eq '2'");
    row("reservationId = \"a\"", "");
    row("customer contains \"42b\"", "");
    // A service may leave rows without a value out of every comparison.
    row("reservationId != \"1\"", "");
    row("not reservationId = \"1\"", "");
    row("reservationId is empty", "");
    row("reservationId = \"1\" or reservationId is empty", "");
}

void FilteredAnalyticsTest::sendsOnlyWhatIsSure()
{
    const query::Query query = question(QTest::currentDataTag());
    QTEST(sync::FilteredAnalytics::filtersFor(query).first(), "first");
}

void FilteredAnalyticsTest::finishesTheFilterHere()
{
    m_transport->expect().reply(rows);
    query::Query query = question("meterCategory starts with \"sto\"");
    query.from = core::parseDay("2026-11-02");
    query.to = core::parseDay("2026-11-03");
    run(query);
    QCOMPARE(m_units, QStringList{QStringLiteral("two")}); // the service ignored the period
    QVERIFY(sentFilter(m_transport->requests().first()).isEmpty());
}

void FilteredAnalyticsTest::tellsOtherErrorsAtOnce()
{
    m_transport->expect().reply(403);
    run(question("reservationId = \"1\""));
    QCOMPARE(m_result->error().kind, ErrorKind::Forbidden);
}

void FilteredAnalyticsTest::tellsARefusalOfNoFilter()
{
    for (int i = 0; i < 2; ++i)
        m_transport->expect().reply(400, R"({"code":2000,"description":"no"})");
    run(question("reservationId = \"1\""));
    QCOMPARE(m_result->error().kind, ErrorKind::BadRequest);
    QCOMPARE(m_result->error().serverText, QStringLiteral("no"));
}

void FilteredAnalyticsTest::cancels()
{
    m_transport->expect().silent();
    sync::FilteredAnalytics analytics(*m_client, service(), question("reservationId = \"1\""), {});
    connect(&analytics, &sync::FilteredAnalytics::finished, this,
            [this](const auto &end) { m_result = end; });
    analytics.start();
    QTRY_COMPARE(m_transport->pending(), 1);
    analytics.cancel();
    QTRY_VERIFY(m_result);
    QCOMPARE(m_result->error().kind, ErrorKind::Cancelled);
}

void FilteredAnalyticsTest::cancelsBetweenTwoFilters()
{
    m_transport->expect().reply(400, R"({"code":2000,"description":"Bad filter"})");
    sync::FilteredAnalytics analytics(*m_client, service(), question("reservationId = \"1\""), {});
    connect(&analytics, &sync::FilteredAnalytics::refused, &analytics, &sync::FilteredAnalytics::cancel);
    connect(&analytics, &sync::FilteredAnalytics::finished, this,
            [this](const auto &end) { m_result = end; });
    analytics.start();
    QTRY_VERIFY(m_result);
    QCOMPARE(m_result->error().kind, ErrorKind::Cancelled);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble())); // the next filter was not sent
}

SPENDGLASS_TEST_MAIN(FilteredAnalyticsTest)
#include "tst_filteredanalytics.moc"
