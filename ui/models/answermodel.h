// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crosstable.h"

#include <QAbstractItemModel>

#include <memory>

namespace spendglass::models {

/// One step from the top of the table to a line: the field and its value.
struct PathStep
{
    query::FieldId field;
    query::Value value;
};

/// A cross table as a tree: first column the label, then the unit where the answer was split, then the cells.
/// Text in DisplayRole, the exact number in AmountRole, spoken text with unit in AccessibleTextRole.
class AnswerModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Kind
    {
        LabelColumn,
        UnitColumn,
        CellColumn
    };

    explicit AnswerModel(QObject *parent = nullptr);
    ~AnswerModel() override;

    void setTable(CrossTablePtr table); ///< null empties the model
    const CrossTablePtr &table() const { return m_table; }

    Kind kind(int column) const;
    /// The cell column behind a column of the view; null for label and unit.
    const CrossColumn *cellColumn(int column) const;
    /// From the outermost row field to the line of the index.
    std::vector<PathStep> path(const QModelIndex &index) const;
    /// The position of a line's topmost ancestor in the pivot's own order; -1 for an invalid index.
    int topLine(const QModelIndex &index) const;
    /// The index of the topmost line that stands at that place in the pivot's own order.
    QModelIndex indexOfTopLine(int line) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Item;
    Item *itemOf(const QModelIndex &index) const;
    QVariant labelData(const Item &item, int role) const;
    QVariant unitData(const Item &item, int role) const;
    QVariant cellData(const Item &item, const CrossColumn &column, int role) const;
    const query::PivotCell *cellOf(const Item &item, const CrossColumn &column) const;
    bool isBefore(const Item &a, const Item &b, int column, Qt::SortOrder order) const;
    void sortItems(Item &item, int column, Qt::SortOrder order);

    CrossTablePtr m_table;
    std::unique_ptr<Item> m_root;
    QLocale m_locale;
};

/// The pinned lines of totals under the table: the same columns, one line per unit.
class TotalsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit TotalsModel(QObject *parent = nullptr);
    void setTable(CrossTablePtr table);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    CrossTablePtr m_table;
    QLocale m_locale;
};

/// What any of a table's cells says under a role; shared by lines and totals. column is null only for cells
/// that do not exist.
QVariant cellValue(const QLocale &locale, const CrossTable &table, const query::PivotCell *cell,
                   const CrossColumn &column, const QString &lineLabel, int role);

} // namespace spendglass::models
