// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/startqueries.h"

#include "../filter/filtertest.h"

namespace spendglass::pages {

using filter::day;
using query::Operator;
using query::Predicate;
using query::Query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class StartQueriesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drillsDownThePath_data();
    void drillsDownThePath();
    void narrowsToAValue();
    void narrowsToABucket();
    void takesPinnedConditionsAlong();
};

void StartQueriesTest::drillsDownThePath_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("next");
    const auto row = [](const char *rows, const char *after, const char *next) {
        QTest::addRow("%s after %s", rows, after) << qs(rows) << qs(after) << qs(next);
    };
    row("customerName", "customerName", "subscriptionName");
    row("customerName subscriptionName", "customerName", "meterCategory");
    row("meterCategory", "meterCategory", "meterSubcategory");
    row("resourceLocation", "resourceLocation", "meterRegion");
    row("meterUnit", "meterUnit", "customerName"); // in no path: the main one from its beginning
    row("resourceUri", "resourceUri", "");
    row("meterRegion", "meterRegion", "");
}

void StartQueriesTest::drillsDownThePath()
{
    QFETCH(QString, rows);
    QFETCH(QString, after);
    Query query;
    query.dataSet = core::DataSet::Utilization;
    for (const QString &row : rows.split(QLatin1Char(' ')))
        query.rows.push_back(row);
    QTEST(nextField(query, after), "next");
}

void StartQueriesTest::narrowsToAValue()
{
    Query query = filter::sampleQuery();
    query.where = {};
    const query::FieldId field = qs("meterCategory");
    Query down = withValue(query, query, field, qs("Storage"));
    QVERIFY(down.where == Predicate::all({Predicate::leaf(field, Operator::IsExactly, {qs("Storage")})}));
    QVERIFY(withValue(down, query, field, qs("Storage")) == down); // it is there already
    down = withValue(query, query, field, {});
    QVERIFY(down.where == Predicate::all({Predicate::leaf(field, Operator::IsNotReported, {})}));
    query.where = Predicate::any({});
    down = withValue(query, query, field, qs("Storage"));
    QCOMPARE(down.where.children.size(), 2u);
    QVERIFY(down.where.kind == Predicate::Kind::All);
}

/// A bucket's days as far as they are in the period; whatever moved before stands still then.
void StartQueriesTest::narrowsToABucket()
{
    Query resolved = filter::sampleQuery(); // 1 to 20 November
    Query query = resolved;
    query.from.reset();
    query.to.reset();
    query.period = query::RelativeDays{};
    Query down = withValue(query, resolved, qs("usageDate"), day("2026-11-01"));
    QVERIFY(!down.period && down.where == query.where);
    QVERIFY(down.from == day("2026-11-01") && down.to == day("2026-11-21"));
    resolved.granularity = core::Granularity::Weekly;
    down = withValue(query, resolved, qs("usageDate"), day("2026-11-09"));
    QVERIFY(down.from == day("2026-11-09") && down.to == day("2026-11-16"));
    resolved.granularity = core::Granularity::Daily;
    down = withValue(query, resolved, qs("usageDate"), day("2026-11-09"));
    QVERIFY(down.from == day("2026-11-09") && down.to == day("2026-11-10"));
    resolved.granularity = core::Granularity::Monthly;
    resolved.months = query::Months::Billing;
    resolved.from = day("2026-10-28");
    resolved.to = day("2026-12-28");
    down = withValue(query, resolved, qs("usageDate"), day("2026-10-28"));
    QVERIFY(down.from == day("2026-10-28") && down.to == day("2026-11-28"));
}

void StartQueriesTest::takesPinnedConditionsAlong()
{
    Query query = filter::sampleQuery();
    query.where.children[1].isPinned = true;
    const Query with = withPinned(dataSetQuery(core::DataSet::Spend), query);
    QCOMPARE(with.where.children.size(), 1u);
    QVERIFY(with.where.children[0] == query.where.children[1]);
    QVERIFY(withPinned(with, query) == with);
    QCOMPARE(query::problems(with), QStringList()); // it does not count there
}

} // namespace spendglass::pages

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::pages::StartQueriesTest)
#include "tst_startqueries.moc"
