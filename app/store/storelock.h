// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QLockFile>
#include <QString>

#include <chrono>
#include <memory>
#include <stop_token>

namespace spendglass::store {

/// How long to ask one and the same process for its store; by default not at all. As long as the store goes
/// from hand to hand there is more to wait for, up to six times the limit.
struct Patience
{
    std::chrono::milliseconds limit{0};
    std::stop_token stop; ///< told to stop, what is left of the limit is a second at most
};

/// Holds the store for this process: a lock file beside it. The database has a lock of its own, but that one
/// belongs to the process, so a second opening in the same process would pass it, and closing any other
/// handle of the file would give it up.
///
/// With patience the holder is asked to lend the store: a connection to its Lender, which stands until the
/// lock is ours. Blocks so long. Storage with storeFaults::inUse and the holder's PID and program when the
/// store is in use, denied when the lock file cannot be made.
core::Result<std::unique_ptr<QLockFile>> lockStore(const QString &path, const Patience &patience = {});

/// The local socket on which that process lends that store: short, whatever the path's length, and the same
/// for every process of this user, whatever its environment.
QString lenderName(const QString &path, qint64 process);

/// Removes the sockets that killed processes left behind for this store.
void removeDeadLenders(const QString &path);

} // namespace spendglass::store
