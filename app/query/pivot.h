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
    Value label;                  ///< of its row field; monostate for the root
    std::vector<PivotCell> cells; ///< for each column value, then for each measure; then totals per measure
    std::vector<PivotNode> children; ///< next row field, in the answer's order
};

/// An answer turned: row fields nested, column fields across.
struct Pivot
{
    std::vector<QString> rowFields;
    std::vector<std::vector<Value>>
        columnValues;              ///< one entry per column, ascending; one empty entry without column fields
    std::vector<QString> measures; ///< their texts
    PivotNode root;
    std::vector<PivotCell> totalsByUnit; ///< grand total of the first measure for each unit, by unit
    bool isOverflown = false;            ///< some sum left the range of a Decimal and is shown as empty
};

Pivot pivot(const Answer &answer);

} // namespace spendglass::query
