// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/countdown.h"

namespace spendglass::dialogs {

using namespace std::chrono_literals;

Countdown::Countdown(std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QLabel(parent)
    , m_clock(std::move(clock))
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::PlaceholderText);
    m_beat.setInterval(1s);
    connect(&m_beat, &QTimer::timeout, this, &Countdown::show);
}

void Countdown::start(std::chrono::steady_clock::time_point until)
{
    m_until = until;
    m_beat.start();
    show();
}

void Countdown::startFor(std::chrono::seconds span)
{
    start(m_clock->steady() + span);
}

void Countdown::stop()
{
    m_beat.stop();
    clear();
}

void Countdown::show()
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_until - m_clock->steady());
    const qint64 seconds = std::max<qint64>(0, left.count());
    //: %1: minutes, %2: seconds, two digits
    setText(tr("Time left: %1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0')));
}

} // namespace spendglass::dialogs
