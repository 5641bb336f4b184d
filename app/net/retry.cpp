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
        {ErrorKind::Timeout, 5, 500ms, 20s, false, 0ms},
        {ErrorKind::Server, 5, 500ms, 20s, true, 15min},
        {ErrorKind::Throttled, 5, 500ms, 20s, true, 15min},
        // Without a header the service has been seen to mean a quarter of an hour.
        {ErrorKind::NotReady, 5, 30s, 15min, true, 15min},
    };
    return rules;
}

std::optional<milliseconds> pauseBeforeRetry(const core::Error &error, int attempt, const Random &random)
{
    const auto &rules = retryRules();
    const auto rule = std::ranges::find(rules, error.kind, &RetryRule::kind);
    if (rule == rules.end() || attempt >= rule->attempts)
        return std::nullopt;
    if (rule->honoursRetryAfter && error.retryAfter)
        return std::clamp(*error.retryAfter, milliseconds(0), rule->retryAfterCap);
    const milliseconds limit = std::min(rule->cap, rule->base * (1 << std::clamp(attempt - 1, 0, 20)));
    return milliseconds(static_cast<milliseconds::rep>(random() * static_cast<double>(limit.count())));
}

} // namespace spendglass::net
