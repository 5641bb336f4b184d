// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/rowfilter.h"
#include "support/randomquery.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;

/// The filter of rows in memory against the naive evaluator, which the engine's answers are compared with
/// too.
class RowFilterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheEvaluator_data();
    void agreesWithTheEvaluator();
    void asksForTheDate();
};

void RowFilterTest::agreesWithTheEvaluator_data()
{
    QTest::addColumn<core::DataSet>("dataSet");
    for (const core::DataSet dataSet :
         {core::DataSet::Analytics, core::DataSet::Utilization, core::DataSet::Spend})
        QTest::newRow(qPrintable(core::dataSetName(dataSet))) << dataSet;
}

void RowFilterTest::agreesWithTheEvaluator()
{
    QFETCH(core::DataSet, dataSet);
    support::RandomQuery random(20261120, dataSet);
    const auto &records = random.records(60);
    int let = 0;
    for (int round = 0; round < 500; ++round) {
        const Query query = random.next();
        const RowFilter filter(query);
        for (const support::Record &record : records) {
            const auto valueOf = [&record](const FieldId &field) {
                const auto found = record.find(field);
                return found == record.end() ? Value() : found->second;
            };
            const bool passes = filter.passes(valueOf);
            let += passes ? 1 : 0;
            QVERIFY2(passes == support::passes(query, record),
                     qPrintable(QStringLiteral("round %1").arg(round)));
        }
    }
    QVERIFY(let > 500 && let < 500 * 60 - 500); // the questions do tell records apart
}

void RowFilterTest::asksForTheDate()
{
    Query query;
    query.dataSet = core::DataSet::Analytics;
    query.from = core::parseDay("2026-11-01");
    query.to = core::parseDay("2026-11-03");
    const RowFilter filter(query);
    const auto passes = [&filter](const Value &day) {
        return filter.passes([&](const FieldId &) { return day; });
    };
    QVERIFY(!passes(*core::parseDay("2026-10-31")));
    QVERIFY(passes(*core::parseDay("2026-11-01")));
    QVERIFY(passes(*core::parseDay("2026-11-02")));
    QVERIFY(!passes(*core::parseDay("2026-11-03")));
    QVERIFY(!passes({}));
}

SPENDGLASS_TEST_MAIN(RowFilterTest)
#include "tst_rowfilter.moc"
