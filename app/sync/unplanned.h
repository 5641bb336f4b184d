// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/job.h"
#include "store/store.h"
#include "sync/plan.h"

#include <span>
#include <vector>

namespace spendglass::sync {

// Which windows a customer has is known only when the directory has named its subscriptions. Until then one
// entry of the journal stands for all of them, or without customer for those of every customer: whatever
// becomes of the run, nothing calls itself complete before the windows themselves are entered.

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

/// The entries that the outcome changes. None after a cancel: what was known before still holds.
std::vector<store::WindowRecord> entriesToClose(std::span<const core::DataSet> dataSets,
                                                const QString &customerId, const Journal &journal,
                                                const DirectoryOutcome &outcome);
core::Result<void> closeEntries(store::Store &store, std::span<const store::WindowRecord> entries,
                                const DirectoryOutcome &outcome, core::Instant now);

} // namespace spendglass::sync
