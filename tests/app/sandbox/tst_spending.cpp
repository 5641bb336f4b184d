// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "support/testmain.h"

#include <set>

using namespace spendglass;
using core::Decimal;
using test::Answer;
using test::Client;
using test::Value;

/// The calls around the five interfaces tell of one world: what they say of the same thing is the same.
class tst_Spending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void costsAddUp();
    void kindsDiffer();
    void withoutUsage();
    void budget();
    void rateCard_data();
    void rateCard();
    void pricesAreTheCostsOwn();
    void directoryOfOneCustomer();
    void customerFilter_data();
    void customerFilter();
    void crest();
    void analyticsPath_data();
    void analyticsPath();
    void size_data();
    void size();

private:
    Value get(const QByteArray &target, const QList<QByteArray> &headers = {})
    {
        const Answer answer = m_client->get(target, headers);
        return answer.status == 200 ? test::parse(answer.body) : Value();
    }
    /// All rows of all pages.
    std::vector<Value> rows(const QByteArray &target);
    static Decimal sum(const std::vector<Value> &rows, const char *member);
    /// The first customer whose record is of that kind, with its subscription's id.
    std::pair<QByteArray, QByteArray> customer(bool isPlan);

    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Client> m_client;
    std::vector<Value> m_records;
};

std::vector<Value> tst_Spending::rows(const QByteArray &target)
{
    std::vector<Value> all;
    Value page = get(target);
    while (true) {
        all.insert(all.end(), page["items"].items.begin(), page["items"].items.end());
        const Value &next = page["links"]["next"];
        if (next["uri"].text.empty())
            return all;
        const std::string token = next["headers"].items.at(0)["value"].text;
        page = get("/v1" + QByteArray::fromStdString(next["uri"].text),
                   {"MS-ContinuationToken: " + QByteArray::fromStdString(token)});
    }
}

Decimal tst_Spending::sum(const std::vector<Value> &rows, const char *member)
{
    Decimal total;
    for (const Value &row : rows)
        total = total.plus(row[member].number()).value_or(Decimal());
    return total;
}

std::pair<QByteArray, QByteArray> tst_Spending::customer(bool isPlan)
{
    for (const Value &record : m_records) {
        if (record.has("currencyCode") != isPlan || record["totalCost"].number().isZero())
            continue;
        const QByteArray id = QByteArray::fromStdString(record["id"].text);
        for (const Value &own : rows("/v1/customers/" + id + "/subscriptions/usagerecords"))
            if (own.has("currencyCode") == isPlan && !own["totalCost"].number().isZero())
                return {id, QByteArray::fromStdString(own["id"].text)};
    }
    return {};
}

void tst_Spending::initTestCase()
{
    sandbox::Options options;
    options.customers = 40;
    options.days = 40; // so that the moved customer has both kinds within the month
    options.rowsPerDay = 400;
    options.today = core::parseDay("2026-11-20");
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_host = std::move(*host);
    m_client = std::make_unique<Client>(m_host->address());
    m_records = rows("/v1/customers/usagerecords");
    QVERIFY(m_records.size() > 25);
}

void tst_Spending::costsAddUp()
{
    qint64 mixed = 0;
    for (const Value &record : m_records) {
        const QByteArray of = "/v1/customers/" + QByteArray::fromStdString(record["id"].text);
        const auto subscriptions = rows(of + "/subscriptions/usagerecords");
        std::set<bool> kinds;
        QCOMPARE(sum(subscriptions, "totalCost").toString(), record["totalCost"].number().toString());
        QCOMPARE(sum(subscriptions, "usdTotalCost").toString(), record["usdTotalCost"].number().toString());
        const Value summary = get(of + "/usagesummary");
        QCOMPARE(summary["totalCost"].text, record["totalCost"].text);
        QCOMPARE(summary["lastModifiedDate"].text, record["lastModifiedDate"].text);
        for (const Value &own : subscriptions) {
            const bool isPlan = own.has("currencyCode");
            kinds.insert(isPlan);
            const QByteArray below = of + "/subscriptions/" + QByteArray::fromStdString(own["id"].text);
            const QString cost = own["totalCost"].number().toString();
            QCOMPARE(get(below + "/usagesummary")["totalCost"].number().toString(), cost);
            const auto meters = rows(below + "/meterusagerecords");
            QCOMPARE(sum(meters, "totalCost").toString(), cost);
            QCOMPARE(sum(meters, "usdTotalCost").toString(), own["usdTotalCost"].number().toString());
            const auto resources = rows(below + "/resourceusagerecords");
            QCOMPARE(sum(resources, "totalCost").toString(), cost);
            QCOMPARE(m_client->get(below + "/usagerecords/resources").status, isPlan ? 400 : 200);
            if (!isPlan)
                QCOMPARE(sum(rows(below + "/usagerecords/resources"), "totalCost").toString(), cost);
        }
        mixed += kinds.size() == 2 ? 1 : 0;
    }
    QCOMPARE(mixed, 1);
}

void tst_Spending::kindsDiffer()
{
    const auto [planned, plan] = customer(true);
    const auto [older, legacy] = customer(false);
    const QByteArray planOf = "/v1/customers/" + planned, legacyOf = "/v1/customers/" + older;
    const Value newSummary = get(planOf + "/usagesummary"), oldSummary = get(legacyOf + "/usagesummary");
    QVERIFY(newSummary.has("resourceId") && !newSummary.has("id") && !newSummary.has("links"));
    QVERIFY(oldSummary.has("id") && !oldSummary.has("resourceId") && oldSummary.has("currencyLocale"));
    QCOMPARE(newSummary["billingStartDate"].text, std::string("2026-11-01T00:00:00+00:00"));
    QCOMPARE(newSummary["billingEndDate"].text, std::string("2026-12-01T00:00:00+00:00"));
    QCOMPARE(oldSummary["billingStartDate"].text, std::string("2026-10-28T00:00:00-07:00"));
    QCOMPARE(oldSummary["billingEndDate"].text, std::string("2026-11-27T00:00:00-08:00"));
    const Value newMeter = rows(planOf + "/subscriptions/" + plan + "/meterusagerecords").at(0);
    const Value oldMeter = rows(legacyOf + "/subscriptions/" + legacy + "/meterusagerecords").at(0);
    QVERIFY(QByteArray::fromStdString(newMeter["meterId"].text).startsWith("DZH318Z0B"));
    QCOMPARE(oldMeter["meterId"].text.size(), std::size_t(36));
    QVERIFY(!oldMeter.has("usdTotalCost") && newMeter.has("usdTotalCost"));
    const Value resource = rows(planOf + "/subscriptions/" + plan + "/resourceusagerecords").at(0);
    QVERIFY(!resource["entitlementId"].text.empty() &&
            resource["resourceType"].text.find('/') == std::string::npos);
}

void tst_Spending::withoutUsage()
{
    // Some buy licences only, one has bought nothing.
    std::set<std::string> spending;
    for (const Value &record : m_records)
        spending.insert(record["id"].text);
    int without = 0, empty = 0;
    for (const Value &one : rows("/v1/customers?size=500")) {
        if (spending.count(one["id"].text) > 0)
            continue;
        ++without;
        const QByteArray of = "/v1/customers/" + QByteArray::fromStdString(one["id"].text);
        const Answer answer = m_client->get(of + "/usagesummary");
        QCOMPARE(answer.status, 404);
        QCOMPARE(test::parse(answer.body)["code"].text, std::string("3000"));
        QCOMPARE(m_client->get(of + "/subscriptions/usagerecords").status, 404);
        QVERIFY(!get(of + "/usagebudget").has("amount"));
        empty += get(of + "/subscriptions")["totalCount"].text == "0" ? 1 : 0;
    }
    QVERIFY(without >= 1);
    QCOMPARE(empty, 1);
}

void tst_Spending::budget()
{
    int with = 0;
    for (const Value &record : m_records) {
        const Value budget =
            get("/v1/customers/" + QByteArray::fromStdString(record["id"].text) + "/usagebudget");
        QCOMPARE(budget["amount"].text, record["budget"]["amount"].text);
        with += budget.has("amount") ? 1 : 0;
    }
    QVERIFY(with > 5 && with < int(m_records.size()));
}

void tst_Spending::rateCard_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("locale");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("currency");
    QTest::newRow("both") << QByteArray("?currency=EUR&region=DE") << QByteArray("en-US") << 200
                          << std::string("EUR");
    QTest::newRow("defaults") << QByteArray() << QByteArray("en-US") << 200 << std::string("USD");
    QTest::newRow("by locale") << QByteArray() << QByteArray("en-GB") << 200 << std::string("GBP");
    QTest::newRow("region alone") << QByteArray("?region=GB") << QByteArray("en-GB") << 200
                                  << std::string("USD");
    QTest::newRow("no such currency")
        << QByteArray("?currency=XXX") << QByteArray("en-US") << 400 << std::string();
    QTest::newRow("no such region") << QByteArray("?region=Germany") << QByteArray("en-US") << 400
                                    << std::string();
}

void tst_Spending::rateCard()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, locale);
    QFETCH(int, status);
    QFETCH(std::string, currency);
    const Answer answer = m_client->get("/v1/ratecards/azure" + query, {"X-Locale: " + locale});
    QCOMPARE(answer.status, status);
    const Value card = test::parse(answer.body);
    QCOMPARE(card["currency"].text, currency);
    QCOMPARE(card["locale"].text, status == 200 ? locale.toStdString() : std::string());
}

void tst_Spending::pricesAreTheCostsOwn()
{
    // Legacy cost is quantity times rate, but for what each row was rounded by.
    const auto [id, subscription] = customer(false);
    std::map<std::string, Decimal> rates, shared;
    const auto read = [&](const QByteArray &path, std::map<std::string, Decimal> &into) {
        const Value card = get(path + "?currency=EUR&region=FR");
        for (const Value &meter : card["meters"].items)
            into[meter["id"].text] = meter["rates"]["0"].number();
    };
    read("/v1/ratecards/azure", rates);
    read("/v1/ratecards/azure-shared", shared);
    QVERIFY(rates.size() > 100);
    QCOMPARE(rates.size(), shared.size());
    for (const Value &row :
         rows("/v1/customers/" + id + "/subscriptions/" + subscription + "/meterusagerecords")) {
        QVERIFY2(rates.count(row["meterId"].text) == 1, row["meterId"].text.c_str());
        QVERIFY(shared[row["meterId"].text] < rates[row["meterId"].text]);
    }
    const Value german = get("/v1/ratecards/azure?currency=EUR&region=DE", {"X-Locale: de-DE"});
    QVERIFY(std::any_of(german["meters"].items.begin(), german["meters"].items.end(),
                        [](const Value &meter) { return meter["unit"].text == "1 Stunde"; }));
}

void tst_Spending::directoryOfOneCustomer()
{
    const auto [id, plan] = customer(true);
    const QByteArray of = "/v1/customers/" + id;
    const Value whole = get(of);
    QCOMPARE(whole["id"].text, id.toStdString());
    QVERIFY(whole["billingProfile"].has("defaultAddress"));
    QVERIFY(!whole["companyProfile"]["companyName"].text.empty());
    const Value list = get(of + "/subscriptions/" + plan + "/azureEntitlements");
    QVERIFY(!list["items"].items.empty());
    const QByteArray first = QByteArray::fromStdString(list["items"].items.at(0)["id"].text);
    QCOMPARE(get(of + "/subscriptions/" + plan + "/azureEntitlements/" + first)["id"].text,
             first.toStdString());
    QCOMPARE(m_client->get(of + "/subscriptions/" + plan + "/azureEntitlements/" + plan).status, 404);
    int reservations = 0;
    for (const Value &record : m_records) {
        const Value own =
            get("/v1/customers/" + QByteArray::fromStdString(record["id"].text) + "/entitlements");
        for (const Value &item : own["items"].items)
            reservations += item["entitlementType"].text == "virtual_machine_reserved_instance" ? 1 : 0;
    }
    QVERIFY(reservations > 3);
}

void tst_Spending::customerFilter_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("findsItself");
    const auto row = [](const char *name, const char *field, const char *way, bool finds, int status = 200) {
        QTest::newRow(name) << QByteArray(R"({"Field":")") + field + R"(","Value":"%1","Operator":")" + way +
                                   "\"}"
                            << status << finds;
    };
    row("name", "CompanyName", "starts_with", true);
    row("whole name", "CompanyName", "equals", true);
    row("domain", "Domain", "starts_with", false);
    row("reseller", "IndirectReseller", "equals", false);
    row("no such operator", "CompanyName", "contains", false, 400);
    row("no such field", "Name", "equals", false, 400);
    QTest::newRow("no JSON") << QByteArray("CompanyName eq 'A'") << 400 << false;
}

void tst_Spending::customerFilter()
{
    QFETCH(QByteArray, filter);
    QFETCH(int, status);
    QFETCH(bool, findsItself);
    // The name with a quote and a backslash where there is one: it has to be escaped twice.
    const Value first = get("/v1/customers?size=500")["items"].items.at(3);
    QByteArray name = QByteArray::fromStdString(first["companyProfile"]["companyName"].text);
    name.replace("\\", "\\\\").replace("\"", "\\\"");
    filter.replace("%1", name);
    const Answer answer = m_client->get("/v1/customers?size=500&filter=" + filter.toPercentEncoding());
    QCOMPARE(answer.status, status);
    const Value found = test::parse(answer.body);
    const auto &items = found["items"].items;
    QCOMPARE(std::any_of(items.begin(), items.end(),
                         [&](const Value &item) { return item["id"].text == first["id"].text; }),
             findsItself);
}

void tst_Spending::crest()
{
    const QList<QByteArray> version{"api-version: 2015-03-31"};
    const QByteArray cid = m_host->address().crestCid.toUtf8();
    const auto [id, subscription] = customer(false);
    const Value identity =
        get("/customers/get-by-identity?provider=AAD&type=external_group&tid=" + id, version);
    const QByteArray customerCid = QByteArray::fromStdString(identity["id"].text);
    const Value list = get('/' + cid + "/subscriptions?recipient_customer_id=" + customerCid, version);
    std::set<std::string> ids, entitlements;
    for (const Value &item : list["items"].items)
        ids.insert(item["id"].text);
    QVERIFY(ids.count(subscription.toStdString()) == 1);
    QCOMPARE(get('/' + customerCid + "/Entitlements", version)["items"].items.size(), ids.size());
    const Value card = get('/' + cid + "/rate-card?OfferDurableId=MS-AZR-0145P", version);
    QCOMPARE(card["Currency"].text, std::string("USD"));
    QVERIFY(card["Meters"].items.size() > 100);
    QCOMPARE(m_client->get('/' + cid + "/rate-card", version).status, 400);
    QCOMPARE(m_client->get('/' + customerCid + "/rate-card?OfferDurableId=x", version).status, 403);
}

void tst_Spending::analyticsPath_data()
{
    using Path = sandbox::Options::AnalyticsPath;
    QTest::addColumn<Path>("path");
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("later");
    QTest::newRow("seed") << Path::Seed << 200 << 404;
    QTest::newRow("later") << Path::Later << 404 << 200;
    QTest::newRow("both") << Path::Both << 200 << 200;
}

void tst_Spending::analyticsPath()
{
    QFETCH(sandbox::Options::AnalyticsPath, path);
    QFETCH(int, seed);
    QFETCH(int, later);
    sandbox::Options options;
    options.customers = 3;
    options.days = 5;
    options.rowsPerDay = 20;
    options.analyticsPath = path;
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    Client client((*host)->address());
    QCOMPARE(client.get("/partner/v1/analytics/azureusage?top=2").status, seed);
    const Answer answer = client.get("/partner/v1/analytics/usage/azure?top=2");
    QCOMPARE(answer.status, later);
    if (later == 200)
        QVERIFY(test::parse(answer.body)["@nextLink"].text.starts_with("azure?"));
}

void tst_Spending::size_data()
{
    QTest::addColumn<int>("customers");
    QTest::newRow("none") << 0;
    QTest::newRow("thousands") << 5000;
}

void tst_Spending::size()
{
    QFETCH(int, customers);
    sandbox::Options options;
    options.customers = customers;
    options.days = 10;
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_client = std::make_unique<Client>((*host)->address());
    QCOMPARE(rows("/v1/customers?size=500").size(), std::size_t(customers));
    const auto records = rows("/v1/customers/usagerecords");
    QVERIFY(customers == 0 ? records.empty() : records.size() > std::size_t(customers) * 9 / 10);
    QCOMPARE(m_client->get("/v1/usagesummary").status, 200);
    const Value usage = get("/partner/v1/analytics/azureusage?top=10000");
    QCOMPARE(usage["Value"].items.empty(), customers == 0);
    m_client = std::make_unique<Client>(m_host->address());
}

SPENDGLASS_TEST_MAIN(tst_Spending)
#include "tst_spending.moc"
