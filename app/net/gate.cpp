// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/gate.h"

#include <algorithm>
#include <utility>

namespace spendglass::net {

using Steady = std::chrono::steady_clock;

Gate::Gate(std::shared_ptr<const core::Clock> clock, int inFlight, int inFlightPerScope)
    : m_clock(std::move(clock))
    , m_free(inFlight)
    , m_perScope(inFlightPerScope)
{
    m_pump.setSingleShot(true);
    connect(&m_pump, &QTimer::timeout, this, &Gate::pump);
}

void Gate::wait(QObject *who, const QString &scope, Place place, std::function<void()> turn)
{
    Waiting waiting{who, scope, std::move(turn)};
    if (place == Place::First)
        m_waiting.push_front(std::move(waiting));
    else
        m_waiting.push_back(std::move(waiting));
    m_pump.start(0);
}

void Gate::leave(const QString &scope)
{
    ++m_free;
    --m_scopes[scope].inFlight;
    m_pump.start(0);
}

void Gate::pause(const QString &scope, std::chrono::milliseconds length)
{
    Scope &paused = m_scopes[scope];
    paused.pausedUntil = std::max(paused.pausedUntil, m_clock->steady() + length);
    m_pump.start(0);
}

void Gate::hold(bool isHeld)
{
    m_isHeld = isHeld;
    m_pump.start(0);
}

Steady::time_point Gate::pausedUntil(const QString &scope) const
{
    return std::max(m_scopes.value(scope).pausedUntil, m_scopes.value(QString()).pausedUntil);
}

bool Gate::takeTurn(const QString &scope)
{
    Scope &state = m_scopes[scope];
    // The scope of the partner itself (empty) is bounded by the account's number alone.
    const bool isFull = !scope.isEmpty() && state.inFlight >= m_perScope;
    if (m_free <= 0 || isFull || m_clock->steady() < pausedUntil(scope))
        return false;
    --m_free;
    ++state.inFlight;
    return true;
}

void Gate::pump()
{
    if (m_isHeld)
        return;
    std::deque<Waiting> waiting = std::exchange(m_waiting, {});
    std::deque<Waiting> left;
    for (Waiting &one : waiting) {
        if (!one.who)
            continue;
        if (takeTurn(one.scope))
            one.turn();
        else
            left.push_back(std::move(one));
    }
    std::move(m_waiting.begin(), m_waiting.end(), std::back_inserter(left));
    m_waiting = std::move(left);

    auto next = Steady::time_point::max();
    const auto now = m_clock->steady();
    for (const Waiting &one : m_waiting) {
        const auto until = pausedUntil(one.scope);
        next = until > now ? std::min(next, until) : next;
    }
    if (next != Steady::time_point::max())
        wakeAt(next);
}

void Gate::wakeAt(Steady::time_point when)
{
    const auto now = m_clock->steady();
    if (m_alarm > now && m_alarm <= when)
        return;
    m_alarm = when;
    m_clock->after(std::chrono::ceil<std::chrono::milliseconds>(when - now), this, [this] {
        m_alarm = {}; // it may ring a little early: then another one must be set
        pump();
    });
}

} // namespace spendglass::net
