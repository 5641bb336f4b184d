// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/autorefresh.h"

#include "sync/workspace.h"

#include <algorithm>
#include <array>

namespace spendglass::sync {

namespace {

using namespace std::chrono_literals;

/// The wall clock is looked at so often: one long alarm would sleep through the nights of a laptop.
constexpr auto lookEvery = 1min;
constexpr std::chrono::hours longest = 24h;

struct Row
{
    RefreshEvery every;
    const char *name;
    std::chrono::hours pause; ///< 0: none
};
constexpr std::array rows{
    Row{RefreshEvery::Never, "never", 0h},
    Row{RefreshEvery::Hour, "hour", 1h},
    Row{RefreshEvery::SixHours, "sixHours", 6h},
    Row{RefreshEvery::Day, "day", 24h},
};

const Row &rowOf(RefreshEvery every)
{
    return *std::ranges::find(rows, every, &Row::every);
}

} // namespace

QString refreshName(RefreshEvery every)
{
    return QLatin1String(rowOf(every).name);
}

std::optional<RefreshEvery> refreshFromName(QStringView name)
{
    const auto found =
        std::ranges::find_if(rows, [name](const Row &row) { return name == QLatin1String(row.name); });
    return found == rows.end() ? std::nullopt : std::optional(found->every);
}

std::optional<core::Instant> nextRefresh(RefreshEvery every, core::Instant since, int failures)
{
    constexpr int doublings = 5; // an hour has become a day by then
    const auto pause = rowOf(every).pause;
    if (pause == 0h)
        return std::nullopt;
    return since + std::min(longest, pause * (1 << std::clamp(failures, 0, doublings)));
}

AutoRefresh::AutoRefresh(Workspace &workspace, std::shared_ptr<const core::Clock> clock,
                         std::function<bool()> mayStart)
    : m_workspace(workspace)
    , m_clock(std::move(clock))
    , m_mayStart(std::move(mayStart))
    , m_since(m_clock->now())
{
    connect(&workspace, &Workspace::syncFinished, this, &AutoRefresh::onFinished);
    workspace.lastSync(this, [this](const auto &last) { onLastSync(last); });
}

void AutoRefresh::setEvery(RefreshEvery every)
{
    m_every = every;
    if (!std::exchange(m_isTicking, true))
        m_clock->after(lookEvery, this, [this] { tick(); });
}

void AutoRefresh::onLastSync(const core::Result<std::optional<core::Instant>> &last)
{
    if (last && *last)
        m_since = std::min(m_since, **last);
}

void AutoRefresh::onFinished(const Report &report)
{
    m_since = m_clock->now();
    const bool isFailure =
        report.error && report.error->kind != core::ErrorKind::Cancelled && !report.isElsewhere;
    m_failures = isFailure ? m_failures + 1 : 0;
}

void AutoRefresh::tick()
{
    m_isTicking = m_every != RefreshEvery::Never;
    if (!m_isTicking)
        return;
    m_clock->after(lookEvery, this, [this] { tick(); });
    const auto due = nextRefresh(m_every, m_since, m_failures);
    if (m_clock->now() >= *due && !m_workspace.isSyncing() && m_mayStart())
        m_workspace.startSync({});
}

} // namespace spendglass::sync
