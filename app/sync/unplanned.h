// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/job.h"
#include "store/store.h"
#include "sync/plan.h"

#include <span>
#include <vector>

namespace spendglass::sync {

// Which windows a customer has is known only when the directory has named its subscriptions. Until all of
// them are entered one entry of the journal without customer stands for the missing ones, and where the list
// of one customer failed one of that customer: whatever becomes of a run, nothing calls itself complete too
// early.

/// What the journal is to say of a list of the directory.
struct DirectoryOutcome
{
    store::WindowState state = store::WindowState::Complete;
    QString reason; ///< for a person; empty with Complete
    std::optional<core::CallRecord> failed;
};
DirectoryOutcome outcomeOf(const core::Result<net::JobTotals> &result, const net::Job &job);

/// The entry of that customer (empty: of all), spelled as the journal spells it.
store::WindowRecord unplannedEntry(core::DataSet dataSet, const QString &customerId, const Journal &journal);

/// The entries that the outcome changes. None after a cancel: what was known before still holds. Of a
/// customer whose list never failed there is none.
std::vector<store::WindowRecord> entriesToClose(std::span<const core::DataSet> dataSets,
                                                const QString &customerId, const Journal &journal,
                                                const DirectoryOutcome &outcome);
core::Result<void> closeEntries(store::Store &store, std::span<const store::WindowRecord> entries,
                                const DirectoryOutcome &outcome, core::Instant now);

} // namespace spendglass::sync
