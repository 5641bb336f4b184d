// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "query/sentence.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

struct Asked
{
    core::DataSet dataSet = core::DataSet::Analytics;
    const char *rows = "";
    const char *columns = "";
    const char *measures = "";
    const char *where = "";
    const char *from = nullptr;
    const char *to = nullptr;
    core::Granularity granularity = core::Granularity::None;
    DateBasis dateBasis = DateBasis::Used;
    int limit = 0;
    void (*more)(Query &query) = nullptr;
};

Query queryOf(const Asked &asked)
{
    Query query;
    query.dataSet = asked.dataSet;
    for (const QString &id : qs(asked.rows).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.rows.push_back(id);
    for (const QString &id : qs(asked.columns).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.columns.push_back(id);
    for (const QString &text : qs(asked.measures).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.measures.push_back(*Measure::fromText(text));
    query.where = *parseFilter(qs(asked.where), asked.dataSet);
    if (asked.from)
        query.from = core::parseDay(asked.from);
    if (asked.to)
        query.to = core::parseDay(asked.to);
    query.granularity = asked.granularity;
    query.dateBasis = asked.dateBasis;
    if (asked.limit > 0)
        query.limit = asked.limit;
    if (asked.more)
        asked.more(query);
    return query;
}

} // namespace

class TestSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queriesAreSentences_data();
    void queriesAreSentences();
    void deeperQueriesAreSentences_data();
    void deeperQueriesAreSentences() { queriesAreSentences(); }
    void conditionsAreTexts_data();
    void conditionsAreTexts();
    void periodsAreTexts_data();
    void periodsAreTexts();
    void measuresHaveLabels_data();
    void measuresHaveLabels();
    void operatorsHaveTexts();
    void dataSetsHaveLabels();
};

void TestSentence::queriesAreSentences_data()
{
    using core::DataSet;
    using core::Granularity;
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *expected, const Asked &asked) {
        QTest::newRow(expected) << queryOf(asked) << qs(expected);
    };
    row("Quantity by customer and service, by month, where Service is not Storage, September to November "
        "2026",
        {.rows = "customerName meterCategory",
         .columns = "usageDate",
         .measures = "sum(quantity)",
         .where = "service != \"Storage\"",
         .from = "2026-09-01",
         .to = "2026-12-01",
         .granularity = Granularity::Monthly});
    row("Cost by customer",
        {.dataSet = DataSet::Spend, .rows = "customerName", .measures = "sum(totalCost)"});
    row("Cost and budget by customer",
        {.dataSet = DataSet::Spend, .rows = "resourceName", .measures = "sum(totalCost) sum(budgetAmount)"});
    row("Cost", {.dataSet = DataSet::Spend, .measures = "sum(totalCost)"});
    row("Usage analytics by customer", {.rows = "customerName"});
    row("Records by usage date", {.rows = "usageDate", .measures = "count()"});
    row("Records by week", {.rows = "usageDate", .measures = "count()", .granularity = Granularity::Weekly});
    row("Records by month of report, reported 3 Sep 2026", {.dataSet = DataSet::Crest,
                                                            .rows = "reportedDate",
                                                            .measures = "count()",
                                                            .from = "2026-09-03",
                                                            .to = "2026-09-04",
                                                            .granularity = Granularity::Monthly,
                                                            .dateBasis = DateBasis::Reported});
    row("Records by hour", {.dataSet = DataSet::Crest,
                            .rows = "usageStart",
                            .measures = "count()",
                            .granularity = Granularity::Hourly});
    row("Records by customer, subscription and tag env",
        {.dataSet = DataSet::Crest, .rows = "customerName subscriptionName tag:env", .measures = "count()"});
    row("Records, November 2026", {.measures = "count()", .from = "2026-11-01", .to = "2026-12-01"});
    row("Records, November 2026 to January 2027",
        {.measures = "count()", .from = "2026-11-01", .to = "2027-02-01"});
    row("Records, 1 Nov 2026 to 15 Nov 2026",
        {.measures = "count()", .from = "2026-11-01", .to = "2026-11-16"});
    row("Records, from 1 Nov 2026", {.measures = "count()", .from = "2026-11-01"});
    row("Records, until 31 Oct 2026", {.measures = "count()", .to = "2026-11-01"});
    row("Cost, first 10",
        {.dataSet = DataSet::Spend, .measures = "sum(totalCost)", .from = "2026-11-01", .limit = 10});
    row("Records, where Customer is A or B and (Region is empty or Region is C)",
        {.measures = "count()",
         .where = "customer in (\"A\", \"B\") and (region is empty or region = \"C\")"});
    row("Records, where not (Customer is %1 %2 or Customer contains <b>)",
        {.measures = "count()", .where = "not (customer = \"%1 %2\" or customer contains \"<b>\")"});
    row("Records, where Quantity is between 1 and 2.5 and Customer is “”",
        {.measures = "count()", .where = "quantity between 1 and 2.5 and customer = \"\""});
    row("Records, where Customer is A or Customer is B",
        {.measures = "count()", .where = "customer = \"A\" or customer = \"B\""});
    row("Records, where nothing", {.measures = "count()", .where = "false"});
}

void TestSentence::queriesAreSentences()
{
    QFETCH(Query, query);
    QFETCH(QString, expected);
    QCOMPARE(sentence(query), expected);
}

void TestSentence::deeperQueriesAreSentences_data()
{
    using core::DataSet;
    using core::Granularity;
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *expected, const Asked &asked) {
        QTest::newRow(expected) << queryOf(asked) << qs(expected);
    };
    const auto custom = [](Query &query) {
        query.comparison = Comparison{Comparison::With::Days, *core::parseDay("2026-03-01"),
                                      *core::parseDay("2026-04-01"), true};
    };
    row("Records, last 3 full months", {.measures = "count()", .more = [](Query &query) {
                                            query.period = RelativeDays{RelativeDays::Unit::Month, 3, true};
                                        }});
    row("Records by billing month, last 3 full billing periods, complete days only, compared with the "
        "previous period",
        {.columns = "usageDate",
         .measures = "count()",
         .granularity = Granularity::Monthly,
         .more = [](Query &query) {
             query.period = RelativeDays{RelativeDays::Unit::BillingPeriod, 3, true};
             query.months = Months::Billing;
             query.completeDaysOnly = true;
             query.comparison = Comparison{};
         }});
    row("Cost, compared like for like with March 2026",
        {.dataSet = DataSet::Spend, .measures = "sum(totalCost)", .more = custom});
    row("Quantity by customer (top 5 by quantity, the rest as Other) and service (also without records)",
        {.rows = "customerName",
         .columns = "meterCategory",
         .measures = "sum(quantity)",
         .more = [](Query &query) {
             query.tops = {{qs("customerName"), 5}};
             query.showEmpty = {qs("meterCategory")};
             query.subtotals = true;
         }});
    row("Average quantity and records by service (bottom 3 by records, the rest as Other)",
        {.rows = "meterCategory", .measures = "avg(quantity) count()", .more = [](Query &query) {
             query.tops = {{qs("meterCategory"), 3, {}, true}};
         }});
    row("Records, where “Production” and Service is not Storage",
        {.measures = "count()", .more = [](Query &query) {
             Predicate named = Predicate::leaf(qs("meterCategory"), Operator::IsNot, {qs("Storage")});
             named.name = qs("No storage");
             named.isPinned = true;
             query.where = Predicate::all({Predicate::saved(qs("Production")), named});
         }});
    row("Cost, where Customer is A", {.dataSet = DataSet::Spend,
                                      .measures = "sum(totalCost)",
                                      .where = "customer = \"A\"",
                                      .more = [](Query &query) {
                                          Predicate pinned =
                                              Predicate::leaf(qs("resourceUri"), Operator::Is, {qs("x")});
                                          pinned.isPinned = true;
                                          query.where.children.push_back(pinned);
                                      }});
}

void TestSentence::conditionsAreTexts_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("op");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char *expected, const char *field, Operator op,
                        const QStringList &values = {}) {
        QTest::newRow(expected) << qs(field) << int(op) << values;
    };
    row("Service is Storage", "meterCategory", Operator::Is, {qs("Storage")});
    row("Service is none of A, B or C", "meterCategory", Operator::NotIn, {qs("A"), qs("B"), qs("C")});
    row("Service is exactly Storage", "meterCategory", Operator::IsExactly, {qs("Storage")});
    row("Service is not exactly “”", "meterCategory", Operator::IsNotExactly, {QString()});
    row("Service is like v-m", "meterCategory", Operator::IsLike, {qs("v-m")});
    row("Service is not like %2", "meterCategory", Operator::IsNotLike, {qs("%2")});
    row("Service matches ^a|b$", "meterCategory", Operator::Matches, {qs("^a|b$")});
    row("Service does not match a", "meterCategory", Operator::DoesNotMatch, {qs("a")});
    row("Service starts with a", "meterCategory", Operator::StartsWith, {qs("a")});
    row("Service ends with a", "meterCategory", Operator::EndsWith, {qs("a")});
    row("Quantity is at least 5", "quantity", Operator::GreaterOrEqual, {qs("5")});
    row("Usage date is between 1 Nov 2026 and 3 Nov 2026", "usageDate", Operator::Between,
        {qs("2026-11-01"), qs("2026-11-03")});
    row("Usage date is within last 3 full months", "usageDate", Operator::Within, {qs("last 3 full months")});
    row("Usage date is not within today", "usageDate", Operator::NotWithin, {qs("today")});
    row("Quantity is in the top 10", "quantity", Operator::Top, {qs("10")});
    row("Customer is in the bottom 5 by quantity", "customerName", Operator::Bottom,
        {qs("5"), qs("sum(quantity)")});
    row("Region is not reported", "resourceLocation", Operator::IsNotReported);
    row("Region is reported", "resourceLocation", Operator::IsReported);
    row("resourceUri is not available", "resourceUri", Operator::IsNotAvailable);
    row("Region is available", "resourceLocation", Operator::IsAvailable);
    row("Region is not empty", "resourceLocation", Operator::IsNotEmpty);
}

void TestSentence::conditionsAreTexts()
{
    QFETCH(QString, field);
    QFETCH(int, op);
    QFETCH(QStringList, values);
    QCOMPARE(conditionText(core::DataSet::Analytics, {field, Operator(op), values}),
             QString::fromUtf8(QTest::currentDataTag()));
}

/// The tag is what it reads as; the text is the filter language's.
void TestSentence::periodsAreTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char *same :
         {"today", "yesterday", "this month", "last month", "last 3 full months", "last 12 months",
          "last 7 days", "last 2 full days", "this week", "last 4 full weeks", "last quarter",
          "last 2 quarters", "this year", "last 2 full years", "this billing period", "last billing period",
          "last 2 full billing periods", "last 7 days starting 2 days ago"})
        QTest::newRow(same) << qs(same);
    QTest::newRow("this month starting yesterday") << qs("this month starting 1 day ago");
}

void TestSentence::periodsAreTexts()
{
    QFETCH(QString, text);
    const auto period = RelativeDays::fromText(text);
    QVERIFY(period);
    QCOMPARE(relativeText(*period), qs(QTest::currentDataTag()));
}

void TestSentence::measuresHaveLabels_data()
{
    QTest::addColumn<QString>("measure");
    const auto row = [](const char *label, const char *measure) { QTest::newRow(label) << qs(measure); };
    row("Quantity", "sum(quantity)");
    row("Average quantity", "avg(quantity)");
    row("Smallest quantity", "min(quantity)");
    row("Largest quantity", "max(quantity)");
    row("Records", "count()");
    row("Different values of customer", "distinct(customerName)");
    row("Quantity as % of total", "sum(quantity) as % of total");
    row("Records as % of parent", "count() as % of parent");
    row("Difference in quantity", "sum(quantity) as difference");
    row("% difference in average quantity", "avg(quantity) as % difference");
    row("Running total of quantity", "sum(quantity) as running total");
    row("Rank by records", "count() as rank");
}

void TestSentence::measuresHaveLabels()
{
    QFETCH(QString, measure);
    QCOMPARE(measureLabel(core::DataSet::Analytics, *Measure::fromText(measure)),
             qs(QTest::currentDataTag()));
}

void TestSentence::operatorsHaveTexts()
{
    QStringList texts;
    for (const OperatorInfo &info : operators())
        texts << operatorText(info.op);
    QCOMPARE(texts.removeDuplicates(), 0);
    QVERIFY(!texts.contains(QString()));
    QCOMPARE(conditionText(core::DataSet::Spend, {qs("isUpgraded"), Operator::Is, {qs("true")}}),
             qs("On the Azure plan is true"));
    QCOMPARE(conditionText(core::DataSet::Spend, {qs("gone"), Operator::IsEmpty, {}}), qs("gone is empty"));
}

void TestSentence::dataSetsHaveLabels()
{
    QStringList labels;
    for (const core::DataSet each : core::allDataSets)
        labels << dataSetLabel(each);
    labels.removeDuplicates();
    QCOMPARE(labels.size(), qsizetype(5));
    QCOMPARE(measureLabel(core::DataSet::Spend, {Aggregate::Sum, qs("usdTotalCost")}),
             qs("Cost in US dollars"));
}

SPENDGLASS_TEST_MAIN(TestSentence)
#include "tst_sentence.moc"
