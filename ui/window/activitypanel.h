// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/report.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace spendglass::models {
class ActivityModel;
}

namespace spendglass::window {

/// What is being loaded: one line per data set and customer, and a way to stop.
class ActivityPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityPanel(QWidget *parent = nullptr);

    void start();
    void setProgress(const sync::Progress &progress);
    void finish(const sync::Report &report);

Q_SIGNALS:
    void cancelRequested();

private:
    models::ActivityModel *m_model;
    QLabel *m_summary;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
    QTableView *m_table;
};

/// How a run ended, in one sentence.
QString reportSentence(const sync::Report &report);

} // namespace spendglass::window
