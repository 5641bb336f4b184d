// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/forecast.h"
#include "sync/ledger.h"
#include "sync/plan.h"
#include "sync/unplanned.h"
#include "sync/windowfetch.h"

#include <QObject>

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// Windows that are fetched one after the other: those of one customer, or one partner-wide data set, or the
/// one that says why there is no such data set.
///
///   start ─> [subscriptions ─>] planned ─> window … window ─> all settled ─> ended
///
/// ended is emitted once, never from inside start(), also after cancel().
class Lane : public QObject
{
    Q_OBJECT
public:
    /// Of one partner-wide data set.
    Lane(core::DataSet dataSet, const Course &course, Tools &tools, Ledger &ledger, QObject *parent);
    /// Of one customer, with the given data sets.
    Lane(store::CustomerRecord customer, CustomerOutlook outlook, const Course &course, Tools &tools,
         Ledger &ledger, QObject *parent);

    void start();
    void cancel();
    bool isPaused() const { return m_isPaused; } ///< the service asked it to wait: it needs no slot
    const QString &customerId() const { return m_customerId; }   ///< in lower case; empty: the whole partner
    const CustomerOutlook &outlook() const { return m_outlook; } ///< what was known before the run
    /// Calls that are still to come; nothing as long as nobody can tell. newcomer: what a customer of whom
    /// nothing was known is taken to need.
    std::optional<qint64> callsLeft(const PageMeans &means, std::optional<qint64> newcomer) const;

Q_SIGNALS:
    void pageStored();
    void planned(); ///< of a customer: its windows are entered, or why they are not
    void changed(); ///< something to show
    void windowFetched(spendglass::core::DataSet dataSet, qint64 pages); ///< whole
    void failed(const spendglass::core::Error &error);                   ///< the whole run must end
    void ended();

private:
    void readSubscriptions();
    void onSubscriptions(const core::Result<net::JobTotals> &result);
    void write(Intake::Work work); ///< the run ends when it fails
    void note(const DirectoryOutcome &outcome);
    void planAll();
    void take(core::DataSet dataSet, std::vector<PlannedWindow> windows);
    void next();
    void onSettled(WindowFetch *fetch);
    void setPaused(const core::Error &reason, std::chrono::milliseconds pause);
    void unpause();
    void end();

    const Course &m_course;
    Tools &m_tools;
    std::map<core::DataSet, Ledger::Entry *> m_entries;
    std::optional<store::CustomerRecord> m_customer;
    QString m_customerId;
    CustomerOutlook m_outlook;
    std::vector<store::SubscriptionRecord> m_subscriptions;
    std::deque<PlannedWindow> m_queue;
    net::Job *m_directoryJob = nullptr;
    WindowFetch *m_fetch = nullptr;
    int m_unsettled = 0;
    bool m_isPlanned = false;
    bool m_isPaused = false, m_isCancelled = false, m_isEnding = false;
};

} // namespace spendglass::sync
