// SPDX-License-Identifier: GPL-3.0-or-later
// What a query means on a day, and what is wrong with one that means nothing.
#include "query/filtertext.h"
#include "query/resolve.h"
#include "support/testmain.h"

#include <functional>

using namespace spendglass;
using namespace spendglass::query;
using core::DataSet;
using With = Comparison::With;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

core::Instant noonOf(const char *day)
{
    return core::Instant(*core::parseDay(day)) + std::chrono::hours(12);
}

Query sums(DataSet dataSet = DataSet::Utilization)
{
    Query query;
    query.dataSet = dataSet;
    query.rows = {qs("customerName")};
    query.measures = {{Aggregate::Sum, dataSet == DataSet::Spend ? qs("totalCost") : qs("quantity")}};
    return query;
}

QString rangeText(const std::optional<core::Day> &from, const std::optional<core::Day> &to)
{
    return (from ? core::dayText(*from) : qs("-")) + qs(" ") + (to ? core::dayText(*to) : qs("-"));
}

} // namespace

class TestResolve : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void periodsAndComparisons_data();
    void periodsAndComparisons();
    void billingMonthsCompare();
    void spendIsComparedWithADay();
    void incompleteDaysAreLeftOut();
    void filtersSettle_data();
    void filtersSettle();
    void savedFiltersArePutIn();
    void unresolvedFiltersAreNamed_data();
    void unresolvedFiltersAreNamed();
    void problemsAreFound_data();
    void problemsAreFound();
};

void TestResolve::periodsAndComparisons_data()
{
    QTest::addColumn<QString>("period");
    QTest::addColumn<int>("with");
    QTest::addColumn<bool>("isLikeForLike");
    QTest::addColumn<QString>("days");
    QTest::addColumn<QString>("compared");
    const auto row = [](const char *period, With with, bool isLikeForLike, const char *days,
                        const char *compared) {
        QTest::addRow("%s %d%s", period, int(with), isLikeForLike ? " alike" : "")
            << qs(period) << int(with) << isLikeForLike << qs(days) << qs(compared);
    };
    // Today is Tuesday, 24 November 2026; the second day of a range is no longer in it.
    row("last 3 full months", With::PreviousPeriod, false, "2026-08-01 2026-11-01", "2026-05-01 2026-08-01");
    row("last month", With::PreviousPeriod, false, "2026-10-01 2026-11-01", "2026-09-01 2026-10-01");
    row("last month", With::SameDaysOfLastMonth, false, "2026-10-01 2026-11-01", "2026-09-01 2026-10-01");
    row("last month", With::SamePeriodLastYear, false, "2026-10-01 2026-11-01", "2025-10-01 2025-11-01");
    row("last month", With::PreviousPeriod, true, "2026-10-01 2026-10-31", "2026-09-01 2026-10-01");
    row("this month", With::PreviousPeriod, false, "2026-11-01 2026-11-25", "2026-10-01 2026-11-01");
    row("this month", With::PreviousPeriod, true, "2026-11-01 2026-11-24", "2026-10-01 2026-10-24");
    row("this month", With::SameDaysOfLastMonth, false, "2026-11-01 2026-11-25", "2026-10-01 2026-10-25");
    row("this year", With::SamePeriodLastYear, false, "2026-01-01 2026-11-25", "2025-01-01 2025-11-25");
    row("last 7 days", With::PreviousPeriod, false, "2026-11-18 2026-11-25", "2026-11-11 2026-11-18");
    row("last 2 full weeks", With::PreviousPeriod, false, "2026-11-09 2026-11-23", "2026-10-26 2026-11-09");
    row("last billing period", With::PreviousPeriod, false, "2026-09-28 2026-10-28", "2026-08-29 2026-09-28");
    row("last month starting 25 days ago", With::PreviousPeriod, false, "2026-09-01 2026-10-01",
        "2026-08-01 2026-09-01");
}

void TestResolve::periodsAndComparisons()
{
    QFETCH(QString, period);
    QFETCH(int, with);
    QFETCH(bool, isLikeForLike);
    QFETCH(QString, days);
    QFETCH(QString, compared);
    Query query = sums();
    query.period = RelativeDays::fromText(period);
    query.comparison = Comparison{With(with), {}, {}, isLikeForLike};
    QCOMPARE(problems(query), QStringList());
    const Query settled = resolved(query, noonOf("2026-11-24")).query;
    QCOMPARE(rangeText(settled.from, settled.to), days);
    QCOMPARE(rangeText(settled.comparison->from, settled.comparison->to), compared);
    QVERIFY(!settled.period);
    QCOMPARE(problems(settled), QStringList());
    // Settled once, it does not move any more.
    QCOMPARE(resolved(settled, noonOf("2027-03-03")).query, settled);
}

void TestResolve::billingMonthsCompare()
{
    Query query = sums();
    query.months = Months::Billing;
    query.period = RelativeDays::fromText(u"last 2 full billing periods");
    query.comparison = Comparison{};
    const Query settled = resolved(query, noonOf("2026-11-24")).query;
    QCOMPARE(rangeText(settled.from, settled.to), qs("2026-08-28 2026-10-28"));
    QCOMPARE(rangeText(settled.comparison->from, settled.comparison->to), qs("2026-06-28 2026-08-28"));
}

void TestResolve::spendIsComparedWithADay()
{
    Query query = sums(DataSet::Spend);
    query.comparison = Comparison{With::SameDaysOfLastMonth};
    QCOMPARE(problems(query), QStringList());
    QCOMPARE(*resolved(query, noonOf("2026-03-31")).query.comparison->from, *core::parseDay("2026-02-28"));
    query.asOf = noonOf("2026-01-15");
    QCOMPARE(*resolved(query, noonOf("2026-03-31")).query.comparison->from, *core::parseDay("2025-12-15"));
}

void TestResolve::incompleteDaysAreLeftOut()
{
    Query query = sums();
    query.period = RelativeDays::fromText(u"this month");
    query.completeDaysOnly = true;
    const core::Day complete = *core::parseDay("2026-11-20");
    const Resolution cut = resolved(query, noonOf("2026-11-24"), complete);
    QCOMPARE(rangeText(cut.query.from, cut.query.to), qs("2026-11-01 2026-11-20"));
    QCOMPARE(cut.remarks.size(), 1);
    QVERIFY(cut.remarks.front().contains(qs("20 Nov 2026")));
    const Resolution none = resolved(query, noonOf("2026-11-24"), *core::parseDay("2026-10-20"));
    QCOMPARE(rangeText(none.query.from, none.query.to), qs("2026-11-01 2026-11-01"));
    QCOMPARE(problems(none.query), QStringList());
    QVERIFY(resolved(query, noonOf("2026-11-24")).remarks.isEmpty());
}

void TestResolve::filtersSettle_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("settled");
    QTest::addColumn<int>("remarks");
    const auto row = [](DataSet dataSet, const char *written, const char *settled, int remarks = 0) {
        QTest::newRow(written) << dataSet << qs(written) << qs(settled) << remarks;
    };
    row(DataSet::Utilization, "date within last month", "date >= 2026-10-01 and date < 2026-11-01");
    row(DataSet::Utilization, "date not within today", "not (date >= 2026-11-24 and date < 2026-11-25)");
    row(DataSet::Utilization, "usageStart within yesterday",
        "usageStart >= 2026-11-23 and usageStart < 2026-11-24");
    row(DataSet::Utilization, "off customer = \"a\" or service = \"b\"", "any(service = \"b\")");
    row(DataSet::Utilization, "pinned customer = \"a\"", "customer = \"a\"");
    row(DataSet::Utilization, "pinned currency = \"EUR\" and region = \"x\"", "region = \"x\"", 1);
    row(DataSet::Utilization, "pinned (currency = \"EUR\" or region = \"x\")", "true", 1);
    row(DataSet::Utilization, "pinned customer top 3 by sum(totalCost)", "true", 1);
    row(DataSet::Utilization, "pinned customer top 3 by count()", "customer top 3 by count()");
    row(DataSet::Utilization, "currency is not available", "true");
    row(DataSet::Spend, "currency is not available", "false");
    row(DataSet::Spend, "currency is available", "true");
    row(DataSet::Utilization, "named \"mine\" customer = \"a\"", "customer = \"a\"");
}

void TestResolve::filtersSettle()
{
    QFETCH(DataSet, dataSet);
    QFETCH(QString, written);
    QFETCH(QString, settled);
    QFETCH(int, remarks);
    Query query = sums(dataSet);
    const auto where = parseFilter(written, dataSet);
    QVERIFY2(where, qPrintable(where ? QString() : where.error().message));
    query.where = *where;
    const Resolution result = resolved(query, noonOf("2026-11-24"));
    Query wanted = sums(dataSet);
    wanted.where = *parseFilter(settled, dataSet);
    QCOMPARE(printFilter(Predicate::all(conjunctsOf(result.query.where))),
             printFilter(Predicate::all(conjunctsOf(wanted.where))));
    QCOMPARE(result.remarks.size(), remarks);
}

void TestResolve::savedFiltersArePutIn()
{
    SavedFilters saved;
    saved[qs("a")] = *parseFilter(qs("customer = \"A\" and filter \"b\""), DataSet::Utilization);
    saved[qs("b")] = *parseFilter(qs("region = \"B\""), DataSet::Utilization);
    saved[qs("round")] = *parseFilter(qs("not filter \"round\""), DataSet::Utilization);
    Query query = sums();
    query.where = *parseFilter(qs("filter \"a\" and off filter \"b\""), DataSet::Utilization);
    const Query whole = withSavedFilters(query, saved);
    QCOMPARE(problems(whole), QStringList());
    const auto conjuncts = conjunctsOf(resolved(whole, noonOf("2026-11-24")).query.where);
    QCOMPARE(printFilter(Predicate::all(conjuncts)), qs("customer = \"A\" and region = \"B\""));
    query.where = Predicate::saved(qs("round"));
    QVERIFY(problems(withSavedFilters(query, saved)).join(QLatin1Char(' ')).contains(qs("round")));
    query.where = Predicate::saved(qs("nobody"));
    QCOMPARE(problems(withSavedFilters(query, saved)),
             QStringList{qs("there is no saved filter \"nobody\"")});
}

void TestResolve::unresolvedFiltersAreNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("known") << qs("filter \"a\" and region = \"B\"") << QStringList();
    QTest::newRow("unknown") << qs("filter \"x\" or filter \"x\"") << QStringList{qs("x")};
    QTest::newRow("off") << qs("off filter \"x\"") << QStringList{qs("x")};
    QTest::newRow("inside of a known one") << qs("not filter \"outer\"") << QStringList{qs("gone")};
    QTest::newRow("contains itself") << qs("filter \"round\"") << QStringList{qs("round")};
}

void TestResolve::unresolvedFiltersAreNamed()
{
    QFETCH(QString, text);
    QFETCH(QStringList, names);
    const auto parsed = [](const QString &each) { return *parseFilter(each, DataSet::Utilization); };
    const SavedFilters saved{{qs("a"), parsed(qs("region = \"B\""))},
                             {qs("outer"), parsed(qs("filter \"a\" and filter \"gone\""))},
                             {qs("round"), parsed(qs("filter \"a\" or filter \"round\""))}};
    QCOMPARE(unresolvedFilters(parsed(text), saved), names);
}

void TestResolve::problemsAreFound_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *problem, const std::function<void(Query &)> &change) {
        Query query = sums();
        change(query);
        QTest::newRow(problem) << query << qs(problem);
    };
    const auto where = [&row](const char *problem, const char *field, Operator op,
                              const QStringList &values) {
        row(problem, [&](Query &query) { query.where = Predicate::leaf(qs(field), op, values); });
    };
    const auto measured = [&row](const char *problem, const Measure &measure) {
        row(problem, [&](Query &query) { query.measures.push_back(measure); });
    };
    where("is not a regular expression", "customerName", Operator::Matches, {qs("(")});
    where("looks for punctuation alone", "customerName", Operator::IsLike, {qs("- -")});
    where("is not a period", "usageDate", Operator::Within, {qs("next week")});
    where("\"0\" is not a number", "quantity", Operator::Top, {qs("0")});
    where("cannot be ranked by \"avg(quantity)\"", "customerName", Operator::Top,
          {qs("3"), qs("avg(quantity)")});
    where("wrong number of values", "customerName", Operator::Bottom, {qs("3")});
    where("cannot be asked with this operator", "quantity", Operator::Matches, {qs("1")});
    measured("needs a period to compare with", {Aggregate::Sum, qs("quantity"), ShowAs::Difference});
    measured("only sums and counts are parts", {Aggregate::Average, qs("quantity"), ShowAs::PercentOfTotal});
    measured("its different values are not counted", {Aggregate::CountDistinct, qs("quantity")});
    measured("is not an amount", {Aggregate::Maximum, qs("customerName")});
    row("needs a period with a beginning", [](Query &query) { query.comparison = Comparison{}; });
    row("has no days", [](Query &query) {
        query.period = RelativeDays{};
        query.comparison = Comparison{With::Days};
    });
    row("billing periods make no quarters", [](Query &query) {
        query.months = Months::Billing;
        query.granularity = core::Granularity::Quarterly;
    });
    row("has no top values: it is not grouped by",
        [](Query &query) { query.tops = {{qs("meterCategory")}}; });
    row("amounts of different units are not compared", [](Query &query) {
        query.rows = {qs("meterUnit")};
        query.tops = {{qs("meterUnit")}};
    });
    row("either its top values or empty ones", [](Query &query) {
        query.tops = {{qs("customerName")}};
        query.showEmpty = {qs("customerName")};
    });
    row("cannot show empty values", [](Query &query) { query.showEmpty = {qs("meterCategory")}; });
    row("cannot sort by sum(quantity) as running total", [](Query &query) {
        query.measures = {{Aggregate::Sum, qs("quantity"), ShowAs::RunningTotal}};
        query.sort = {{qs("sum(quantity) as running total")}};
    });
}

void TestResolve::problemsAreFound()
{
    QFETCH(Query, query);
    QFETCH(QString, problem);
    const QString found = problems(query).join(QLatin1Char('\n'));
    QVERIFY2(found.contains(problem), qPrintable(found));
}

SPENDGLASS_TEST_MAIN(TestResolve)
#include "tst_resolve.moc"
