// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/pivotview.h"

#include "models/format.h"
#include "models/roles.h"
#include "parts/amountdelegate.h"
#include "parts/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

#include <numeric>

namespace spendglass::pages {

namespace {

constexpr int narrowestLabel = 200;
constexpr int widestLabel = 720;
constexpr int mostOpened = 60; ///< lines with several units that are opened at once
constexpr int mostTotals = 3;  ///< lines of totals visible at once; more of them scroll

/// Selects cells, for their sums, and still shows which line one is on.
class LineTree final : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override
    {
        const QModelIndex current = currentIndex();
        if (current.isValid() && index.siblingAtColumn(0) == current.siblingAtColumn(0))
            painter->fillRect(option.rect, parts::blend(palette().color(QPalette::Base),
                                                        palette().color(QPalette::Highlight), 0.1));
        QTreeView::drawRow(painter, option, index);
    }

    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override
    {
        QTreeView::currentChanged(current, previous);
        viewport()->update();
    }
};

void prepare(QTreeView *view, const QString &name, const QString &accessibleName)
{
    view->setObjectName(name);
    view->setAccessibleName(accessibleName);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformRowHeights(true);
    view->setItemDelegate(new parts::AmountDelegate(view));
    view->setSelectionBehavior(QAbstractItemView::SelectItems);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTextElideMode(Qt::ElideRight);
    view->header()->setStretchLastSection(false);
    view->header()->setHighlightSections(false);
}

} // namespace

PivotView::PivotView(QWidget *parent)
    : QFrame(parent)
    , m_model(new models::AnswerModel(this))
    , m_totalsModel(new models::TotalsModel(this))
    , m_tree(new LineTree(this))
    , m_totals(new QTreeView(this))
{
    setObjectName(QStringLiteral("pivotView"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    makeTree();
    makeTotals();
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_tree, 1);
    layout->addWidget(line);
    layout->addWidget(m_totals);
}

void PivotView::makeTree()
{
    prepare(m_tree, QStringLiteral("table"), tr("Table"));
    m_tree->setModel(m_model);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setAllColumnsShowFocus(false);
    m_tree->header()->setSectionsClickable(true);
    m_tree->header()->setSortIndicatorClearable(true);
    m_tree->header()->setSortIndicator(-1, Qt::DescendingOrder);
    m_tree->setSortingEnabled(true);
    m_tree->setMinimumHeight(110);
    m_tree->viewport()->installEventFilter(this);
    connect(m_tree, &QTreeView::activated, this, &PivotView::drillRequested);
    connect(m_tree, &QTreeView::expanded, this, [this] {
        if (!m_isSelecting)
            fitColumns(false);
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &PivotView::selectionChanged);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (!m_isSelecting)
                    Q_EMIT lineSelected(m_model->topLine(index));
            });
}

void PivotView::makeTotals()
{
    prepare(m_totals, QStringLiteral("totals"), tr("Totals"));
    m_totals->setModel(m_totalsModel);
    m_totals->setHeaderHidden(true);
    m_totals->setRootIsDecorated(false);
    m_totals->setSelectionMode(QAbstractItemView::NoSelection);
    m_totals->setFocusPolicy(Qt::ClickFocus);
    m_totals->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_totals->setVerticalScrollMode(QAbstractItemView::ScrollPerItem); // never half a line
    connect(m_tree->header(), &QHeaderView::sectionResized, this,
            [this](int section, int, int width) { m_totals->setColumnWidth(section, width); });
    connect(m_tree->horizontalScrollBar(), &QScrollBar::valueChanged, m_totals->horizontalScrollBar(),
            &QScrollBar::setValue);
}

void PivotView::setTable(models::CrossTablePtr table)
{
    const QStringList open = openLines({}, {});
    const bool isFirst =
        table && (!m_model->table() || m_model->table()->query().rows != table->query().rows);
    const int scroll = m_tree->verticalScrollBar()->value();
    const std::vector<models::PathStep> before = currentPath();
    const int column = m_tree->currentIndex().column();
    m_isSelecting = true;
    m_model->setTable(table);
    m_totalsModel->setTable(table);
    const int sorted = m_tree->header()->sortIndicatorSection();
    if (sorted >= 0)
        m_model->sort(sorted, m_tree->header()->sortIndicatorOrder());
    const auto opens = [](const query::PivotNode &node) { return !node.children.empty(); };
    m_tree->setRootIsDecorated(
        table && std::any_of(table->pivot.root.children.begin(), table->pivot.root.children.end(), opens));
    QStringList shape;
    for (int i = 0; i < m_model->columnCount(); ++i)
        shape << m_model->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString();
    if (isFirst && !table->unitHeader.isEmpty() && m_model->rowCount() <= mostOpened)
        m_tree->expandAll(); // else only "mixed" would be seen
    openAgain(open, {}, {});
    const bool isReshaped = m_shape != shape.join(QLatin1Char('\n'));
    m_shape = shape.join(QLatin1Char('\n'));
    fitColumns(isReshaped);
    for (int row = 0; !before.empty() && row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, std::max(0, column));
        if (m_model->path(index).front().value == before.front().value)
            m_tree->setCurrentIndex(index);
    }
    if (!m_tree->currentIndex().isValid() && m_model->rowCount() > 0)
        m_tree->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
    m_tree->verticalScrollBar()->setValue(scroll);
    m_isSelecting = false;
    fitTotals();
    Q_EMIT selectionChanged();
}

QStringList PivotView::openLines(const QModelIndex &parent, const QString &prefix) const
{
    QStringList lines;
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        if (!m_tree->isExpanded(index))
            continue;
        const QString key = prefix + QLatin1Char('\n') + index.data(models::IdRole).toString();
        lines << key << openLines(index, key);
    }
    return lines;
}

void PivotView::openAgain(const QStringList &lines, const QModelIndex &parent, const QString &prefix)
{
    if (lines.isEmpty())
        return;
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        const QString key = prefix + QLatin1Char('\n') + index.data(models::IdRole).toString();
        if (!lines.contains(key))
            continue;
        m_tree->expand(index);
        openAgain(lines, index, key);
    }
}

/// Every number whole, those of opened lines and of the totals, too. Widths only grow while the shape stays.
void PivotView::fitColumns(bool isReshaped)
{
    const int columns = m_model->columnCount();
    if (columns == 0)
        return;
    const bool areFew = columns <= 6;
    for (int i = 1; i < columns; ++i) {
        const int before = isReshaped ? 0 : m_tree->columnWidth(i);
        m_tree->resizeColumnToContents(i);
        m_totals->resizeColumnToContents(i);
        const int needed = std::max({before, m_tree->columnWidth(i), m_totals->columnWidth(i)});
        const bool isWide = areFew && m_model->cellColumn(i) && m_tree->viewport()->width() > 850;
        const int width = std::max(needed, isWide ? 150 : 84);
        m_tree->setColumnWidth(i, width);
    }
    fitLabels();
}

/// The labels get what the cells leave over.
void PivotView::fitLabels()
{
    const int columns = m_model->columnCount();
    if (columns == 0)
        return;
    int used = 0;
    for (int i = 1; i < columns; ++i)
        used += m_tree->columnWidth(i);
    const int room = m_tree->viewport()->width() - used - 2;
    m_tree->setColumnWidth(0, std::clamp(room, narrowestLabel, widestLabel));
    for (int i = 0; i < columns; ++i)
        m_totals->setColumnWidth(i, m_tree->columnWidth(i));
}

void PivotView::fitTotals()
{
    const int lines = m_totalsModel->rowCount();
    const int height = lines > 0 ? m_totals->sizeHintForRow(0) : 0;
    const int room = height > 0 ? this->height() / (4 * height) : 0; // a quarter of a small table at most
    m_totals->setFixedHeight(height * std::min(lines, std::clamp(room, 1, mostTotals)));
    m_totals->setVisible(lines > 0);
}

void PivotView::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitTotals();
}

bool PivotView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == m_tree->viewport())
        fitLabels();
    return QFrame::eventFilter(watched, event);
}

void PivotView::selectLine(int line)
{
    const QModelIndex index = line < 0 ? QModelIndex() : m_model->indexOfTopLine(line);
    m_isSelecting = true;
    if (index.isValid())
        m_tree->setCurrentIndex(index);
    else
        m_tree->clearSelection();
    m_isSelecting = false;
}

std::vector<models::PathStep> PivotView::currentPath() const
{
    return m_model->path(m_tree->currentIndex());
}

std::vector<query::Value> PivotView::currentColumn() const
{
    const models::CrossColumn *column = m_model->cellColumn(m_tree->currentIndex().column());
    return column && m_tree->currentIndex().isValid() ? column->values : std::vector<query::Value>();
}

QString PivotView::selectionText() const
{
    std::optional<core::Decimal> sum;
    QString unit;
    int count = 0;
    for (const QModelIndex &index : m_tree->selectionModel()->selectedIndexes()) {
        const QVariant amount = index.data(models::AmountRole);
        if (!amount.isValid())
            continue;
        const QString itsUnit = index.data(models::UnitRole).toString();
        if (count++ > 0 && itsUnit != unit)
            return tr("mixed, not summed");
        unit = itsUnit;
        sum = sum ? sum->plus(amount.value<core::Decimal>()) : amount.value<core::Decimal>();
        if (!sum)
            return tr("too large to sum");
    }
    const auto average = count > 1 ? sum->dividedBy(core::Decimal::fromInteger(count)) : std::nullopt;
    if (!average)
        return {};
    //: Number of cells, their sum with unit, their average
    return tr("%1 cells: Σ %2, avg %3")
        .arg(count)
        .arg(models::amountWithUnit(m_locale, *sum, unit), models::amountText(m_locale, *average, unit));
}

} // namespace spendglass::pages
