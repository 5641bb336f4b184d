// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spendglass::core {

/// An instant in UTC. All times inside the program are of this type; ui/ alone knows other zones.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A UTC calendar day.
using Day = std::chrono::sys_days;

/// A time as the service wrote it.
struct WrittenTime
{
    Instant instant;        ///< in UTC; a text without offset is taken as UTC
    Day writtenDay;         ///< the date as written, whatever the offset: what a billing period shows
    bool hasOffset = false; ///< whether Z or an offset stood there
    friend bool operator==(const WrittenTime &, const WrittenTime &) = default;
};

/// Reads ISO 8601 as the service writes it: date, or date and time with 0 to 9 fraction digits (digits past
/// the sixth are cut), Z, an offset, or neither. Nothing for any other text, for dates that do not exist and
/// for seconds of 60. "24:00:00" is the next day's midnight. Source: shared wire reference, section Dates.
std::optional<WrittenTime> parseTime(std::string_view text);

/// Reads "YYYY-MM-DD" and nothing else.
std::optional<Day> parseDay(std::string_view text);

std::string formatDay(Day day);             ///< "2026-10-01"
std::string formatInstant(Instant instant); ///< "2026-10-01T00:00:00Z", with a fraction only if there is one
QString dayText(Day day);
QString instantText(Instant instant);

/// The UTC day that an instant falls on.
Day dayOf(Instant instant);

/// Days from (inclusive) to to (exclusive).
struct DayRange
{
    Day from;
    Day to;
    bool isEmpty() const { return from >= to; }
    bool contains(Day day) const { return from <= day && day < to; }
    friend bool operator==(const DayRange &, const DayRange &) = default;
};

Day firstOfMonth(Day day);
Day firstOfQuarter(Day day);
Day firstOfWeek(Day day);                ///< Monday, as ISO 8601
Day addMonths(Day firstDay, int months); ///< for a first of a month
/// The day of the month on which the service's billing periods of legacy subscriptions begin. Source: product
/// facts, F13; samples of the summary.
inline constexpr int billingStartDay = 28;
Day firstOfBillingPeriod(Day day);              ///< the 28th on or before it
Day addBillingPeriods(Day firstDay, int count); ///< for a 28th
/// The same day so many months on; the month's last where it has no such day.
Day addMonthsClamped(Day day, int months);
/// The calendar months that touch the range, in order, each whole.
std::vector<DayRange> monthsOf(DayRange range);

} // namespace spendglass::core
