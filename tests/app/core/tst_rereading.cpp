// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rereading.h"

#include "support/testmain.h"

using namespace spendglass;
using core::DataSet;

namespace {

core::Day day(const QString &text)
{
    return *core::parseDay(text.toStdString());
}

} // namespace

/// The table of what is read again how often, by its edges.
class TestRereading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isDue_data();
    void isDue();
    void settles_data();
    void settles();
    void agreesWithItself_data();
    void agreesWithItself();
};

void TestRereading::isDue_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<QString>("readOn"); // of October's window
    QTest::addColumn<QString>("today");
    QTest::addColumn<bool>("isDue");
    const auto row = [](DataSet dataSet, const char *name, const char *readOn, const char *today,
                        bool isDue) {
        QTest::addRow("%s, %s", qPrintable(core::dataSetName(dataSet)), name)
            << dataSet << QString::fromLatin1(readOn) << QString::fromLatin1(today) << isDue;
    };
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        row(dataSet, "read within the month", "2026-10-20", "2026-10-20", true);
        row(dataSet, "read on its end", "2026-11-01", "2026-11-01", true);
        row(dataSet, "read two days after", "2026-11-03", "2026-11-03", true);
        row(dataSet, "read two days after, long ago", "2026-11-03", "2028-01-01", true);
        row(dataSet, "read three days after", "2026-11-04", "2026-11-04", false);
        row(dataSet, "six days later", "2026-11-04", "2026-11-10", false);
        row(dataSet, "a week later", "2026-11-04", "2026-11-11", true);
        row(dataSet, "read 32 days after, a week later", "2026-12-03", "2026-12-10", true);
        row(dataSet, "read 32 days after, a year later", "2026-12-03", "2027-12-10", true);
        row(dataSet, "read 33 days after, a year later", "2026-12-04", "2027-12-10", false);
    }
    row(DataSet::Analytics, "read within the month", "2026-10-20", "2026-10-20", true);
    row(DataSet::Analytics, "read 44 days after", "2026-12-15", "2026-12-15", true);
    row(DataSet::Analytics, "read 45 days after", "2026-12-16", "2026-12-16", false);
    row(DataSet::Analytics, "read 45 days after, six days later", "2026-12-16", "2026-12-22", false);
    row(DataSet::Analytics, "read 45 days after, a week later", "2026-12-16", "2026-12-23", true);
    row(DataSet::Analytics, "read 119 days after, a week later", "2027-02-28", "2027-03-07", true);
    row(DataSet::Analytics, "read 120 days after, a year later", "2027-03-01", "2028-03-01", false);
    for (const DataSet dataSet : {DataSet::Spend, DataSet::Summary}) {
        row(dataSet, "at once", "2026-11-20", "2026-11-20", true);
        row(dataSet, "years after", "2036-11-20", "2036-11-20", true);
    }
    // A clock that was set back does not make a window settled that was read too early.
    for (const DataSet dataSet : core::allDataSets)
        row(dataSet, "read in the future", "2030-01-01", "2026-11-20", true);
}

void TestRereading::isDue()
{
    QFETCH(DataSet, dataSet);
    QFETCH(QString, readOn);
    QFETCH(QString, today);
    const core::Day end = day(QStringLiteral("2026-11-01"));
    QTEST(core::isRereadDue(dataSet, end, day(readOn), day(today)), "isDue");
}

void TestRereading::settles_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<QString>("settledOn"); // October's window; "" is never
    QTest::newRow("analytics") << DataSet::Analytics << QStringLiteral("2026-12-16");
    QTest::newRow("utilization") << DataSet::Utilization << QStringLiteral("2026-11-04");
    QTest::newRow("crest") << DataSet::Crest << QStringLiteral("2026-11-04");
    QTest::newRow("spend") << DataSet::Spend << QString();
    QTest::newRow("summary") << DataSet::Summary << QString();
}

void TestRereading::settles()
{
    QFETCH(DataSet, dataSet);
    const auto settled = core::settledOn(dataSet, day(QStringLiteral("2026-11-01")));
    QTEST(settled ? core::dayText(*settled) : QString(), "settledOn");
}

void TestRereading::agreesWithItself_data()
{
    QTest::addColumn<DataSet>("dataSet");
    for (const DataSet dataSet : core::allDataSets)
        QTest::newRow(qPrintable(core::dataSetName(dataSet))) << dataSet;
}

/// What is not settled yet is read again at every synchronisation, what is settled less often.
void TestRereading::agreesWithItself()
{
    QFETCH(DataSet, dataSet);
    const core::Day end = day(QStringLiteral("2026-11-01"));
    const auto settled = core::settledOn(dataSet, end);
    for (core::Day readOn = end; readOn < end + std::chrono::days(400); readOn += std::chrono::days(1))
        QCOMPARE(core::isRereadDue(dataSet, end, readOn, readOn), !settled || readOn < *settled);
}

SPENDGLASS_TEST_MAIN(TestRereading)
#include "tst_rereading.moc"
