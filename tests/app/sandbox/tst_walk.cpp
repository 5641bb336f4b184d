// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "sandbox/truth.h"
#include "support/testmain.h"

using namespace spendglass;
using sandbox::Truth;
using test::Client;
using test::Value;

/// What a client that reads every page adds up is the truth, to the last digit, for each interface.
class tst_Walk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void analytics_data();
    void analytics();
    void analyticsGrouped_data();
    void analyticsGrouped();
    void utilization_data();
    void utilization();
    void crest();
    void spend();
    void summary();
    void directory();
    void truthOverHttp();

private:
    Value page(const QByteArray &target, const QList<QByteArray> &headers = {});
    std::vector<Value> utilizationRows(const std::string &customer, const std::string &subscription,
                                       const QByteArray &query);

    sandbox::Options m_options;
    std::unique_ptr<sandbox::World> m_world;
    std::unique_ptr<sandbox::Money> m_money;
    std::unique_ptr<Truth> m_truth;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Client> m_client;
};

namespace {

void add(Truth::Sums &sums, const Truth::Key &key, core::Decimal value)
{
    core::Decimal &sum = sums[key];
    sum = sum.plus(value).value();
}

} // namespace

void tst_Walk::initTestCase()
{
    m_options.today = core::parseDay("2026-11-20");
    m_options.customers = 30;
    m_options.days = 45;
    m_options.rowsPerDay = 240;
    m_world = std::make_unique<sandbox::World>(m_options);
    m_money = std::make_unique<sandbox::Money>(*m_world);
    m_truth = std::make_unique<Truth>(*m_world, *m_money);
    auto host = sandbox::Host::start(m_options);
    QVERIFY(host);
    m_host = std::move(*host);
    m_client = std::make_unique<Client>(m_host->address());
}

Value tst_Walk::page(const QByteArray &target, const QList<QByteArray> &headers)
{
    const test::Answer answer = m_client->get(target, headers);
    if (answer.status != 200 || !answer.isWhole)
        qWarning() << target << answer.status << answer.body.left(300);
    return test::parse(answer.body);
}

void tst_Walk::analytics_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("default order") << QByteArray("top=4000");
    QTest::newRow("full order, small pages") << QByteArray(
        "top=997&orderby=usageDate,customerTenantId,subscriptionId,meterCategory,meterSubcategory,meterUnit,"
        "resourceLocation,serviceType");
    QTest::newRow("latest first") << QByteArray("top=3333&orderby=usageDate%20desc,meterCategory");
    QTest::newRow("names first") << QByteArray("top=3001&orderby=customerName,usageDate,serviceType%20desc");
    QTest::newRow("without dates") << QByteArray("top=3001&orderby=meterUnit%20desc,meterCategory");
}

void tst_Walk::analytics()
{
    QFETCH(QByteArray, query);
    Truth::Sums sums;
    qint64 rows = 0, pages = 0;
    QByteArray next = "azureusage?" + query;
    Value last;
    while (!next.isEmpty()) {
        last = page("/partner/v1/analytics/" + next);
        QVERIFY(last.has("Value"));
        ++pages;
        for (const Value &row : last["Value"].items) {
            ++rows;
            add(sums,
                {row["customerTenantId"].text, row["customerName"].text, row["meterCategory"].text,
                 row["meterUnit"].text},
                row["quantity"].number());
        }
        next = last["@nextLink"].text == "null" ? QByteArray()
                                                : QByteArray::fromStdString(last["@nextLink"].text);
    }
    QCOMPARE(rows, m_truth->rows(core::DataSet::Analytics));
    QCOMPARE(last["TotalCount"].text, std::to_string(rows));
    QVERIFY(pages >= 3);
    QVERIFY(sums == m_truth->sums(core::DataSet::Analytics,
                                  {"customerTenantId", "customerName", "meterCategory", "meterUnit"}));
}

void tst_Walk::analyticsGrouped_data()
{
    QTest::addColumn<QByteArray>("level");
    QTest::addColumn<QString>("field");
    QTest::newRow("day") << QByteArray() << QStringLiteral("usageDate");
    QTest::newRow("month") << QByteArray("&aggregationLevel=month") << QStringLiteral("usageMonth");
}

void tst_Walk::analyticsGrouped()
{
    QFETCH(QByteArray, level);
    QFETCH(QString, field);
    Truth::Sums sums;
    QByteArray next = "azureusage?groupby=meterCategory,usageDate,meterUnit&top=200&skip=0" + level;
    while (!next.isEmpty()) {
        const Value answer = page("/partner/v1/analytics/" + next);
        for (const Value &row : answer["Value"].items) {
            QCOMPARE(row.members.size(), std::size_t(4));
            add(sums, {row["meterCategory"].text, row["usageDate"].text.substr(0, 10), row["meterUnit"].text},
                row["Quantity"].number());
        }
        next = answer["@nextLink"].text == "null" ? QByteArray()
                                                  : QByteArray::fromStdString(answer["@nextLink"].text);
    }
    QVERIFY(!sums.empty());
    QVERIFY(sums ==
            m_truth->sums(core::DataSet::Analytics, {"meterCategory", field.toStdString(), "meterUnit"}));
}

std::vector<Value> tst_Walk::utilizationRows(const std::string &customer, const std::string &subscription,
                                             const QByteArray &query)
{
    const QByteArray path = QByteArray::fromStdString("/v1/customers/" + customer + "/subscriptions/" +
                                                      subscription + "/utilizations/azure");
    std::vector<Value> rows;
    Value answer = page(path + '?' + query);
    for (;;) {
        for (const Value &row : answer["items"].items)
            rows.push_back(row);
        if (!answer["links"].has("next"))
            return rows;
        const Value &link = answer["links"]["next"];
        const QByteArray token = QByteArray::fromStdString(link["headers"].items.at(0)["value"].text);
        answer =
            page("/v1/" + QByteArray::fromStdString(link["uri"].text), {"MS-ContinuationToken: " + token});
    }
}

void tst_Walk::utilization_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("isHourly");
    QTest::newRow("daily") << QByteArray("&granularity=Daily&show_details=True&size=1000") << false;
    QTest::newRow("hourly") << QByteArray("&granularity=Hourly&show_details=True&size=1000") << true;
    QTest::newRow("merged") << QByteArray("&granularity=Daily&show_details=False&size=300") << false;
}

void tst_Walk::utilization()
{
    QFETCH(QByteArray, options);
    QFETCH(bool, isHourly);
    Truth::Sums sums;
    bool hasExponent = false;
    // Touching windows of three weeks over the whole time.
    for (const sandbox::Subscription &subscription : m_world->subscriptions()) {
        for (core::Day from = m_world->firstDay(); from < m_world->today() && subscription.isLegacy;
             from += std::chrono::days(21)) {
            const core::Day to = std::min(from + std::chrono::days(21), m_world->today());
            const QByteArray window = QByteArray::fromStdString("start_time=" + core::formatInstant(from) +
                                                                "&end_time=" + core::formatInstant(to));
            const std::string &customer = m_world->customers()[subscription.customer].id;
            for (const Value &row : utilizationRows(customer, subscription.id, window + options)) {
                hasExponent |= row["quantity"].text.find("E-") != std::string::npos;
                add(sums,
                    {subscription.id,
                     core::formatInstant(core::parseTime(row["usageStartTime"].text)->instant),
                     row["resource"]["id"].text, row["unit"].text},
                    row["quantity"].number());
            }
        }
    }
    sandbox::Selection selection;
    selection.isHourly = isHourly;
    QVERIFY(hasExponent || !isHourly);
    QVERIFY(!sums.empty());
    QVERIFY(sums == m_truth->sums(core::DataSet::Utilization,
                                  {"subscriptionId", "usageStart", "consumptionMeterId", "meterUnit"},
                                  "quantity", selection));
}

void tst_Walk::crest()
{
    Truth::Sums sums;
    const QByteArray cid = m_host->address().crestCid.toLatin1();
    for (const sandbox::Subscription &subscription : m_world->subscriptions()) {
        if (!subscription.isLegacy)
            continue;
        QByteArray next =
            cid + "/usage-records?entitlement_id=" + QByteArray::fromStdString(subscription.entitlementId) +
            "&reported_start_time=2026-09-06%2000%3A00%3A00Z&reported_end_time=2026-11-20%2000%3A00%3A00Z&"
            "count=400";
        while (!next.isEmpty()) {
            const Value answer = page("/" + next, {"api-version: 2015-03-31"});
            QCOMPARE(answer["object_type"].text, std::string("UsageRecords"));
            for (const Value &row : answer["items"].items)
                add(sums,
                    {row["entitlement_id"].text, row["usage_start_time"].text.substr(0, 10),
                     row["meter_name"].text, row["meter_region"].text},
                    row["quantity"].number());
            next = QByteArray::fromStdString(answer["links"]["next"]["href"].text);
        }
    }
    QVERIFY(!sums.empty());
    QVERIFY(sums ==
            m_truth->sums(core::DataSet::Crest, {"entitlementId", "usageDate", "meterName", "meterRegion"}));
}

void tst_Walk::spend()
{
    Truth::Sums costs, dollars;
    bool hasDeepAmount = false;
    QList<QByteArray> headers;
    QByteArray next = "/v1/customers/usagerecords";
    while (!next.isEmpty()) {
        const Value answer = page(next, headers);
        for (const Value &row : answer["items"].items) {
            QCOMPARE(row.has("currencyCode"), row["isUpgraded"].text == "true");
            QCOMPARE(row.has("currencyLocale"), row["isUpgraded"].text == "false");
            add(costs, {row["resourceId"].text, row["currencyCode"].text, row["currencyLocale"].text},
                row["totalCost"].number());
            add(dollars, {row["resourceName"].text}, row["usdTotalCost"].number());
            const std::string &digits = row["totalCost"].text;
            hasDeepAmount |=
                digits.find('.') != std::string::npos && digits.size() - digits.find('.') - 1 >= 20;
        }
        const Value &link = answer["links"]["next"];
        next =
            answer["links"].has("next") ? "/v1" + QByteArray::fromStdString(link["uri"].text) : QByteArray();
        if (!next.isEmpty())
            headers = {"MS-ContinuationToken: " +
                       QByteArray::fromStdString(link["headers"].items.at(0)["value"].text)};
    }
    QVERIFY(hasDeepAmount);
    QVERIFY(costs == m_truth->sums(core::DataSet::Spend, {"resourceId", "currencyCode", "currencyLocale"},
                                   "totalCost"));
    QVERIFY(dollars == m_truth->sums(core::DataSet::Spend, {"resourceName"}, "usdTotalCost"));
}

void tst_Walk::summary()
{
    const Value answer = page("/v1/usagesummary");
    const Truth::Key key{answer["resourceId"].text, answer["billingStartDate"].text.substr(0, 10),
                         answer["billingEndDate"].text.substr(0, 10)};
    const std::vector<std::string> fields{"resourceId", "billingStartDate", "billingEndDate"};
    QVERIFY((Truth::Sums{{key, answer["totalCost"].number()}}) ==
            m_truth->sums(core::DataSet::Summary, fields, "totalCost"));
    QCOMPARE(key[1], std::string("2026-10-28"));
    QCOMPARE(key[2], std::string("2026-11-27"));
    QCOMPARE(answer["billingStartDate"].text, std::string("2026-10-28T00:00:00-07:00"));
    QCOMPARE(answer["billingEndDate"].text, std::string("2026-11-27T00:00:00-08:00"));
    qint64 legacy = 0;
    for (const sandbox::Spend &spend : m_money->spends())
        legacy += spend.isPlan ? 0 : 1;
    QCOMPARE(answer["customersWithUsageBasedSubscription"].text, std::to_string(legacy));
}

void tst_Walk::directory()
{
    std::size_t seen = 0, legacy = 0, below = 0;
    QList<QByteArray> headers;
    QByteArray next = "/v1/customers?size=7";
    while (!next.isEmpty()) {
        const Value answer = page(next, headers);
        for (const Value &row : answer["items"].items) {
            const sandbox::Customer &customer = m_world->customers().at(seen++);
            QCOMPARE(row["id"].text, customer.id);
            QCOMPARE(row["companyProfile"]["companyName"].text, customer.name);
            const QByteArray path =
                "/v1/customers/" + QByteArray::fromStdString(customer.id) + "/subscriptions";
            const Value owned = page(path);
            for (const Value &subscription : owned["items"].items) {
                legacy += subscription["offerId"].text == "MS-AZR-0145P" ? 1 : 0;
                if (subscription["offerName"].text == "Azure plan")
                    below += page(path + '/' + QByteArray::fromStdString(subscription["id"].text) +
                                  "/azureEntitlements")["items"]
                                 .items.size();
            }
        }
        const Value &link = answer["links"]["next"];
        next =
            answer["links"].has("next") ? "/v1" + QByteArray::fromStdString(link["uri"].text) : QByteArray();
        if (!next.isEmpty())
            headers = {"MS-ContinuationToken: " +
                       QByteArray::fromStdString(link["headers"].items.at(0)["value"].text)};
    }
    QCOMPARE(seen, m_world->customers().size());
    std::size_t legacyWanted = 0;
    for (const sandbox::Subscription &subscription : m_world->subscriptions())
        legacyWanted += subscription.isLegacy ? 1 : 0;
    QCOMPARE(legacy, legacyWanted);
    QCOMPARE(below, m_world->subscriptions().size() - legacyWanted);
}

void tst_Walk::truthOverHttp()
{
    const Value answer =
        page("/sandbox/truth?dataSet=utilization&fields=meterUnit,usageDate&from=2026-11-01&to=2026-11-05");
    sandbox::Selection selection;
    selection.used = core::DayRange{*core::parseDay("2026-11-01"), *core::parseDay("2026-11-05")};
    Truth::Sums sums;
    for (const Value &row : answer["sums"].items)
        add(sums, {row["key"].items.at(0).text, row["key"].items.at(1).text}, row["sum"].number());
    QVERIFY(!sums.empty());
    QVERIFY(sums ==
            m_truth->sums(core::DataSet::Utilization, {"meterUnit", "usageDate"}, "quantity", selection));
    QCOMPARE(answer["rows"].text, std::to_string(m_truth->rows(core::DataSet::Utilization, selection)));
}

SPENDGLASS_TEST_MAIN(tst_Walk)
#include "tst_walk.moc"
