// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "store/migrations.h"
#include "store/spill.h"
#include "store/storefile.h"
#include "store/storestate.h"
#include "store/wholefile.h"

#include <array>

namespace spendglass::store {

namespace {

using core::DataSet;

constexpr std::array usageSets{DataSet::Analytics, DataSet::Utilization, DataSet::Crest};
constexpr std::array spendSets{DataSet::Spend};
constexpr std::array summarySets{DataSet::Summary};

} // namespace

Store::Store(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

Store::~Store() = default;

core::Result<std::unique_ptr<Store>> Store::open(const QString &path, const Patience &patience)
{
    if (auto done = prepareStoreFolder(path); !done)
        return core::fail(done.error());
    auto lock = lockStore(path, patience);
    if (!lock)
        return core::fail(lock.error());
    removeLeftovers(path);
    auto connection = openDatabase(path);
    if (!connection)
        return core::fail(connection.error());
    auto state = std::make_unique<State>(path, std::move(*lock), std::move(*connection));
    narrowStoreFiles(path);
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

core::Result<std::unique_ptr<Store>> Store::inMemory(const QString &path)
{
    if (auto done = prepareStoreFolder(path); !done)
        return core::fail(done.error());
    const QString spill = newSpillName(path);
    auto connection = Connection::openInMemory(spill, Limits::ofThisMachine());
    if (!connection)
        return core::fail(connection.error());
    if (auto done = migrate(**connection, shippedMigrations(), spill); !done)
        return core::fail(done.error());
    return std::unique_ptr<Store>(new Store(std::make_unique<State>(spill, nullptr, std::move(*connection))));
}

bool Store::hasStopped() const
{
    return !m_state->connection->checkFault({});
}

const RunningFetches &Store::runningFetches() const
{
    return m_state->journal.running();
}

core::Result<void> Store::resume(RunningFetches fetches)
{
    return m_state->journal.resume(std::move(fetches));
}

template <class Row>
core::Result<void> Store::State::append(FetchId fetch, const PageRecord &page, std::span<const Row> rows,
                                        std::span<const DataSet> allowed)
{
    auto target = journal.target(fetch, page, allowed);
    if (!target)
        return core::fail(target.error());
    auto transaction = Transaction::begin(*connection);
    if (!transaction)
        return core::fail(transaction.error());
    auto done = pages.append(*target, rows);
    if (done)
        done = journal.enterPage(fetch, page, qint64(rows.size()));
    if (done)
        done = transaction->commit();
    if (!done) {
        pages.rollback();
        return done;
    }
    pages.commit();
    journal.pageStored(fetch, page, qint64(rows.size()));
    narrowStoreFiles(path);
    return {};
}

core::Result<void> Store::appendPage(FetchId fetch, const PageRecord &page, std::span<const UsageFact> rows)
{
    return m_state->append(fetch, page, rows, usageSets);
}

core::Result<void> Store::appendPage(FetchId fetch, const PageRecord &page, std::span<const SpendFact> rows)
{
    return m_state->append(fetch, page, rows, spendSets);
}

core::Result<void> Store::appendPage(FetchId fetch, const PageRecord &page, std::span<const SummaryFact> rows)
{
    return m_state->append(fetch, page, rows, summarySets);
}

core::Result<void> Store::saveCustomers(std::span<const CustomerRecord> customers)
{
    return m_state->directory.saveCustomers(customers);
}

core::Result<void> Store::saveSubscriptions(const QString &customerId,
                                            std::span<const SubscriptionRecord> rows)
{
    return m_state->directory.saveSubscriptions(customerId, rows);
}

core::Result<std::vector<CustomerRecord>> Store::customers()
{
    return m_state->directory.customers();
}

core::Result<std::vector<SubscriptionRecord>> Store::subscriptions()
{
    return m_state->directory.subscriptions();
}

core::Result<std::vector<WindowRecord>> Store::windows()
{
    return m_state->journal.windows();
}

core::Result<void> Store::planWindows(std::span<const WindowRecord> windows)
{
    return m_state->journal.plan(windows);
}

core::Result<FetchId> Store::beginFetch(const WindowRecord &window, core::Instant now)
{
    return m_state->journal.begin(window, now);
}

core::Result<void> Store::finishFetch(FetchId fetch, WindowState state, const QString &reason,
                                      core::Instant now, const std::optional<core::CallRecord> &failed)
{
    return m_state->journal.finish(fetch, state, reason, now, failed);
}

core::Result<std::vector<CallLine>> Store::calls(const WindowKey &window)
{
    return m_state->journal.calls(window);
}

core::Result<SyncRun> Store::beginRun(const QString &request, core::Instant now)
{
    return m_state->runs.begin(request, now);
}

core::Result<void> Store::endRun(qint64 run, RunState state, core::Instant now)
{
    return m_state->runs.end(run, state, now);
}

core::Result<std::optional<SyncRun>> Store::interruptedRun(const QString &request, core::Instant now)
{
    return m_state->runs.interrupted(request, now);
}

core::Result<std::optional<SyncRun>> Store::lastRun()
{
    return m_state->runs.last();
}

void Store::interrupt()
{
    m_state->connection->interrupt();
}

void Store::clearInterrupt()
{
    m_state->connection->clearInterrupt();
}

} // namespace spendglass::store
