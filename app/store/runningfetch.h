// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"

#include <map>
#include <optional>
#include <set>

namespace spendglass::store {

using FetchId = qint64;

/// A fetch that has begun and not ended: what the file does not tell about it, and what it does.
struct RunningFetch
{
    WindowKey key;
    qint64 window = 0; ///< its number in the file
    core::Day to;      ///< end of what is being asked for: the window's, but not past the day of asking
    bool isHourly = false;
    bool showDetails = true;
    std::optional<FetchId> current; ///< the content it is to replace
    std::set<int> pages;
    qint64 rows = 0, quarantined = 0;      ///< of those pages: all rows; the most that one page left out
    std::optional<core::Instant> loadedAt; ///< when the newest of them arrived
};
using RunningFetches = std::map<FetchId, RunningFetch>;

} // namespace spendglass::store
