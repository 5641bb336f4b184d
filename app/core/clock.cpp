// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"

#include <QTimer>

namespace spendglass::core {

Instant SystemClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady() const
{
    return std::chrono::steady_clock::now();
}

void SystemClock::after(std::chrono::milliseconds pause, QObject *context, std::function<void()> then) const
{
    // The usual timer may be early by a twentieth; the service counts calls that come before their time.
    QTimer::singleShot(pause, Qt::PreciseTimer, context, std::move(then));
}

} // namespace spendglass::core
