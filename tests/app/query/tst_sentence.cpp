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
    return query;
}

} // namespace

class TestSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queriesAreSentences_data();
    void queriesAreSentences();
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

void TestSentence::operatorsHaveTexts()
{
    for (const FieldType type : {FieldType::Text, FieldType::Number, FieldType::Boolean}) {
        for (const Operator op : operatorsFor(type))
            QVERIFY(!operatorText(op).isEmpty());
    }
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
