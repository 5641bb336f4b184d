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
