// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/relativedays.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

using Unit = RelativeDays::Unit;
using core::Day;
using std::chrono::days;

struct UnitName
{
    Unit unit;
    const char *one;
    const char *many;
};

constexpr std::array unitNames{
    UnitName{Unit::Day, "day", "days"},
    UnitName{Unit::Week, "week", "weeks"},
    UnitName{Unit::Month, "month", "months"},
    UnitName{Unit::Quarter, "quarter", "quarters"},
    UnitName{Unit::Year, "year", "years"},
    UnitName{Unit::BillingPeriod, "billing period", "billing periods"},
};

constexpr int most = 1000;

/// The first day of the unit that the day is in, moved by so many units.
Day unitStart(Unit unit, Day day, int moved)
{
    switch (unit) {
    case Unit::Day:
        return day + days(moved);
    case Unit::Week:
        return core::firstOfWeek(day) + days(7 * moved);
    case Unit::Month:
        return core::addMonths(core::firstOfMonth(day), moved);
    case Unit::Quarter:
        return core::addMonths(core::firstOfQuarter(day), 3 * moved);
    case Unit::Year: {
        const auto january = std::chrono::year_month_day(day).year() / std::chrono::January / 1;
        return core::addMonths(Day(january), 12 * moved);
    }
    case Unit::BillingPeriod:
        return core::addBillingPeriods(core::firstOfBillingPeriod(day), moved);
    }
    return day;
}

} // namespace

core::DayRange RelativeDays::daysAt(Day today) const
{
    const Day now = today - days(startingDaysAgo);
    if (isFull)
        return {unitStart(unit, now, -count), unitStart(unit, now, 0)};
    return {unitStart(unit, now, 1 - count), now + days(1)};
}

QString RelativeDays::text() const
{
    const UnitName &name = *std::ranges::find(unitNames, unit, &UnitName::unit);
    QString text;
    if (unit == Unit::Day && count == 1 && !isFull && startingDaysAgo <= 1)
        return startingDaysAgo == 0 ? QStringLiteral("today") : QStringLiteral("yesterday");
    if (count == 1 && !isFull)
        text = QStringLiteral("this %1").arg(QLatin1String(name.one));
    else if (count == 1)
        text = QStringLiteral("last %1").arg(QLatin1String(name.one));
    else
        text = QStringLiteral("last %1 %2%3")
                   .arg(count)
                   .arg(isFull ? QStringLiteral("full ") : QString(), QLatin1String(name.many));
    if (startingDaysAgo > 0)
        text += QStringLiteral(" starting %1 %2 ago")
                    .arg(startingDaysAgo)
                    .arg(startingDaysAgo == 1 ? QStringLiteral("day") : QStringLiteral("days"));
    return text;
}

std::optional<RelativeDays> RelativeDays::fromText(QStringView given)
{
    static const QRegularExpression form(QStringLiteral(
        "^(?:(this)|last(?: (\\d{1,4}))?( full)?) (day|week|month|quarter|year|billing period)s?"
        "(?: starting (\\d{1,4}) days? ago)?$"));
    const QString text = given.toString().simplified().toLower();
    if (text == QLatin1String("today"))
        return RelativeDays{Unit::Day, 1, false, 0};
    if (text == QLatin1String("yesterday"))
        return RelativeDays{Unit::Day, 1, false, 1};
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    RelativeDays result;
    const QString unit = match.captured(4);
    result.unit = std::ranges::find_if(unitNames, [&unit](const UnitName &each) {
                      return unit == QLatin1String(each.one);
                  })->unit;
    const bool isThis = match.hasCaptured(1);
    const bool hasCount = match.hasCaptured(2);
    result.count = hasCount ? match.captured(2).toInt() : 1;
    result.isFull = !isThis && (match.hasCaptured(3) || !hasCount);
    result.startingDaysAgo = match.captured(5).toInt();
    if (result.count < 1 || result.count > most || result.startingDaysAgo > most)
        return std::nullopt;
    return result;
}

} // namespace spendglass::query
