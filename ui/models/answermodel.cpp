// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/answermodel.h"

#include "models/format.h"
#include "models/roles.h"

#include <algorithm>

namespace spendglass::models {

/// A line in the order of the view; node points into the shared table.
struct AnswerModel::Item
{
    const query::PivotNode *node = nullptr;
    Item *parent = nullptr;
    int row = 0;   ///< among its siblings, as shown
    int order = 0; ///< among its siblings, as answered
    int level = 0; ///< 0 for the root
    std::vector<std::unique_ptr<Item>> children;

    Item(const query::PivotNode *itsNode, Item *itsParent)
        : node(itsNode)
        , parent(itsParent)
    {
        level = parent ? parent->level + 1 : 0;
        for (const query::PivotNode &child : node->children) {
            children.push_back(std::make_unique<Item>(&child, this));
            children.back()->row = children.back()->order = int(children.size()) - 1;
        }
    }
};

namespace {

int trendOf(core::Decimal difference)
{
    return difference.isZero() ? 0 : difference.isNegative() ? -1 : 1;
}

/// Counts and ranks have no decimals.
bool isWhole(const query::Measure &measure)
{
    const bool isCount =
        measure.aggregate == query::Aggregate::Count || measure.aggregate == query::Aggregate::CountDistinct;
    const bool isShare = measure.showAs == query::ShowAs::PercentOfTotal ||
                         measure.showAs == query::ShowAs::PercentOfParent ||
                         measure.showAs == query::ShowAs::PercentDifference;
    return (isCount && !isShare) || measure.showAs == query::ShowAs::Rank;
}

QString numberText(const QLocale &locale, const query::Measure &measure, const query::PivotCell &cell)
{
    return isWhole(measure) ? decimalText(locale, *cell.amount, 0)
                            : amountText(locale, *cell.amount, cell.unit);
}

QString cellText(const QLocale &locale, const query::Measure &measure, const query::PivotCell &cell)
{
    const QString number = numberText(locale, measure, cell);
    return measure.needsComparison() ? differenceText(locale, *cell.amount, number) : number;
}

QString reasonForNoValue(const query::PivotCell *cell)
{
    if (cell && cell->isMixed)
        return AnswerModel::tr("Several units or currencies: mixed, not summed");
    return AnswerModel::tr("No value was reported");
}

} // namespace

QVariant cellValue(const QLocale &locale, const CrossTable &table, const query::PivotCell *cell,
                   const CrossColumn &column, const QString &lineLabel, int role)
{
    const bool hasAmount = cell && cell->amount.has_value();
    const bool isMixed = cell && cell->isMixed;
    const query::Measure &measure = table.query().measures.at(column.measure);
    const QString text = hasAmount ? cellText(locale, measure, *cell)
                         : isMixed ? AnswerModel::tr("mixed")
                                   : noValueText();
    const bool isPercent =
        measure.field == QLatin1String("percentUsed") && measure.showAs == query::ShowAs::Value;
    switch (role) {
    case Qt::DisplayRole:
        return isPercent && hasAmount ? AnswerModel::tr("%1 %").arg(text) : text;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case AmountRole:
        return hasAmount ? QVariant::fromValue(*cell->amount) : QVariant();
    case UnitRole:
        return cell ? cell->unit : QString();
    case ShareRole:
        return isPercent && hasAmount ? QVariant(cell->amount->approximate() / 100.0) : QVariant();
    case Qt::ToolTipRole:
        return hasAmount ? QVariant(plainToolTip(
                               AnswerModel::tr("%1 %2").arg(cell->amount->toString(), cell->unit).trimmed()))
                         : QVariant(reasonForNoValue(cell));
    case Qt::AccessibleTextRole:
        //: Line, column, amount with unit: what a screen reader says of a cell
        return AnswerModel::tr("%1, %2, %3")
            .arg(lineLabel, column.header,
                 !hasAmount         ? reasonForNoValue(cell)
                 : isWhole(measure) ? numberText(locale, measure, *cell)
                                    : amountWithUnit(locale, *cell->amount, cell->unit));
    case StrongRole:
        return column.isTotal;
    case TrendRole:
        return measure.needsComparison() && hasAmount ? QVariant(trendOf(*cell->amount)) : QVariant();
    default:
        return {};
    }
}

AnswerModel::AnswerModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

AnswerModel::~AnswerModel() = default;

void AnswerModel::setTable(CrossTablePtr table)
{
    beginResetModel();
    m_table = std::move(table);
    m_root = m_table ? std::make_unique<Item>(&m_table->pivot.root, nullptr) : nullptr;
    endResetModel();
}

AnswerModel::Kind AnswerModel::kind(int column) const
{
    if (column == 0)
        return LabelColumn;
    return column == 1 && m_table && !m_table->unitHeader.isEmpty() ? UnitColumn : CellColumn;
}

const CrossColumn *AnswerModel::cellColumn(int column) const
{
    if (!m_table || kind(column) != CellColumn)
        return nullptr;
    const auto index = std::size_t(column - (m_table->unitHeader.isEmpty() ? 1 : 2));
    return index < m_table->columns.size() ? &m_table->columns[index] : nullptr;
}

std::vector<PathStep> AnswerModel::path(const QModelIndex &index) const
{
    std::vector<PathStep> steps;
    if (!index.isValid())
        return steps;
    for (const Item *item = itemOf(index); item->parent; item = item->parent)
        steps.push_back({m_table->levelField(std::size_t(item->level - 1)), item->node->label});
    std::reverse(steps.begin(), steps.end());
    return steps;
}

int AnswerModel::topLine(const QModelIndex &index) const
{
    if (!index.isValid())
        return -1;
    const Item *item = itemOf(index);
    while (item->level > 1)
        item = item->parent;
    return item->order;
}

QModelIndex AnswerModel::indexOfTopLine(int line) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_root->children[std::size_t(row)]->order == line)
            return index(row, 0);
    }
    return {};
}

AnswerModel::Item *AnswerModel::itemOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Item *>(index.internalPointer()) : m_root.get();
}

QModelIndex AnswerModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, itemOf(parent)->children[std::size_t(row)].get());
}

QModelIndex AnswerModel::parent(const QModelIndex &child) const
{
    Item *above = child.isValid() ? itemOf(child)->parent : nullptr;
    return above && above->parent ? createIndex(above->row, 0, above) : QModelIndex();
}

int AnswerModel::rowCount(const QModelIndex &parent) const
{
    if (!m_root || parent.column() > 0)
        return 0;
    return int(itemOf(parent)->children.size());
}

int AnswerModel::columnCount(const QModelIndex &) const
{
    if (!m_table)
        return 0;
    return int(m_table->columns.size()) + (m_table->unitHeader.isEmpty() ? 1 : 2);
}

QVariant AnswerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &item = *itemOf(index);
    switch (kind(index.column())) {
    case LabelColumn:
        return labelData(item, role);
    case UnitColumn:
        return unitData(item, role);
    case CellColumn:
        break;
    }
    const CrossColumn *column = cellColumn(index.column());
    return column ? cellData(item, *column, role) : QVariant();
}

QVariant AnswerModel::labelData(const Item &item, int role) const
{
    const query::FieldId &field = m_table->levelField(std::size_t(item.level - 1));
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return valueLabel(m_locale, item.node->label, m_table->query().granularity);
    case Qt::ToolTipRole:
        return plainToolTip(labelData(item, Qt::DisplayRole).toString());
    case IdRole:
        return query::valueText(item.node->label);
    case KindRole:
        return field;
    default:
        return {};
    }
}

QVariant AnswerModel::unitData(const Item &item, int role) const
{
    const QString unit = CrossTable::unitOf(*item.node);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return unit.isEmpty() && !item.children.empty() ? tr("mixed") : unit;
    return {};
}

QVariant AnswerModel::cellData(const Item &item, const CrossColumn &column, int role) const
{
    const QString label =
        role == Qt::AccessibleTextRole ? labelData(item, Qt::DisplayRole).toString() : QString();
    return cellValue(m_locale, *m_table, cellOf(item, column), column, label, role);
}

const query::PivotCell *AnswerModel::cellOf(const Item &item, const CrossColumn &column) const
{
    if (!item.children.empty() && !m_table->isAdditive(column.measure))
        return nullptr;
    const query::PivotCell *budget = m_table->budgetOf(*item.node, column);
    if (budget && !budget->amount)
        return nullptr; // the service says 0 % of a budget that is not there
    return column.cell < item.node->cells.size() ? &item.node->cells[column.cell] : nullptr;
}

QVariant AnswerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_table)
        return {};
    const CrossColumn *column = cellColumn(section);
    if (role == Qt::TextAlignmentRole)
        return int((column ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (column)
        return column->header;
    return section == 0 ? m_table->rowHeader : m_table->unitHeader;
}

bool AnswerModel::isBefore(const Item &a, const Item &b, int column, Qt::SortOrder order) const
{
    const auto isOthers = [](const Item &item) {
        return std::holds_alternative<query::Others>(item.node->label);
    };
    if (isOthers(a) != isOthers(b))
        return isOthers(b); // at the end, whichever the direction
    const bool descending = order == Qt::DescendingOrder;
    const CrossColumn *cells = cellColumn(column);
    if (!cells) {
        const auto text = [&](const Item &item) {
            return (column == 0 ? labelData(item, Qt::DisplayRole) : unitData(item, Qt::DisplayRole))
                .toString();
        };
        if (column == 0 && a.node->label.index() == b.node->label.index() && a.node->label.index() != 1)
            return descending ? b.node->label < a.node->label : a.node->label < b.node->label;
        const int compared = QString::localeAwareCompare(text(a), text(b));
        return descending ? compared > 0 : compared < 0;
    }
    const query::PivotCell *left = cellOf(a, *cells);
    const query::PivotCell *right = cellOf(b, *cells);
    const bool hasLeft = left && left->amount;
    const bool hasRight = right && right->amount;
    if (!hasLeft || !hasRight)
        return hasLeft && !hasRight; // lines without a value stay at the end, whichever the direction
    return descending ? *right->amount < *left->amount : *left->amount < *right->amount;
}

void AnswerModel::sortItems(Item &item, int column, Qt::SortOrder order)
{
    std::stable_sort(item.children.begin(), item.children.end(),
                     [&](const auto &a, const auto &b) { return isBefore(*a, *b, column, order); });
    for (std::size_t row = 0; row < item.children.size(); ++row) {
        item.children[row]->row = int(row);
        sortItems(*item.children[row], column, order);
    }
}

void AnswerModel::sort(int column, Qt::SortOrder order)
{
    if (!m_root || column < 0 || column >= columnCount({}))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    sortItems(*m_root, column, order);
    QModelIndexList after;
    for (const QModelIndex &index : before)
        after << createIndex(itemOf(index)->row, index.column(), index.internalPointer());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

TotalsModel::TotalsModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void TotalsModel::setTable(CrossTablePtr table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int TotalsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_table ? 0 : int(m_table->totals.size());
}

int TotalsModel::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_table)
        return 0;
    return int(m_table->columns.size()) + (m_table->unitHeader.isEmpty() ? 1 : 2);
}

QVariant TotalsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == StrongRole)
        return true;
    const query::PivotNode &line = m_table->totals[std::size_t(index.row())];
    const int cells = m_table->unitHeader.isEmpty() ? 1 : 2;
    if (index.column() < cells) {
        const bool isText = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
        return isText ? QVariant(index.column() == 0 ? tr("Total") : CrossTable::unitOf(line)) : QVariant();
    }
    const CrossColumn &column = m_table->columns[std::size_t(index.column() - cells)];
    if (!m_table->isAdditive(column.measure))
        return role == Qt::ToolTipRole ? QVariant(tr("Percentages are not summed")) : QVariant();
    const query::PivotCell *cell = column.cell < line.cells.size() ? &line.cells[column.cell] : nullptr;
    return cellValue(m_locale, *m_table, cell, column, tr("Total"), role);
}

} // namespace spendglass::models
