// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/usagewindow.h"

#include "sandbox/message.h"
#include "sandbox/random.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <map>

namespace spendglass::sandbox {

namespace {

using namespace std::chrono_literals;

constexpr int mostLateDays = 3;
constexpr std::string_view tokenMark = "&continuation_token=";

/// Rows of one usage day, without regard to details.
void rowsOfDay(const World &world, const UsageWindow &window, int day, std::vector<UsageRow> &rows)
{
    const core::Day date = world.day(day);
    for (std::size_t i = window.subscription->firstSeries; i < window.subscription->endSeries; ++i) {
        const Series &series = world.series()[i];
        const std::uint64_t dice = world.roll(series, day);
        if (dice == 0)
            continue;
        const std::int64_t quantity = world.quantity(series, day, dice);
        const bool isSplit = window.isHourly && world.meter(series).isHourly;
        for (int hour = isSplit ? 0 : -1; hour < (isSplit ? 24 : 0); ++hour) {
            // Daily windows see the day of the report, hourly ones its hour.
            const core::Instant reported = window.isHourly
                                               ? reportedAt(date, dice, hour)
                                               : core::Instant(core::dayOf(reportedAt(date, dice, -1)));
            const std::int64_t share = isSplit ? hourShare(quantity, hour) : quantity;
            if (share == 0 || reported < window.from || reported >= window.to)
                continue;
            const core::Instant start = core::Instant(date) + std::chrono::hours(std::max(0, hour));
            rows.push_back(
                {&series, start, start + (isSplit ? 1h : 24h), reported, world.decimal(series, share)});
        }
    }
}

/// One row per meter and interval; the first of each stays where it was.
void merge(const World &world, std::vector<UsageRow> &rows)
{
    std::map<std::tuple<std::string_view, core::Instant, core::Instant>, std::size_t> places;
    std::vector<UsageRow> merged;
    for (const UsageRow &row : rows) {
        const auto [place, isNew] =
            places.try_emplace({world.meterId(*row.series), row.start, row.end}, merged.size());
        if (isNew)
            merged.push_back(row);
        else
            merged[place->second].quantity =
                merged[place->second].quantity.plus(row.quantity).value_or(row.quantity);
    }
    rows = std::move(merged);
}

std::string stamp(core::Instant instant)
{
    std::string text = core::formatInstant(instant);
    text[10] = ' ';
    return text;
}

std::string build(const World &world, const UsageWindow &window)
{
    const std::string question =
        world.partnerCid() + "/usage-records?entitlement_id=" + window.subscription->entitlementId +
        "&reported_start_time=" + formEncode(stamp(window.from)) +
        "&reported_end_time=" + formEncode(stamp(window.to)) + "&count=" + std::to_string(window.size) +
        "&show_details=" + (window.showDetails ? "True" : "False") +
        "&error_if_not_processed=True&granularity=" + (window.isHourly ? "Hourly" : "Daily");
    std::uint64_t signature = mix(world.seed(), static_cast<std::uint64_t>(window.offset));
    for (const char c : question)
        signature = mix(signature, static_cast<unsigned char>(c));
    // Signed bytes as base64 have + / = in them, which is the point: tokens must survive unchanged.
    QByteArray inner = QByteArray::number(window.offset) + ',' +
                       QByteArray::number(window.from.time_since_epoch().count()) + ',' +
                       QByteArray::number(window.to.time_since_epoch().count()) + ',' +
                       QByteArray::number(window.size) + ',' + (window.isHourly ? 'h' : 'd') +
                       (window.showDetails ? 't' : 'f') + ',' +
                       QByteArray::fromStdString(window.subscription->entitlementId) + ',' +
                       QByteArray::number(signature, 16) + ",\xfb\xff\xbf~?";
    return "/" + question + std::string(tokenMark) + formEncode(inner.toBase64().toStdString());
}

} // namespace

core::Instant reportedAt(core::Day day, std::uint64_t dice, int hour)
{
    const int reportedHour = hour >= 0 ? hour : static_cast<int>((dice >> 10) % 24);
    return core::Instant(day) + std::chrono::days(World::lateDays(dice)) + std::chrono::hours(reportedHour);
}

std::int64_t hourShare(std::int64_t quantity, int hour)
{
    const auto until = [quantity](int hours) {
        return static_cast<std::int64_t>(core::Int128(quantity) * hours / 24);
    };
    return until(hour + 1) - until(hour);
}

void forEachRow(const World &world, const UsageWindow &window,
                const std::function<bool(const UsageRow &)> &take)
{
    const int first = std::max(0, world.dayIndex(core::dayOf(window.from)) - mostLateDays);
    const int last = std::min(world.days() - 1, world.dayIndex(core::dayOf(window.to)));
    std::vector<UsageRow> rows;
    for (int day = first; day <= last; ++day) {
        rows.clear();
        rowsOfDay(world, window, day, rows);
        if (!window.showDetails)
            merge(world, rows);
        for (const UsageRow &row : rows)
            if (!take(row))
                return;
    }
}

UsagePage usagePage(const World &world, const UsageWindow &window)
{
    UsagePage page;
    qint64 skip = window.offset;
    forEachRow(world, window, [&](const UsageRow &row) {
        if (skip-- > 0)
            return true;
        skip = 0;
        page.hasMore = static_cast<qint64>(page.rows.size()) == window.size;
        if (!page.hasMore)
            page.rows.push_back(row);
        return !page.hasMore;
    });
    return page;
}

core::Result<UsageWindow> readWindow(const std::string &from, const std::string &to,
                                     const std::string &granularity, const std::string &showDetails,
                                     const std::string &size)
{
    const auto refuse = [](const char *text) {
        return core::fail(core::ErrorKind::BadRequest, QString::fromLatin1(text));
    };
    UsageWindow window;
    const std::string level = lowerCase(granularity), details = lowerCase(showDetails);
    if (!level.empty() && level != "daily" && level != "hourly")
        return refuse("granularity is daily or hourly.");
    if (!details.empty() && details != "true" && details != "false")
        return refuse("show_details is true or false.");
    window.isHourly = level == "hourly";
    window.showDetails = details != "false";
    const auto start = core::parseTime(from), end = core::parseTime(to);
    if (!start || !end)
        return refuse("The start and the end of the window are needed, as date and time.");
    const auto cut = [&](core::Instant instant) {
        return window.isHourly ? core::Instant(std::chrono::floor<std::chrono::hours>(instant))
                               : core::Instant(core::dayOf(instant));
    };
    window.from = cut(start->instant);
    window.to = cut(end->instant);
    if (window.from >= window.to)
        return refuse("The window ends before it starts.");
    bool isNumber = true;
    window.size = size.empty() ? 1000 : QByteArray::fromStdString(size).toLongLong(&isNumber);
    if (!isNumber || window.size < 1 || window.size > 1000)
        return refuse("The page size is 1 to 1000.");
    return window;
}

std::string continuation(const World &world, const UsageWindow &window)
{
    return build(world, window);
}

std::optional<UsageWindow> continuedHref(const World &world, const std::string &token)
{
    const QList<QByteArray> fields = QByteArray::fromBase64(QByteArray::fromStdString(token)).split(',');
    if (fields.size() < 7 || fields[4].size() != 2)
        return std::nullopt;
    UsageWindow window;
    window.offset = fields[0].toLongLong();
    window.from = core::Instant(std::chrono::microseconds(fields[1].toLongLong()));
    window.to = core::Instant(std::chrono::microseconds(fields[2].toLongLong()));
    window.size = fields[3].toLongLong();
    window.isHourly = fields[4][0] == 'h';
    window.showDetails = fields[4][1] == 't';
    window.subscription = world.findEntitlement(fields[5].toStdString());
    if (!window.subscription || !build(world, window).ends_with(std::string(tokenMark) + formEncode(token)))
        return std::nullopt;
    return window;
}

std::optional<UsageWindow> continued(const World &world, const std::string &token)
{
    const std::size_t at = token.find(tokenMark);
    if (at == std::string::npos)
        return std::nullopt;
    const auto window =
        continuedHref(world, percentDecode(std::string_view(token).substr(at + tokenMark.size()), false));
    return window && build(world, *window) == token ? window : std::nullopt;
}

} // namespace spendglass::sandbox
