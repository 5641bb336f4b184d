// SPDX-License-Identifier: GPL-3.0-or-later
// Times of the service: what is read is the day that stands there and prints as a text that reads back the
// same.
#include "core/time.h"

#include <cstdlib>

using namespace spendglass::core;
namespace ch = std::chrono;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Days since 1970, counted month by month.
long dayNumber(int year, int month, int day)
{
    const auto isLeap = [](int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); };
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long days = 0;
    for (int y = std::min(year, 1970); y < std::max(year, 1970); ++y)
        days += (year < 1970 ? -1 : 1) * (isLeap(y) ? 366 : 365);
    for (int m = 1; m < month; ++m)
        days += lengths[m - 1] + (m == 2 && isLeap(year) ? 1 : 0);
    return days + day - 1;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    const auto day = parseDay(text);
    const auto time = parseTime(text);
    require(!day || (time && time->instant == Instant(*day) && time->writtenDay == *day && !time->hasOffset));
    if (!time)
        return 0;
    const auto number = [&](std::size_t at, std::size_t digits) {
        return std::stoi(text.substr(at, digits));
    };
    const long written = dayNumber(number(0, 4), number(5, 2), number(8, 2));
    require(time->writtenDay.time_since_epoch().count() == written);
    require(formatDay(time->writtenDay) == text.substr(0, 10));
    const auto apart = time->instant - Instant(time->writtenDay);
    require(apart >= -ch::hours(15) && apart <= ch::hours(24 + 15));
    require(time->hasOffset || (apart >= ch::hours(0) && apart <= ch::hours(24)));
    const ch::year_month_day date(dayOf(time->instant));
    if (date.year() < ch::year(0) || date.year() > ch::year(9999))
        return 0;
    const auto again = parseTime(formatInstant(time->instant));
    require(again && again->instant == time->instant && again->hasOffset);
    return 0;
}
