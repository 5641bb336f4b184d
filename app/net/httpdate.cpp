// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpdate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace spendglass::net {

namespace {

namespace ch = std::chrono;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

/// Matches a text against a form: d a digit of the day, D the same or a blank, m month name, y year, H N S
/// time, anything else itself.
struct DateFields
{
    int day = 0, year = 0, hour = 0, minute = 0, second = 0;
    std::string_view month;
};

int *fieldOf(char letter, DateFields &fields)
{
    switch (letter) {
    case 'd':
    case 'D':
        return &fields.day;
    case 'y':
        return &fields.year;
    case 'H':
        return &fields.hour;
    case 'N':
        return &fields.minute;
    case 'S':
        return &fields.second;
    default:
        return nullptr;
    }
}

std::optional<DateFields> match(std::string_view text, std::string_view form)
{
    if (text.size() != form.size())
        return std::nullopt;
    DateFields fields;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = text[i];
        if (int *const field = fieldOf(form[i], fields)) {
            if (form[i] == 'D' && c == ' ')
                continue;
            if (c < '0' || c > '9')
                return std::nullopt;
            *field = *field * 10 + (c - '0');
        } else if (form[i] == 'm') {
            if (fields.month.empty())
                fields.month = text.substr(i, 3);
        } else if (c != form[i]) {
            return std::nullopt;
        }
    }
    return fields;
}

std::optional<core::Instant> instantOf(const DateFields &fields)
{
    const auto month = std::find(months.begin(), months.end(), fields.month);
    if (month == months.end())
        return std::nullopt;
    const ch::year_month_day date{ch::year(fields.year), ch::month(unsigned(month - months.begin()) + 1),
                                  ch::day(unsigned(fields.day))};
    if (!date.ok() || fields.hour > 23 || fields.minute > 59 || fields.second > 60)
        return std::nullopt;
    return ch::sys_days(date) + ch::hours(fields.hour) + ch::minutes(fields.minute) +
           ch::seconds(fields.second);
}

/// RFC 9110: a two-digit year that seems more than 50 years ahead is in the past. A fixed turn at 70 does.
std::optional<DateFields> withCentury(std::optional<DateFields> fields)
{
    if (fields)
        fields->year += fields->year < 70 ? 2000 : 1900;
    return fields;
}

bool isWeekday(std::string_view text, bool isWhole)
{
    return std::ranges::any_of(
        weekdays, [&](std::string_view name) { return text == (isWhole ? name : name.substr(0, 3)); });
}

} // namespace

std::optional<core::Instant> parseHttpDate(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    const std::string_view all(trimmed.data(), std::size_t(trimmed.size()));
    const std::size_t comma = all.find(',');
    std::optional<DateFields> fields;
    if (comma == std::string_view::npos) { // asctime
        if (all.size() > 3 && isWeekday(all.substr(0, 3), false))
            fields = match(all.substr(3), " mmm Dd HH:NN:SS yyyy");
    } else if (comma == 3) { // IMF-fixdate
        if (isWeekday(all.substr(0, 3), false))
            fields = match(all.substr(4), " dd mmm yyyy HH:NN:SS GMT");
    } else if (isWeekday(all.substr(0, comma), true)) { // RFC 850
        fields = withCentury(match(all.substr(comma + 1), " dd-mmm-yy HH:NN:SS GMT"));
    }
    return fields ? instantOf(*fields) : std::nullopt;
}

std::optional<ch::milliseconds> parseRetryAfter(QByteArrayView value, QByteArrayView date, core::Instant now)
{
    const QByteArrayView trimmed = value.trimmed();
    if (trimmed.isEmpty())
        return std::nullopt;
    std::int64_t seconds = 0;
    const char *const end = trimmed.data() + trimmed.size();
    const auto [stop, error] = std::from_chars(trimmed.data(), end, seconds);
    if (stop == end && error != std::errc::invalid_argument) {
        constexpr std::int64_t aYear = 366 * 86400;
        const bool isNegative = trimmed.front() == '-';
        const std::int64_t most = error == std::errc::result_out_of_range && !isNegative ? aYear : seconds;
        return ch::seconds(std::clamp<std::int64_t>(most, 0, aYear));
    }
    const auto until = parseHttpDate(trimmed);
    if (!until)
        return std::nullopt;
    const auto wait = *until - parseHttpDate(date).value_or(now);
    return std::max(ch::duration_cast<ch::milliseconds>(wait), ch::milliseconds(0));
}

} // namespace spendglass::net
