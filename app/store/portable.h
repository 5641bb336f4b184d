// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/upkeep.h"

#include <QString>

namespace spendglass::store {

class StopSign;

// A store as a folder of files that other programs read, and back. On a closed store, under its lock.

struct ExportOrder
{
    QString folder; ///< made if it is missing; else it must be empty
    core::FolderFormat format = core::FolderFormat::Parquet;
    QString account; ///< for the manifest
    core::Instant now{};
};

/// One file for each table, each read back and compared before it gets its name, and the manifest at the
/// end. File when the folder cannot take it; what was written is gone then.
core::Result<core::FolderSummary> exportStore(const QString &path, const ExportOrder &order, StopSign &stop);

/// Makes a store out of such a folder, brings it to the newest schema and puts it in the place of path.
/// Until it is whole what is there stays untouched. File, naming the file, for what is missing or damaged;
/// Storage for a folder of a newer version.
core::Result<core::FolderSummary> importStore(const QString &folder, const QString &path, StopSign &stop);

} // namespace spendglass::store
