// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "api/service.h"
#include "core/clock.h"
#include "net/client.h"
#include "net/job.h"
#include "store/store.h"
#include "sync/intake.h"
#include "sync/mapping.h"
#include "sync/plan.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::sync {

/// What everything below a run works with; all of it outlives them.
struct Tools
{
    net::Client &client;
    const api::Service &service;
    Intake &intake;
    const core::Clock &clock;
    /// The service has answered in this run: from then on a lost connection is the fault of one window.
    /// Before that it is the run's, and asking on for every other window would only take long to say the
    /// same.
    bool isReached = false;
};

/// What a failed call makes of its window, and the line that says why.
store::WindowState stateAfter(const core::Error &error);
QString reasonOf(const core::Error &error);

/// Fetches one window: a journal entry, one job, its pages into the store, the journal's last word.
///
///   start ─> fetching ─ job over ─> arrived ─ all of it written ─> settled
///
/// arrived and settled are emitted once each, in this order, also after cancel(). Between them the next
/// window may already be asked for.
class WindowFetch : public QObject
{
    Q_OBJECT
public:
    WindowFetch(PlannedWindow window, Tools &tools, QObject *parent);
    ~WindowFetch() override;
    void start();
    void cancel();

    const PlannedWindow &window() const { return m_window; }
    qint64 rows() const { return m_rows; } ///< stored or on their way
    qint64 pages() const { return m_pages; }
    qint64 quarantined() const { return m_quarantined; }
    qint64 requests() const { return m_requests; }       ///< repeats included
    store::WindowState state() const { return m_state; } ///< valid from arrived on
    QString reason() const { return m_reason; }
    /// What ends the whole run, when it is of that sort: Unauthorised, Storage.
    std::optional<core::Error> fatal() const { return m_fatal; }

Q_SIGNALS:
    void pageArrived();
    void pageStored();
    void waiting(const spendglass::core::Error &reason, std::chrono::milliseconds pause);
    void arrived();
    void settled();

private:
    struct Entry; ///< the fetch as the store's thread knows it

    net::Job *makeJob();
    template <class Row>
    api::Sink<Row> sink();
    template <class Row>
    void takePage(api::Page<Row> page, std::function<void()> took);
    template <class Batch>
    void storePage(std::shared_ptr<Batch> batch, store::PageRecord record);
    void onJobFinished(const core::Result<net::JobTotals> &result);
    void settle();

    PlannedWindow m_window;
    Tools &m_tools;
    std::shared_ptr<const Origin> m_origin;
    std::shared_ptr<Entry> m_entry;
    net::Job *m_job = nullptr;
    qint64 m_rows = 0, m_pages = 0, m_quarantined = 0, m_requests = 0;
    store::WindowState m_state = store::WindowState::Fetching;
    QString m_reason;
    std::optional<core::CallRecord> m_failed; ///< the call that ended the job
    std::optional<core::Error> m_fatal;
    bool m_isDropped = false; ///< what has arrived is not worth showing
};

} // namespace spendglass::sync
