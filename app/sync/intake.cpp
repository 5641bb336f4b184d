// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/intake.h"

#include <utility>

namespace spendglass::sync {

namespace {

constexpr int waitingPagesCap = 4; ///< a page of 10,000 rows is some 5 MB while it waits

} // namespace

Intake::Intake(store::StoreThread &store, std::shared_ptr<core::Courier> courier,
               std::function<void()> settled)
    : m_store(store)
    , m_courier(std::move(courier))
    , m_settled(std::move(settled))
{}

void Intake::write(Work work, Then then)
{
    ++m_pending;
    m_store.write([this, courier = m_courier, work = std::move(work),
                   then = std::move(then)](const core::Result<store::Store *> &store) {
        const core::Result<void> outcome = store ? work(**store) : core::fail(store.error());
        // this is touched only there, and the courier drops what comes after its end.
        courier->post([this, outcome, then] { onOutcome(outcome, then); });
    });
}

void Intake::whenRoom(std::function<void()> took)
{
    if (hasRoom())
        took();
    else
        m_held.push_back(std::move(took));
}

bool Intake::hasRoom() const
{
    return m_store.waitingWrites() <= waitingPagesCap;
}

void Intake::onOutcome(const core::Result<void> &outcome, const Then &then)
{
    --m_pending;
    then(outcome);
    // Nothing is held for ever: it is held only while writes wait, and each of them comes back here.
    while (!m_held.empty() && (hasRoom() || isIdle())) {
        const auto took = std::move(m_held.front());
        m_held.pop_front();
        took();
    }
    m_settled();
}

} // namespace spendglass::sync
