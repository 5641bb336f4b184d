// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sync/account.h"
#include "peers/faultserver.h"

#include <QElapsedTimer>

#include <algorithm>

namespace spendglass::test {

// What must hold after every fault, whatever it was. Each function says what is broken; an empty text: it
// holds. I1, I2 … are the names that the list of faults gives them.

/// How many times a run may repeat a request over and above those it needs.
constexpr qint64 retryBudget = 500;

/// Whether every line of that data set is complete; false when there is none.
inline bool isComplete(const sync::Report &report, core::DataSet dataSet)
{
    bool isThere = false;
    for (const auto &line : report.lines) {
        if (line.dataSet == dataSet && !line.isComplete())
            return false;
        isThere = isThere || line.dataSet == dataSet;
    }
    return isThere && !report.error;
}

/// I1: nobody but the configured origins hears of us; stranger is a server that faults point to.
inline QString brokenSecrecy(const FaultServer &stranger)
{
    if (stranger.connections() == 0)
        return {};
    const auto heard = stranger.heard();
    const bool hasToken = std::ranges::any_of(heard, &Heard::hasToken);
    return QStringLiteral("I1: another server saw %1 connections%2")
        .arg(stranger.connections())
        .arg(hasToken ? QStringLiteral(" and the token") : QString());
}

/// I2 and I4 for one look: what a report calls complete equals the truth; what it does not, never holds more
/// than the truth and calls itself partial.
inline QString brokenPromise(Account &account, const Partner &partner, const sync::Report &report,
                             const Look &look)
{
    if (isComplete(report, look.dataSet))
        return difference(account, partner, look, {});
    query::Query query;
    query.dataSet = look.dataSet;
    query.measures = {{query::Aggregate::Count, {}}};
    const auto answer = account.ask(query);
    if (!answer)
        return answer.error().text;
    const qint64 rows = partner.truth().rows(look.dataSet, {});
    if ((*answer)->records > rows)
        return QStringLiteral("%1 records of %2").arg((*answer)->records).arg(rows);
    const bool isReported =
        std::ranges::any_of(report.lines, [&look](const auto &line) { return line.dataSet == look.dataSet; });
    if (!isReported || (*answer)->completeness.isPartial())
        return {};
    // What was whole when a run was ended may still call itself whole.
    return report.error ? difference(account, partner, look, {}) : QStringLiteral("not said to be partial");
}

/// I2: "complete" is said only of what is stored whole, and what is missing has its reason. I4: sums of what
/// is complete equal the truth in each digit. Of a run over the whole world.
inline QString brokenPromises(Account &account, const Partner &partner, const sync::Report &report)
{
    for (const auto &line : report.lines) {
        if (!line.isComplete() && line.reasons.isEmpty() && !report.error)
            return QStringLiteral("I2: %1 %2 is incomplete without a reason")
                .arg(core::dataSetName(line.dataSet), line.customerName);
    }
    for (const Look &look : looks()) {
        const QString found = brokenPromise(account, partner, report, look);
        if (!found.isEmpty())
            return QStringLiteral("I2, I4: %1 by %2: %3")
                .arg(core::dataSetName(look.dataSet), textOf(look.fields), found);
    }
    return {};
}

/// I3: a run without fault ends as if there had never been one. Take the faults away before.
inline QString brokenRepair(Account &account, const Partner &partner)
{
    const sync::Report report = account.sync();
    if (!report.isComplete())
        return QStringLiteral("I3: incomplete without fault: ") + gapsIn(report);
    const QString found = difference(account, partner);
    return found.isEmpty() ? found : QStringLiteral("I3: ") + found;
}

/// I6: a run that is under way ends within two seconds of the cancel.
inline QString brokenCancel(sync::Workspace &workspace)
{
    if (!workspace.isSyncing())
        return QStringLiteral("I6: no run to be cancelled");
    QSignalSpy finished(&workspace, &sync::Workspace::syncFinished);
    QElapsedTimer took;
    took.start();
    workspace.cancelSync();
    if (!finished.wait(10'000) || took.elapsed() >= 2000)
        return QStringLiteral("I6: %1 ms after the cancel").arg(took.elapsed());
    const auto report = finished.first().first().value<sync::Report>();
    const bool isCancelled = report.error && report.error->kind == core::ErrorKind::Cancelled;
    return isCancelled ? QString() : QStringLiteral("I6: it does not say that it was cancelled");
}

/// I7: counted where requests arrive, for the way there may repeat them by itself. needed: those of a run
/// without fault.
inline QString brokenBudget(qint64 seen, qint64 needed)
{
    if (seen <= needed + retryBudget)
        return {};
    return QStringLiteral("I7: %1 requests, where %2 do without fault").arg(seen).arg(needed);
}

} // namespace spendglass::test

/// Takes one of the functions above.
#define VERIFY_HOLDS(...)                                                                                    \
    do {                                                                                                     \
        const QString broken_ = (__VA_ARGS__);                                                               \
        QVERIFY2(broken_.isEmpty(), qPrintable(broken_));                                                    \
    } while (false)
