// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/statusstrip.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QStatusBar>

namespace spendglass::window {

namespace {

QLabel *part(QStatusBar *bar, const QString &name, int stretch)
{
    auto *label = new QLabel(bar);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setMargin(5);
    label->setIndent(9);
    bar->addPermanentWidget(label, stretch);
    return label;
}

} // namespace

StatusStrip::StatusStrip(QStatusBar *bar)
    : QObject(bar)
    , m_counts(part(bar, QStringLiteral("statusCounts"), 1))
    , m_selection(part(bar, QStringLiteral("statusSelection"), 0))
    , m_badge(part(bar, QStringLiteral("statusBadge"), 0))
    , m_sync(part(bar, QStringLiteral("statusSync"), 0))
    , m_progress(new QProgressBar(bar))
{
    bar->setSizeGripEnabled(false);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(110);
    m_progress->setAccessibleName(tr("Synchronisation"));
    m_progress->hide();
    bar->addPermanentWidget(m_progress);
}

void StatusStrip::setPage(const pages::PageStatus &status)
{
    m_counts->setText(status.counts);
    m_selection->setText(status.selection);
    m_badge->setText(status.badge);
}

void StatusStrip::setSyncing(const sync::Progress &progress)
{
    const QLocale locale;
    m_progress->setRange(0, int(progress.activities.size()));
    m_progress->setValue(progress.done);
    m_progress->show();
    m_sync->setText(progress.isPaused             ? tr("Loading paused")
                    : progress.activities.empty() ? tr("Loading…")
                                                  : tr("Loading %1 of %2 · %3 rows")
                                                        .arg(locale.toString(progress.done),
                                                             locale.toString(int(progress.activities.size())),
                                                             locale.toString(progress.rows)));
}

void StatusStrip::setSyncText(const QString &text)
{
    m_progress->hide();
    m_sync->setText(text);
}

} // namespace spendglass::window
