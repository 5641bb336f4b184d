// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <chrono>
#include <functional>

class QObject;

namespace spendglass::core {

/// The time of day, a steady time and the waiting for it, injected so that tests can set all three.
/// Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;                         ///< wall clock, UTC
    virtual std::chrono::steady_clock::time_point steady() const = 0; ///< for deadlines and expiry
    /// Calls then on the current thread's event loop when steady() has moved on by pause, not before; never
    /// when context, an object of this thread, is gone by then.
    virtual void after(std::chrono::milliseconds pause, QObject *context,
                       std::function<void()> then) const = 0;

    Day today() const { return dayOf(now()); }
};

/// The machine's clocks.
class SystemClock : public Clock
{
public:
    Instant now() const override;
    std::chrono::steady_clock::time_point steady() const override;
    void after(std::chrono::milliseconds pause, QObject *context, std::function<void()> then) const override;
};

} // namespace spendglass::core
