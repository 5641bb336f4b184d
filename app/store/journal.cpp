// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journal.h"

#include "store/appender.h"
#include "store/snapshots.h"
#include "store/tables.h"

#include <algorithm>
#include <array>

namespace spendglass::store {

namespace {

using core::ErrorKind;
using query::Value;

struct StateName
{
    WindowState state;
    const char *name;
};
constexpr std::array stateNames{
    StateName{WindowState::Planned, "planned"},       StateName{WindowState::Fetching, "fetching"},
    StateName{WindowState::Complete, "complete"},     StateName{WindowState::NotReady, "notReady"},
    StateName{WindowState::NotOffered, "notOffered"}, StateName{WindowState::Refused, "refused"},
    StateName{WindowState::Failed, "failed"},         StateName{WindowState::Stale, "stale"},
};

/// An unknown name can only come from a damaged journal: such a window is fetched again.
WindowState stateFromName(std::string_view name)
{
    const auto found = std::find_if(stateNames.begin(), stateNames.end(),
                                    [name](const StateName &row) { return row.name == name; });
    return found == stateNames.end() ? WindowState::Planned : found->state;
}

constexpr const char *whereKey = " where data_set = $1 and customer_id = $2 and subscription_id = $3 "
                                 "and day_from = $4 and day_to = $5";

std::vector<Value> keyValues(const WindowKey &key)
{
    return {core::dataSetName(key.dataSet), key.customerId, key.subscriptionId, key.days.from, key.days.to};
}

QString textOf(const WindowKey &key)
{
    return core::dataSetName(key.dataSet) + QChar(0) + key.customerId + QChar(0) + key.subscriptionId +
           QChar(0) + core::dayText(key.days.from) + core::dayText(key.days.to);
}

/// The pages of the fetch whose rows a window shows.
constexpr const char *shownPages =
    " left join (select fetch_id, cast(sum(row_count) as bigint) as row_count, count(*) as pages, "
    "max(quarantined) as quarantined, max(received_at) as received_at from fetch_call "
    "where page is not null group by fetch_id) as p on p.fetch_id = coalesce(w.current_fetch, w.last_fetch)";

WindowRecord readWindow(const RowView &row)
{
    WindowRecord window;
    window.key.dataSet = core::dataSetFromName(row.string(0)).value_or(core::DataSet::Analytics);
    window.key.customerId = row.string(1);
    window.key.subscriptionId = row.string(2);
    window.key.days = {row.day(3), row.day(4)};
    window.state = stateFromName(row.text(5));
    window.isHourly = row.boolean(6);
    window.showDetails = row.boolean(7);
    window.reason = row.string(8);
    if (!row.isNull(9))
        window.fetchedTo = row.day(9);
    if (!row.isNull(10))
        window.completedAt = row.instant(10);
    window.rows = row.integer(11);
    window.pages = row.integer(12);
    window.quarantined = row.integer(13);
    window.hasContent = !row.isNull(14);
    if (!row.isNull(15))
        window.loadedAt = row.instant(15);
    return window;
}

} // namespace

QString windowStateName(WindowState state)
{
    const auto found = std::find_if(stateNames.begin(), stateNames.end(),
                                    [state](const StateName &row) { return row.state == state; });
    return QLatin1String(found->name);
}

core::Result<void> Journal::load()
{
    auto known = windows();
    if (!known)
        return core::fail(known.error());
    m_keys.clear();
    for (const WindowRecord &window : *known)
        m_keys.insert(textOf(window.key));
    return m_connection.run("select greatest(coalesce((select max(last_fetch) from fetch_window), 0), "
                            "coalesce((select max(fetch_id) from fetch_call), 0))",
                            {}, [this](const RowView &row) { m_next = row.integer(0) + 1; });
}

core::Result<void> Journal::resume(RunningFetches fetches)
{
    m_running.clear();
    const auto take = [&](const RowView &row) {
        if (const auto known = fetches.find(row.integer(0)); known != fetches.end()) {
            known->second.pages.clear();
            m_running.insert(*known);
        }
    };
    auto done = m_connection.run("select last_fetch from fetch_window where state = 'fetching'", {}, take);
    if (!done)
        return done;
    return m_connection.run("select fetch_id, cast(page as bigint) from fetch_call where page is not null",
                            {}, [this](const RowView &row) {
                                if (const auto fetch = m_running.find(row.integer(0));
                                    fetch != m_running.end())
                                    fetch->second.pages.insert(int(row.integer(1)));
                            });
}

core::Result<std::vector<WindowRecord>> Journal::readWindows(const char *which, std::span<const Value> values)
{
    std::vector<WindowRecord> result;
    auto done = m_connection.run(
        std::string("select w.data_set, w.customer_id, w.subscription_id, w.day_from, w.day_to, w.state, "
                    "w.is_hourly, w.show_details, w.reason, w.fetched_to, w.completed_at, "
                    "coalesce(p.row_count, 0), coalesce(p.pages, 0), coalesce(p.quarantined, 0), "
                    "w.current_fetch, coalesce(p.received_at, w.completed_at) from fetch_window as w") +
            shownPages + which + " order by 1, 2, 3, 4, 5",
        values, [&result](const RowView &row) { result.push_back(readWindow(row)); });
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<std::vector<WindowRecord>> Journal::windows()
{
    return readWindows("");
}

core::Result<std::span<const WindowRecord>> Journal::windows(core::DataSet dataSet)
{
    if (const auto known = m_windows.find(dataSet); known != m_windows.end())
        return std::span<const WindowRecord>(known->second);
    const Value name = core::dataSetName(dataSet);
    auto read = readWindows(" where w.data_set = $1", {&name, 1});
    if (!read)
        return core::fail(read.error());
    return std::span<const WindowRecord>(m_windows[dataSet] = std::move(*read));
}

core::Result<void> Journal::plan(std::span<const WindowRecord> windows)
{
    std::set<QString> keys;
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    m_windows.clear();
    auto appender = Appender::open(m_connection, "fetch_window");
    if (!appender)
        return core::fail(appender.error());
    for (const WindowRecord &window : windows) {
        const QString key = textOf(window.key);
        if (m_keys.contains(key) || !keys.insert(key).second)
            continue;
        if (auto done = putPlanned(**appender, window); !done)
            return done;
    }
    if (auto done = (*appender)->close(); !done)
        return done;
    auto done = transaction->commit();
    if (done)
        m_keys.merge(keys);
    return done;
}

core::Result<void> Journal::putPlanned(Appender &appender, const WindowRecord &window)
{
    for (const QString &text :
         {core::dataSetName(window.key.dataSet), window.key.customerId, window.key.subscriptionId})
        appender.put(std::string_view(text.toStdString()));
    appender.put(window.key.days.from);
    appender.put(window.key.days.to);
    const bool isOffered = window.state != WindowState::NotOffered;
    appender.put(std::string_view(isOffered ? "planned" : "notOffered"));
    appender.put(window.isHourly);
    appender.put(window.showDetails);
    appender.put(std::string_view(isOffered ? std::string() : window.reason.toStdString()));
    for (int nulls = 0; nulls < 4; ++nulls)
        appender.putNull();
    return appender.endRow();
}

core::Result<Journal::Fetches> Journal::fetchesOf(const WindowKey &key)
{
    Fetches result;
    const auto read = [&result](const RowView &row) {
        result.isKnown = true;
        if (!row.isNull(0))
            result.current = row.integer(0);
        if (!row.isNull(1))
            result.last = row.integer(1);
    };
    auto done = m_connection.run(std::string("select current_fetch, last_fetch from fetch_window") + whereKey,
                                 keyValues(key), read);
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<FetchId> Journal::begin(const WindowRecord &window, core::Instant now)
{
    auto known = fetchesOf(window.key);
    if (known && !known->isKnown) {
        if (auto done = plan(std::span(&window, 1)); !done)
            return core::fail(done.error());
    }
    if (!known)
        return core::fail(known.error());
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    m_windows.clear();
    if (known->last && known->last != known->current) {
        m_running.erase(*known->last);
        if (auto done = dropRows(window.key.dataSet, *known->last); !done)
            return core::fail(done.error());
    }
    if (auto done = forgetFailedCalls(*known); !done)
        return core::fail(done.error());
    std::vector<Value> values = keyValues(window.key);
    values.insert(values.end(), {m_next, window.isHourly, window.showDetails});
    auto done = m_connection.run(
        std::string("update fetch_window set state = 'fetching', reason = '', last_fetch = $6, "
                    "is_hourly = case when current_fetch is null then $7 else is_hourly end, "
                    "show_details = case when current_fetch is null then $8 else show_details end") +
            whereKey,
        values);
    if (done)
        done = transaction->commit();
    if (!done)
        return core::fail(done.error());
    const core::Day to = std::min(window.key.days.to, core::dayOf(now));
    m_running[m_next] = {window.key, to, window.isHourly, window.showDetails, known->current, {}};
    return m_next++;
}

core::Result<PageTarget> Journal::target(FetchId fetch, const PageRecord &page,
                                         std::span<const core::DataSet> allowed) const
{
    const auto running = m_running.find(fetch);
    const auto where = QStringLiteral("append page %1 of fetch %2").arg(page.number).arg(fetch);
    if (running == m_running.end())
        return core::fail(ErrorKind::Storage, QStringLiteral("The fetch is not running."), where);
    const auto &[key, to, isHourly, showDetails, current, pages] = running->second;
    if (std::find(allowed.begin(), allowed.end(), key.dataSet) == allowed.end())
        return core::fail(ErrorKind::Storage, QStringLiteral("The rows are of another data set."), where);
    if (pages.contains(page.number))
        return core::fail(ErrorKind::Storage, QStringLiteral("This page is stored already."), where);
    const Tables tables = tablesOf(key.dataSet);
    PageTarget target{current ? tables.stage : tables.fact, fetch, page.number, std::nullopt,
                      page.receivedAt};
    if (tables.isByReportedDay)
        target.reportedDay = key.days.from;
    return target;
}

core::Result<void> Journal::enterPage(FetchId fetch, const PageRecord &page, qint64 rows)
{
    m_windows.clear();
    return enter(fetch, {page.number, rows, page.quarantined, page.call, page.receivedAt});
}

core::Result<void> Journal::enter(FetchId fetch, const CallLine &line)
{
    auto appender = Appender::open(m_connection, "fetch_call");
    if (!appender)
        return core::fail(appender.error());
    Appender &row = **appender;
    const core::CallRecord &call = line.call;
    const auto putText = [&row](const QString &text) { row.put(std::string_view(text.toStdString())); };
    row.put(fetch);
    line.page ? row.put(qint32(*line.page)) : row.putNull();
    row.put(line.rows);
    row.put(line.quarantined);
    putText(call.verb);
    putText(call.path);
    row.put(qint32(call.status));
    putText(call.requestId);
    putText(call.correlationId);
    row.put(call.sentAt);
    row.put(qint64(call.took.count()));
    row.put(qint32(call.attempts));
    row.put(call.bytes);
    row.put(line.receivedAt);
    if (auto done = row.endRow(); !done)
        return done;
    return row.close();
}

core::Result<void> Journal::forgetFailedCalls(const Fetches &fetches)
{
    for (const std::optional<FetchId> &fetch : {fetches.current, fetches.last}) {
        if (!fetch)
            continue;
        const Value id = *fetch;
        auto done = m_connection.run("delete from fetch_call where page is null and fetch_id = $1", {&id, 1});
        if (!done)
            return done;
    }
    return {};
}

core::Result<std::vector<CallLine>> Journal::calls(const WindowKey &window)
{
    std::vector<CallLine> lines;
    const auto read = [&lines](const RowView &row) {
        CallLine line;
        if (!row.isNull(0))
            line.page = int(row.integer(0));
        line.rows = row.integer(1);
        line.quarantined = row.integer(2);
        line.call.verb = row.string(3);
        line.call.path = row.string(4);
        line.call.status = int(row.integer(5));
        line.call.requestId = row.string(6);
        line.call.correlationId = row.string(7);
        if (!row.isNull(8))
            line.call.sentAt = row.instant(8);
        line.call.took = std::chrono::milliseconds(row.integer(9));
        line.call.attempts = int(row.integer(10));
        line.call.bytes = row.integer(11);
        line.receivedAt = row.instant(12);
        lines.push_back(std::move(line));
    };
    auto done = m_connection.run(
        std::string("select page, row_count, quarantined, verb, path, cast(status as bigint), request_id, "
                    "correlation_id, sent_at, took_ms, cast(attempts as bigint), bytes, received_at "
                    "from fetch_call where fetch_id = (select coalesce(current_fetch, last_fetch) "
                    "from fetch_window") +
            whereKey + ") order by page is null, page",
        keyValues(window), read);
    if (!done)
        return core::fail(done.error());
    return lines;
}

void Journal::pageStored(FetchId fetch, int page)
{
    m_running.at(fetch).pages.insert(page);
}

core::Result<void> Journal::dropRows(core::DataSet dataSet, FetchId fetch)
{
    const Tables tables = tablesOf(dataSet);
    const Value id = fetch;
    for (const char *table : {tables.fact, tables.stage, "fetch_call"}) {
        auto done = m_connection.run("delete from " + std::string(table) + " where fetch_id = $1", {&id, 1});
        if (!done)
            return done;
    }
    return {};
}

core::Result<void> Journal::replaceContent(const RunningFetch &running, FetchId fetch, core::Instant now)
{
    const Tables tables = tablesOf(running.key.dataSet);
    if (tables.history) {
        auto done = running.current ? keepSuperseded(m_connection, tables, *running.current, fetch, now)
                                    : core::Result<void>();
        if (done)
            done = enterSnapshot(m_connection, running.key.dataSet, fetch, now);
        if (!done)
            return done;
    }
    if (!running.current)
        return {};
    const std::string fact = tables.fact, stage = tables.stage;
    std::vector<std::pair<std::string, FetchId>> steps;
    steps.emplace_back("delete from " + fact + " where fetch_id = $1", *running.current);
    steps.emplace_back(
        "insert into " + fact + " select * from " + stage + " where fetch_id = $1 order by rowid", fetch);
    steps.emplace_back("delete from " + stage + " where fetch_id = $1", fetch);
    if (!tables.history) // rows that are kept keep their calls
        steps.emplace_back("delete from fetch_call where fetch_id = $1", *running.current);
    for (const auto &[sql, id] : steps) {
        const Value value = id;
        if (auto done = m_connection.run(sql, {&value, 1}); !done)
            return done;
    }
    return {};
}

core::Result<void> Journal::finish(FetchId fetch, WindowState state, const QString &reason, core::Instant now,
                                   const std::optional<core::CallRecord> &failed)
{
    const auto found = m_running.find(fetch);
    if (found == m_running.end())
        return core::fail(ErrorKind::Storage, QStringLiteral("The fetch is not running."),
                          QStringLiteral("finish fetch %1").arg(fetch));
    const RunningFetch &running = found->second;
    const bool isComplete = state == WindowState::Complete;
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    m_windows.clear();
    auto done = isComplete        ? replaceContent(running, fetch, now)
                : running.current ? dropRows(running.key.dataSet, fetch)
                                  : core::Result<void>();
    if (done && failed)
        done = enter(running.current && !isComplete ? *running.current : fetch, {{}, 0, 0, *failed, now});
    if (!done)
        return done;
    std::vector<Value> values = keyValues(running.key);
    const bool isStale = running.current && !isComplete && state != WindowState::NotOffered;
    values.insert(values.end(), {windowStateName(isStale ? WindowState::Stale : state), reason});
    std::string sql = "update fetch_window set state = $6, reason = $7";
    if (isComplete) {
        values.insert(values.end(), {fetch, running.to, now, running.isHourly, running.showDetails});
        sql +=
            ", current_fetch = $8, fetched_to = $9, completed_at = $10, is_hourly = $11, show_details = $12";
    } else if (running.current) {
        values.push_back(*running.current);
        sql += ", last_fetch = $8";
    }
    done = m_connection.run(sql + whereKey, values);
    if (done)
        done = transaction->commit();
    if (done)
        m_running.erase(found);
    return done;
}

} // namespace spendglass::store
