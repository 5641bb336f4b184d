// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/pivot.h"
#include "query/table.h"

#include <QLocale>

#include <memory>
#include <vector>

namespace spendglass::models {

/// A column of cells: where it stands in PivotNode::cells and how it is headed.
struct CrossColumn
{
    QString header;
    std::size_t cell = 0;             ///< index into PivotNode::cells
    std::size_t measure = 0;          ///< index into Query::measures
    std::vector<query::Value> values; ///< of the column fields; empty for totals
    bool isTotal = false;             ///< over all column values
};

/// An answer as table and chart both show it: made once, shared, never changed.
///
/// Rows are the row fields nested; where the answer was split by unit, the unit is the last level, and it is
/// folded away wherever a line has but one. Lines of totals: one per unit, or one in all without a split.
struct CrossTable
{
    query::AnswerPtr answer;
    query::Pivot pivot;
    std::vector<query::PivotNode> totals; ///< label: the unit, monostate when there is no split
    std::vector<CrossColumn> columns;
    QString rowHeader;
    QString unitHeader;        ///< empty: the answer was not split, no unit column
    std::size_t rowLevels = 0; ///< levels of row fields without the unit's

    const query::Query &query() const { return answer->query; }
    /// The field of a level of lines, from 0: a row field, at last the unit.
    const query::FieldId &levelField(std::size_t level) const { return answer->table.columns.at(level).id; }
    /// The unit of a line: that of its first cell with a value; empty when pure or mixed.
    static QString unitOf(const query::PivotNode &node);
    /// The distinct units of the totals, largest number of lines first.
    std::vector<QString> units() const;
    /// False for measures whose sum says nothing (percentages).
    bool isAdditive(std::size_t measure) const;
    /// For a cell of "budget used": the cell of the budget beside it; null for other cells or without one.
    const query::PivotCell *budgetOf(const query::PivotNode &node, const CrossColumn &column) const;
};

using CrossTablePtr = std::shared_ptr<const CrossTable>;

CrossTablePtr crossTable(const query::AnswerPtr &answer, const QLocale &locale);

} // namespace spendglass::models
