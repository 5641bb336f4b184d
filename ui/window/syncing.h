// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/autorefresh.h"
#include "sync/workspace.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::window {

class Actions;
class ActivityPanel;
class StatusStrip;
class WindowState;

/// What synchronising shows itself in, and asks the window for.
struct SyncHost
{
    Actions &actions;
    const WindowState &state; ///< where the choice of refreshing by itself is kept
    ActivityPanel *panel = nullptr;
    StatusStrip *status = nullptr;
    parts::MessageBar *messages = nullptr;
    std::function<bool()> maySync; ///< somebody is signed in, as far as is known
    /// Signs in first where that is needed, and then calls start().
    std::function<void()> signInAndStart;
    std::function<void()> changed; ///< actions are to be enabled anew
    qint64 askAbove = 1000;        ///< calls; below that a run is a matter of minutes and just starts
};

/// Everything of the window that is about synchronising what is open: telling what it takes, starting,
/// pausing, stopping, repeating, and doing so by itself. Nothing here is modal.
class Syncing final : public QObject
{
    Q_OBJECT
public:
    Syncing(SyncHost host, QObject *parent);
    ~Syncing() override;

    /// Null: nothing is open. clock: for the refreshing by itself; null: there is none.
    void setWorkspace(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock);
    void opened(); ///< the workspace answers questions from now on

    void synchronise(); ///< tells what it takes, and asks when that is much
    void start();       ///< at once
    void retryFailed();
    void setPaused(bool isPaused);
    void cancel();
    void prefer(const QStringList &customerIds); ///< those on screen
    void updateActions(bool isOpen);

private:
    void onStarted();
    void onProgressed(const sync::Progress &progress);
    void onFinished(const sync::Report &report);
    void foresee();
    void connectRefresh();
    void setEvery(sync::RefreshEvery every);

    SyncHost m_host;
    sync::Workspace *m_workspace = nullptr;
    std::unique_ptr<sync::AutoRefresh> m_refresh;
    sync::RefreshEvery m_every = sync::RefreshEvery::Never;
    std::optional<sync::Estimate> m_estimate; ///< of the next one
    bool m_hasFailures = false;               ///< of the last one, that can be repeated
};

} // namespace spendglass::window
