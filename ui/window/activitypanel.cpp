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

namespace spendglass::window {

QString reportSentence(const sync::Report &report)
{
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
    , m_cancel(new QPushButton(parts::icon(QStringLiteral("stop")), tr("&Cancel"), this))
    , m_table(new QTableView(this))
{
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setObjectName(QStringLiteral("activitySummary"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumWidth(260);
    m_bar->setAccessibleName(tr("Progress of the synchronisation"));
    m_bar->hide();
    m_cancel->setObjectName(QStringLiteral("cancelSync"));
    m_cancel->setAccessibleName(tr("Cancel the synchronisation"));
    m_cancel->setToolTip(tr("Stop loading; what has arrived is kept"));
    m_cancel->setEnabled(false);
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
    top->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void ActivityPanel::start()
{
    m_model->setProgress({});
    m_summary->setText(tr("Asking what there is to load…"));
    m_bar->setRange(0, 0);
    m_bar->show();
    m_cancel->setEnabled(true);
}

void ActivityPanel::setProgress(const sync::Progress &progress)
{
    m_model->setProgress(progress);
    const QLocale locale;
    const int planned = int(progress.activities.size());
    m_bar->setRange(0, planned);
    m_bar->setValue(progress.done);
    m_summary->setText(tr("%1 of %2 lists · %3 rows · %4 calls")
                           .arg(locale.toString(progress.done), locale.toString(planned),
                                locale.toString(progress.rows), locale.toString(progress.requests)));
}

void ActivityPanel::finish(const sync::Report &report)
{
    m_bar->hide();
    m_cancel->setEnabled(false);
    m_summary->setText(reportSentence(report));
}

} // namespace spendglass::window
