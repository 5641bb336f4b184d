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
    core::Day to; ///< end of what is being asked for: the window's, but not past the day of asking
    bool isHourly = false;
    bool showDetails = true;
    std::optional<FetchId> current; ///< the content it is to replace
    std::set<int> pages;
};
using RunningFetches = std::map<FetchId, RunningFetch>;

} // namespace spendglass::store
