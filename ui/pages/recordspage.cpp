// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/recordspage.h"

#include "models/completenesslabel.h"
#include "models/format.h"
#include "models/recordsmodel.h"
#include "pages/crumbbar.h"
#include "pages/emptystate.h"
#include "parts/amountdelegate.h"
#include "query/sentence.h"

#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace spendglass::pages {

namespace {

/// 2^31 pixels at 30 a line: beyond it a view goes blank.
constexpr qint64 mostLines = 60'000'000;

/// Counting needs no grouping: the answer of one line has the counts.
query::Query countQuery(query::Query query)
{
    query.rows.clear();
    query.columns.clear();
    query.sort.clear();
    query.limit.reset();
    query.granularity = core::Granularity::None;
    query.measures = {query::Measure{query::Aggregate::Count, {}}};
    return query;
}

} // namespace

RecordsPage::RecordsPage(sync::Workspace *workspace, int channel, const query::Query &query, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_channel(channel)
    , m_query(query)
    , m_model(new models::RecordsModel(this))
    , m_crumbs(new CrumbBar(this))
    , m_sentence(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_view(new QTableView(this))
    , m_empty(new EmptyState(this))
{
    setObjectName(QStringLiteral("recordsPage"));
    m_crumbs->setCrumbs({tr("Records: %1").arg(query::dataSetLabel(query.dataSet))});
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_sentence->setText(query::sentence(countQuery(query)));
    makeView();
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(m_crumbs);
    layout->addWidget(m_sentence);
    layout->addWidget(m_stack, 1);
    connect(m_model, &models::RecordsModel::blockWanted, this, &RecordsPage::fetch, Qt::QueuedConnection);
    reload();
}

void RecordsPage::makeView()
{
    m_view->setObjectName(QStringLiteral("records"));
    m_view->setAccessibleName(tr("Records"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new parts::AmountDelegate(m_view));
    m_view->verticalHeader()->hide(); // a visible one paints every section once after a reset
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 11);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::StyledPanel);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
}

QAbstractItemView *RecordsPage::view() const
{
    return m_view;
}

void RecordsPage::reload()
{
    if (!m_workspace)
        return;
    m_isCounting = true;
    if (m_records < 0) {
        m_empty->show(QStringLiteral("sync"), tr("Loading…"), {});
        m_stack->setCurrentWidget(m_empty);
    }
    m_workspace->ask(m_channel, countQuery(m_query), this,
                     [this](const core::Result<query::AnswerPtr> &answer) { onCounted(answer); });
}

void RecordsPage::onCounted(const core::Result<query::AnswerPtr> &answer)
{
    if (!answer && answer.error().kind == core::ErrorKind::Cancelled)
        return;
    m_isCounting = false;
    if (!answer) {
        m_empty->show(QStringLiteral("warning"), tr("The records could not be read"),
                      models::errorSentence(answer.error()));
        m_stack->setCurrentWidget(m_empty);
    } else if ((*answer)->records != m_records) {
        m_records = (*answer)->records;
        m_recordsInAll = (*answer)->recordsInAll;
        ++m_generation;
        m_blocksOpen = 0;
        m_view->scrollToTop(); // before the reset, or the header walks over every line
        m_model->reset(m_query.dataSet, std::min(m_records, mostLines));
        m_crumbs->setBadge(models::completenessBadge(m_locale, (*answer)->completeness),
                           models::completenessDetails((*answer)->completeness));
        if (m_records == 0)
            m_empty->show(QStringLiteral("filter"), tr("No records match"), {});
        m_stack->setCurrentWidget(m_records == 0 ? static_cast<QWidget *>(m_empty) : m_view);
        if (m_records > 0 && isVisible() && !m_isFitted)
            m_view->setFocus();
        if (m_records > 0)
            m_model->data(m_model->index(0, 0), Qt::DisplayRole); // ask for the first block now
    }
    Q_EMIT statusChanged();
    if (isSettled())
        Q_EMIT settled();
}

void RecordsPage::fetch(qint64 first, qint64 count)
{
    if (!m_workspace)
        return;
    ++m_blocksOpen;
    // Neighbouring blocks are visible at once and must not replace each other.
    const int channel = m_channel + 1 + int(first / models::RecordsModel::blockSize % 4);
    const quint64 generation = m_generation;
    using TablePtr = std::shared_ptr<const query::Table>;
    m_workspace->records(channel, m_query, first, count, this,
                         [this, first, generation](const core::Result<TablePtr> &table) {
                             if (generation != m_generation)
                                 return;
                             --m_blocksOpen;
                             table ? m_model->setBlock(first, *table) : m_model->forgetBlock(first);
                             fitColumns();
                         });
}

void RecordsPage::fitColumns()
{
    if (!m_isFitted && m_blocksOpen == 0) {
        m_isFitted = true;
        m_view->horizontalHeader()->setResizeContentsPrecision(40);
        showIdsLast();
        for (int i = 0; i < m_model->columnCount(); ++i) {
            m_view->resizeColumnToContents(i);
            m_view->setColumnWidth(i, std::clamp(m_view->columnWidth(i) + 10, 90, 280));
        }
    }
    if (isSettled())
        Q_EMIT settled();
}

/// People read names; ids stay at hand on the far side.
void RecordsPage::showIdsLast()
{
    QHeaderView *header = m_view->horizontalHeader();
    for (std::size_t i = 0; i < m_model->columns().size(); ++i) {
        if (m_model->columns()[i].id.endsWith(QLatin1String("Id")))
            header->moveSection(header->visualIndex(int(i)), header->count() - 1);
    }
}

PageStatus RecordsPage::status() const
{
    PageStatus status;
    if (m_records >= 0)
        status.counts =
            tr("%1 of %2 records").arg(m_locale.toString(m_records), m_locale.toString(m_recordsInAll));
    return status;
}

} // namespace spendglass::pages
