// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "sync/report.h"

#include <QObject>

class QLabel;
class QProgressBar;
class QStatusBar;

namespace spendglass::window {

/// The status bar's permanent parts: counts, sums of the selection, badge, state of the synchronisation.
class StatusStrip final : public QObject
{
    Q_OBJECT
public:
    explicit StatusStrip(QStatusBar *bar);

    void setPage(const pages::PageStatus &status);
    void setSyncing(const sync::Progress &progress);
    void setSyncText(const QString &text); ///< ends the progress bar

private:
    QLabel *m_counts;
    QLabel *m_selection;
    QLabel *m_badge;
    QLabel *m_sync;
    QProgressBar *m_progress;
};

} // namespace spendglass::window
