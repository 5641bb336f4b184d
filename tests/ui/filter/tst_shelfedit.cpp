// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/shelfedit.h"

#include "filtertest.h"

#include <QSet>

namespace spendglass::filter {

using query::Query;

namespace {

/// "rows | columns | measures", short names: c customer, s service, d date, r region.
QString shape(const Query &query)
{
    QStringList zones;
    for (const Zone zone : {Zone::Rows, Zone::Columns, Zone::Measures})
        zones += chipsOf(query, zone).join(QLatin1Char(' '));
    return zones.join(QLatin1String(" | "))
        .replace(QLatin1String("customerName"), QLatin1String("c"))
        .replace(QLatin1String("meterCategory"), QLatin1String("s"))
        .replace(QLatin1String("usageDate"), QLatin1String("d"))
        .replace(QLatin1String("resourceLocation"), QLatin1String("r"))
        .replace(QLatin1String("sum(quantity)"), QLatin1String("q"));
}

} // namespace

class ShelfEditTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves_data();
    void moves();
    void adds();
    void replaces();
    void removes();
    void swaps();
    void setsGranularity();
    void offersPresetsThatFit_data();
    void offersPresetsThatFit();
    void changesMeasures_data();
    void changesMeasures();
    void followsAMeasureWithSortAndRank();
    void refusesShowAsWithAReason();
    void keepsTopOrEmptyValues();
    void dropsWhatIsNotGrouped();
    void staysAnswerable();
};

void ShelfEditTest::moves_data()
{
    QTest::addColumn<int>("fromZone");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("toZone");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("expected");
    QTest::newRow("right") << 0 << 0 << 0 << 2 << QStringLiteral("s c | d | q");
    QTest::newRow("left") << 0 << 1 << 0 << 0 << QStringLiteral("s c | d | q");
    QTest::newRow("onto itself") << 0 << 0 << 0 << 1 << QStringLiteral("c s | d | q");
    QTest::newRow("to columns") << 0 << 0 << 1 << 0 << QStringLiteral("s | c d | q");
    QTest::newRow("to the end of rows") << 1 << 0 << 0 << 2 << QStringLiteral("c s d |  | q");
    QTest::newRow("not to measures") << 0 << 0 << 2 << 0 << QStringLiteral("c s | d | q");
    QTest::newRow("no measure to rows") << 2 << 0 << 0 << 0 << QStringLiteral("c s | d | q");
    QTest::newRow("nothing there") << 0 << 7 << 1 << 0 << QStringLiteral("c s | d | q");
}

void ShelfEditTest::moves()
{
    QFETCH(int, fromZone);
    QFETCH(int, from);
    QFETCH(int, toZone);
    QFETCH(int, to);
    QTEST(shape(withMoved(sampleQuery(), {Zone(fromZone), from}, {Zone(toZone), to})), "expected");
}

void ShelfEditTest::adds()
{
    const QString region = QStringLiteral("resourceLocation");
    QCOMPARE(shape(withChip(sampleQuery(), {Zone::Rows, 1}, region)), QStringLiteral("c r s | d | q"));
    QCOMPARE(shape(withChip(sampleQuery(), {Zone::Columns, 9}, QStringLiteral("customerName"))),
             QStringLiteral("s | d c | q"));
    QCOMPARE(shape(withChip(sampleQuery(), {Zone::Measures, 1}, QStringLiteral("count()"))),
             QStringLiteral("c s | d | q count()"));
    QCOMPARE(shape(withChip(sampleQuery(), {Zone::Measures, 1}, QStringLiteral("sum(quantity)"))),
             QStringLiteral("c s | d | q"));
    Query query = withoutChip(sampleQuery(), {Zone::Columns, 0});
    QVERIFY(query.granularity == core::Granularity::None);
    query = withChip(query, {Zone::Rows, 0}, QStringLiteral("usageDate"));
    QVERIFY(query.granularity == core::Granularity::Monthly);
}

void ShelfEditTest::replaces()
{
    const QString region = QStringLiteral("resourceLocation");
    QCOMPARE(shape(withReplaced(sampleQuery(), {Zone::Rows, 0}, region)), QStringLiteral("r s | d | q"));
    QCOMPARE(shape(withOnly(sampleQuery(), Zone::Rows, region)), QStringLiteral("r | d | q"));
    QCOMPARE(shape(withOnly(sampleQuery(), Zone::Measures, QStringLiteral("count()"))),
             QStringLiteral("c s | d | count()"));
}

void ShelfEditTest::removes()
{
    Query query = withSort(sampleQuery(), QStringLiteral("customerName"), true);
    query = withoutChip(query, {Zone::Rows, 0});
    QCOMPARE(shape(query), QStringLiteral("s | d | q"));
    QVERIFY(query.sort.empty());
    QCOMPARE(shape(withoutChip(query, {Zone::Measures, 0})), QStringLiteral("s | d | q"));
    QCOMPARE(shape(withoutChip(query, {Zone::Columns, 3})), QStringLiteral("s | d | q"));
}

void ShelfEditTest::swaps()
{
    QCOMPARE(shape(withSwapped(sampleQuery())), QStringLiteral("d | c s | q"));
    QVERIFY(withSwapped(withSwapped(sampleQuery())) == sampleQuery());
}

void ShelfEditTest::setsGranularity()
{
    Query query = withGranularity(sampleQuery(), core::Granularity::None);
    QCOMPARE(shape(query), QStringLiteral("c s |  | q"));
    query = withGranularity(query, core::Granularity::Weekly);
    QCOMPARE(shape(query), QStringLiteral("c s | d | q"));
    QVERIFY(query.granularity == core::Granularity::Weekly);
    QCOMPARE(chipText(query, Zone::Columns, QStringLiteral("usageDate")), QStringLiteral("Week"));
    query.dataSet = core::DataSet::Spend;
    QVERIFY(withGranularity(query, core::Granularity::Daily) == query);
}

void ShelfEditTest::offersPresetsThatFit_data()
{
    QTest::addColumn<int>("dataSet");
    QTest::addColumn<int>("count");
    QTest::newRow("analytics") << int(core::DataSet::Analytics) << 3;
    QTest::newRow("utilization") << int(core::DataSet::Utilization) << 5;
    QTest::newRow("crest") << int(core::DataSet::Crest) << 5;
    QTest::newRow("spend") << int(core::DataSet::Spend) << 0;
    QTest::newRow("summary") << int(core::DataSet::Summary) << 0;
}

void ShelfEditTest::offersPresetsThatFit()
{
    QFETCH(int, dataSet);
    const auto presets = presetsFor(core::DataSet(dataSet));
    QTEST(int(presets.size()), "count");
    for (const ShelfPreset &preset : presets) {
        Query query = sampleQuery();
        query.dataSet = core::DataSet(dataSet);
        query.where = {};
        query = withPreset(query, preset);
        QCOMPARE(query::problems(query), QStringList());
    }
}

void ShelfEditTest::changesMeasures_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("aggregate");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *before, query::Aggregate aggregate, const char *after) {
        QTest::addRow("%s to %d", before, int(aggregate))
            << QString::fromLatin1(before) << int(aggregate) << QString::fromLatin1(after);
    };
    using query::Aggregate;
    row("sum(quantity)", Aggregate::Average, "avg(quantity)");
    row("sum(quantity)", Aggregate::Maximum, "max(quantity)");
    row("sum(quantity)", Aggregate::Count, "count()");
    row("count()", Aggregate::Minimum, "min(quantity)");
    row("distinct(customerName)", Aggregate::Sum, "sum(quantity)");
    row("sum(quantity) as rank", Aggregate::Average, "avg(quantity) as rank");
    row("sum(quantity) as % of total", Aggregate::Average, "avg(quantity)");
    row("sum(quantity) as % of total", Aggregate::Count, "count() as % of total");
}

void ShelfEditTest::changesMeasures()
{
    QFETCH(QString, before);
    QFETCH(int, aggregate);
    Query query = sampleQuery();
    query.measures = {*query::Measure::fromText(before)};
    query = withAggregate(query, {Zone::Measures, 0}, query::Aggregate(aggregate));
    QTEST(query.measures.front().text(), "after");
    QCOMPARE(query::problems(query), QStringList());
}

void ShelfEditTest::followsAMeasureWithSortAndRank()
{
    Query query = sampleQuery();
    query.measures.push_back({query::Aggregate::Count, {}});
    query = withSort(query, QStringLiteral("sum(quantity)"), true);
    query = withTop(query, QStringLiteral("customerName"),
                    query::TopValues{QStringLiteral("customerName"), 5, QStringLiteral("sum(quantity)")});
    query = withAggregate(query, {Zone::Measures, 0}, query::Aggregate::Maximum);
    QCOMPARE(query.sort.front().key, QStringLiteral("max(quantity)"));
    QCOMPARE(query.tops.front().by, QStringLiteral("max(quantity)"));
    query = withShowAs(query, {Zone::Measures, 0}, query::ShowAs::Rank);
    QCOMPARE(query.sort.front().key, QStringLiteral("max(quantity) as rank"));
    QCOMPARE(query.tops.front().by, QStringLiteral("max(quantity)"));
    query = withAggregate(query, {Zone::Measures, 0}, query::Aggregate::Average);
    QVERIFY(query.tops.front().by.isEmpty()); // averages rank nothing: by the records
    QCOMPARE(query::problems(query), QStringList());
    // The same measure twice would be refused.
    QVERIFY(withAggregate(query, {Zone::Measures, 1}, query::Aggregate::Count) == query);
}

void ShelfEditTest::refusesShowAsWithAReason()
{
    using query::ShowAs;
    Query query = sampleQuery();
    const ShelfPlace first{Zone::Measures, 0};
    QVERIFY(refusalOf(query, first, ShowAs::PercentOfTotal).isEmpty());
    QVERIFY(refusalOf(query, first, ShowAs::Difference).contains(QLatin1String("compare")));
    query.comparison = query::Comparison();
    QVERIFY(refusalOf(query, first, ShowAs::PercentDifference).isEmpty());
    query.measures.front().aggregate = query::Aggregate::Average;
    QVERIFY(!refusalOf(query, first, ShowAs::RunningTotal).isEmpty());
    for (const ShowAs showAs : query::allShowAs()) {
        const bool isOffered = refusalOf(query, first, showAs).isEmpty();
        query.measures.front().showAs = showAs;
        QCOMPARE(query::problems(query).isEmpty(), isOffered);
    }
}

void ShelfEditTest::keepsTopOrEmptyValues()
{
    const QString customer = QStringLiteral("customerName");
    Query query = withShowEmpty(sampleQuery(), customer, true);
    QVERIFY(showsEmpty(query, customer));
    query = withTop(query, customer, query::TopValues{customer, 5});
    QVERIFY(!showsEmpty(query, customer));
    QCOMPARE(chipText(query, Zone::Rows, customer), QStringLiteral("Customer, top 5"));
    QCOMPARE(query::problems(query), QStringList());
    query = withShowEmpty(query, customer, true);
    QVERIFY(!topOf(query, customer));
    QCOMPARE(query::problems(query), QStringList());
    QVERIFY(!showsEmpty(withShowEmpty(query, customer, false), customer));
}

void ShelfEditTest::dropsWhatIsNotGrouped()
{
    const QString customer = QStringLiteral("customerName");
    Query query = withTop(sampleQuery(), customer, query::TopValues{customer, 5});
    query = withShowEmpty(query, QStringLiteral("usageDate"), true);
    query.comparison = query::Comparison();
    query.measures.push_back({query::Aggregate::Sum, QStringLiteral("quantity"), query::ShowAs::Difference});
    query = withoutChip(withoutChip(query, {Zone::Rows, 0}), {Zone::Columns, 0});
    QVERIFY(query.tops.empty() && query.showEmpty.empty());
    QCOMPARE(query.measures.size(), 2u);
    query.comparison.reset();
    query = tidied(query);
    QCOMPARE(query.measures.size(), 1u); // without its difference it would be there twice
    QCOMPARE(query::problems(query), QStringList());
}

/// Every place times every edit leaves a query that can be answered.
void ShelfEditTest::staysAnswerable()
{
    Query query = sampleQuery();
    int step = 0;
    for (const Zone zone : {Zone::Rows, Zone::Columns, Zone::Measures}) {
        for (const QString &chip : choicesFor(query, zone)) {
            query = withChip(query, {zone, step % 3}, chip);
            query = withSort(query, chip, step % 2 == 0);
            query = withMoved(query, {zone, 0}, {step % 2 ? Zone::Rows : Zone::Columns, step % 4});
            query = step % 3 ? withSwapped(query) : withoutChip(query, {zone, 1});
            ++step;
            QCOMPARE(query::problems(query), QStringList());
            QStringList groups = chipsOf(query, Zone::Rows) + chipsOf(query, Zone::Columns);
            QCOMPARE(groups.removeDuplicates(), 0);
        }
    }
    QVERIFY(step > 10);
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::ShelfEditTest)
#include "tst_shelfedit.moc"
