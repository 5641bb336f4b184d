// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/world.h"

#include <functional>
#include <string>

namespace spendglass::sandbox {

/// One question to utilizations or CREST: usage of a legacy subscription that was reported in a window.
struct UsageWindow
{
    const Subscription *subscription = nullptr;
    core::Instant from, to; ///< reported time, half-open
    bool isHourly = false;
    bool showDetails = true;
    qint64 size = 1000;
    qint64 offset = 0;
};

/// A row of either service.
struct UsageRow
{
    const Series *series = nullptr; ///< of merged rows: the first one's
    core::Instant start, end;       ///< of use
    core::Instant reported;
    core::Decimal quantity;
};

/// When a piece of a series' usage of a day reached billing: hour -1 is the whole day.
core::Instant reportedAt(core::Day day, std::uint64_t dice, int hour);

/// Calls take for every row of the window, by time of use and then in the order of the series. Rows of an
/// hourly question are hours of hourly meters and days of the others. Without details rows of equal meter and
/// interval are merged. take answers whether it wants more.
void forEachRow(const World &world, const UsageWindow &window,
                const std::function<bool(const UsageRow &)> &take);

/// The share of a day's quantity that falls on an hour; the 24 shares add up to the whole.
std::int64_t hourShare(std::int64_t quantity, int hour);

/// The rows of the page, and whether there are more.
struct UsagePage
{
    std::vector<UsageRow> rows;
    bool hasMore = false;
};
UsagePage usagePage(const World &world, const UsageWindow &window);

/// Reads granularity, show_details and the window's ends (days cut for daily, hours for hourly).
core::Result<UsageWindow> readWindow(const std::string &from, const std::string &to,
                                     const std::string &granularity, const std::string &showDetails,
                                     const std::string &size);

/// "/{cid}/usage-records?entitlement_id=…&continuation_token=…": what utilizations gives as
/// MS-ContinuationToken and CREST, without its first character, as the next href. It holds the place of the
/// page after window.offset, signed, so that a token changed by one byte is refused.
std::string continuation(const World &world, const UsageWindow &window);
/// The window that a token continues; nothing unless it is a token of this world, byte for byte.
std::optional<UsageWindow> continued(const World &world, const std::string &token);
/// Likewise for the continuation_token parameter of a CREST link, decoded: a client may write a link's
/// hexadecimal digits in another case, but a token unescaped once too often is refused.
std::optional<UsageWindow> continuedHref(const World &world, const std::string &token);

} // namespace spendglass::sandbox
