// SPDX-License-Identifier: GPL-3.0-or-later
// Retry-After and HTTP dates: waits between nothing and what the header says, dates that print back to
// themselves. The input is the header's value, a line break, and the answer's Date.
#include "net/httpdate.h"

#include <QByteArray>

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace spendglass;
namespace ch = std::chrono;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// As RFC 9110 wants it.
QByteArray fixdate(core::Instant instant)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = ch::floor<ch::days>(instant);
    const ch::year_month_day date(day);
    const ch::hh_mm_ss time(ch::floor<ch::seconds>(instant - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  days[ch::weekday(day).c_encoding()], unsigned(date.day()),
                  months[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    return text.data();
}

void checkDate(QByteArrayView text)
{
    const auto instant = net::parseHttpDate(text);
    if (instant && *instant < core::Instant(core::Day(ch::year(10000) / 1 / 1)))
        require(net::parseHttpDate(fixdate(*instant)) == instant);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray all(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype line = all.indexOf('\n');
    const QByteArray value = line < 0 ? all : all.left(line);
    const QByteArray date = line < 0 ? QByteArray() : all.mid(line + 1);
    checkDate(value);
    checkDate(date);
    const core::Instant now = core::Day(ch::year(2026) / 11 / 20);
    const auto wait = net::parseRetryAfter(value, date, now);
    if (!wait)
        return 0;
    require(*wait >= ch::milliseconds(0));
    bool isNumber = false;
    const qint64 seconds = value.trimmed().toLongLong(&isNumber);
    const auto until = net::parseHttpDate(value);
    require(isNumber || until || value.trimmed().size() > 18); // a number past 64 bits at least
    if (until) {
        const core::Instant from = net::parseHttpDate(date).value_or(now);
        require(*wait == std::max(ch::duration_cast<ch::milliseconds>(*until - from), ch::milliseconds(0)));
    } else {
        constexpr qint64 aYear = 366 * 86400;
        require(*wait <= ch::seconds(aYear));
        require(!isNumber || *wait == ch::seconds(std::clamp<qint64>(seconds, 0, aYear)));
    }
    return 0;
}
