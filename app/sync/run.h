// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "core/clock.h"
#include "core/courier.h"
#include "net/client.h"
#include "store/storethread.h"
#include "sync/intake.h"
#include "sync/lane.h"
#include "sync/lanequeue.h"
#include "sync/ledger.h"
#include "sync/pace.h"
#include "sync/unplanned.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// What a run works with. The store outlives it.
struct RunParts
{
    store::StoreThread *store = nullptr;
    api::Service service;
    std::shared_ptr<const core::Clock> clock;
    net::Authorizer authorize;
    QString lockPath; ///< one run per account, over all processes
};

/// One synchronisation, on the network thread: made anywhere, moved there, started and deleted there.
///
///   start ─> journal ─> [customers ─>] lanes side by side ─> all ended, all written ─> noted ─> finished
///
/// What goes wrong with one window is that window's affair. Unauthorised, an unreadable list of customers
/// without network, and the store's own errors end the run: what has arrived by then is kept.
class Synchroniser : public QObject
{
    Q_OBJECT
public:
    Synchroniser(RunParts parts, Course course); ///< journal and times of the course are filled in here
    ~Synchroniser() override;
    void start();
    void cancel();
    void prefer(const QStringList &customerIds); ///< whose turn comes first from now on
    void setPaused(bool isPaused); ///< what is under way comes to its end, nothing new is asked for

Q_SIGNALS:
    void progressed(const spendglass::sync::Progress &progress); ///< at most ten a second
    void stored();                                               ///< a page more is visible in the store
    void finished(const spendglass::sync::Report &report);       ///< once; nothing follows

private:
    bool lock();
    void makeTools();
    void readJournal();
    void onJournal();
    void readCustomers();
    void onCustomers(const core::Result<net::JobTotals> &result);
    void openCustomers(bool hasAll);
    void write(Intake::Work work); ///< the run ends when it fails
    void closeDirectory(DirectoryOutcome outcome);
    void onPlanned(); ///< one customer more
    void addLane(Lane *lane);
    void pump();
    void onLaneEnded(Lane *lane);
    void endRun(const core::Error &error);
    void noteNewcomer(const Lane *lane);
    std::optional<qint64> callsLeft() const;
    void finishWhenDone();
    void showSoon();
    void show();

    RunParts m_parts;
    Course m_course;
    Ledger m_ledger;
    std::unique_ptr<QLockFile> m_lock;
    std::shared_ptr<core::Courier> m_courier;
    std::unique_ptr<net::Client> m_client;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<Tools> m_tools;
    net::Job *m_customersJob = nullptr;
    std::vector<store::CustomerRecord> m_customers;
    std::size_t m_unplanned = 0; ///< customers whose windows are not known yet
    Forecast m_forecast;
    qint64 m_newcomers = 0, m_newcomersCalls = 0; ///< customers of whom nothing was known, and their calls
    LaneQueue m_lanes;
    Pace m_pace;
    std::optional<qint64> m_journalled; ///< the run's entry, as long as it has no end
    std::optional<core::Error> m_error;
    QTimer m_showTimer;
    bool m_isPlanned = false, m_isPaused = false, m_isFinished = false, m_isElsewhere = false,
         m_isPumping = false;
};

} // namespace spendglass::sync
