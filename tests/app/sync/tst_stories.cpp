// SPDX-License-Identifier: GPL-3.0-or-later
// What an account manager asks, as questions about the sample data, against what the sample world knows. The
// numbers are those of the stories in the product's description.
#include "account.h"

#include "query/cellquery.h"
#include "query/filtertext.h"
#include "query/queryjson.h"
#include "query/resolve.h"
#include "support/testmain.h"

#include <algorithm>
#include <set>

using namespace spendglass;
using core::DataSet;
using core::Decimal;
using query::Aggregate;
using query::Query;
using query::ShowAs;
using sandbox::TruthRow;
using Key = sandbox::Truth::Key;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

QString qs(const std::string &text)
{
    return QString::fromStdString(text);
}

sandbox::Options storyWorld()
{
    sandbox::Options options = test::smallWorld();
    options.days = 150;
    options.customers = 16; // some of them over their budget
    return options;
}

core::Day today()
{
    return core::dayOf(test::ManualClock::start);
}

core::DayRange lastFullMonths(int count)
{
    const core::Day month = core::firstOfMonth(today());
    return {core::addMonths(month, -count), month};
}

Query ask(DataSet dataSet, const char *filter, const char *measure)
{
    Query query;
    query.dataSet = dataSet;
    query.where = *query::parseFilter(qs(filter), dataSet);
    query.measures = {*query::Measure::fromText(qs(measure))};
    return query;
}

Decimal minus(Decimal a, Decimal b)
{
    return *a.minus(b);
}

Decimal decimalAt(const query::Table &table, qsizetype row, const char *column)
{
    const auto *const value = std::get_if<Decimal>(&table.at(row, table.columnOf(qs(column))));
    return value ? *value : Decimal();
}

} // namespace

class TestStories : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whoIsOverBudget();          // 1
    void whyDidThisCustomerRise();   // 2
    void onePackOfEachCustomer();    // 3 and 4
    void isTheMonthFinal();          // 5
    void servicesInARegionByPhone(); // 6
    void topMovers();                // 7
    void linesOfOneCustomerAlone();  // 8
    void theSameReportNextMonth();   // 9
    void whereAFigureIsFrom();       // 10
    void asItStoodYesterday();       // 11
    void whatCanBeSeen();            // 12

private:
    query::AnswerPtr answer(const Query &query);
    sandbox::Selection in(core::DayRange days, const std::string &customer = {}) const;

    std::unique_ptr<test::Partner> m_partner;
    std::unique_ptr<test::Account> m_account;
    std::string m_customer; ///< the largest with a legacy subscription, its name
};

void TestStories::initTestCase()
{
    m_partner = std::make_unique<test::Partner>(storyWorld());
    m_account = std::make_unique<test::Account>(*m_partner);
    VERIFY_COMPLETE(m_account->sync());
    m_customer = m_partner->victim().name;
}

query::AnswerPtr TestStories::answer(const Query &query)
{
    const auto answer = m_account->ask(query);
    if (!answer)
        QTest::qFail(qPrintable(answer.error().text), __FILE__, __LINE__);
    return answer.value_or(std::make_shared<query::Answer>());
}

sandbox::Selection TestStories::in(core::DayRange days, const std::string &customer) const
{
    sandbox::Selection selection;
    selection.used = days;
    if (!customer.empty())
        selection.passes = [customer](const TruthRow &row) { return row.text("customerName") == customer; };
    return selection;
}

void TestStories::whoIsOverBudget()
{
    Query query = ask(DataSet::Spend, "budgetAmount > 0 and percentUsed > 60", "sum(totalCost)");
    query.rows = {qs("customerName")};
    query.measures.push_back(*query::Measure::fromText(qs("max(percentUsed)")));
    query.sort = {{qs("max(percentUsed)"), true}};
    const auto found = answer(query);
    sandbox::Selection over;
    over.passes = [](const TruthRow &row) {
        return row.number("budgetAmount") > Decimal() &&
               row.number("percentUsed") > Decimal::fromInteger(60); // the month is two thirds over
    };
    const auto costs = m_partner->truth().sums(DataSet::Spend, {"customerName"}, "totalCost", over);
    QVERIFY(!costs.empty());
    QCOMPARE(found->table.rowCount(), qsizetype(costs.size()));
    Decimal before;
    for (qsizetype row = 0; row < found->table.rowCount(); ++row) {
        const std::string name = query::valueText(found->table.at(row, 0)).toStdString();
        QCOMPARE(decimalAt(found->table, row, "sum(totalCost)"), costs.at({name}));
        const Decimal percent = decimalAt(found->table, row, "max(percentUsed)");
        QVERIFY(row == 0 || percent <= before);
        before = percent;
    }
}

/// By service, the largest change first: this month so far against the same days of the month before.
void TestStories::whyDidThisCustomerRise()
{
    Query query = ask(DataSet::Analytics, "", "sum(quantity)");
    query.where = query::Predicate::leaf(qs("customerName"), query::Operator::IsExactly, {qs(m_customer)});
    query.rows = {qs("meterCategory")};
    query.period = query::RelativeDays::fromText(u"last month");
    query.comparison = query::Comparison{query::Comparison::With::PreviousPeriod};
    query.measures = {{Aggregate::Sum, qs("quantity")},
                      {Aggregate::Sum, qs("quantity"), ShowAs::Difference},
                      {Aggregate::Sum, qs("quantity"), ShowAs::PercentDifference}};
    query.sort = {{qs("sum(quantity) as difference"), true}};
    const auto found = answer(query);
    const core::DayRange now = lastFullMonths(1);
    const core::DayRange before{core::addMonths(now.from, -1), now.from};
    const std::vector<std::string> fields{"meterCategory", "meterUnit"};
    const auto truth = m_partner->truth();
    auto sums = truth.sums(DataSet::Analytics, fields, "quantity", in(now, m_customer));
    const auto sumsBefore = truth.sums(DataSet::Analytics, fields, "quantity", in(before, m_customer));
    std::map<Key, Decimal> changes = sums;
    for (const auto &[key, sum] : sumsBefore)
        changes[key] = minus(changes[key], sum);
    QVERIFY(changes.size() > 3);
    QCOMPARE(found->table.rowCount(), qsizetype(changes.size()));
    for (qsizetype row = 0; row < found->table.rowCount(); ++row) {
        const Key key{query::valueText(found->table.at(row, 0)).toStdString(),
                      query::valueText(found->table.at(row, 1)).toStdString()};
        const Decimal change = decimalAt(found->table, row, "sum(quantity) as difference");
        QCOMPARE(change, changes.at(key));
        if (row > 0)
            QVERIFY(change <= decimalAt(found->table, row - 1, "sum(quantity) as difference"));
        const auto was = sumsBefore.find(key);
        if (was != sumsBefore.end() && !was->second.isZero())
            QCOMPARE(decimalAt(found->table, row, "sum(quantity) as % difference"),
                     *change.dividedBy(was->second)->times(100));
    }
}

/// A pack is services by month with subtotals for each customer; all packs are one question.
void TestStories::onePackOfEachCustomer()
{
    Query query = ask(DataSet::Utilization, "", "sum(quantity)");
    query.rows = {qs("customerName"), qs("meterCategory")};
    query.columns = {qs("usageDate")};
    query.granularity = core::Granularity::Monthly;
    query.period = query::RelativeDays::fromText(u"last 2 full months");
    query.subtotals = true;
    const auto found = answer(query);
    const auto truth = m_partner->truth();
    const auto perCustomer =
        truth.sums(DataSet::Utilization, {"customerName", "meterUnit"}, "quantity", in(lastFullMonths(2)));
    const auto level = std::ranges::find_if(
        found->levels, [](const query::Level &each) { return each.rowDepth == 1 && !each.hasColumns; });
    QVERIFY(level != found->levels.end());
    QCOMPARE(level->table.rowCount(), qsizetype(perCustomer.size()));
    QVERIFY(perCustomer.size() > 3);
    for (qsizetype row = 0; row < level->table.rowCount(); ++row) {
        const Key key{query::valueText(level->table.at(row, 0)).toStdString(),
                      query::valueText(level->table.at(row, 2)).toStdString()};
        QCOMPARE(decimalAt(level->table, row, "sum(quantity)"), perCustomer.at(key));
    }
}

void TestStories::isTheMonthFinal()
{
    Query query = ask(DataSet::Utilization, "", "sum(quantity)");
    query.period = query::RelativeDays::fromText(u"this month");
    QCOMPARE(answer(query)->completeness.standing, query::Standing::Open);
    query.period = query::RelativeDays::fromText(u"last month");
    const auto last = answer(query);
    QCOMPARE(last->completeness.standing, query::Standing::Settled);
    QVERIFY(!last->completeness.isPartial());
}

/// "SQL in West Europe for Contoso, last 3 months, by subscription?"
void TestStories::servicesInARegionByPhone()
{
    const auto truth = m_partner->truth();
    const core::DayRange days = lastFullMonths(3);
    // A service and a region that the customer has, as one hears them: without regard to case.
    const auto seen = truth.sums(DataSet::Utilization, {"meterCategory", "resourceLocation"}, "quantity",
                                 in(days, m_customer));
    const auto named = std::ranges::find_if(
        seen, [](const auto &each) { return !each.first[0].empty() && !each.first[1].empty(); });
    QVERIFY(named != seen.end());
    const auto [service, region] = std::pair(named->first[0], named->first[1]);
    Query query = ask(DataSet::Utilization, "", "sum(quantity)");
    query.where =
        *query::parseFilter(qs("customer = \"%1\" and service contains \"%2\" and region = \"%3\"")
                                .arg(qs(m_customer).toUpper(), qs(service).toLower(), qs(region).toUpper()),
                            DataSet::Utilization);
    query.period = query::RelativeDays::fromText(u"last 3 full months");
    query.rows = {qs("subscriptionName")};
    const auto found = answer(query);
    sandbox::Selection selection = in(days, m_customer);
    selection.passes = [&, customer = m_customer](const TruthRow &row) {
        return row.text("customerName") == customer && row.text("resourceLocation") == region &&
               qs(row.text("meterCategory")).contains(qs(service), Qt::CaseInsensitive);
    };
    const auto wanted =
        truth.sums(DataSet::Utilization, {"subscriptionName", "meterUnit"}, "quantity", selection);
    QCOMPARE(found->table.rowCount(), qsizetype(wanted.size()));
    for (qsizetype row = 0; row < found->table.rowCount(); ++row) {
        const Key key{query::valueText(found->table.at(row, 0)).toStdString(),
                      query::valueText(found->table.at(row, 1)).toStdString()};
        QCOMPARE(decimalAt(found->table, row, "sum(quantity)"), wanted.at(key));
    }
}

/// Of all customers the three that changed most in a unit, the rest in one line; nothing is lost.
void TestStories::topMovers()
{
    Query query = ask(DataSet::Analytics, "", "sum(quantity)");
    query.rows = {qs("customerName")};
    query.period = query::RelativeDays::fromText(u"last month");
    query.comparison = query::Comparison{query::Comparison::With::PreviousPeriod};
    query.tops = {{qs("customerName"), 3, qs("sum(quantity)")}};
    query.measures.push_back({Aggregate::Sum, qs("quantity"), ShowAs::Difference});
    query.sort = {{qs("sum(quantity) as difference"), true}};
    const auto found = answer(query);
    const core::DayRange now = lastFullMonths(1);
    const auto truth = m_partner->truth();
    auto changes = truth.sums(DataSet::Analytics, {"meterUnit"}, "quantity", in(now));
    for (const auto &[unit, sum] : truth.sums(DataSet::Analytics, {"meterUnit"}, "quantity",
                                              in({core::addMonths(now.from, -1), now.from})))
        changes[unit] = minus(changes[unit], sum);
    std::map<Key, Decimal> shown;
    std::map<Key, int> kept;
    bool hasOthers = false;
    for (qsizetype row = 0; row < found->table.rowCount(); ++row) {
        const Key unit{query::valueText(found->table.at(row, 1)).toStdString()};
        shown[unit] = *shown[unit].plus(decimalAt(found->table, row, "sum(quantity) as difference"));
        const bool isOther = std::holds_alternative<query::Others>(found->table.at(row, 0));
        hasOthers = hasOthers || isOther;
        kept[unit] += isOther ? 0 : 1;
    }
    QVERIFY(hasOthers);
    for (const auto &[unit, count] : kept)
        QVERIFY(count <= 3);
    QCOMPARE(shown, (std::map<Key, Decimal>(changes.begin(), changes.end())));
}

void TestStories::linesOfOneCustomerAlone()
{
    Query query = ask(DataSet::Utilization, "", "count()");
    query.where = query::Predicate::leaf(qs("customerName"), query::Operator::IsExactly, {qs(m_customer)});
    const qint64 count = std::get<qint64>(answer(query)->table.at(0, 0));
    QCOMPARE(count, m_partner->truth().rows(DataSet::Utilization,
                                            in({m_partner->world().firstDay(), today()}, m_customer)));
    QObject context;
    std::shared_ptr<const query::Table> records;
    m_account->workspace().records(2, query, 0, count + 10, &context,
                                   [&records](const auto &result) { records = result.value_or(nullptr); });
    QTRY_VERIFY_WITH_TIMEOUT(records, 30'000);
    QCOMPARE(records->rowCount(), qsizetype(count));
    const int name = records->columnOf(u"customerName");
    for (qsizetype row = 0; row < records->rowCount(); ++row)
        QCOMPARE(query::valueText(records->at(row, name)), qs(m_customer));
}

/// A saved question moves with the calendar, and nothing else of it changes.
void TestStories::theSameReportNextMonth()
{
    Query query = ask(DataSet::Analytics, "service != \"Storage\"", "sum(quantity)");
    query.period = query::RelativeDays::fromText(u"last month");
    const auto saved = query::queryFromJson(query::toJson(query));
    QVERIFY(saved);
    QCOMPARE(*saved, query);
    const auto thisMonth = query::resolved(*saved, test::ManualClock::start).query;
    const core::Instant later =
        core::Instant(core::addMonths(core::firstOfMonth(today()), 1) + std::chrono::days(3));
    const auto nextMonth = query::resolved(*saved, later).query;
    QCOMPARE(*thisMonth.to, core::firstOfMonth(today()));
    QCOMPARE(*nextMonth.from, *thisMonth.to);
    QCOMPARE(nextMonth.where, thisMonth.where);
}

/// Each cell of an answer has records that come to it, and calls that brought them.
void TestStories::whereAFigureIsFrom()
{
    Query query = ask(DataSet::Utilization, "", "sum(quantity)");
    query.rows = {qs("customerName"), qs("meterCategory")};
    query.columns = {qs("usageDate")};
    query.granularity = core::Granularity::Monthly;
    query.subtotals = true;
    const auto found = answer(query);
    QVERIFY(found->table.rowCount() > 10);
    const qsizetype step = std::max<qsizetype>(1, found->table.rowCount() / 7);
    for (qsizetype row = 0; row < found->table.rowCount(); row += step) {
        Query records = query::recordsBehind(*found, {&found->table, row});
        const auto sum = answer(records);
        QCOMPARE(sum->table.rowCount(), 1);
        QCOMPARE(decimalAt(sum->table, 0, "sum(quantity)"), decimalAt(found->table, row, "sum(quantity)"));
        QObject context;
        std::shared_ptr<const query::Table> calls;
        m_account->workspace().callsBehind(
            3, records, &context, [&calls](const auto &result) { calls = result.value_or(nullptr); });
        QTRY_VERIFY_WITH_TIMEOUT(calls, 30'000);
        QVERIFY(calls->rowCount() > 0);
        QVERIFY(!query::valueText(calls->at(0, calls->columnOf(u"requestId"))).isEmpty());
    }
}

/// Without the network: what was kept, and as of when.
void TestStories::asItStoodYesterday()
{
    Query query = ask(DataSet::Spend, "", "sum(totalCost)");
    query.rows = {qs("customerName")};
    const auto now = answer(query);
    QVERIFY(now->completeness.loadedAt.has_value());
    query.asOf = *now->completeness.loadedAt;
    QCOMPARE(answer(query)->table.cells, now->table.cells);
    query.asOf = *now->completeness.loadedAt - std::chrono::hours(24);
    const auto before = answer(query);
    QCOMPARE(before->table.rowCount(), 0);
    QVERIFY(before->completeness.isPartial());
}

/// A field that an interface does not have is asked for, not guessed; what is not offered says why.
void TestStories::whatCanBeSeen()
{
    Query query = ask(DataSet::Analytics, "resourceUri is not available", "count()");
    QCOMPARE(answer(query)->records, m_partner->truth().rows(DataSet::Analytics));
    query = ask(DataSet::Utilization, "resourceUri is not available", "count()");
    QCOMPARE(answer(query)->records, 0);
    query = ask(DataSet::Utilization, "", "distinct(customerName)");
    std::set<std::string> customers;
    for (const auto &[key, sum] : m_partner->truth().sums(DataSet::Utilization, {"customerName"}))
        customers.insert(key.front());
    QCOMPARE(std::get<qint64>(answer(query)->table.at(0, 0)), qint64(customers.size()));
    const auto lacks = answer(query)->completeness.lacks;
    QVERIFY(std::ranges::any_of(
        lacks, [](const query::Lack &lack) { return !lack.isMissing && !lack.reason.isEmpty(); }));
}

SPENDGLASS_TEST_MAIN(TestStories)
#include "tst_stories.moc"
