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
    if (m_isLoaded)
        return {};
    m_known.clear();
    m_failed.clear();
    m_windowCount = 0;
    const auto take = [this](const RowView &row) {
        WindowKey key;
        key.dataSet = core::dataSetFromName(row.string(0)).value_or(core::DataSet::Analytics);
        key.customerId = row.string(1);
        key.subscriptionId = row.string(2);
        key.days = {row.day(3), row.day(4)};
        Known window{row.integer(5), {}, {}};
        if (!row.isNull(6))
            window.current = row.integer(6);
        if (!row.isNull(7))
            window.last = row.integer(7);
        m_windowCount = std::max(m_windowCount, window.number);
        m_known.emplace(textOf(key), window);
    };
    auto done = m_connection.run("select data_set, customer_id, subscription_id, day_from, day_to, key, "
                                 "current_fetch, last_fetch from fetch_window",
                                 {}, take);
    if (done)
        done = m_connection.run("select distinct fetch_id from fetch_call where page is null", {},
                                [this](const RowView &row) { m_failed.insert(row.integer(0)); });
    if (done)
        done = m_connection.run("select greatest(coalesce((select max(last_fetch) from fetch_window), 0), "
                                "coalesce((select max(fetch_id) from fetch_call), 0))",
                                {}, [this](const RowView &row) { m_next = row.integer(0) + 1; });
    m_isLoaded = done.has_value();
    return done;
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

core::Result<void> Journal::read(const std::string &which, std::span<const Value> values,
                                 const std::function<void(WindowRecord, qint64)> &take)
{
    return m_connection.run(
        std::string("select w.data_set, w.customer_id, w.subscription_id, w.day_from, w.day_to, w.state, "
                    "w.is_hourly, w.show_details, w.reason, w.fetched_to, w.completed_at, "
                    "coalesce(p.row_count, 0), coalesce(p.pages, 0), coalesce(p.quarantined, 0), "
                    "w.current_fetch, coalesce(p.received_at, w.completed_at), w.key "
                    "from fetch_window as w") +
            shownPages + which + " order by 1, 2, 3, 4, 5",
        values, [&take](const RowView &row) { take(readWindow(row), row.integer(16)); });
}

core::Result<std::vector<WindowRecord>> Journal::windows()
{
    std::vector<WindowRecord> result;
    auto done = read({}, {}, [&result](WindowRecord window, qint64) { result.push_back(std::move(window)); });
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<std::span<const WindowRecord>> Journal::windows(core::DataSet dataSet)
{
    if (const auto found = m_shown.find(dataSet); found != m_shown.end())
        return std::span<const WindowRecord>(found->second.windows);
    const Value name = core::dataSetName(dataSet);
    Shown shown;
    auto done = read(" where w.data_set = $1", {&name, 1}, [&shown](WindowRecord window, qint64 number) {
        shown.places[number] = shown.windows.size();
        shown.windows.push_back(std::move(window));
    });
    if (!done)
        return core::fail(done.error());
    return std::span<const WindowRecord>((m_shown[dataSet] = std::move(shown)).windows);
}

WindowRecord *Journal::shown(const RunningFetch &fetch)
{
    const auto found = m_shown.find(fetch.key.dataSet);
    if (found == m_shown.end())
        return nullptr;
    const auto place = found->second.places.find(fetch.window);
    return place == found->second.places.end() ? nullptr : &found->second.windows[place->second];
}

core::Result<void> Journal::plan(std::span<const WindowRecord> windows)
{
    if (auto done = load(); !done)
        return done;
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    auto appender = Appender::open(m_connection, "fetch_window");
    if (!appender)
        return core::fail(appender.error());
    std::unordered_map<QString, Known> fresh;
    qint64 number = m_windowCount;
    for (const WindowRecord &window : windows) {
        QString text = textOf(window.key);
        if (m_known.contains(text) || fresh.contains(text))
            continue;
        if (auto done = putPlanned(**appender, window, ++number); !done)
            return done;
        fresh.emplace(std::move(text), Known{number, {}, {}});
    }
    if (auto done = (*appender)->close(); !done)
        return done;
    if (auto done = transaction->commit(); !done)
        return done;
    if (!fresh.empty())
        m_shown.clear(); // their places in the order are not known here
    m_windowCount = number;
    m_known.merge(fresh);
    return {};
}

core::Result<void> Journal::putPlanned(Appender &appender, const WindowRecord &window, qint64 number)
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
    appender.put(number);
    return appender.endRow();
}

/// The window in the file, entered now if it is not there.
core::Result<Journal::Known *> Journal::known(const WindowRecord &window)
{
    if (auto done = plan(std::span(&window, 1)); !done)
        return core::fail(done.error());
    return &m_known.at(textOf(window.key));
}

core::Result<FetchId> Journal::begin(const WindowRecord &window, core::Instant now)
{
    const auto found = known(window);
    if (!found)
        return core::fail(found.error());
    Known &known = **found;
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    if (known.last && known.last != known.current) {
        m_running.erase(*known.last);
        if (auto done = dropRows(window.key.dataSet, *known.last); !done)
            return core::fail(done.error());
    }
    if (auto done = forgetFailedCalls(known); !done)
        return core::fail(done.error());
    const Value values[]{known.number, m_next, window.isHourly, window.showDetails};
    auto done = m_connection.run(
        "update fetch_window set state = 'fetching', reason = '', last_fetch = $2, "
        "is_hourly = case when current_fetch is null then $3 else is_hourly end, "
        "show_details = case when current_fetch is null then $4 else show_details end where key = $1",
        values);
    if (done)
        done = transaction->commit();
    if (!done)
        return core::fail(done.error());
    for (const auto &fetch : {known.current, known.last})
        m_failed.erase(fetch.value_or(0));
    known.last = m_next;
    RunningFetch running;
    running.key = window.key;
    running.window = known.number;
    running.to = std::min(window.key.days.to, core::dayOf(now));
    running.isHourly = window.isHourly;
    running.showDetails = window.showDetails;
    running.current = known.current;
    showBegun(running);
    m_running[m_next] = std::move(running);
    return m_next++;
}

void Journal::showBegun(const RunningFetch &fetch)
{
    WindowRecord *const window = shown(fetch);
    if (!window)
        return;
    window->state = WindowState::Fetching;
    window->reason.clear();
    if (fetch.current)
        return;
    window->isHourly = fetch.isHourly;
    window->showDetails = fetch.showDetails;
    window->rows = window->pages = window->quarantined = 0;
    window->loadedAt = window->completedAt;
}

core::Result<PageTarget> Journal::target(FetchId fetch, const PageRecord &page,
                                         std::span<const core::DataSet> allowed) const
{
    const auto running = m_running.find(fetch);
    const auto where = QStringLiteral("append page %1 of fetch %2").arg(page.number).arg(fetch);
    if (running == m_running.end())
        return core::fail(ErrorKind::Storage, QStringLiteral("The fetch is not running."), where);
    const RunningFetch &known = running->second;
    if (std::find(allowed.begin(), allowed.end(), known.key.dataSet) == allowed.end())
        return core::fail(ErrorKind::Storage, QStringLiteral("The rows are of another data set."), where);
    if (known.pages.contains(page.number))
        return core::fail(ErrorKind::Storage, QStringLiteral("This page is stored already."), where);
    const Tables tables = tablesOf(known.key.dataSet);
    PageTarget target{known.current ? tables.stage : tables.fact, fetch, page.number, std::nullopt,
                      page.receivedAt};
    if (tables.isByReportedDay)
        target.reportedDay = known.key.days.from;
    return target;
}

core::Result<void> Journal::enterPage(FetchId fetch, const PageRecord &page, qint64 rows)
{
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

core::Result<void> Journal::forgetFailedCalls(const Known &window)
{
    for (const std::optional<FetchId> &fetch : {window.current, window.last}) {
        if (!fetch || !m_failed.contains(*fetch))
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
    if (auto done = load(); !done)
        return core::fail(done.error());
    const auto known = m_known.find(textOf(window));
    if (known == m_known.end())
        return lines;
    const auto fetch = known->second.current ? known->second.current : known->second.last;
    const Value shownFetch = fetch ? Value(*fetch) : Value();
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
                    "from fetch_call where fetch_id = $1 order by page is null, page"),
        {&shownFetch, 1}, read);
    if (!done)
        return core::fail(done.error());
    return lines;
}

void Journal::pageStored(FetchId fetch, const PageRecord &page, qint64 rows)
{
    RunningFetch &running = m_running.at(fetch);
    running.pages.insert(page.number);
    running.rows += rows;
    running.quarantined = std::max(running.quarantined, page.quarantined);
    running.loadedAt = std::max(running.loadedAt.value_or(page.receivedAt), page.receivedAt);
    WindowRecord *const window = running.current ? nullptr : shown(running);
    if (!window)
        return;
    window->rows = running.rows;
    window->pages = qint64(running.pages.size());
    window->quarantined = running.quarantined;
    window->loadedAt = running.loadedAt;
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
    if (auto done = load(); !done)
        return done;
    const RunningFetch &running = found->second;
    const bool isComplete = state == WindowState::Complete;
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    auto done = isComplete        ? replaceContent(running, fetch, now)
                : running.current ? dropRows(running.key.dataSet, fetch)
                                  : core::Result<void>();
    if (done && failed)
        done = enter(running.current && !isComplete ? *running.current : fetch, {{}, 0, 0, *failed, now});
    if (!done)
        return done;
    const bool isStale = running.current && !isComplete && state != WindowState::NotOffered;
    const WindowState entered = isStale ? WindowState::Stale : state;
    std::vector<Value> values{running.window, windowStateName(entered), reason};
    std::string sql = "update fetch_window set state = $2, reason = $3";
    if (isComplete) {
        values.insert(values.end(), {fetch, running.to, now, running.isHourly, running.showDetails});
        sql += ", current_fetch = $4, fetched_to = $5, completed_at = $6, is_hourly = $7, show_details = $8";
    } else if (running.current) {
        values.push_back(*running.current);
        sql += ", last_fetch = $4";
    }
    done = m_connection.run(sql + " where key = $1", values);
    if (done)
        done = transaction->commit();
    if (!done)
        return done;
    if (failed)
        m_failed.insert(running.current && !isComplete ? *running.current : fetch);
    if (const auto known = m_known.find(textOf(running.key)); known != m_known.end()) {
        known->second.current = isComplete ? fetch : running.current;
        known->second.last = isComplete || !running.current ? fetch : running.current;
    }
    showFinished(running, entered, reason, now);
    m_running.erase(found);
    return done;
}

void Journal::showFinished(const RunningFetch &fetch, WindowState state, const QString &reason,
                           core::Instant now)
{
    WindowRecord *const window = shown(fetch);
    if (!window)
        return;
    window->state = state;
    window->reason = reason;
    if (state != WindowState::Complete)
        return;
    window->rows = fetch.rows;
    window->pages = qint64(fetch.pages.size());
    window->quarantined = fetch.quarantined;
    window->isHourly = fetch.isHourly;
    window->showDetails = fetch.showDetails;
    window->fetchedTo = fetch.to;
    window->completedAt = now;
    window->loadedAt = fetch.loadedAt.value_or(now);
    window->hasContent = true;
}

} // namespace spendglass::store
