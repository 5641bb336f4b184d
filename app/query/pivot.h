// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "query/table.h"

#include <optional>
#include <vector>

namespace spendglass::query {

/// One cell of a cross table. Amounts of different units are never added: such a cell is mixed and empty.
struct PivotCell
{
    std::optional<core::Decimal> amount;
    QString unit; ///< the one unit or currency of the amount; empty when pure or mixed
    bool isMixed = false;
};

/// A line of a cross table and the lines below it. The root's cells are the totals.
struct PivotNode
{
    Value label;                  ///< of its row field, last of the unit; monostate for the root
    std::vector<PivotCell> cells; ///< for each column value, then for each measure; then totals per measure
    std::vector<PivotNode> children; ///< next row field, in the answer's order; at the last one its units
};

/// An answer turned: row fields nested, column fields across. Where the answer was split, its units are one
/// more level of lines. Subtotals and totals come from the answer's levels; without these they are empty.
struct Pivot
{
    std::vector<QString> rowFields; ///< without the unit
    std::vector<std::vector<Value>>
        columnValues;              ///< one entry per column, ascending; one empty entry without column fields
    std::vector<QString> measures; ///< their texts
    PivotNode root;
    std::vector<PivotNode> totals; ///< one for each unit of a split answer, by unit; else one, of all
};

Pivot pivot(const Answer &answer);

} // namespace spendglass::query
