// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/courier.h"
#include "core/result.h"
#include "store/storethread.h"

#include <deque>
#include <functional>
#include <memory>

namespace spendglass::sync {

/// The way from the network thread into the store: work goes there in order, outcomes come back here, and
/// senders of pages are held back while the store is behind. Lives on the network thread.
class Intake
{
public:
    using Work = std::function<core::Result<void>(store::Store &)>;
    using Then = std::function<void(const core::Result<void> &)>;

    /// courier: of an object that lives no longer than this. settled is called after each outcome.
    Intake(store::StoreThread &store, std::shared_ptr<core::Courier> courier, std::function<void()> settled);

    /// work runs on the store's thread, in order; then runs here. Does not wait.
    void write(Work work, Then then);
    /// Calls took as soon as the store has room for another page: now, or after some outcome.
    void whenRoom(std::function<void()> took);
    bool isIdle() const { return m_pending == 0; } ///< every outcome is back

private:
    void onOutcome(const core::Result<void> &outcome, const Then &then);
    bool hasRoom() const;

    store::StoreThread &m_store;
    std::shared_ptr<core::Courier> m_courier;
    std::function<void()> m_settled;
    std::deque<std::function<void()>> m_held;
    int m_pending = 0;
};

} // namespace spendglass::sync
