// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"

namespace spendglass::core {

Instant SystemClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady() const
{
    return std::chrono::steady_clock::now();
}

} // namespace spendglass::core
