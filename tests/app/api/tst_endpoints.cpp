// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobclasses.h"

#include "support/scriptedtransport.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::api;

namespace {

Service service()
{
    return {QUrl(QStringLiteral("https://api.example")), QUrl(QStringLiteral("https://crest.example")),
            QStringLiteral("cid")};
}

const QString customer = QStringLiteral("C-1");
const QString plan = QStringLiteral("DZH318Z0BPS6:0001");
const QString legacy = QStringLiteral("4F26A5CA-c468");

constexpr int usual = 180;
constexpr int slow = 300; ///< calls that are known to take up to two minutes

CustomersQuery search(CustomerSearch::Field field, const char *value,
                      CustomerSearch::Operator comparison = CustomerSearch::Operator::StartsWith)
{
    CustomersQuery query;
    query.search = CustomerSearch{field, comparison, QString::fromUtf8(value)};
    return query;
}

} // namespace

Q_DECLARE_METATYPE(net::Request)
Q_DECLARE_METATYPE(CustomersQuery)

/// The first request of every endpoint: its whole address, whose limit it counts for and how long it may
/// take.
class EndpointsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void partnerCenter_data();
    void partnerCenter();
    void crest_data();
    void crest();
    void searches_data();
    void searches();
    void asksAsItSays_data();
    void asksAsItSays();
};

void EndpointsTest::partnerCenter_data()
{
    QTest::addColumn<net::Request>("request");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("scope");
    QTest::addColumn<int>("deadline");
    const auto row = [](const char *name, const net::Request &request, const char *target,
                        const QString &scope, int deadline = usual) {
        QTest::newRow(name) << request << QByteArray(target) << scope << deadline;
    };
    const Service s = service();
    row("UsageSummary", UsageSummary::request(s), "/v1/usagesummary", {});
    row("CustomerUsageSummary", CustomerUsageSummary::request(s, customer), "/v1/customers/C-1/usagesummary",
        customer);
    row("SubscriptionUsageSummary", SubscriptionUsageSummary::request(s, customer, plan),
        "/v1/customers/C-1/subscriptions/DZH318Z0BPS6%3A0001/usagesummary", customer);
    row("CustomerUsageRecords", CustomerUsageRecords::request(s), "/v1/customers/usagerecords", {}, slow);
    row("SubscriptionUsageRecords", SubscriptionUsageRecords::request(s, customer),
        "/v1/customers/C-1/subscriptions/usagerecords", customer);
    row("AzureResourceUsageRecords", AzureResourceUsageRecords::request(s, customer, legacy),
        "/v1/customers/C-1/subscriptions/4F26A5CA-c468/usagerecords/resources", customer);
    row("ResourceUsageRecords", ResourceUsageRecords::request(s, customer, plan),
        "/v1/customers/C-1/subscriptions/DZH318Z0BPS6%3A0001/resourceusagerecords", customer);
    row("MeterUsageRecords", MeterUsageRecords::request(s, customer, legacy),
        "/v1/customers/C-1/subscriptions/4F26A5CA-c468/meterusagerecords", customer);
    row("UsageBudget", UsageBudget::request(s, customer), "/v1/customers/C-1/usagebudget", customer);
    row("RateCard", RateCard::request(s, {}), "/v1/ratecards/azure?currency=USD&region=US", {}, slow);
    row("RateCard, shared", RateCard::request(s, {QStringLiteral("EUR"), QStringLiteral("DE"), true}),
        "/v1/ratecards/azure-shared?currency=EUR&region=DE", {}, slow);
    row("Customers", Customers::request(s), "/v1/customers?size=500", {}, slow);
    row("Customers, small pages", Customers::request(s, {2, {}}), "/v1/customers?size=2", {}, slow);
    row("CustomerById", CustomerById::request(s, customer), "/v1/customers/C-1", customer);
    row("Subscriptions", Subscriptions::request(s, customer), "/v1/customers/C-1/subscriptions", customer);
    row("AzureEntitlements", AzureEntitlements::request(s, customer, plan),
        "/v1/customers/C-1/subscriptions/DZH318Z0BPS6%3A0001/azureEntitlements", customer);
    row("AzureEntitlementById", AzureEntitlementById::request(s, customer, plan, QStringLiteral("e/1")),
        "/v1/customers/C-1/subscriptions/DZH318Z0BPS6%3A0001/azureEntitlements/e%2F1", customer);
    row("CustomerEntitlements", CustomerEntitlements::request(s, customer), "/v1/customers/C-1/entitlements",
        customer);
    const UtilizationQuery day{customer, legacy, core::parseTime("2018-07-21").value().instant,
                               core::parseTime("2018-07-23").value().instant};
    row("UtilizationRecords", UtilizationRecords::request(s, day),
        "/v1/customers/C-1/subscriptions/4F26A5CA-c468/utilizations/azure?start_time=2018-07-21T00:00:00Z&"
        "end_time=2018-07-23T00:00:00Z&granularity=Daily&show_details=True&size=1000",
        customer, slow);
    row("UsageAnalytics", UsageAnalytics::request(s, {}),
        "/partner/v1/analytics/azureusage?orderby=usageDate,customerTenantId,subscriptionId,meterCategory,"
        "meterSubcategory,meterUnit,resourceLocation,serviceType&top=10000&skip=0",
        {});
    Service later = s;
    later.analyticsPath = QString::fromLatin1(laterAnalyticsPath);
    UsageAnalyticsQuery grouped;
    grouped.groupBy = QStringLiteral("meterUnit");
    row("UsageAnalytics, the later path", UsageAnalytics::request(later, grouped),
        "/partner/v1/analytics/usage/azure?groupby=meterUnit&top=10000&skip=0", {});
    later.analyticsPath = QStringLiteral("/partner/v1/a b?c/");
    row("UsageAnalytics, a path with marks", UsageAnalytics::request(later, grouped),
        "/partner/v1/a%20b%3Fc?groupby=meterUnit&top=10000&skip=0", {});
}

void EndpointsTest::partnerCenter()
{
    QFETCH(net::Request, request);
    QFETCH(QByteArray, target);
    QFETCH(int, deadline);
    QCOMPARE(request.verb, QByteArray("GET"));
    QCOMPARE(request.url.toEncoded(), "https://api.example" + target);
    QTEST(request.scope, "scope");
    QCOMPARE(request.deadline, std::chrono::milliseconds(std::chrono::seconds(deadline)));
    QVERIFY(request.dialect == net::Request::Dialect::PartnerCenter);
    QCOMPARE(request.headers, (net::HeaderList{{"X-Locale", "en-US"}}));
    QVERIFY(request.body.isEmpty());
}

void EndpointsTest::crest_data()
{
    QTest::addColumn<net::Request>("request");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("scope");
    QTest::addColumn<int>("deadline");
    const auto row = [](const char *name, const net::Request &request, const char *target,
                        const QString &scope = {}, int deadline = usual) {
        QTest::newRow(name) << request << QByteArray(target) << scope << deadline;
    };
    const Service s = service();
    const QString tenant = QStringLiteral("t"), reseller = QStringLiteral("r"), object = QStringLiteral("o");
    row("CrestCustomer, the reseller", CrestCustomer::request(s, {tenant, {}, {}}),
        "/customers/get-by-identity?provider=AAD&type=tenant&tid=t");
    row("CrestCustomer, a customer", CrestCustomer::request(s, {tenant, reseller, {}}),
        "/customers/get-by-identity?provider=AAD&type=external_group&tid=t&etid=r");
    row("CrestCustomer, with an object", CrestCustomer::request(s, {tenant, reseller, object}),
        "/customers/get-by-identity?provider=AAD&type=external_group&tid=t&etid=r&eoid=o");
    row("CrestEntitlements", CrestEntitlements::request(s, QStringLiteral("cc")), "/cc/Entitlements",
        QStringLiteral("cc"));
    row("CrestSubscriptions", CrestSubscriptions::request(s, QStringLiteral("cc")),
        "/cid/subscriptions?recipient_customer_id=cc", QStringLiteral("cc"));
    row("CrestRateCard", CrestRateCard::request(s), "/cid/rate-card?OfferDurableId=MS-AZR-0145P", {}, slow);
    const CrestQuery day{QStringLiteral("e"), core::parseTime("2015-06-14").value().instant,
                         core::parseTime("2015-06-15").value().instant};
    row("CrestUsageRecords", CrestUsageRecords::request(s, day),
        "/cid/usage-records?entitlement_id=e&reported_start_time=2015-06-14%2000%3A00%3A00Z&"
        "reported_end_time=2015-06-15%2000%3A00%3A00Z&granularity=daily&show_details=true&count=1000",
        QStringLiteral("e"), slow);
}

void EndpointsTest::crest()
{
    QFETCH(net::Request, request);
    QFETCH(QByteArray, target);
    QFETCH(int, deadline);
    QCOMPARE(request.verb, QByteArray("GET"));
    QCOMPARE(request.url.toEncoded(), "https://crest.example" + target);
    QTEST(request.scope, "scope");
    QCOMPARE(request.deadline, std::chrono::milliseconds(std::chrono::seconds(deadline)));
    QVERIFY(request.dialect == net::Request::Dialect::Crest);
    QVERIFY(request.headers.isEmpty());
    QVERIFY(request.body.isEmpty());
}

/// First JSON is escaped, then the address: neither can be left by any value.
void EndpointsTest::searches_data()
{
    QTest::addColumn<CustomersQuery>("query");
    QTest::addColumn<QByteArray>("filter");
    const auto row = [](const char *name, const CustomersQuery &query, const char *filter) {
        QTest::newRow(name) << query << QByteArray(filter);
    };
    using Field = CustomerSearch::Field;
    row("documented", search(Field::CompanyName, "Cont"),
        R"({"Field":"CompanyName","Operator":"starts_with","Value":"Cont"})");
    row("domain, equals", search(Field::Domain, "a.example", CustomerSearch::Operator::Equals),
        R"({"Field":"Domain","Operator":"equals","Value":"a.example"})");
    row("reseller", search(Field::IndirectReseller, "r"),
        R"({"Field":"IndirectReseller","Operator":"starts_with","Value":"r"})");
    row("provider", search(Field::IndirectCloudSolutionProvider, "p"),
        R"({"Field":"IndirectCloudSolutionProvider","Operator":"starts_with","Value":"p"})");
    row("quotes", search(Field::CompanyName, "a\"b\\c"),
        R"({"Field":"CompanyName","Operator":"starts_with","Value":"a\"b\\c"})");
    row("marks of addresses", search(Field::CompanyName, "R&D #1 +5%?"),
        R"({"Field":"CompanyName","Operator":"starts_with","Value":"R&D #1 +5%?"})");
    row("another script", search(Field::CompanyName, "東京"),
        "{\"Field\":\"CompanyName\",\"Operator\":\"starts_with\",\"Value\":\"東京\"}");
    row("a line end", search(Field::CompanyName, "a\nb"),
        R"({"Field":"CompanyName","Operator":"starts_with","Value":"a\nb"})");
}

void EndpointsTest::searches()
{
    QFETCH(CustomersQuery, query);
    QFETCH(QByteArray, filter);
    const QByteArray wire = Customers::request(service(), query).url.toEncoded();
    const QByteArray start = "https://api.example/v1/customers?size=500&filter=";
    QVERIFY2(wire.startsWith(start), wire.constData());
    const QByteArray encoded = wire.mid(start.size());
    QCOMPARE(QByteArray::fromPercentEncoding(encoded), filter);
    for (const char mark : QByteArray("{}\"\\ &#+?%"))
        QVERIFY2(mark == '%' || !encoded.contains(mark), encoded.constData());
}

/// What the job asks for first is what request() says: --explain shows the truth.
void EndpointsTest::asksAsItSays_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < test::jobClasses().size(); ++i)
        QTest::newRow(test::jobClasses()[i].name) << int(i);
}

void EndpointsTest::asksAsItSays()
{
    QFETCH(int, index);
    const test::JobClass &job = test::jobClasses()[std::size_t(index)];
    const auto transport = std::make_shared<test::ScriptedTransport>();
    transport->expect().reply(job.body);
    net::Client client(test::scriptedParts(transport), {service().apiUrl, service().crestUrl});
    const std::unique_ptr<net::Job> asking(
        job.make(client, service(), [](const std::function<void()> &took) { took(); }));
    asking->start();
    QTRY_COMPARE(transport->requests().size(), 1);
    const net::Request &sent = transport->requests().first();
    const net::Request said = job.request(service());
    QCOMPARE(sent.url, said.url);
    QCOMPARE(sent.deadline, said.deadline);
    for (const net::Header &header : said.headers)
        QVERIFY(sent.headers.contains(header));
}

SPENDGLASS_TEST_MAIN(EndpointsTest)
#include "tst_endpoints.moc"
