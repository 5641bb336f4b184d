// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/table.h"
#include "store/facts.h"

#include <QString>

#include <optional>
#include <span>
#include <string>

namespace spendglass::store {

class Connection;

/// The journal of synchronisations.
///
///   begin ──> running ── end(Whole) ──> whole
///                ├────── end(Stopped) ─> stopped ─┐ begin with the same request, less than a day later
///                └────── killed ──────────────────┴─> running again, as begun at first
///
/// Whoever begins one holds the lock of the account's synchronisation: what still runs by then was killed.
class Runs
{
public:
    explicit Runs(Connection &connection)
        : m_connection(connection)
    {}

    /// The one that begin would continue; nothing: it would be a new one.
    core::Result<std::optional<SyncRun>> interrupted(const QString &request, core::Instant now);
    core::Result<SyncRun> begin(const QString &request, core::Instant now);
    core::Result<void> end(qint64 run, RunState state, core::Instant now);
    core::Result<std::optional<SyncRun>> last(); ///< the one that began last, whatever it asked for

private:
    core::Result<std::optional<SyncRun>> lastOf(const std::string &where,
                                                std::span<const query::Value> values);

    Connection &m_connection;
};

} // namespace spendglass::store
