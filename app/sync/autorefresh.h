// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "sync/report.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::sync {

class Workspace;

/// How often an open program synchronises by itself.
enum class RefreshEvery
{
    Never,
    Hour,
    SixHours,
    Day
};
QString refreshName(RefreshEvery every); ///< "never", "hour", "sixHours", "day": for settings
std::optional<RefreshEvery> refreshFromName(QStringView name);

/// When the next one is due; nothing: never. since: the end of the last run, or when the program began to
/// look. After failures the pause doubles each time, up to a day.
std::optional<core::Instant> nextRefresh(RefreshEvery every, core::Instant since, int failures);

/// Starts synchronisations of a workspace by itself while it is open: not while one runs, not when mayStart
/// says no, and less often while they fail.
class AutoRefresh : public QObject
{
    Q_OBJECT
public:
    AutoRefresh(Workspace &workspace, std::shared_ptr<const core::Clock> clock,
                std::function<bool()> mayStart);
    void setEvery(RefreshEvery every);

private:
    void onLastSync(const core::Result<std::optional<core::Instant>> &last);
    void onFinished(const Report &report);
    void tick();

    Workspace &m_workspace;
    std::shared_ptr<const core::Clock> m_clock;
    std::function<bool()> m_mayStart;
    RefreshEvery m_every = RefreshEvery::Never;
    core::Instant m_since;
    int m_failures = 0;
    bool m_isTicking = false;
};

} // namespace spendglass::sync
