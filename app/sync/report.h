// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/error.h"
#include "core/time.h"

#include <QMetaType>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// What to fetch.
struct Request
{
    std::vector<core::DataSet> dataSets; ///< empty: all that the account has
    QStringList customerIds;             ///< empty: all
    std::optional<core::Day> from;       ///< first day; default: the first of the month twelve months back
    std::optional<core::Day> to;         ///< first day no longer wanted; default: today (UTC)
    std::optional<core::Day> keptFrom;   ///< the default of from is no earlier: older rows are not kept
    bool isHourly = false;
    bool showDetails = true;
    bool isRetry = false; ///< only windows that failed, were refused or not ready
};
/// The same text for requests that ask for the same.
QString requestText(const Request &request);

/// What a request would take, before it starts, as far as the store can tell.
struct Estimate
{
    qint64 calls = 0;    ///< lists of the directory included; repeats are not foreseen
    qint64 windows = 0;  ///< to be fetched
    int customers = 0;   ///< whose lists would be read
    bool isWhole = true; ///< false: at least so much; what was never listed or never fetched is not known
    std::optional<core::Instant> continues; ///< it goes on with the interrupted run that began then
};

/// What became of the windows of one interface and customer. Counts of windows.
struct Line
{
    core::DataSet dataSet = core::DataSet::Analytics;
    QString customerId, customerName; ///< empty for partner-wide data sets
    int planned = 0, fetched = 0, upToDate = 0, notReady = 0, notOffered = 0, refused = 0, failed = 0;
    qint64 rows = 0, requests = 0, quarantined = 0;
    QStringList reasons; ///< why something is missing, one line each
    bool isComplete() const
    {
        return notReady + refused + failed == 0 && quarantined == 0 &&
               fetched + upToDate + notOffered == planned;
    }
};

/// How a run ended. Complete only if every planned window is stored whole (or not offered).
struct Report
{
    std::vector<Line> lines;
    qint64 requests = 0;
    qint64 bytes = 0;
    std::optional<core::Error> error; ///< what ended the whole run, if anything did (Cancelled included)
    std::optional<core::Instant> continues; ///< it went on with the interrupted run that began then
    bool isElsewhere = false; ///< not begun: another process synchronises this account, see error
    bool isComplete() const;
};

enum class TaskState
{
    Waiting,
    Running,
    Paused,
    Done,
    NotOffered,
    NotReady,
    Failed,
    Cancelled
};

/// One line of the activity list: a data set of one customer.
struct Activity
{
    core::DataSet dataSet = core::DataSet::Analytics;
    QString customerId, customerName;
    TaskState state = TaskState::Waiting;
    int windowsDone = 0, windowsPlanned = 0;
    qint64 rows = 0, requests = 0;
    QString note; ///< "asked to wait 38 s", an error's text; plain text
};

/// A picture of a run, at most ten a second.
struct Progress
{
    std::vector<Activity> activities;
    int done = 0; ///< activities that ended
    int windowsDone = 0, windowsPlanned = 0;
    qint64 rows = 0;
    qint64 requests = 0;
    qint64 bytes = 0;
    bool isPaused = false; ///< by the person
    /// What is still to be asked for and how long that takes; nothing as long as there is no ground for it.
    std::optional<qint64> callsLeft;
    std::optional<std::chrono::seconds> timeLeft;
};

} // namespace spendglass::sync

Q_DECLARE_METATYPE(spendglass::sync::Progress)
Q_DECLARE_METATYPE(spendglass::sync::Report)
