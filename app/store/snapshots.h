// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/result.h"
#include "core/time.h"
#include "store/tables.h"

#include <optional>

namespace spendglass::store {

class Connection;

// What the service shows of spend and summary for the moment only, kept as changes: a version of a row bears
// from when to when it stood so (valid_from, valid_to), and a reading that confirms it adds nothing. All of
// it happens inside the caller's transaction. Errors are Storage.

/// Before the staged rows of the fetch fresh replace those of the fetch old: rows of fresh that say the same
/// as one of old take over its beginning, the others begin at at; rows of old that no longer stand move to
/// the history with at as their end.
core::Result<void> keepSuperseded(Connection &connection, const Tables &tables, qint64 old, qint64 fresh,
                                  core::Instant at);

/// Says that a reading was complete at that time, whether or not it brought anything new.
core::Result<void> enterSnapshot(Connection &connection, core::DataSet dataSet, qint64 fetch,
                                 core::Instant at);

/// The last complete reading that was there at that time; nothing when the first came later.
core::Result<std::optional<core::Instant>> snapshotAt(Connection &connection, core::DataSet dataSet,
                                                      core::Instant time);

} // namespace spendglass::store
