// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timeperiod.h"

#include "filter/shelfedit.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>

namespace spendglass::filter {

using core::Day;
using core::DayRange;

namespace {

struct NamedPeriod
{
    Period period;
    const char *name;
};

constexpr std::array<NamedPeriod, 8> names{{
    {Period::MonthToDate, QT_TRANSLATE_NOOP("Period", "This month to date")},
    {Period::LastMonth, QT_TRANSLATE_NOOP("Period", "Last month")},
    {Period::Last3Months, QT_TRANSLATE_NOOP("Period", "Last 3 full months")},
    {Period::Last6Months, QT_TRANSLATE_NOOP("Period", "Last 6 full months")},
    {Period::Last12Months, QT_TRANSLATE_NOOP("Period", "Last 12 full months")},
    {Period::YearToDate, QT_TRANSLATE_NOOP("Period", "Year to date")},
    {Period::AllDates, QT_TRANSLATE_NOOP("Period", "All dates")},
    {Period::Custom, QT_TRANSLATE_NOOP("Period", "Custom")},
}};

QString tr(const char *text)
{
    return QCoreApplication::translate("Period", text);
}

QDate dateOf(Day day)
{
    const std::chrono::year_month_day date(day);
    return QDate(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
}

Day firstOfYear(Day day)
{
    const std::chrono::year_month_day date(day);
    return std::chrono::sys_days(date.year() / std::chrono::January / 1);
}

bool isFirstOfMonth(Day day)
{
    return day == core::firstOfMonth(day);
}

int monthsBetween(Day from, Day to)
{
    const QDate first = dateOf(from);
    const QDate last = dateOf(to);
    return (last.year() - first.year()) * 12 + last.month() - first.month();
}

DayRange lastFullMonths(Day today, int count)
{
    const Day first = core::firstOfMonth(today);
    return {core::addMonths(first, -count), first};
}

/// The range moved as its shape asks; not yet cut at today.
DayRange moved(const DayRange &range, int direction, Day today)
{
    const bool isToDate = range.to == today + std::chrono::days(1);
    const bool isYear = isToDate && range.from == firstOfYear(today) && monthsBetween(range.from, today) > 0;
    const bool isMonth = isToDate && range.from == core::firstOfMonth(today);
    if (isYear || isMonth) {
        const int months = isYear ? 12 : 1;
        const Day from = core::addMonths(range.from, direction * months);
        return {from, core::addMonths(from, months)};
    }
    if (isFirstOfMonth(range.from) && isFirstOfMonth(range.to)) {
        const int step = direction * monthsBetween(range.from, range.to);
        return {core::addMonths(range.from, step), core::addMonths(range.to, step)};
    }
    const auto length = (range.to - range.from) * direction;
    return {range.from + length, range.to + length};
}

QString monthsText(Day from, Day to)
{
    const QLocale locale;
    const QDate first = dateOf(from);
    const QDate last = dateOf(to).addDays(-1);
    const QString end = locale.toString(last, QStringLiteral("MMM yyyy"));
    if (first.year() == last.year() && first.month() == last.month())
        return end;
    const QString start = locale.toString(first, first.year() == last.year() ? QStringLiteral("MMM")
                                                                             : QStringLiteral("MMM yyyy"));
    return tr("%1 – %2").arg(start, end);
}

} // namespace

std::vector<Period> namedPeriods()
{
    std::vector<Period> periods;
    for (const NamedPeriod &entry : names) {
        if (entry.period != Period::Custom)
            periods.push_back(entry.period);
    }
    return periods;
}

QString periodName(Period period)
{
    const auto found =
        std::find_if(names.begin(), names.end(), [=](const auto &n) { return n.period == period; });
    return tr(found->name);
}

std::optional<DayRange> daysOf(Period period, Day today)
{
    const Day tomorrow = today + std::chrono::days(1);
    switch (period) {
    case Period::MonthToDate:
        return DayRange{core::firstOfMonth(today), tomorrow};
    case Period::LastMonth:
        return lastFullMonths(today, 1);
    case Period::Last3Months:
        return lastFullMonths(today, 3);
    case Period::Last6Months:
        return lastFullMonths(today, 6);
    case Period::Last12Months:
        return lastFullMonths(today, 12);
    case Period::YearToDate:
        return DayRange{firstOfYear(today), tomorrow};
    case Period::AllDates:
    case Period::Custom:
        break;
    }
    return std::nullopt;
}

Period periodOf(const query::Query &query, Day today)
{
    if (!query.from && !query.to)
        return Period::AllDates;
    if (!query.from || !query.to)
        return Period::Custom;
    for (const Period period : namedPeriods()) {
        if (daysOf(period, today) == DayRange{*query.from, *query.to})
            return period;
    }
    return Period::Custom;
}

QString daysText(const std::optional<Day> &from, const std::optional<Day> &to)
{
    if (!from || !to || *from >= *to)
        return {};
    if (isFirstOfMonth(*from) && isFirstOfMonth(*to))
        return monthsText(*from, *to);
    const QLocale locale;
    const QDate first = dateOf(*from);
    const QDate last = dateOf(*to).addDays(-1);
    const QString end = locale.toString(last, QStringLiteral("d MMM yyyy"));
    if (first == last)
        return end;
    const bool isOneMonth = first.year() == last.year() && first.month() == last.month();
    const QString format = isOneMonth                    ? QStringLiteral("d")
                           : first.year() == last.year() ? QStringLiteral("d MMM")
                                                         : QStringLiteral("d MMM yyyy");
    return tr("%1 – %2").arg(locale.toString(first, format), end);
}

std::optional<DayRange> shifted(const query::Query &query, int direction, Day today)
{
    if (!query.from || !query.to || *query.from >= *query.to)
        return std::nullopt;
    const Day tomorrow = today + std::chrono::days(1);
    DayRange range = moved({*query.from, *query.to}, direction, today);
    if (range.from >= tomorrow)
        return std::nullopt;
    if (direction > 0)
        range.to = std::min(range.to, tomorrow);
    return range;
}

std::vector<GranularityOffer> granularityOffers(const query::Query &query)
{
    using core::Granularity;
    const QString refusal = dateField(query).isEmpty()
                                ? tr("This data set has one total per billing period and no dates.")
                                : QString();
    return {{Granularity::None, QCoreApplication::translate("Period", "None", "no time buckets"), {}},
            {Granularity::Daily, tr("Day"), refusal},
            {Granularity::Weekly, tr("Week"), refusal},
            {Granularity::Monthly, tr("Month"), refusal},
            {Granularity::Quarterly, tr("Quarter"), refusal}};
}

} // namespace spendglass::filter
