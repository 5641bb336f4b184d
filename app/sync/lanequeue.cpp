// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/lanequeue.h"

#include <algorithm>
#include <tuple>

namespace spendglass::sync {

namespace {

/// More than the client sends at once, so that its gate always has something to choose from.
constexpr std::ptrdiff_t lanesAtOnce = 8;
/// Besides these, so that whom a person looks at need not wait until another customer is through.
constexpr std::ptrdiff_t preferredAtOnce = 4;

} // namespace

bool comesBefore(const Turn &one, const Turn &other)
{
    const auto rank = [](const Turn &turn) {
        return std::tuple(turn.isCustomer, !turn.isPreferred, turn.fetchedAt.value_or(core::Instant::min()));
    };
    return rank(one) < rank(other);
}

void LaneQueue::add(Lane *lane)
{
    m_waiting.push_back(lane);
    m_isInOrder = false;
}

void LaneQueue::prefer(const QStringList &customerIds)
{
    m_preferred.clear();
    for (const QString &id : customerIds)
        m_preferred.insert(id.toCaseFolded());
    m_isInOrder = false;
}

Turn LaneQueue::turnOf(const Lane *lane) const
{
    return {!lane->customerId().isEmpty(), isPreferred(lane), lane->outlook().fetchedAt};
}

Lane *LaneQueue::next()
{
    if (!std::exchange(m_isInOrder, true)) {
        std::ranges::stable_sort(m_waiting, [this](const Lane *one, const Lane *other) {
            return comesBefore(turnOf(one), turnOf(other));
        });
    }
    if (m_waiting.empty())
        return nullptr;
    Lane *const lane = m_waiting.front();
    const auto isBusy = [](const Lane *running) { return !running->isPaused(); };
    const auto isBusyFirst = [this](const Lane *running) {
        return !running->isPaused() && isPreferred(running);
    };
    const bool hasRoom = std::ranges::count_if(m_running, isBusy) < lanesAtOnce;
    if (!hasRoom && (!isPreferred(lane) || std::ranges::count_if(m_running, isBusyFirst) >= preferredAtOnce))
        return nullptr;
    m_waiting.pop_front();
    m_running.push_back(lane);
    return lane;
}

void LaneQueue::ended(Lane *lane)
{
    std::erase(m_running, lane);
}

} // namespace spendglass::sync
