// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <atomic>

namespace spendglass::test {

/// A clock that moves only when told to. Starts at 2026-11-20T12:00:00Z.
class ManualClock final : public core::Clock
{
public:
    core::Instant now() const override { return start + std::chrono::microseconds(m_passed); }
    std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::microseconds(m_passed));
    }
    void advance(std::chrono::microseconds by) { m_passed += by.count(); }

    static constexpr core::Instant start =
        core::Day(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(12);

private:
    std::atomic<std::int64_t> m_passed = 0;
};

} // namespace spendglass::test
