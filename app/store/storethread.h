// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "store/store.h"

#include <QString>

#include <functional>
#include <memory>

namespace spendglass::store {

class Lender;

/// The only database thread of an account: a bounded queue of tasks for one Store, built on std primitives.
/// Questions pass waiting page appends, so that a sync does not hold up the window.
///
/// The store is open only while this process needs it. Between two tasks it is lent to another process that
/// asks (Lender), closed after a fault that the database did not survive, or given to whileClosed(); the next
/// task opens it again, asking whoever has it by then. Fetches that are running go on after that. Made and
/// destroyed on a thread with an event loop, on which other processes are listened to.
class StoreThread
{
public:
    struct Told
    {
        std::function<void(const core::Result<void> &)>
            opened;                    ///< once, with the outcome of the first opening
        std::function<void()> changed; ///< another process has written into the store while it was lent
    };
    /// Opens the store on the new thread; both functions are called there. After an opening that failed tasks
    /// get that error for a second, then the next one tries again.
    StoreThread(const QString &path, Told told);
    /// Interrupts the running question, runs what was queued with write to its end, drops the rest, joins.
    ~StoreThread();
    StoreThread(const StoreThread &) = delete;
    StoreThread &operator=(const StoreThread &) = delete;

    using Task = std::function<void(const core::Result<Store *> &)>;

    /// Work that must not be lost (pages, journal); first in, first out. Never blocks.
    void write(Task task);
    /// A question. A later one of the same channel replaces an earlier one that waits, and interrupts it when
    /// it runs; the replaced task is called with Cancelled.
    void ask(int channel, Task task);
    /// Like write, for work on the files: the store is closed and not locked, so that the work can lock it
    /// itself. The next task opens it again.
    void whileClosed(std::function<void()> work);
    /// Pages waiting to be written; senders pause above their own limit.
    int waitingWrites() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
    std::unique_ptr<Lender> m_lender; ///< reports to the state
};

} // namespace spendglass::store
