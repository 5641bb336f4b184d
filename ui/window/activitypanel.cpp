// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/activitypanel.h"

#include "models/activitymodel.h"
#include "models/format.h"
#include "parts/icons.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace spendglass::window {

namespace {

/// A button that can do nothing is not there.
void offer(QPushButton *button, bool isOn)
{
    button->setEnabled(isOn);
    button->setVisible(isOn);
}

/// What there is to tell of a run, the most telling first: a narrow window cuts off the end.
QString progressText(const sync::Progress &progress)
{
    const QLocale locale;
    QStringList parts;
    if (progress.isPaused)
        parts << ActivityPanel::tr("Paused");
    else if (progress.timeLeft)
        parts << timeLeftText(*progress.timeLeft);
    parts << (progress.callsLeft
                  //: Calls to the service: sent so far, and about how many in all
                  ? ActivityPanel::tr("%1 of about %2 calls")
                        .arg(locale.toString(progress.requests),
                             locale.toString(progress.requests + *progress.callsLeft))
                  : ActivityPanel::tr("%Ln call(s)", nullptr, int(progress.requests)));
    //: Windows of time fetched, and planned so far
    parts << ActivityPanel::tr("%1 of %2 periods")
                 .arg(locale.toString(progress.windowsDone), locale.toString(progress.windowsPlanned))
          << ActivityPanel::tr("%1 rows").arg(locale.toString(progress.rows))
          << locale.formattedDataSize(progress.bytes, 1, QLocale::DataSizeTraditionalFormat);
    return parts.join(QStringLiteral(" · "));
}

} // namespace

bool hasFailures(const sync::Report &report)
{
    return std::any_of(report.lines.begin(), report.lines.end(), [](const sync::Line &line) {
        return line.failed + line.refused + line.notReady > 0; //
    });
}

QString estimateSentence(const sync::Estimate &estimate)
{
    const QString calls = QLocale().toString(estimate.calls);
    if (!estimate.isWhole)
        return ActivityPanel::tr("Needs at least %1 calls; how many more shows as the customers are listed.")
            .arg(calls);
    return estimate.continues
               ? ActivityPanel::tr("Goes on where it was stopped: needs about %1 more calls.").arg(calls)
               : ActivityPanel::tr("Needs about %1 calls.").arg(calls);
}

QString timeLeftText(std::chrono::seconds left)
{
    using namespace std::chrono_literals;
    const auto minutes = int(std::chrono::ceil<std::chrono::minutes>(left).count());
    if (left < 1min)
        return ActivityPanel::tr("Less than a minute left");
    if (left < 100min)
        return ActivityPanel::tr("About %n minute(s) left", nullptr, minutes);
    return ActivityPanel::tr("About %n hour(s) left", nullptr, (minutes + 59) / 60);
}

QString reportSentence(const sync::Report &report)
{
    if (report.isElsewhere)
        //: %1 says which process, in English
        return ActivityPanel::tr("Not started: %1. Its data shows here when it is done.")
            .arg(report.error->text);
    if (report.error)
        return models::errorSentence(*report.error);
    if (report.isComplete())
        return ActivityPanel::tr("Everything is loaded.");
    int open = 0;
    for (const sync::Line &line : report.lines)
        open += line.isComplete() ? 0 : 1;
    return ActivityPanel::tr("Not everything could be loaded whole (lists: %1). The notes say why.")
        .arg(open);
}

ActivityPanel::ActivityPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new models::ActivityModel(this))
    , m_summary(new QLabel(tr("Nothing has been loaded in this session."), this))
    , m_bar(new QProgressBar(this))
    , m_retry(makeButton("retryFailed", QStringLiteral("retry"), tr("&Retry failed"),
                         tr("Ask again only for what failed, was refused or was not ready"),
                         tr("Retry what failed")))
    , m_pause(makeButton("pauseSync", QStringLiteral("pause"), tr("&Pause"),
                         tr("Ask for nothing more until you go on"), tr("Pause the synchronisation")))
    , m_cancel(makeButton("cancelSync", QStringLiteral("stop"), tr("&Cancel"),
                          tr("Stop loading; what has arrived is kept"), tr("Cancel the synchronisation")))
    , m_table(new QTableView(this))
{
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setObjectName(QStringLiteral("activitySummary"));
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(180);
    m_bar->setAccessibleName(tr("Progress of the synchronisation"));
    m_bar->hide();
    // A long line must not make the window wide.
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_pause->setCheckable(true);
    connect(m_retry, &QPushButton::clicked, this, &ActivityPanel::retryRequested);
    connect(m_pause, &QPushButton::clicked, this, &ActivityPanel::pauseRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ActivityPanel::cancelRequested);

    m_table->setObjectName(QStringLiteral("activityTable"));
    m_table->setAccessibleName(tr("Activity"));
    m_table->setModel(m_model);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setColumnWidth(models::ActivityModel::Customer, 230);
    m_table->setColumnWidth(models::ActivityModel::DataSet, 200);

    auto *top = new QHBoxLayout;
    top->addWidget(m_summary, 1);
    top->addWidget(m_bar);
    top->addWidget(m_retry);
    top->addWidget(m_pause);
    top->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

QPushButton *ActivityPanel::makeButton(const char *name, const QString &icon, const QString &text,
                                       const QString &tip, const QString &accessibleName)
{
    auto *button = new QPushButton(parts::icon(icon), text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(accessibleName);
    button->setToolTip(tip);
    offer(button, false);
    return button;
}

void ActivityPanel::start(const std::optional<sync::Estimate> &estimate)
{
    m_model->setProgress({});
    m_summary->setText(estimate ? estimateSentence(*estimate) : tr("Asking what there is to load…"));
    m_bar->setRange(0, 0);
    m_bar->show();
    offer(m_retry, false);
    offer(m_pause, true);
    m_pause->setChecked(false);
    offer(m_cancel, true);
}

void ActivityPanel::setProgress(const sync::Progress &progress)
{
    m_model->setProgress(progress);
    m_pause->setChecked(progress.isPaused);
    m_bar->setRange(0, int(progress.callsLeft ? progress.requests + *progress.callsLeft
                                              : qint64(progress.activities.size())));
    m_bar->setValue(int(progress.callsLeft ? progress.requests : progress.done));
    m_summary->setText(progressText(progress));
    m_summary->setToolTip(models::plainToolTip(m_summary->text()));
}

void ActivityPanel::finish(const sync::Report &report)
{
    m_bar->hide();
    offer(m_retry, hasFailures(report));
    offer(m_pause, false);
    m_pause->setChecked(false);
    offer(m_cancel, false);
    m_summary->setText(reportSentence(report));
    m_summary->setToolTip({});
}

} // namespace spendglass::window
