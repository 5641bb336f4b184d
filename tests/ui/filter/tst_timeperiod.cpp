// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timeperiod.h"

#include "filtertest.h"

namespace spendglass::filter {

class TimePeriodTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesDays_data();
    void namesDays();
    void recognisesWhatItNamed();
    void shifts_data();
    void shifts();
    void staysBeforeTomorrow();
    void refusesBucketsWithoutDates();
};

void TimePeriodTest::namesDays_data()
{
    QTest::addColumn<Period>("period");
    QTest::addColumn<QString>("today");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("text");
    const auto row = [](Period period, const char *today, const char *from, const char *to,
                        const char *text) {
        QTest::addRow("%d on %s", int(period), today)
            << period << QString::fromLatin1(today) << QString::fromLatin1(from) << QString::fromLatin1(to)
            << QString::fromUtf8(text);
    };
    row(Period::MonthToDate, "2026-11-20", "2026-11-01", "2026-11-21", "1 – 20 Nov 2026");
    row(Period::MonthToDate, "2026-11-01", "2026-11-01", "2026-11-02", "1 Nov 2026");
    row(Period::MonthToDate, "2026-11-30", "2026-11-01", "2026-12-01", "Nov 2026");
    row(Period::LastMonth, "2026-01-31", "2025-12-01", "2026-01-01", "Dec 2025");
    row(Period::LastMonth, "2028-03-31", "2028-02-01", "2028-03-01", "Feb 2028");
    row(Period::Last3Months, "2026-11-20", "2026-08-01", "2026-11-01", "Aug – Oct 2026");
    row(Period::Last6Months, "2026-03-01", "2025-09-01", "2026-03-01", "Sep 2025 – Feb 2026");
    row(Period::Last12Months, "2026-11-20", "2025-11-01", "2026-11-01", "Nov 2025 – Oct 2026");
    row(Period::YearToDate, "2026-11-20", "2026-01-01", "2026-11-21", "1 Jan – 20 Nov 2026");
}

void TimePeriodTest::namesDays()
{
    QFETCH(Period, period);
    QFETCH(QString, today);
    const auto days = daysOf(period, day(today.toStdString()));
    QVERIFY(days);
    QTEST(core::dayText(days->from), "from");
    QTEST(core::dayText(days->to), "to");
    QTEST(daysText(days->from, days->to), "text");
}

void TimePeriodTest::recognisesWhatItNamed()
{
    const core::Day today = day("2026-11-20");
    query::Query query = sampleQuery();
    for (const Period period : namedPeriods()) {
        const auto days = daysOf(period, today);
        query.from = days ? std::optional(days->from) : std::nullopt;
        query.to = days ? std::optional(days->to) : std::nullopt;
        QCOMPARE(int(periodOf(query, today)), int(period));
    }
    query.from = day("2026-11-03");
    query.to = day("2026-11-10");
    QVERIFY(periodOf(query, today) == Period::Custom);
    query.to.reset();
    QVERIFY(periodOf(query, today) == Period::Custom);
}

void TimePeriodTest::shifts_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("direction");
    QTest::addColumn<QString>("expected"); // empty: no such period
    const auto row = [](const char *name, const char *from, const char *to, int direction,
                        const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << direction
                            << QString::fromLatin1(expected);
    };
    row("month to date back", "2026-11-01", "2026-11-21", -1, "2026-10-01 2026-11-01");
    row("month to date on", "2026-11-01", "2026-11-21", 1, "");
    row("last month on is to date", "2026-10-01", "2026-11-01", 1, "2026-11-01 2026-11-21");
    row("three months back", "2026-08-01", "2026-11-01", -1, "2026-05-01 2026-08-01");
    row("three months on is cut", "2026-08-01", "2026-11-01", 1, "2026-11-01 2026-11-21");
    row("year to date back", "2026-01-01", "2026-11-21", -1, "2025-01-01 2026-01-01");
    row("a year on is to date", "2025-01-01", "2026-01-01", 1, "2026-01-01 2026-11-21");
    row("a week back", "2026-11-03", "2026-11-10", -1, "2026-10-27 2026-11-03");
    row("a week on", "2026-11-03", "2026-11-10", 1, "2026-11-10 2026-11-17");
}

void TimePeriodTest::shifts()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, direction);
    query::Query query = sampleQuery();
    query.from = day(from.toStdString());
    query.to = day(to.toStdString());
    const auto days = shifted(query, direction, day("2026-11-20"));
    const QString text =
        days ? core::dayText(days->from) + QLatin1Char(' ') + core::dayText(days->to) : QString();
    QTEST(text, "expected");
}

void TimePeriodTest::staysBeforeTomorrow()
{
    query::Query query = sampleQuery();
    query.from.reset();
    QVERIFY(!shifted(query, -1, day("2026-11-20")));
    QVERIFY(daysText({}, {}).isEmpty());
}

void TimePeriodTest::refusesBucketsWithoutDates()
{
    query::Query query = sampleQuery();
    for (const GranularityOffer &offer : granularityOffers(query))
        QVERIFY(offer.refusal.isEmpty());
    query.dataSet = core::DataSet::Spend;
    const auto offers = granularityOffers(query);
    QCOMPARE(offers.size(), 5u);
    QVERIFY(offers.front().refusal.isEmpty());
    for (std::size_t i = 1; i < offers.size(); ++i)
        QVERIFY(!offers[i].refusal.isEmpty());
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::TimePeriodTest)
#include "tst_timeperiod.moc"
