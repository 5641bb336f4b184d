// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"
#include "query/table.h"
#include "store/facts.h"
#include "store/runningfetch.h"
#include "store/storelock.h"
#include "store/upkeep.h"

#include <QString>

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace spendglass::store {

/// One account's data in one DuckDB file. Confined to one thread (StoreThread owns it). Errors are Storage:
/// text says what, where says which step, serverCode which of core::storeFaults, if it is one; a lock names
/// the process that holds it, a newer store its version. The file and its folder are owner-only.
class Store
{
public:
    /// Opens or makes the store and brings it to the newest schema, each migration in one transaction.
    /// A file that is not a store, is damaged or is newer is refused and left as it is.
    /// With patience a process that holds it is asked to lend it.
    static core::Result<std::unique_ptr<Store>> open(const QString &path, const Patience &patience = {});
    /// An empty store that lives in memory and goes with this object, for answers that are not to be kept.
    /// What does not fit into memory is spilled beside path, where a store of the account is or may be,
    /// whoever has that one. Everything but whileClosed() and what is built on it works.
    static core::Result<std::unique_ptr<Store>> inMemory(const QString &path);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// A fault that the database does not survive: from now on every call fails, until it is opened again.
    bool hasStopped() const;
    /// What a store that is closed for a while has to be given when it is open again.
    const RunningFetches &runningFetches() const;
    core::Result<void> resume(RunningFetches fetches);

    // Directory. Rows that vanished from the service stay: their names are still needed.
    core::Result<void> saveCustomers(std::span<const CustomerRecord> customers);
    core::Result<void> saveSubscriptions(const QString &customerId, std::span<const SubscriptionRecord> rows);
    core::Result<std::vector<CustomerRecord>> customers();         ///< by name
    core::Result<std::vector<SubscriptionRecord>> subscriptions(); ///< by customer id, then name

    // Windows. A first fetch shows its rows as they arrive; a repeated one stays hidden until finishFetch,
    // which then replaces the old rows in one transaction.
    core::Result<std::vector<WindowRecord>> windows();
    /// Enters windows that the journal does not know yet: as NotOffered, with the reason, those that say so,
    /// else as Planned.
    core::Result<void> planWindows(std::span<const WindowRecord> windows);
    /// Drops what an interrupted fetch of this window left behind; asks up to now or the window's end, which
    /// is what fetchedTo says after Complete.
    core::Result<FetchId> beginFetch(const WindowRecord &window, core::Instant now);
    /// The journal counts the rows that are given here, whatever page.rows says. A page number comes once.
    core::Result<void> appendPage(FetchId fetch, const PageRecord &page, std::span<const UsageFact> rows);
    core::Result<void> appendPage(FetchId fetch, const PageRecord &page, std::span<const SpendFact> rows);
    core::Result<void> appendPage(FetchId fetch, const PageRecord &page, std::span<const SummaryFact> rows);
    /// Complete makes the fetch the window's content. Any other state keeps the old content if there is one,
    /// else what has arrived, and records the reason and the call that failed, if one did.
    core::Result<void> finishFetch(FetchId fetch, WindowState state, const QString &reason, core::Instant now,
                                   const std::optional<core::CallRecord> &failed = std::nullopt);
    /// The calls that brought what the window shows, by page; last the one that failed after that.
    core::Result<std::vector<CallLine>> calls(const WindowKey &window);

    // Synchronisations, see Runs: one that was interrupted goes on when the same request comes again in time.
    core::Result<SyncRun> beginRun(const QString &request, core::Instant now);
    core::Result<void> endRun(qint64 run, RunState state, core::Instant now);
    core::Result<std::optional<SyncRun>> interruptedRun(const QString &request, core::Instant now);
    core::Result<std::optional<SyncRun>> lastRun();

    // Questions. Answers are complete values; interrupt() ends a running one with Cancelled.
    // now: relative periods, and what is open, settling or missing depend on the day.
    core::Result<query::Answer> ask(const query::Query &query, core::Instant now);
    /// The same, but a question that was answered since the data changed last is not asked again that day.
    core::Result<query::AnswerPtr> answer(const query::Query &query, core::Instant now);
    core::Result<query::Facets> facets(const query::Query &query, const query::FieldId &field,
                                       const QString &search, int limit, core::Instant now);
    /// A block of flat records in order of arrival; costs the same anywhere, but for the first jump into
    /// filtered ones, which lists them.
    core::Result<query::Table> records(const query::Query &query, qint64 first, qint64 count,
                                       core::Instant now);
    /// The calls that brought the records a question is about, in the order in which they were sent.
    core::Result<query::Table> callsBehind(const query::Query &query, core::Instant now);
    /// The fields of the open families ("tag:env") that records of the data set have a value in; none where
    /// the interface has no tags.
    core::Result<std::vector<query::FieldId>> familyFields(core::DataSet dataSet);

    // Housekeeping (upkeep.h says more). Nothing may be fetching meanwhile.
    core::Result<core::StoreSize> size();
    core::Result<std::vector<KnownCustomer>> customersCalled(const QString &text);
    core::Result<core::Removed> forget(const QString &customerId);
    core::Result<core::Removed> removeBefore(core::Day day);
    /// Closes the file, keeps its lock, does the work and opens what is there then. The work's error, if it
    /// has one; when the file cannot be opened again that error, now and for every later call.
    using FileWork = std::function<core::Result<void>(const QString &path)>;
    core::Result<void> whileClosed(const FileWork &work);

    /// Ends the running question, or the next one when none runs. With clearInterrupt the only calls that
    /// another thread may make.
    void interrupt();
    void clearInterrupt(); ///< takes back an interrupt that came too late for its question

private:
    class State;
    explicit Store(std::unique_ptr<State> state);
    void renew();
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::store
