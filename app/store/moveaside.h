// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "store/storelock.h"

#include <QString>

namespace spendglass::store {

/// Renames a store that cannot be read to NAME.damaged-YYYYMMDDTHHMMSSZ, its write-ahead log and whatever
/// else is its own likewise, and gives the new path. Nothing is overwritten or deleted. Blocks: all of the
/// store is read before, as a damaged block is noticed only by whoever reads it. A process that holds the
/// store is asked for it.
///
/// Storage, and nothing was moved: storeFaults::sound when it can be read from end to end, absent when there
/// is none; inUse, newer, diskFull and denied as in opening it.
core::Result<QString> moveAside(const QString &path, core::Instant now,
                                const Patience &patience = {std::chrono::seconds(10), {}});

} // namespace spendglass::store
