// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace spendglass::store {

/// Makes the store's own folder (0700, missing parents likewise); an existing one of ours is narrowed to its
/// owner. Storage when it cannot be made or written to.
core::Result<void> prepareStoreFolder(const QString &path);

/// Refuses a file that cannot be a store before the database touches it; a missing file is fine. Only to be
/// called under the lock.
core::Result<void> checkStoreFile(const QString &path);

void narrowToOwner(const QString &file); ///< 0600, if it is ours

/// Takes everybody else's rights from the file and its write-ahead log. The database makes both with the
/// process's umask and makes the log anew after each checkpoint. Changing the umask would change it for every
/// thread and every file of the program (exports are meant to be readable), so the folder's 0700 is the wall
/// and the files' 0600 a second one for files that are moved out of it.
void narrowStoreFiles(const QString &path);

} // namespace spendglass::store
