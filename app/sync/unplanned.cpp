// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/unplanned.h"

#include "sync/windowfetch.h"

namespace spendglass::sync {

using store::WindowState;

DirectoryOutcome outcomeOf(const core::Result<net::JobTotals> &result, const net::Job &job)
{
    if (!result) {
        DirectoryOutcome outcome{stateAfter(result.error()), reasonOf(result.error()), {}};
        if (job.lastCall().attempts > 0)
            outcome.failed = job.lastCall();
        return outcome;
    }
    QStringList reasons = result->doubts;
    if (result->quarantined > 0)
        reasons.prepend(QStringLiteral("%1 entries of a list could not be read").arg(result->quarantined));
    return {reasons.isEmpty() ? WindowState::Complete : WindowState::Failed,
            reasons.join(QStringLiteral("; ")),
            {}};
}

store::WindowRecord unplannedEntry(core::DataSet dataSet, const QString &customerId, const Journal &journal)
{
    store::WindowRecord entry;
    entry.key = {dataSet, customerId, {}, {core::Day(), core::Day()}};
    if (const auto *const known = journal.find(entry.key))
        entry = *known;
    return entry;
}

std::vector<store::WindowRecord> entriesToClose(std::span<const core::DataSet> dataSets,
                                                const QString &customerId, const Journal &journal,
                                                const DirectoryOutcome &outcome)
{
    std::vector<store::WindowRecord> entries;
    if (outcome.state == WindowState::Planned)
        return entries;
    for (const auto dataSet : dataSets) {
        auto entry = unplannedEntry(dataSet, customerId, journal);
        const bool isThere = customerId.isEmpty() || journal.find(entry.key);
        const bool isRight = isThere && entry.state == WindowState::Complete;
        if (outcome.state != WindowState::Complete || (isThere && !isRight))
            entries.push_back(std::move(entry));
    }
    return entries;
}

core::Result<void> closeEntries(store::Store &store, std::span<const store::WindowRecord> entries,
                                const DirectoryOutcome &outcome, core::Instant now)
{
    for (const auto &entry : entries) {
        const auto fetch = store.beginFetch(entry, now);
        if (!fetch)
            return core::fail(fetch.error());
        auto done = store.finishFetch(*fetch, outcome.state, outcome.reason, now, outcome.failed);
        if (!done)
            return done;
    }
    return {};
}

} // namespace spendglass::sync
