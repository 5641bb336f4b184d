// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>

namespace spendglass::net {

/// Says whose turn it is to send: so many at once per account and per scope, none while a scope pauses.
/// Others go on meanwhile. Turns are given from the event loop, in the order of waiting.
class Gate : public QObject
{
    Q_OBJECT
public:
    enum class Place
    {
        Last,
        First
    }; ///< repeats wait first

    Gate(std::shared_ptr<const core::Clock> clock, int inFlight, int inFlightPerScope);

    /// Calls turn when there is room; it must be paid back by leave(scope). Forgotten when who is deleted.
    void wait(QObject *who, const QString &scope, Place place, std::function<void()> turn);
    void leave(const QString &scope);
    /// Gives no turn in that scope for so long, longer when it already pauses longer. A pause of the empty
    /// scope, the partner itself, holds back every scope: the service counts calls for the whole account.
    void pause(const QString &scope, std::chrono::milliseconds length);
    /// Gives no turn at all until it is let go; who has one keeps it.
    void hold(bool isHeld);

private:
    struct Waiting
    {
        QPointer<QObject> who;
        QString scope;
        std::function<void()> turn;
    };
    struct Scope
    {
        int inFlight = 0;
        std::chrono::steady_clock::time_point pausedUntil;
    };

    void pump();
    void wakeAt(std::chrono::steady_clock::time_point when);
    bool takeTurn(const QString &scope);
    std::chrono::steady_clock::time_point pausedUntil(const QString &scope) const;

    std::shared_ptr<const core::Clock> m_clock;
    int m_free;
    int m_perScope;
    bool m_isHeld = false;
    std::deque<Waiting> m_waiting;
    QHash<QString, Scope> m_scopes;
    QTimer m_pump;
    std::chrono::steady_clock::time_point m_alarm; ///< the next one that is set; long ago: none
};

} // namespace spendglass::net
