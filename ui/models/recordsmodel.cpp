// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/recordsmodel.h"

#include "models/format.h"
#include "models/roles.h"
#include "query/field.h"

namespace spendglass::models {

RecordsModel::RecordsModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void RecordsModel::reset(core::DataSet dataSet, qint64 count)
{
    beginResetModel();
    m_dataSet = dataSet;
    m_count = count;
    m_columns.clear();
    for (const query::Field &field : query::fields(dataSet))
        m_columns.push_back({field.id, field.type, field.role});
    m_blocks.clear();
    m_wanted.clear();
    endResetModel();
}

void RecordsModel::setBlock(qint64 first, std::shared_ptr<const query::Table> table)
{
    m_wanted.remove(first);
    if (!table || first >= m_count)
        return;
    if (table->columns != m_columns && !table->columns.empty()) {
        // The store knows its columns better than the catalogue's order does.
        beginResetModel();
        m_columns = table->columns;
        endResetModel();
    }
    m_blocks.insert(first / blockSize, new Block(std::move(table)));
    Q_EMIT dataChanged(index(int(first), 0),
                       index(int(qMin(m_count, first + blockSize)) - 1, columnCount() - 1));
}

void RecordsModel::forgetBlock(qint64 first)
{
    m_wanted.remove(first);
}

int RecordsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_count);
}

int RecordsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

const query::Value *RecordsModel::valueAt(const QModelIndex &index) const
{
    const qint64 block = index.row() / blockSize;
    const Block *table = m_blocks.object(block);
    if (!table) {
        const qint64 first = block * blockSize;
        if (!m_wanted.contains(first)) {
            m_wanted.insert(first);
            Q_EMIT blockWanted(first, qMin(blockSize, m_count - first));
        }
        return nullptr;
    }
    const qsizetype row = index.row() % blockSize;
    return row < (*table)->rowCount() ? &(*table)->at(row, index.column()) : nullptr;
}

QString RecordsModel::unitAt(const QModelIndex &index) const
{
    const auto field = query::findField(m_dataSet, m_columns[std::size_t(index.column())].id);
    if (!field || field->unitField.isEmpty())
        return {};
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].id != field->unitField)
            continue;
        const query::Value *unit = valueAt(index.siblingAtColumn(int(i)));
        return unit ? query::valueText(*unit) : QString();
    }
    return {};
}

QVariant RecordsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const query::Column &column = m_columns[std::size_t(index.column())];
    const bool isNumber = column.type == query::FieldType::Number;
    if (role == Qt::TextAlignmentRole)
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole &&
        role != AmountRole)
        return {};
    const query::Value *value = valueAt(index);
    if (!value)
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("…")) : QVariant();
    const auto *amount = std::get_if<core::Decimal>(value);
    if (role == AmountRole)
        return amount ? QVariant::fromValue(*amount) : QVariant();
    if (std::holds_alternative<std::monostate>(*value))
        return role == Qt::DisplayRole ? noValueText() : tr("No value was reported");
    if (role == Qt::ToolTipRole)
        return plainToolTip(query::valueText(*value));
    if (role == Qt::AccessibleTextRole && amount)
        return amountWithUnit(m_locale, *amount, unitAt(index));
    return amount ? amountText(m_locale, *amount, unitAt(index)) : valueLabel(m_locale, *value);
}

QVariant RecordsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const query::Column &column = m_columns[std::size_t(section)];
    if (role == Qt::TextAlignmentRole)
        return int((column.type == query::FieldType::Number ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto field = query::findField(m_dataSet, column.id);
    return field ? query::fieldLabel(*field) : column.id;
}

} // namespace spendglass::models
