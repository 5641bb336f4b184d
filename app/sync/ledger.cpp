// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/ledger.h"

#include <algorithm>
#include <tuple>

namespace spendglass::sync {

namespace {

using store::WindowState;

constexpr qsizetype reasonsCap = 20; ///< of one line; the journal has them all

int Line::*counterOf(WindowState state)
{
    switch (state) {
    case WindowState::Complete:
        return &Line::fetched;
    case WindowState::NotReady:
        return &Line::notReady;
    case WindowState::NotOffered:
        return &Line::notOffered;
    case WindowState::Refused:
        return &Line::refused;
    case WindowState::Failed:
        return &Line::failed;
    case WindowState::Planned:
    case WindowState::Fetching:
    case WindowState::Stale: // the journal's word for one of the above that had content before
        return nullptr;
    }
    return nullptr;
}

TaskState endState(const Line &line)
{
    if (line.failed + line.refused > 0 || line.quarantined > 0)
        return TaskState::Failed;
    if (line.notReady > 0)
        return TaskState::NotReady;
    if (line.notOffered == line.planned)
        return TaskState::NotOffered;
    return line.isComplete() ? TaskState::Done : TaskState::Cancelled;
}

bool hasEnded(TaskState state)
{
    return state != TaskState::Waiting && state != TaskState::Running && state != TaskState::Paused;
}

} // namespace

Ledger::Entry &Ledger::open(core::DataSet dataSet, const QString &customerId, const QString &customerName)
{
    Entry &entry = m_entries.emplace_back();
    entry.line.dataSet = entry.activity.dataSet = dataSet;
    entry.line.customerId = entry.activity.customerId = customerId;
    entry.line.customerName = entry.activity.customerName = customerName;
    return entry;
}

void Ledger::close(Entry &entry, WindowState state, const QString &reason)
{
    if (const auto counter = counterOf(state))
        ++(entry.line.*counter);
    ++entry.activity.windowsDone;
    auto &reasons = entry.line.reasons;
    if (!reason.isEmpty() && reasons.size() < reasonsCap && !reasons.contains(reason))
        reasons.append(reason);
}

void Ledger::skip(Entry &entry)
{
    ++entry.line.upToDate;
    ++entry.activity.windowsDone;
}

void Ledger::fail(Entry &entry, WindowState state, const QString &reason)
{
    plan(entry);
    close(entry, state, reason);
}

void Ledger::pause(Entry &entry, const QString &note)
{
    entry.activity.state = TaskState::Paused;
    entry.activity.note = note;
}

void Ledger::resume(Entry &entry)
{
    entry.activity.state = TaskState::Running;
    entry.activity.note.clear();
}

void Ledger::end(Entry &entry)
{
    entry.activity.state = endState(entry.line);
    entry.activity.rows = entry.line.rows;
    entry.activity.requests = entry.line.requests;
    entry.activity.note = entry.line.reasons.value(0);
}

void Ledger::endAll()
{
    for (Entry &entry : m_entries) {
        if (!hasEnded(entry.activity.state))
            entry.activity.state = TaskState::Cancelled;
    }
}

Report Ledger::report() const
{
    Report report;
    for (const Entry &entry : m_entries)
        report.lines.push_back(entry.line);
    std::stable_sort(report.lines.begin(), report.lines.end(), [](const Line &a, const Line &b) {
        return std::tie(a.dataSet, a.customerName, a.customerId) <
               std::tie(b.dataSet, b.customerName, b.customerId);
    });
    return report;
}

Progress Ledger::progress() const
{
    Progress progress;
    progress.activities.reserve(m_entries.size());
    for (const Entry &entry : m_entries) {
        progress.activities.push_back(entry.activity);
        progress.done += hasEnded(entry.activity.state) ? 1 : 0;
        progress.rows += entry.activity.rows;
        progress.windowsDone += entry.activity.windowsDone;
        progress.windowsPlanned += entry.activity.windowsPlanned;
    }
    return progress;
}

} // namespace spendglass::sync
