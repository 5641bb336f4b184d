// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/relativedays.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;

namespace {

using Unit = RelativeDays::Unit;

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

core::Day day(const char *text)
{
    return *core::parseDay(text);
}

} // namespace

Q_DECLARE_METATYPE(spendglass::query::RelativeDays)

class TestRelativeDays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsMeanDays_data();
    void textsMeanDays();
    void otherSpellingsAreRead_data();
    void otherSpellingsAreRead();
    void otherTextsAreRefused_data();
    void otherTextsAreRefused();
    void everyPeriodComesBack();
    void wordsAreReadAsFarAsTheyGo_data();
    void wordsAreReadAsFarAsTheyGo();
};

void TestRelativeDays::textsMeanDays_data()
{
    QTest::addColumn<QString>("text"); ///< as text() writes it
    QTest::addColumn<QString>("today");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    const auto row = [](const char *text, const char *today, const char *first, const char *last) {
        QTest::addRow("%s on %s", text, today) << qs(text) << qs(today) << qs(first) << qs(last);
    };
    // 30 November 2026 is a Monday.
    row("today", "2026-11-30", "2026-11-30", "2026-11-30");
    row("yesterday", "2026-03-01", "2026-02-28", "2026-02-28");
    row("last day", "2026-03-01", "2026-02-28", "2026-02-28");
    row("this week", "2026-11-30", "2026-11-30", "2026-11-30");
    row("this week", "2026-12-06", "2026-11-30", "2026-12-06");
    row("last week", "2026-11-30", "2026-11-23", "2026-11-29");
    row("last 2 full weeks", "2026-12-06", "2026-11-16", "2026-11-29");
    row("this month", "2026-11-30", "2026-11-01", "2026-11-30");
    row("this month", "2026-11-01", "2026-11-01", "2026-11-01");
    row("last month", "2026-03-31", "2026-02-01", "2026-02-28");
    row("last month", "2024-03-31", "2024-02-01", "2024-02-29");
    row("last 3 full months", "2026-01-15", "2025-10-01", "2025-12-31");
    row("last 3 months", "2026-01-15", "2025-11-01", "2026-01-15");
    row("last 7 days", "2026-01-03", "2025-12-28", "2026-01-03");
    row("last 7 full days", "2026-01-03", "2025-12-27", "2026-01-02");
    row("last 7 days starting 2 days ago", "2026-01-03", "2025-12-26", "2026-01-01");
    row("this month starting 1 day ago", "2026-03-01", "2026-02-01", "2026-02-28");
    row("last month starting 3 days ago", "2026-03-02", "2026-01-01", "2026-01-31");
    row("this quarter", "2026-11-30", "2026-10-01", "2026-11-30");
    row("last quarter", "2026-01-01", "2025-10-01", "2025-12-31");
    row("this year", "2026-11-30", "2026-01-01", "2026-11-30");
    row("last 2 full years", "2026-11-30", "2024-01-01", "2025-12-31");
    row("this billing period", "2026-11-30", "2026-11-28", "2026-11-30");
    row("this billing period", "2026-11-27", "2026-10-28", "2026-11-27");
    row("last billing period", "2026-03-01", "2026-01-28", "2026-02-27");
    row("last 2 full billing periods", "2026-01-27", "2025-10-28", "2025-12-27");
    row("this day starting 2 days ago", "2026-11-30", "2026-11-28", "2026-11-28");
}

void TestRelativeDays::textsMeanDays()
{
    QFETCH(QString, text);
    QFETCH(QString, today);
    QFETCH(QString, first);
    QFETCH(QString, last);
    const auto period = RelativeDays::fromText(text);
    QVERIFY(period);
    const core::DayRange days = period->daysAt(day(today.toUtf8().constData()));
    QCOMPARE(core::dayText(days.from), first);
    QCOMPARE(core::dayText(days.to - std::chrono::days(1)), last);
    QCOMPARE(period->text(), text);
}

void TestRelativeDays::otherSpellingsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("same");
    const auto row = [](const char *text, const char *same) { QTest::newRow(text) << qs(text) << qs(same); };
    row("TODAY", "today");
    row("  last\t3  FULL\nMonths ", "last 3 full months");
    row("last full month", "last month");
    row("last 1 full month", "last month");
    row("last months", "last month");
    row("last 1 month", "this month");
    row("last 3 month", "last 3 months");
    row("last 007 days", "last 7 days");
    row("last 3 billing period", "last 3 billing periods");
    row("last 7 days starting 0 days ago", "last 7 days");
    row("last 7 days starting 1 days ago", "last 7 days starting 1 day ago");
    row("this day", "today");
    row("this day starting 1 day ago", "yesterday");
    row("last 1000 days starting 1000 days ago", "last 1000 days starting 1000 days ago");
}

void TestRelativeDays::otherSpellingsAreRead()
{
    QFETCH(QString, text);
    QFETCH(QString, same);
    const auto period = RelativeDays::fromText(text);
    QVERIFY(period);
    QCOMPARE(period->text(), same);
}

void TestRelativeDays::otherTextsAreRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *const text : {"",
                                   " ",
                                   "month",
                                   "this",
                                   "last",
                                   "last 3",
                                   "last 3 full",
                                   "last 0 days",
                                   "last 1001 days",
                                   "last -1 days",
                                   "last 3.5 months",
                                   "last 00001 days",
                                   "last three months",
                                   "last 3 fortnights",
                                   "this 3 months",
                                   "this full month",
                                   "full last month",
                                   "next month",
                                   "last billing",
                                   "last billing month",
                                   "last 7 days ago",
                                   "last 7 days starting",
                                   "last 7 days starting 2",
                                   "last 7 days starting 2 days",
                                   "last 7 days starting 2 weeks ago",
                                   "last 7 days starting 1001 days ago",
                                   "today starting 2 days ago",
                                   "last month and",
                                   "today today",
                                   "last \u0663 months"})
        QTest::addRow("\"%s\"", text) << qs(text);
}

void TestRelativeDays::otherTextsAreRefused()
{
    QFETCH(QString, text);
    QVERIFY(!RelativeDays::fromText(text));
}

void TestRelativeDays::everyPeriodComesBack()
{
    const core::Day today = day("2026-03-31");
    for (int unit = 0; unit <= int(Unit::BillingPeriod); ++unit) {
        for (const int count : {1, 2, 1000}) {
            for (const int ago : {0, 1, 2, 1000}) {
                for (const bool isFull : {false, true}) {
                    const RelativeDays period{Unit(unit), count, isFull, ago};
                    const auto read = RelativeDays::fromText(period.text());
                    QVERIFY2(read, qPrintable(period.text()));
                    QVERIFY2(*read == period, qPrintable(period.text()));
                    QVERIFY2(!period.daysAt(today).isEmpty(), qPrintable(period.text()));
                }
            }
        }
    }
}

void TestRelativeDays::wordsAreReadAsFarAsTheyGo_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("used");
    QTest::addColumn<QString>("period");
    QTest::addColumn<QString>("next");
    const auto row = [](const char *text, int used, const char *period, const char *next) {
        QTest::newRow(text) << qs(text) << used << qs(period) << qs(next);
    };
    row("soon", 0, "", "today,yesterday,this,last");
    row("today or", 1, "today", "");
    row("last", 1, "", "full,day,week,month,quarter,year,billing period");
    row("last month and", 2, "last month", "starting");
    row("last 3 full x", 3, "", "days,weeks,months,quarters,years,billing periods");
    row("this billing x", 2, "", "period");
    row("last 7 days starting", 4, "", "");
    row("last 7 days starting 2 days ago x", 7, "last 7 days starting 2 days ago", "");
}

void TestRelativeDays::wordsAreReadAsFarAsTheyGo()
{
    QFETCH(QString, text);
    QFETCH(int, used);
    QFETCH(QString, period);
    QFETCH(QString, next);
    const RelativeDays::Reading reading = RelativeDays::read(text.split(u' '));
    QCOMPARE(int(reading.used), used);
    QCOMPARE(reading.period ? reading.period->text() : QString(), period);
    QCOMPARE(reading.next.join(u','), next);
}

SPENDGLASS_TEST_MAIN(TestRelativeDays)
#include "tst_relativedays.moc"
