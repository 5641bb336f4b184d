// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timeperiod.h"

#include "query/resolve.h"
#include "filter/shelfedit.h"
#include "filter/timeedit.h"

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
    void movesWithToday();
    void labelsPeriods();
    void offersPresetsThatParse();
    void comparesWhatHasAPeriod();
    void billsByMonths();
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
    row(Period::ThisBillingPeriod, "2026-11-20", "2026-10-28", "2026-11-21", "28 Oct – 20 Nov 2026");
    row(Period::LastBillingPeriod, "2026-11-28", "2026-10-28", "2026-11-28", "28 Oct – 27 Nov 2026");
    row(Period::Last7Days, "2026-11-20", "2026-11-14", "2026-11-21", "14 – 20 Nov 2026");
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
    row("billing period to date back", "2026-10-28", "2026-11-21", -1, "2026-09-28 2026-10-28");
    row("billing periods back", "2026-08-28", "2026-10-28", -1, "2026-06-28 2026-08-28");
    row("a billing period on is to date", "2026-09-28", "2026-10-28", 1, "2026-10-28 2026-11-21");
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

/// A named choice stays relative; its days are another day's other days.
void TimePeriodTest::movesWithToday()
{
    query::Query query = sampleQuery();
    for (const Period period : namedPeriods()) {
        const auto relative = relativeOf(period);
        QCOMPARE(relative.has_value(), period != Period::AllDates);
        query = relative ? withPeriod(query, *relative) : withDays(query, std::nullopt);
        QVERIFY(!query.from && !query.to);
        QCOMPARE(int(periodOf(query, day("2026-11-20"))), int(period));
        QCOMPARE(int(periodOf(query, day("2027-03-31"))), int(period));
        QCOMPARE(query::problems(query), QStringList());
    }
    query = withPeriod(query, *relativeOf(Period::LastMonth));
    const auto before = shifted(query, -1, day("2026-11-20"));
    QVERIFY(before == (core::DayRange{day("2026-09-01"), day("2026-10-01")}));
    query = withDays(query, before);
    QVERIFY(!query.period && query.from == day("2026-09-01"));
}

void TimePeriodTest::labelsPeriods()
{
    const core::Day today = day("2026-11-20");
    query::Query query = withPeriod(sampleQuery(), *relativeOf(Period::LastMonth));
    QCOMPARE(periodLabel(query, today), QStringLiteral("Last month · Oct 2026"));
    query = withPeriod(query, *query::RelativeDays::fromText(u"last 2 full quarters"));
    QCOMPARE(periodLabel(query, today), QStringLiteral("Last 2 full quarters · Apr – Sep 2026"));
    query = withDays(query, core::DayRange{day("2026-11-03"), day("2026-11-10")});
    QCOMPARE(periodLabel(query, today), QStringLiteral("3 – 9 Nov 2026"));
    QCOMPARE(periodLabel(withDays(query, std::nullopt), today), QStringLiteral("All dates"));
}

void TimePeriodTest::offersPresetsThatParse()
{
    QStringList labels;
    for (const query::RelativeDays &preset : relativePresets()) {
        QVERIFY(query::RelativeDays::fromText(preset.text()) == preset);
        labels += relativeLabel(preset);
    }
    QVERIFY(labels.contains(QLatin1String("Yesterday")));
    QVERIFY(labels.contains(QLatin1String("Last 3 full months")));
    QCOMPARE(labels.removeDuplicates(), 0);
}

/// A comparison brings its difference along and takes it away again.
void TimePeriodTest::comparesWhatHasAPeriod()
{
    const query::Query plain = sampleQuery();
    const query::Query compared = withComparison(plain, query::Comparison());
    QCOMPARE(compared.measures.size(), 2u);
    QCOMPARE(compared.measures.back().text(), QStringLiteral("sum(quantity) as % difference"));
    QCOMPARE(query::problems(compared), QStringList());
    QVERIFY(withComparison(compared, std::nullopt) == plain);
    QCOMPARE(withComparison(compared, query::Comparison{query::Comparison::With::SamePeriodLastYear})
                 .measures.size(),
             2u);
    const query::Query open = withDays(compared, std::nullopt);
    QVERIFY(!open.comparison);
    QCOMPARE(open.measures.size(), 1u);
    QVERIFY(!refusalOfComparison(open).isEmpty());
    query::Query spend;
    spend.dataSet = core::DataSet::Spend;
    QVERIFY(refusalOfComparison(spend).isEmpty());
}

void TimePeriodTest::billsByMonths()
{
    query::Query query = withPeriod(sampleQuery(), *relativeOf(Period::Last3Months));
    query = withMonths(withGranularity(query, core::Granularity::Quarterly), query::Months::Billing);
    QCOMPARE(query::problems(query), QStringList());
    QVERIFY(query.granularity == core::Granularity::Monthly);
    QCOMPARE(chipText(query, Zone::Columns, QStringLiteral("usageDate")), QStringLiteral("Billing month"));
    QVERIFY(query.period->unit == query::RelativeDays::Unit::BillingPeriod);
    QVERIFY(!granularityOffers(query).back().refusal.isEmpty());
    query = withMonths(query, query::Months::Calendar);
    QVERIFY(query.period == relativeOf(Period::Last3Months));
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::TimePeriodTest)
#include "tst_timeperiod.moc"
