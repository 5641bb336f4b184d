// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/runs.h"

#include "store/duckdb.h"

#include <array>

namespace spendglass::store {

namespace {

using query::Value;

constexpr auto continuedWithin = std::chrono::hours(24);
constexpr int kept = 200; ///< the past is of no use but to people who look into the file

QString nameOf(RunState state)
{
    switch (state) {
    case RunState::Running:
        return QStringLiteral("running");
    case RunState::Stopped:
        return QStringLiteral("stopped");
    case RunState::Whole:
        return QStringLiteral("whole");
    }
    return {};
}

/// An unknown name can only come from a damaged journal: nothing is built on such a run.
RunState stateOf(std::string_view name)
{
    for (const RunState state : {RunState::Running, RunState::Stopped}) {
        if (nameOf(state).toStdString() == name)
            return state;
    }
    return RunState::Whole;
}

} // namespace

core::Result<std::optional<SyncRun>> Runs::lastOf(const std::string &where, std::span<const Value> values)
{
    std::optional<SyncRun> found;
    const auto read = [&found](const RowView &row) {
        found = SyncRun{row.integer(0), row.instant(1), stateOf(row.text(2)), {}, false};
        if (!row.isNull(3))
            found->endedAt = row.instant(3);
    };
    auto done = m_connection.run("select id, started_at, state, ended_at from sync_run " + where +
                                     " order by id desc limit 1",
                                 values, read);
    if (!done)
        return core::fail(done.error());
    return found;
}

core::Result<std::optional<SyncRun>> Runs::last()
{
    return lastOf("where true", {});
}

core::Result<std::optional<SyncRun>> Runs::interrupted(const QString &request, core::Instant now)
{
    const Value wanted = request;
    auto last = lastOf("where request = $1", {&wanted, 1});
    if (!last || !*last)
        return last;
    const SyncRun &run = **last;
    const bool isOver =
        run.state == RunState::Whole || run.startedAt > now || now - run.startedAt >= continuedWithin;
    return isOver ? std::nullopt : std::move(*last);
}

core::Result<SyncRun> Runs::begin(const QString &request, core::Instant now)
{
    const auto last = interrupted(request, now);
    if (!last)
        return core::fail(last.error());
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    SyncRun run{0, now, RunState::Running, {}, false};
    core::Result<void> done;
    if (*last) {
        run = SyncRun{(*last)->id, (*last)->startedAt, RunState::Running, {}, true};
        const Value id = run.id;
        done = m_connection.run("update sync_run set state = 'running', ended_at = null where id = $1",
                                {&id, 1});
    } else {
        done = m_connection.run("select coalesce(max(id), 0) + 1 from sync_run", {},
                                [&run](const RowView &row) { run.id = row.integer(0); });
        const std::array<Value, 3> values{run.id, request, now};
        if (done)
            done = m_connection.run("insert into sync_run values ($1, $2, $3, 'running', null)", values);
        const Value oldest = run.id - kept;
        if (done)
            done = m_connection.run("delete from sync_run where id <= $1", {&oldest, 1});
    }
    if (done)
        done = transaction->commit();
    if (!done)
        return core::fail(done.error());
    return run;
}

core::Result<void> Runs::end(qint64 run, RunState state, core::Instant now)
{
    const std::array<Value, 3> values{run, nameOf(state), now};
    return m_connection.run("update sync_run set state = $2, ended_at = $3 where id = $1", values);
}

} // namespace spendglass::store
