// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/retry.h"

#include <algorithm>

namespace spendglass::net {

using core::ErrorKind;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

const std::vector<RetryRule> &retryRules()
{
    static const std::vector<RetryRule> rules{
        {ErrorKind::Offline, 5, 500ms, 20s, false, 0ms},
        {ErrorKind::Timeout, 5, 500ms, 20s, false, 0ms, 10}, // it has held a place for minutes
        {ErrorKind::Malformed, 3, 500ms, 20s, false, 0ms},   // cut bodies look like whole ones to Qt
        {ErrorKind::Server, 5, 500ms, 20s, true, 15min},
        {ErrorKind::Throttled, 5, 500ms, 20s, true, 15min},
        // Without a header the service has been seen to mean a quarter of an hour.
        {ErrorKind::NotReady, 5, 30s, 15min, true, 15min},
    };
    return rules;
}

std::optional<Repeat> planRepeat(const core::Error &error, int attempt, const Random &random)
{
    const auto &rules = retryRules();
    const auto rule = std::ranges::find(rules, error.kind, &RetryRule::kind);
    if (rule == rules.end() || attempt >= rule->attempts)
        return std::nullopt;
    // A time that has passed says nothing about when to come back.
    if (rule->honoursRetryAfter && error.retryAfter > milliseconds(0))
        return Repeat{std::min(*error.retryAfter, rule->retryAfterCap), rule->cost};
    const milliseconds limit = std::min(rule->cap, rule->base * (1 << std::clamp(attempt - 1, 0, 20)));
    const double pause = random() * static_cast<double>(limit.count());
    return Repeat{milliseconds(static_cast<milliseconds::rep>(pause)), rule->cost};
}

} // namespace spendglass::net
