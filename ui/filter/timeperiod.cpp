// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timeperiod.h"

#include "query/resolve.h"
#include "query/sentence.h"
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

using query::RelativeDays;
using Unit = RelativeDays::Unit;

struct NamedPeriod
{
    Period period;
    const char *name;
    std::optional<RelativeDays> days = {};
};

constexpr std::array names{
    NamedPeriod{Period::MonthToDate, QT_TRANSLATE_NOOP("Period", "This month to date"),
                RelativeDays{Unit::Month, 1, false}},
    NamedPeriod{Period::LastMonth, QT_TRANSLATE_NOOP("Period", "Last month"),
                RelativeDays{Unit::Month, 1, true}},
    NamedPeriod{Period::Last3Months, QT_TRANSLATE_NOOP("Period", "Last 3 full months"),
                RelativeDays{Unit::Month, 3, true}},
    NamedPeriod{Period::Last6Months, QT_TRANSLATE_NOOP("Period", "Last 6 full months"),
                RelativeDays{Unit::Month, 6, true}},
    NamedPeriod{Period::Last12Months, QT_TRANSLATE_NOOP("Period", "Last 12 full months"),
                RelativeDays{Unit::Month, 12, true}},
    NamedPeriod{Period::ThisBillingPeriod, QT_TRANSLATE_NOOP("Period", "This billing period to date"),
                RelativeDays{Unit::BillingPeriod, 1, false}},
    NamedPeriod{Period::LastBillingPeriod, QT_TRANSLATE_NOOP("Period", "Last billing period"),
                RelativeDays{Unit::BillingPeriod, 1, true}},
    NamedPeriod{Period::YearToDate, QT_TRANSLATE_NOOP("Period", "Year to date"),
                RelativeDays{Unit::Year, 1, false}},
    NamedPeriod{Period::Last7Days, QT_TRANSLATE_NOOP("Period", "Last 7 days"),
                RelativeDays{Unit::Day, 7, false}},
    NamedPeriod{Period::Last30Days, QT_TRANSLATE_NOOP("Period", "Last 30 days"),
                RelativeDays{Unit::Day, 30, false}},
    NamedPeriod{Period::AllDates, QT_TRANSLATE_NOOP("Period", "All dates")},
    NamedPeriod{Period::Custom, QT_TRANSLATE_NOOP("Period", "Custom")},
};

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

bool isFirstOfBillingPeriod(Day day)
{
    return day == core::firstOfBillingPeriod(day);
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
    if (isToDate && range.from == core::firstOfBillingPeriod(today)) {
        const Day from = core::addBillingPeriods(range.from, direction);
        return {from, core::addBillingPeriods(from, 1)};
    }
    if (isFirstOfBillingPeriod(range.from) && isFirstOfBillingPeriod(range.to)) {
        const int step = direction * monthsBetween(range.from, range.to);
        return {core::addBillingPeriods(range.from, step), core::addBillingPeriods(range.to, step)};
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

std::optional<RelativeDays> relativeOf(Period period)
{
    return std::ranges::find(names, period, &NamedPeriod::period)->days;
}

std::optional<DayRange> daysOf(Period period, Day today)
{
    const auto relative = relativeOf(period);
    return relative ? std::optional(relative->daysAt(today)) : std::nullopt;
}

Period periodOf(const query::Query &query, Day today)
{
    if (!query.period && !query.from && !query.to)
        return Period::AllDates;
    for (const NamedPeriod &named : names) {
        const bool isIt = query.period ? named.days == query.period
                                       : named.days && query.from && query.to &&
                                             named.days->daysAt(today) == DayRange{*query.from, *query.to};
        if (isIt)
            return named.period;
    }
    return Period::Custom;
}

QString periodLabel(const query::Query &query, Day today)
{
    const query::Period asked = query::periodAt(query, today);
    const QString days = daysText(asked.from, asked.to);
    const Period period = periodOf(query, today);
    const QString name =
        period == Period::Custom && query.period ? relativeLabel(*query.period) : periodName(period);
    if (days.isEmpty() || (period == Period::Custom && !query.period))
        return days.isEmpty() ? name : days;
    //: A period: %1 its name such as "Last month", %2 its days such as "Oct 2026"
    return tr("%1 · %2").arg(name, days);
}

const std::vector<RelativeDays> &relativePresets()
{
    static const std::vector<RelativeDays> presets = [] {
        std::vector<RelativeDays> made{{Unit::Day, 1, false}, {Unit::Day, 1, false, 1}};
        for (const NamedPeriod &named : names) {
            if (named.days)
                made.push_back(*named.days);
        }
        return made;
    }();
    return presets;
}

QString relativeLabel(const RelativeDays &period)
{
    QString label = query::relativeText(period);
    label[0] = label.at(0).toUpper();
    return label;
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
    const query::Period asked = query::periodAt(query, today);
    if (!asked.from || !asked.to || *asked.from >= *asked.to)
        return std::nullopt;
    const Day tomorrow = today + std::chrono::days(1);
    DayRange range = moved({*asked.from, *asked.to}, direction, today);
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
    const bool isBilled = query.months == query::Months::Billing;
    return {{Granularity::None, QCoreApplication::translate("Period", "None", "no time buckets"), {}},
            {Granularity::Daily, tr("Day"), refusal},
            {Granularity::Weekly, tr("Week"), refusal},
            {Granularity::Monthly, isBilled ? tr("Billing month") : tr("Month"), refusal},
            {Granularity::Quarterly, tr("Quarter"),
             refusal.isEmpty() && isBilled ? tr("Billing months make no quarters.") : refusal}};
}

} // namespace spendglass::filter
