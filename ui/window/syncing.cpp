// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/syncing.h"

#include "models/format.h"
#include "parts/messagebar.h"
#include "window/actions.h"
#include "window/activitypanel.h"
#include "window/statusstrip.h"
#include "window/windowstate.h"

#include <QAction>

namespace spendglass::window {

Syncing::Syncing(SyncHost host, QObject *parent)
    : QObject(parent)
    , m_host(std::move(host))
{
    const auto on = [this](ActionId id, auto slot) {
        connect(m_host.actions.of(id), &QAction::triggered, this, slot);
    };
    on(ActionId::Sync, &Syncing::synchronise);
    on(ActionId::PauseSync, &Syncing::setPaused);
    on(ActionId::CancelSync, &Syncing::cancel);
    on(ActionId::RetryFailed, &Syncing::retryFailed);
    connect(m_host.panel, &ActivityPanel::cancelRequested, this, &Syncing::cancel);
    connect(m_host.panel, &ActivityPanel::pauseRequested, this, &Syncing::setPaused);
    connect(m_host.panel, &ActivityPanel::retryRequested, this, &Syncing::retryFailed);
    connectRefresh();
}

void Syncing::connectRefresh()
{
    using sync::RefreshEvery;
    static const QString key = QStringLiteral("refresh");
    const auto kept = sync::refreshFromName(m_host.state.value(key)).value_or(RefreshEvery::Never);
    const std::pair<ActionId, RefreshEvery> choices[] = {{ActionId::RefreshNever, RefreshEvery::Never},
                                                         {ActionId::RefreshHour, RefreshEvery::Hour},
                                                         {ActionId::RefreshSixHours, RefreshEvery::SixHours},
                                                         {ActionId::RefreshDay, RefreshEvery::Day}};
    for (const auto &[id, every] : choices) {
        m_host.actions.of(id)->setChecked(every == kept);
        connect(m_host.actions.of(id), &QAction::triggered, this, [this, choice = every] {
            setEvery(choice);
            m_host.state.setValue(key, sync::refreshName(choice));
        });
    }
    setEvery(kept);
}

Syncing::~Syncing() = default;

void Syncing::setWorkspace(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock)
{
    m_refresh.reset();
    m_workspace = workspace;
    m_estimate.reset();
    m_hasFailures = false;
    if (!workspace)
        return;
    connect(workspace, &sync::Workspace::syncStarted, this, &Syncing::onStarted);
    connect(workspace, &sync::Workspace::syncProgressed, this, &Syncing::onProgressed);
    connect(workspace, &sync::Workspace::syncFinished, this, &Syncing::onFinished);
    if (clock)
        m_refresh = std::make_unique<sync::AutoRefresh>(*workspace, std::move(clock), m_host.maySync);
    setEvery(m_every);
}

void Syncing::opened()
{
    foresee();
}

void Syncing::setEvery(sync::RefreshEvery every)
{
    m_every = every;
    if (m_refresh)
        m_refresh->setEvery(every);
}

void Syncing::foresee()
{
    m_workspace->estimate({}, this, [this, asked = m_workspace](const core::Result<sync::Estimate> &found) {
        if (!found || asked != m_workspace)
            return;
        m_estimate = *found;
        m_host.actions.of(ActionId::Sync)
            ->setToolTip(tr("Load what is new or may have changed. %1").arg(estimateSentence(*found)));
    });
}

void Syncing::synchronise()
{
    if (!m_host.maySync()) {
        m_host.signInAndStart();
        return;
    }
    if (!m_estimate || m_estimate->calls <= m_host.askAbove) {
        start();
        return;
    }
    m_host.messages->show(parts::MessageBar::Kind::Information, estimateSentence(*m_estimate));
    QAction *go = m_host.messages->addAction(tr("Synchronise"));
    connect(go, &QAction::triggered, this, [this] {
        m_host.messages->hide();
        start();
    });
}

void Syncing::start()
{
    if (m_workspace)
        m_workspace->startSync({});
}

void Syncing::retryFailed()
{
    sync::Request request;
    request.isRetry = true;
    m_estimate.reset(); // it was of all
    if (m_workspace)
        m_workspace->startSync(request);
}

void Syncing::setPaused(bool isPaused)
{
    if (m_workspace)
        isPaused ? m_workspace->pauseSync() : m_workspace->resumeSync();
    m_host.changed();
}

void Syncing::cancel()
{
    if (m_workspace)
        m_workspace->cancelSync();
}

void Syncing::prefer(const QStringList &customerIds)
{
    if (m_workspace)
        m_workspace->prefer(customerIds);
}

void Syncing::updateActions(bool isOpen)
{
    const bool isSyncing = m_workspace && m_workspace->isSyncing();
    const auto of = [this](ActionId id) { return m_host.actions.of(id); };
    const bool isAtRest = m_workspace && isOpen && !isSyncing && !m_workspace->housekeeping().isBusy();
    of(ActionId::Sync)->setEnabled(isAtRest);
    of(ActionId::RetryFailed)->setEnabled(isAtRest && m_hasFailures);
    of(ActionId::CancelSync)->setEnabled(isSyncing);
    of(ActionId::PauseSync)->setEnabled(isSyncing);
    of(ActionId::PauseSync)->setChecked(isSyncing && m_workspace->isSyncPaused());
}

void Syncing::onStarted()
{
    m_host.panel->start(m_estimate);
    m_host.status->setSyncing({});
    m_host.changed();
}

void Syncing::onProgressed(const sync::Progress &progress)
{
    m_host.panel->setProgress(progress);
    m_host.status->setSyncing(progress);
}

void Syncing::onFinished(const sync::Report &report)
{
    m_hasFailures = hasFailures(report);
    m_host.panel->finish(report);
    m_host.status->setSyncText(report.isElsewhere    ? tr("Another process synchronises")
                               : report.isComplete() ? tr("Up to date")
                                                     : tr("Not complete"));
    foresee();
    m_host.changed();
}

} // namespace spendglass::window
