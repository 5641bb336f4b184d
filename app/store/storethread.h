// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "store/store.h"

#include <QString>

#include <functional>
#include <memory>

namespace spendglass::store {

/// The only database thread of an account: a bounded queue of tasks for one Store, built on std primitives.
/// Questions pass waiting page appends, so that a sync does not hold up the window.
class StoreThread
{
public:
    /// Opens the store on the new thread; opened is called there with the outcome. When opening failed every
    /// later task gets that error.
    StoreThread(const QString &path, std::function<void(const core::Result<void> &)> opened);
    /// Interrupts the running question, runs what was queued with runToEnd, drops the rest, joins.
    ~StoreThread();
    StoreThread(const StoreThread &) = delete;
    StoreThread &operator=(const StoreThread &) = delete;

    using Task = std::function<void(const core::Result<Store *> &)>;

    /// Work that must not be lost (pages, journal); first in, first out. Never blocks.
    void write(Task task);
    /// A question. A later one of the same channel replaces an earlier one that waits, and interrupts it when
    /// it runs; the replaced task is called with Cancelled.
    void ask(int channel, Task task);
    /// Pages waiting to be written; senders pause above their own limit.
    int waitingWrites() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::store
