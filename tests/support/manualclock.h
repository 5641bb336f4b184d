// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <atomic>
#include <mutex>
#include <vector>

namespace spendglass::test {

/// A clock whose time of day moves only when told to. Starts at 2026-11-20T12:00:00Z. Its steady time runs so
/// many times faster than the real one; with a speed of 0 it moves by advance() alone.
class ManualClock final : public core::Clock
{
public:
    explicit ManualClock(int speed = 0)
        : m_speed(speed)
    {
        m_real.start();
    }
    core::Instant now() const override { return start + std::chrono::microseconds(m_passed); }
    std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(
            std::chrono::microseconds(m_passed) + m_speed * std::chrono::nanoseconds(m_real.nsecsElapsed()));
    }
    void after(std::chrono::milliseconds pause, QObject *context, std::function<void()> then) const override
    {
        if (m_speed > 0) {
            const auto real = (pause + std::chrono::milliseconds(m_speed - 1)) / m_speed;
            QTimer::singleShot(real, Qt::PreciseTimer, context, std::move(then));
            return;
        }
        const std::scoped_lock lock(m_mutex);
        m_alarms.push_back({steady() + pause, context, std::move(then)});
    }
    /// Alarms that are due by then ring from the event loop.
    void advance(std::chrono::microseconds by)
    {
        m_passed += by.count();
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_alarms, [this](const Alarm &alarm) {
            if (alarm.at > steady())
                return false;
            if (alarm.context)
                QMetaObject::invokeMethod(alarm.context, alarm.then, Qt::QueuedConnection);
            return true;
        });
    }
    std::size_t alarms() const ///< set and not yet due
    {
        const std::scoped_lock lock(m_mutex);
        return m_alarms.size();
    }

    static constexpr core::Instant start =
        core::Day(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(12);

private:
    struct Alarm
    {
        std::chrono::steady_clock::time_point at;
        QPointer<QObject> context;
        std::function<void()> then;
    };
    const int m_speed;
    QElapsedTimer m_real;
    std::atomic<std::int64_t> m_passed = 0;
    mutable std::mutex m_mutex;
    mutable std::vector<Alarm> m_alarms;
};

} // namespace spendglass::test
