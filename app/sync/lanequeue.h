// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/lane.h"

#include <QSet>
#include <QStringList>

#include <deque>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// What decides whose turn it is.
struct Turn
{
    bool isCustomer = false;
    bool isPreferred = false;
    std::optional<core::Instant> fetchedAt; ///< last; nothing: never
};
bool comesBefore(const Turn &one, const Turn &other);

/// The lanes of a run: those that wait, in the order of their turns, and those that run.
///
/// Turns: what is for the whole partner, then the customers that a person looks at, then those that were
/// never fetched, then the others, the stalest first.
class LaneQueue
{
public:
    void add(Lane *lane);
    void prefer(const QStringList &customerIds); ///< from now on these; empty: nobody
    /// The lane that may start now, which then counts as running; null: none waits, or enough run.
    Lane *next();
    void ended(Lane *lane);
    void forgetWaiting() { m_waiting.clear(); }

    bool isEmpty() const { return m_waiting.empty() && m_running.empty(); }
    const std::deque<Lane *> &waiting() const { return m_waiting; }
    const std::vector<Lane *> &running() const { return m_running; }

private:
    bool isPreferred(const Lane *lane) const { return m_preferred.contains(lane->customerId()); }
    Turn turnOf(const Lane *lane) const;

    std::deque<Lane *> m_waiting;
    std::vector<Lane *> m_running;
    QSet<QString> m_preferred;
    bool m_isInOrder = true;
};

} // namespace spendglass::sync
