// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/azureentitlements.h"
#include "api/crestusagerecords.h"
#include "api/customers.h"
#include "api/customerusagerecords.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QRegularExpression>

using namespace spendglass;

Q_DECLARE_METATYPE(api::UsageAnalyticsQuery)
Q_DECLARE_METATYPE(api::UtilizationQuery)
Q_DECLARE_METATYPE(api::CrestQuery)

namespace {

api::Service service()
{
    return {QUrl(QStringLiteral("https://api.example")), QUrl(QStringLiteral("https://crest.example")),
            QStringLiteral("cid")};
}

core::Instant at(const char *text)
{
    return core::parseTime(text).value().instant;
}

QByteArray wire(const net::Request &request)
{
    return request.url.toEncoded(); // what the network module writes into the request line
}

QByteArray filterOnTheWire(const QString &filter)
{
    api::UsageAnalyticsQuery query;
    query.filter = filter;
    const QByteArray text = wire(api::UsageAnalytics::request(service(), query));
    const qsizetype from = text.indexOf("filter=") + 7;
    return text.mid(from, text.indexOf('&', from) - from);
}

} // namespace

/// The addresses and headers of first requests, byte for byte.
class RequestsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filters_data();
    void filters();
    void analytics_data();
    void analytics();
    void utilizations_data();
    void utilizations();
    void crest_data();
    void crest();
    void pageSizes_data();
    void pageSizes();
    void directory();
    void pathSegments_data();
    void pathSegments();
    void bases_data();
    void bases();
    void scopes();
    void partnerHeaders();
    void crestHeaders();
};

void RequestsTest::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const char *filter, const char *encoded) {
        QTest::newRow(filter) << QString::fromUtf8(filter) << QByteArray(encoded);
    };
    row("meterCategory eq 'Data Management'", "meterCategory%20eq%20%27Data%20Management%27");
    row("customerName eq 'O''Brien'", "customerName%20eq%20%27O%27%27Brien%27");
    row("a eq 'R&D'", "a%20eq%20%27R%26D%27");
    row("a eq 'C++'", "a%20eq%20%27C%2B%2B%27");
    row("a eq 'C#'", "a%20eq%20%27C%23%27");
    row("a eq '100%'", "a%20eq%20%27100%25%27");
    row("a eq '%27'", "a%20eq%20%27%2527%27");
    row("a eq 'x=y?z;'", "a%20eq%20%27x%3Dy%3Fz%3B%27");
    row("a eq '\"<>\\^`{|}[]@!$*'", "a%20eq%20%27%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D%40%21%24%2A%27");
    row("a eq '東京'", "a%20eq%20%27%E6%9D%B1%E4%BA%AC%27");
    row("a eq 'Zoë 😀'", "a%20eq%20%27Zo%C3%AB%20%F0%9F%98%80%27");
    row("a eq 'x\ty\r\nz'", "a%20eq%20%27x%09y%0D%0Az%27");
    row("a eq '10,000s'", "a%20eq%20%2710,000s%27");
    row("a eq '-._~/'", "a%20eq%20%27-._~/%27");
    row("usageDate le cast('2018-01-01',Edm.DateTimeOffset)",
        "usageDate%20le%20cast(%272018-01-01%27,Edm.DateTimeOffset)");
}

void RequestsTest::filters()
{
    QFETCH(QString, filter);
    QTEST(filterOnTheWire(filter), "encoded");
}

void RequestsTest::analytics_data()
{
    QTest::addColumn<api::UsageAnalyticsQuery>("query");
    QTest::addColumn<QByteArray>("parameters");
    const auto row = [](const char *name, const api::UsageAnalyticsQuery &query,
                        const QByteArray &parameters) { QTest::newRow(name) << query << parameters; };
    constexpr auto order = "orderby=usageDate,customerTenantId,subscriptionId,meterCategory,"
                           "meterSubcategory,meterUnit,resourceLocation,serviceType";
    const auto plain = [order](const char *rest) { return QByteArray(order) + rest; };
    const auto with = [](auto change) {
        api::UsageAnalyticsQuery query;
        change(query);
        return query;
    };
    using Query = api::UsageAnalyticsQuery;
    row("nothing asked", {}, plain("&top=10000&skip=0"));
    row("two days", with([](Query &q) {
            q.startDate = QStringLiteral("2018-05-01");
            q.endDate = QStringLiteral("2018-05-02");
        }),
        plain("&startDate=2018-05-01&endDate=2018-05-02&top=10000&skip=0"));
    row("grouped", with([](Query &q) {
            q.groupBy = QStringLiteral("customerName,usageDate");
            q.aggregationLevel = QStringLiteral("month");
        }),
        "groupby=customerName,usageDate&aggregationLevel=month&top=10000&skip=0");
    row("level without groupby", with([](Query &q) { q.aggregationLevel = QStringLiteral("week"); }),
        plain("&top=10000&skip=0"));
    row("an order of one's own", with([](Query &q) { q.orderBy = QStringLiteral("usageDate desc"); }),
        "orderby=usageDate%20desc&top=10000&skip=0");
    row("too large a page", with([](Query &q) { q.top = 20'000; }), plain("&top=10000&skip=0"));
    row("no page", with([](Query &q) { q.top = 0; }), plain("&top=1&skip=0"));
    row("a negative page", with([](Query &q) { q.top = -5; }), plain("&top=1&skip=0"));
    row("a later row", with([](Query &q) { q.skip = 5'000'000'000; }), plain("&top=10000&skip=5000000000"));
    row("a negative row", with([](Query &q) { q.skip = -1; }), plain("&top=10000&skip=0"));
    row("a limit below a page", with([](Query &q) { q.limit = 3; }), plain("&top=3&skip=0"));
    row("a limit above a page", with([](Query &q) { q.limit = 15'000; }), plain("&top=10000&skip=0"));
}

void RequestsTest::analytics()
{
    QFETCH(api::UsageAnalyticsQuery, query);
    QFETCH(QByteArray, parameters);
    QCOMPARE(wire(api::UsageAnalytics::request(service(), query)),
             "https://api.example/partner/v1/analytics/azureusage?" + parameters);
}

void RequestsTest::utilizations_data()
{
    QTest::addColumn<api::UtilizationQuery>("query");
    QTest::addColumn<QByteArray>("parameters");
    api::UtilizationQuery query{QStringLiteral("c"), QStringLiteral("s"), at("2018-07-21"), at("2018-07-23")};
    const auto row = [&query](const char *name, const char *parameters) {
        QTest::newRow(name) << query << QByteArray(parameters);
    };
    row("days", "start_time=2018-07-21T00:00:00Z&end_time=2018-07-23T00:00:00Z&granularity=Daily&"
                "show_details=True&size=1000");
    query.isHourly = true;
    query.showDetails = false;
    query.size = 250;
    row("hours", "start_time=2018-07-21T00:00:00Z&end_time=2018-07-23T00:00:00Z&granularity=Hourly&"
                 "show_details=False&size=250");
    query.startTime = at("2017-07-02T00:00:00.1234567+09:00");
    query.endTime = at("0999-12-31T23:59:59Z");
    row("never an offset, never a fraction", "start_time=2017-07-01T15:00:00Z&end_time=0999-12-31T23:59:59Z&"
                                             "granularity=Hourly&show_details=False&size=250");
}

void RequestsTest::utilizations()
{
    QFETCH(api::UtilizationQuery, query);
    QFETCH(QByteArray, parameters);
    QCOMPARE(wire(api::UtilizationRecords::request(service(), query)),
             "https://api.example/v1/customers/c/subscriptions/s/utilizations/azure?" + parameters);
}

void RequestsTest::crest_data()
{
    QTest::addColumn<api::CrestQuery>("query");
    QTest::addColumn<QByteArray>("parameters");
    api::CrestQuery query{QStringLiteral("e"), at("2015-06-14"), at("2015-06-15")};
    QTest::newRow("days") << query
                          << QByteArray("entitlement_id=e&reported_start_time=2015-06-14%2000%3A00%3A00Z&"
                                        "reported_end_time=2015-06-15%2000%3A00%3A00Z&granularity=daily&"
                                        "show_details=true&count=1000");
    query.isHourly = true;
    query.showDetails = false;
    query.count = 10;
    query.reportedStartTime = at("2015-06-14T01:00:00.5-07:00");
    QTest::newRow("hours") << query
                           << QByteArray("entitlement_id=e&reported_start_time=2015-06-14%2008%3A00%3A00Z&"
                                         "reported_end_time=2015-06-15%2000%3A00%3A00Z&granularity=hourly&"
                                         "show_details=false&count=10");
}

void RequestsTest::crest()
{
    QFETCH(api::CrestQuery, query);
    QFETCH(QByteArray, parameters);
    QCOMPARE(wire(api::CrestUsageRecords::request(service(), query)),
             "https://crest.example/cid/usage-records?" + parameters);
}

/// No more rows are asked for than the documents allow, and never none.
void RequestsTest::pageSizes_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("none") << 0 << QByteArray("1");
    QTest::newRow("negative") << -1 << QByteArray("1");
    QTest::newRow("the most") << 1000 << QByteArray("1000");
    QTest::newRow("too many") << 1001 << QByteArray("1000");
}

void RequestsTest::pageSizes()
{
    QFETCH(int, size);
    QFETCH(QByteArray, sent);
    api::UtilizationQuery utilization;
    utilization.size = size;
    const QByteArray asked = wire(api::UtilizationRecords::request(service(), utilization));
    QVERIFY2(asked.endsWith("&size=" + sent), asked.constData());
    api::CrestQuery crest;
    crest.count = size;
    const QByteArray older = wire(api::CrestUsageRecords::request(service(), crest));
    QVERIFY2(older.endsWith("&count=" + sent), older.constData());
}

void RequestsTest::directory()
{
    QCOMPARE(wire(api::Customers::request(service())),
             QByteArray("https://api.example/v1/customers?size=500"));
    QCOMPARE(wire(api::CustomerUsageRecords::request(service())),
             QByteArray("https://api.example/v1/customers/usagerecords"));
    QCOMPARE(wire(api::UsageSummary::request(service())), QByteArray("https://api.example/v1/usagesummary"));
    QCOMPARE(wire(api::Subscriptions::request(service(), QStringLiteral("C-1"))),
             QByteArray("https://api.example/v1/customers/C-1/subscriptions"));
    QCOMPARE(wire(api::AzureEntitlements::request(service(), QStringLiteral("C-1"), QStringLiteral("P-2"))),
             QByteArray("https://api.example/v1/customers/C-1/subscriptions/P-2/azureEntitlements"));
}

/// Ids need not be GUIDs: each is one segment of the path whatever it holds, in the case it came in.
void RequestsTest::pathSegments_data()
{
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const char *id, const char *encoded) { QTest::newRow(id) << QByteArray(encoded); };
    row("4F26A5CA-c468", "4F26A5CA-c468");
    row("DZH318Z0BPS6:0001:DZH318Z0BML6", "DZH318Z0BPS6%3A0001%3ADZH318Z0BML6");
    row("DZH318Z0BNVX-005J-Data Transfer In (GB)", "DZH318Z0BNVX-005J-Data%20Transfer%20In%20%28GB%29");
    row("../../token", "..%2F..%2Ftoken");
    row("a?b=c&d#e", "a%3Fb%3Dc%26d%23e");
    row("a%2Fb", "a%252Fb");
    row("東", "%E6%9D%B1");
}

void RequestsTest::pathSegments()
{
    QFETCH(QByteArray, encoded);
    const QString id = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(wire(api::Subscriptions::request(service(), id)),
             "https://api.example/v1/customers/" + encoded + "/subscriptions");
}

void RequestsTest::bases_data()
{
    QTest::addColumn<QByteArray>("address");
    const auto row = [](const char *base, const char *address) {
        QTest::newRow(base) << QByteArray(address);
    };
    row("https://api.example", "https://api.example/v1/usagesummary");
    row("https://api.example/", "https://api.example/v1/usagesummary");
    row("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/usagesummary");
    row("http://[::1]:8080/", "http://[::1]:8080/v1/usagesummary");
    row("https://gateway.example/partner%20center/",
        "https://gateway.example/partner%20center/v1/usagesummary");
    row("https://api.example/?x=1#y", "https://api.example/v1/usagesummary");
}

void RequestsTest::bases()
{
    api::Service other = service();
    other.apiUrl = QUrl::fromEncoded(QTest::currentDataTag());
    QTEST(wire(api::UsageSummary::request(other)), "address");
}

void RequestsTest::scopes()
{
    const auto customer = QStringLiteral("c");
    QCOMPARE(api::Subscriptions::request(service(), customer).scope, customer);
    QCOMPARE(api::AzureEntitlements::request(service(), customer, {}).scope, customer);
    QCOMPARE(api::UtilizationRecords::request(service(), {customer, {}, {}, {}}).scope, customer);
    QCOMPARE(api::Customers::request(service()).scope, QString());
    QCOMPARE(api::UsageAnalytics::request(service(), {}).scope, QString());
    QCOMPARE(api::CustomerUsageRecords::request(service()).scope, QString());
}

namespace {

/// The headers of a request as sent, by name in lower case, with identifiers replaced by "id".
QMap<QByteArray, QByteArray> sentHeaders(const net::Request &request)
{
    static const QRegularExpression guid(QStringLiteral("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    const auto transport = std::make_shared<test::ScriptedTransport>();
    transport->expect().reply("{}");
    net::Client client(test::scriptedParts(transport), {service().apiUrl, service().crestUrl});
    QObject owner;
    client.call(request, QStringLiteral("0123abcd-0000-4000-8000-000000000001"), &owner);
    if (!QTest::qWaitFor([&transport] { return transport->requests().size() == 1; }))
        return {};
    QMap<QByteArray, QByteArray> headers;
    for (const auto &[name, value] : transport->requests().first().headers) {
        const bool isId = guid.match(QString::fromLatin1(value)).hasMatch();
        headers.insert(name.toLower(), isId ? QByteArray("id") : value);
    }
    return headers;
}

} // namespace

void RequestsTest::partnerHeaders()
{
    api::Service german = service();
    german.locale = QStringLiteral("de-DE");
    const QMap<QByteArray, QByteArray> expected{{"accept", "application/json"},
                                                {"authorization", "Bearer token"},
                                                {"ms-requestid", "id"},
                                                {"ms-correlationid", "id"},
                                                {"x-locale", "de-DE"}};
    QCOMPARE(sentHeaders(api::Customers::request(german)), expected);
    QCOMPARE(sentHeaders(api::UsageAnalytics::request(german, {})), expected);
}

void RequestsTest::crestHeaders()
{
    const QMap<QByteArray, QByteArray> expected{{"accept", "application/json"},
                                                {"authorization", "bearer token"},
                                                {"x-ms-tracking-id", "id"},
                                                {"x-ms-correlation-id", "id"},
                                                {"api-version", "2015-03-31"}};
    QCOMPARE(sentHeaders(api::CrestUsageRecords::request(service(), {})), expected);
}

SPENDGLASS_TEST_MAIN(RequestsTest)
#include "tst_requests.moc"
