// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"
#include "store/pagewriter.h"
#include "store/runningfetch.h"
#include "store/store.h"

#include <map>
#include <set>
#include <span>
#include <vector>

namespace spendglass::store {

class Appender;
class Connection;

/// The journal of windows, fetches and pages, and the moving of rows between a data set's tables.
///
///   planned ── begin ──> fetching ── finish(Complete) ──> complete ── begin ──> fetching (staged) …
///                           └────── finish(other) ──────> that state, or stale when there is old content
///
/// current_fetch is the fetch whose rows are a complete window's content; last_fetch the newest begun. A
/// window without current_fetch shows what its last fetch has brought so far.
class Journal
{
public:
    explicit Journal(Connection &connection)
        : m_connection(connection)
    {}

    /// For a store that is closed for a while: resume() of the next journal goes on with them. What another
    /// process has taken away meanwhile is not running any more; pages are those of the file.
    const RunningFetches &running() const { return m_running; }
    core::Result<void> resume(RunningFetches fetches);

    core::Result<void> load(); ///< the next free fetch id, and which windows there are
    core::Result<std::vector<WindowRecord>> windows();
    /// Those of one data set; kept until the journal changes, since every question wants them.
    core::Result<std::span<const WindowRecord>> windows(core::DataSet dataSet);
    core::Result<void> plan(std::span<const WindowRecord> windows);
    core::Result<FetchId> begin(const WindowRecord &window, core::Instant now);
    /// Where this page of the fetch belongs; Storage when the fetch was not begun here or has ended.
    core::Result<PageTarget> target(FetchId fetch, const PageRecord &page,
                                    std::span<const core::DataSet> allowed) const;
    core::Result<void> enterPage(FetchId fetch, const PageRecord &page, qint64 rows);
    void pageStored(FetchId fetch, int page); ///< the transaction that entered it was committed
    core::Result<void> finish(FetchId fetch, WindowState state, const QString &reason, core::Instant now,
                              const std::optional<core::CallRecord> &failed);
    core::Result<std::vector<CallLine>> calls(const WindowKey &window);

private:
    struct Fetches
    {
        bool isKnown = false;
        std::optional<FetchId> current, last;
    };
    core::Result<std::vector<WindowRecord>> readWindows(const char *which,
                                                        std::span<const query::Value> values = {});
    static core::Result<void> putPlanned(Appender &appender, const WindowRecord &window);
    core::Result<Fetches> fetchesOf(const WindowKey &key);
    core::Result<void> enter(FetchId fetch, const CallLine &line);
    core::Result<void> forgetFailedCalls(const Fetches &fetches);
    core::Result<void> dropRows(core::DataSet dataSet, FetchId fetch);
    core::Result<void> replaceContent(const RunningFetch &running, FetchId fetch, core::Instant now);

    Connection &m_connection;
    FetchId m_next = 1;
    std::set<QString> m_keys; ///< of all windows: thousands of customers plan theirs one after the other
    RunningFetches m_running;
    std::map<core::DataSet, std::vector<WindowRecord>> m_windows; ///< as last read; empty after a change
};

} // namespace spendglass::store
