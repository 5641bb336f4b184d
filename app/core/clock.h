// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <chrono>

namespace spendglass::core {

/// The time of day and a steady time, injected so that tests can set both. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;                         ///< wall clock, UTC
    virtual std::chrono::steady_clock::time_point steady() const = 0; ///< for deadlines and expiry

    Day today() const { return dayOf(now()); }
};

/// The machine's clocks.
class SystemClock final : public Clock
{
public:
    Instant now() const override;
    std::chrono::steady_clock::time_point steady() const override;
};

} // namespace spendglass::core
