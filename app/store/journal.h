// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"
#include "store/pagewriter.h"
#include "store/runningfetch.h"
#include "store/store.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
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

    core::Result<std::vector<WindowRecord>> windows(); ///< by data set, customer, subscription, days
    /// Those of one data set, from memory once they were read: every question wants them, in the middle of a
    /// synchronisation too.
    core::Result<std::span<const WindowRecord>> windows(core::DataSet dataSet);
    core::Result<void> plan(std::span<const WindowRecord> windows);
    core::Result<FetchId> begin(const WindowRecord &window, core::Instant now);
    /// Where this page of the fetch belongs; Storage when the fetch was not begun here or has ended.
    core::Result<PageTarget> target(FetchId fetch, const PageRecord &page,
                                    std::span<const core::DataSet> allowed) const;
    core::Result<void> enterPage(FetchId fetch, const PageRecord &page, qint64 rows);
    /// The transaction that entered it was committed.
    void pageStored(FetchId fetch, const PageRecord &page, qint64 rows);
    core::Result<void> finish(FetchId fetch, WindowState state, const QString &reason, core::Instant now,
                              const std::optional<core::CallRecord> &failed);
    core::Result<std::vector<CallLine>> calls(const WindowKey &window);

private:
    /// A window in the file.
    struct Known
    {
        qint64 number = 0;
        std::optional<FetchId> current, last;
    };
    /// The windows of a data set as last read and changed since.
    struct Shown
    {
        std::vector<WindowRecord> windows;
        std::unordered_map<qint64, std::size_t> places; ///< by number
    };
    /// Windows and numbers, when they are first needed: a store opens at once however many windows it has.
    core::Result<void> load();
    core::Result<void> read(const std::string &which, std::span<const query::Value> values,
                            const std::function<void(WindowRecord, qint64)> &take);
    static core::Result<void> putPlanned(Appender &appender, const WindowRecord &window, qint64 number);
    core::Result<Known *> known(const WindowRecord &window);
    core::Result<void> enter(FetchId fetch, const CallLine &line);
    core::Result<void> forgetFailedCalls(const Known &window);
    core::Result<void> dropRows(core::DataSet dataSet, FetchId fetch);
    core::Result<void> replaceContent(const RunningFetch &running, FetchId fetch, core::Instant now);
    WindowRecord *shown(const RunningFetch &fetch); ///< nullptr when they were not read
    void showBegun(const RunningFetch &fetch);
    void showFinished(const RunningFetch &fetch, WindowState state, const QString &reason, core::Instant now);

    Connection &m_connection;
    bool m_isLoaded = false;                    ///< the four that follow
    FetchId m_next = 1;                         ///< fetch
    qint64 m_windowCount = 0;                   ///< the highest number
    std::unordered_map<QString, Known> m_known; ///< all windows, by textOf
    std::set<FetchId> m_failed;                 ///< fetches with a call that failed
    RunningFetches m_running;
    std::map<core::DataSet, Shown> m_shown;
};

} // namespace spendglass::store
