// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/usageanalytics.h"
#include "core/clock.h"
#include "net/job.h"
#include "query/remotecompiler.h"
#include "query/table.h"
#include "store/store.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// A question to the analytics service in place of the store. As much of it as the service takes is done
/// there (remotecompiler.h): it is asked for all of that first, and when it refuses (only parts are
/// documented) for less and less. The rows that come go page by page into a store in memory, of which the
/// same question is asked then, whole: whatever the service did is checked and completed here.
///
///   start ─> asking with attempt n ─┬─> rows … ─> finished ─> answer(), records()
///                 ^                 │ BadRequest, no row yet
///                 └───── n + 1 <────┘
///
/// finished is emitted once, never from inside start(), also after cancel(). Rows that are left out for a
/// missing member, and doubts whether these are all, are a lack of the answer.
class LiveQuestion : public QObject
{
    Q_OBJECT
public:
    enum class Rows
    {
        Any, ///< as few as will do for answer()
        Raw, ///< for records()
    };
    /// query: about analytics, without problems(). storePath: see Store::inMemory().
    LiveQuestion(net::Client &client, api::Service service, std::shared_ptr<const core::Clock> clock,
                 const QString &storePath, const query::Query &query, Rows rows, QObject *parent = nullptr);

    void start();
    void cancel(); ///< from any thread, also while answer() or records() run: those end with Cancelled

    /// What is or was asked; of the attempts the last one that was made.
    const query::RemoteQuery &remote() const { return m_attempts[m_at]; }

    // After finished said that all is well.
    /// Its counts of records are of the rows that came.
    core::Result<query::AnswerPtr> answer();
    core::Result<query::Table> records(qint64 first, qint64 count);

Q_SIGNALS:
    /// The next attempt follows, unless cancelled.
    void refused(const spendglass::query::RemoteQuery &remote, const spendglass::core::Error &error);
    void waiting(const spendglass::core::Error &reason, std::chrono::milliseconds pause);
    void finished(const spendglass::core::Result<spendglass::net::JobTotals> &result);

private:
    using Row = api::UsageAnalyticsRow;
    void ask();
    void take(const api::Page<Row> &page, const std::function<void()> &took);
    core::Result<void> open();
    core::Result<void> keep(const api::Page<Row> &page);
    core::Result<void> close(const net::JobTotals &totals);
    void onFinished(const core::Result<net::JobTotals> &result);
    void end(const core::Result<net::JobTotals> &result);

    net::Client &m_client;
    const api::Service m_service;
    const std::shared_ptr<const core::Clock> m_clock;
    const QString m_storePath;
    const query::Query m_query;
    const core::Instant m_now;
    query::Query m_resolved;
    std::vector<query::RemoteQuery> m_attempts;
    std::size_t m_at = 0;
    net::Job *m_job = nullptr;

    std::mutex m_mutex; ///< held while m_store appears, and to interrupt it
    std::unique_ptr<store::Store> m_store;
    store::FetchId m_fetch = 0;
    qint64 m_rows = 0, m_quarantined = 0, m_strays = 0; ///< kept; left out as bad; of days not asked for
    std::optional<core::Error> m_failure;               ///< of the store, while rows arrive
    std::atomic<bool> m_isCancelled = false;
};

} // namespace spendglass::sync
