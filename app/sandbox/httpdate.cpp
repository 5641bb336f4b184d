// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/httpdate.h"

#include <array>
#include <cstdio>

namespace spendglass::sandbox {

std::string httpDate(core::Instant instant, DateForm form)
{
    constexpr std::array days{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const core::Day day = core::dayOf(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - core::Instant(day)));
    const char *const weekday = days[std::chrono::weekday(day).c_encoding()];
    const char *const month = months[unsigned(date.month()) - 1];
    const unsigned dayOfMonth = unsigned(date.day());
    const int year = int(date.year());
    std::array<char, 16> clock{};
    std::snprintf(clock.data(), clock.size(), "%02d:%02d:%02d", int(time.hours().count()) % 24,
                  int(time.minutes().count()) % 60, int(time.seconds().count()) % 60);
    std::array<char, 64> text{};
    switch (form) {
    case DateForm::Fixdate:
        std::snprintf(text.data(), text.size(), "%.3s, %02u %s %04d %s GMT", weekday, dayOfMonth, month, year,
                      clock.data());
        break;
    case DateForm::Rfc850:
        std::snprintf(text.data(), text.size(), "%s, %02u-%s-%02d %s GMT", weekday, dayOfMonth, month,
                      year % 100, clock.data());
        break;
    case DateForm::Asctime:
        std::snprintf(text.data(), text.size(), "%.3s %s %2u %s %04d", weekday, month, dayOfMonth,
                      clock.data(), year);
        break;
    }
    return text.data();
}

} // namespace spendglass::sandbox
