// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/report.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace spendglass::models {
class ActivityModel;
}

namespace spendglass::window {

/// What is being loaded: one line per data set and customer, and ways to pause, to stop and to try again.
class ActivityPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityPanel(QWidget *parent = nullptr);

    /// estimate: what is foreseen, if that is known by then.
    void start(const std::optional<sync::Estimate> &estimate);
    void setProgress(const sync::Progress &progress);
    void finish(const sync::Report &report);

Q_SIGNALS:
    void cancelRequested();
    void pauseRequested(bool isOn);
    void retryRequested();

private:
    QPushButton *makeButton(const char *name, const QString &icon, const QString &text, const QString &tip,
                            const QString &accessibleName);

    models::ActivityModel *m_model;
    QLabel *m_summary;
    QProgressBar *m_bar;
    QPushButton *m_retry;
    QPushButton *m_pause;
    QPushButton *m_cancel;
    QTableView *m_table;
};

bool hasFailures(const sync::Report &report); ///< something that can be repeated
/// What a synchronisation would take, in one sentence.
QString estimateSentence(const sync::Estimate &estimate);
/// "Less than a minute left", "About 12 minutes left".
QString timeLeftText(std::chrono::seconds left);
/// How a run ended, in one sentence.
QString reportSentence(const sync::Report &report);

} // namespace spendglass::window
