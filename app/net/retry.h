// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace spendglass::net {

/// One row of the retry table.
struct RetryRule
{
    core::ErrorKind kind;
    int attempts = 1;                  ///< in all, the first included
    std::chrono::milliseconds base{0}; ///< doubled each time, full jitter
    std::chrono::milliseconds cap{0};
    bool honoursRetryAfter = false;
    std::chrono::milliseconds retryAfterCap{0};
    int cost = 5; ///< of a repeat, out of the run's budget
};

/// The table: Offline, Timeout, Server: 5 attempts, 0.5 s doubling to 20 s; Throttled and NotReady follow
/// Retry-After up to 15 minutes, 5 attempts; Malformed: 3 attempts. Kinds without a row are never repeated.
const std::vector<RetryRule> &retryRules();

/// Uniform in [0, 1).
using Random = std::function<double()>;

/// A repeat that the table allows.
struct Repeat
{
    std::chrono::milliseconds pause{0};
    int cost = 0;
};
/// Attempt number attempt + 1 (attempt counts those made, from 1); nothing: give up.
std::optional<Repeat> planRepeat(const core::Error &error, int attempt, const Random &random);

} // namespace spendglass::net
