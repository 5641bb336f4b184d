// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace spendglass::sync {

/// The file by which that account is one process's to change: to synchronise it, or to take rows out of its
/// store, which must not happen under a synchronisation whose store is lent for a moment.
QString syncLockPath(const QString &storePath);

/// Takes it until the lock is destroyed; a holder that has died is known by its process id. Storage with
/// storeFaults::inUse, naming the other process and its program, when it is taken.
core::Result<std::unique_ptr<QLockFile>> lockSync(const QString &lockPath);

} // namespace spendglass::sync
