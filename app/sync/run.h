// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "core/clock.h"
#include "core/courier.h"
#include "net/client.h"
#include "store/storethread.h"
#include "sync/intake.h"
#include "sync/lane.h"
#include "sync/ledger.h"
#include "sync/unplanned.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
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
    std::map<core::DataSet, QString> notOffered; ///< by the account's cloud, with the reason
    QString lockPath;                            ///< one run per account, over all processes
};

/// One synchronisation, on the network thread: made anywhere, moved there, started and deleted there.
///
///   start ─> journal ─> [customers ─>] lanes side by side ─> all ended, all written ─> finished
///
/// What goes wrong with one window is that window's affair. Unauthorised, an unreadable list of customers
/// without network, and the store's own errors end the run: what has arrived by then is kept.
class Synchroniser : public QObject
{
    Q_OBJECT
public:
    Synchroniser(RunParts parts, Request request);
    ~Synchroniser() override;
    void start();
    void cancel();

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
    void closeDirectory(const DirectoryOutcome &outcome);
    void onPlanned(); ///< one customer more
    void addLane(Lane *lane);
    void pump();
    void onLaneEnded(Lane *lane);
    void endRun(const core::Error &error);
    void finishWhenDone();
    void showSoon();
    void show();
    bool wants(core::DataSet dataSet) const;
    std::vector<core::DataSet> perCustomerSets() const;

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
    std::deque<Lane *> m_waitingLanes;
    std::vector<Lane *> m_runningLanes;
    std::optional<core::Error> m_error;
    QTimer m_showTimer;
    bool m_isPlanned = false, m_isFinished = false;
};

} // namespace spendglass::sync
