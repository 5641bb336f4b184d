// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace spendglass::core {

namespace {

namespace ch = std::chrono;

/// Takes exactly so many digits from the front.
std::optional<int> takeNumber(std::string_view &rest, std::size_t digits)
{
    if (rest.size() < digits)
        return std::nullopt;
    int value = 0;
    for (const char c : rest.substr(0, digits)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    rest.remove_prefix(digits);
    return value;
}

bool takeChar(std::string_view &rest, char c)
{
    if (rest.empty() || rest.front() != c)
        return false;
    rest.remove_prefix(1);
    return true;
}

std::optional<Day> takeDay(std::string_view &rest)
{
    const auto year = takeNumber(rest, 4);
    if (!year || !takeChar(rest, '-'))
        return std::nullopt;
    const auto month = takeNumber(rest, 2);
    if (!month || !takeChar(rest, '-'))
        return std::nullopt;
    const auto day = takeNumber(rest, 2);
    if (!day)
        return std::nullopt;
    const ch::year_month_day date{ch::year(*year), ch::month(static_cast<unsigned>(*month)),
                                  ch::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(Day(date)) : std::nullopt;
}

/// hh:mm[:ss[.fraction]] as a duration since midnight.
std::optional<ch::microseconds> takeTimeOfDay(std::string_view &rest)
{
    const auto hour = takeNumber(rest, 2);
    if (!hour || !takeChar(rest, ':'))
        return std::nullopt;
    const auto minute = takeNumber(rest, 2);
    if (!minute || *minute > 59)
        return std::nullopt;
    int second = 0;
    std::int64_t micros = 0;
    if (takeChar(rest, ':')) {
        const auto parsed = takeNumber(rest, 2);
        if (!parsed || *parsed > 59)
            return std::nullopt;
        second = *parsed;
        if (takeChar(rest, '.')) {
            std::size_t digits = 0;
            while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
                if (digits < 6)
                    micros = micros * 10 + (rest[digits] - '0');
                ++digits;
            }
            if (digits == 0 || digits > 9)
                return std::nullopt;
            for (std::size_t i = digits; i < 6; ++i)
                micros *= 10;
            rest.remove_prefix(digits);
        }
    }
    const auto time = ch::hours(*hour) + ch::minutes(*minute) + ch::seconds(second) + ch::microseconds(micros);
    return time <= ch::hours(24) ? std::optional(ch::microseconds(time)) : std::nullopt;
}

/// Z, +hh:mm, -hh:mm or nothing; the offset east of UTC.
std::optional<ch::minutes> takeOffset(std::string_view &rest)
{
    if (takeChar(rest, 'Z') || takeChar(rest, 'z'))
        return ch::minutes(0);
    const bool west = takeChar(rest, '-');
    if (!west && !takeChar(rest, '+'))
        return std::nullopt;
    const auto hours = takeNumber(rest, 2);
    takeChar(rest, ':');
    const auto minutes = takeNumber(rest, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59)
        return std::nullopt;
    const ch::minutes offset = ch::hours(*hours) + ch::minutes(*minutes);
    return west ? -offset : offset;
}

} // namespace

std::optional<WrittenTime> parseTime(std::string_view text)
{
    const auto day = takeDay(text);
    if (!day)
        return std::nullopt;
    if (text.empty())
        return WrittenTime{Instant(*day), *day, false};
    if (!takeChar(text, 'T') && !takeChar(text, ' '))
        return std::nullopt;
    const auto timeOfDay = takeTimeOfDay(text);
    if (!timeOfDay)
        return std::nullopt;
    const bool hasOffset = !text.empty();
    ch::minutes offset{0};
    if (hasOffset) {
        const auto parsed = takeOffset(text);
        if (!parsed || !text.empty())
            return std::nullopt;
        offset = *parsed;
    }
    return WrittenTime{Instant(*day) + *timeOfDay - offset, *day, hasOffset};
}

std::optional<Day> parseDay(std::string_view text)
{
    const auto day = takeDay(text);
    return day && text.empty() ? day : std::nullopt;
}

std::string formatDay(Day day)
{
    const ch::year_month_day date(day);
    std::array<char, 24> buffer{};
    const int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", int(date.year()),
                                   unsigned(date.month()), unsigned(date.day()));
    return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string formatInstant(Instant instant)
{
    const Day day = dayOf(instant);
    const ch::hh_mm_ss time(instant - day);
    std::array<char, 40> buffer{};
    int size = std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d", int(time.hours().count()),
                             int(time.minutes().count()), int(time.seconds().count()));
    std::string text = formatDay(day) + std::string(buffer.data(), static_cast<std::size_t>(size));
    if (time.subseconds().count() != 0) {
        size = std::snprintf(buffer.data(), buffer.size(), ".%06d", int(time.subseconds().count()));
        text.append(buffer.data(), static_cast<std::size_t>(size));
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + 'Z';
}

QString dayText(Day day)
{
    return QString::fromStdString(formatDay(day));
}

QString instantText(Instant instant)
{
    return QString::fromStdString(formatInstant(instant));
}

Day dayOf(Instant instant)
{
    return ch::floor<ch::days>(instant);
}

Day firstOfMonth(Day day)
{
    const ch::year_month_day date(day);
    return Day(date.year() / date.month() / 1);
}

Day firstOfQuarter(Day day)
{
    const ch::year_month_day date(day);
    const unsigned month = (unsigned(date.month()) - 1) / 3 * 3 + 1;
    return Day(date.year() / ch::month(month) / 1);
}

Day firstOfWeek(Day day)
{
    return day - (ch::weekday(day) - ch::Monday);
}

Day addMonths(Day firstDay, int months)
{
    const ch::year_month_day date(firstDay);
    return Day((date.year() / date.month() + ch::months(months)) / 1);
}

Day firstOfBillingPeriod(Day day)
{
    const ch::days before(billingStartDay - 1);
    return firstOfMonth(day - before) + before;
}

Day addBillingPeriods(Day firstDay, int count)
{
    const ch::days before(billingStartDay - 1);
    return addMonths(firstDay - before, count) + before;
}

Day addMonthsClamped(Day day, int months)
{
    const ch::year_month_day date(day);
    const ch::year_month_day moved = (date.year() / date.month() + ch::months(months)) / date.day();
    return moved.ok() ? Day(moved) : Day(moved.year() / moved.month() / ch::last);
}

std::vector<DayRange> monthsOf(DayRange range)
{
    std::vector<DayRange> months;
    for (Day from = firstOfMonth(range.from); from < range.to && !range.isEmpty(); from = addMonths(from, 1))
        months.push_back({from, addMonths(from, 1)});
    return months;
}

} // namespace spendglass::core
