// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QLabel>
#include <QTimer>

#include <chrono>
#include <memory>

namespace spendglass::dialogs {

/// "Time left: 4:32", by the given clock; looks once a second and says nothing before it is started.
class Countdown final : public QLabel
{
    Q_OBJECT
public:
    Countdown(std::shared_ptr<const core::Clock> clock, QWidget *parent);
    void start(std::chrono::steady_clock::time_point until);
    void startFor(std::chrono::seconds span); ///< from now on
    void stop();

private:
    void show();

    std::shared_ptr<const core::Clock> m_clock;
    std::chrono::steady_clock::time_point m_until;
    QTimer m_beat;
};

} // namespace spendglass::dialogs
