// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <optional>

namespace spendglass::cli {

/// An answer as printed and exported: with column fields one column per value, headed VALUE, or
/// VALUE MEASURE when there are several measures; lines keep their order, at most limit of them.
///
/// With subtotals a column "level" leads, the number of row fields that have values in the line; behind the lines
/// stand the subtotals, the deepest first, the totals last (level 0, one line for each unit). A cross table then
/// has a last column "(total)" over all columns, too. The limit does not count subtotals.
query::Table answerTable(const query::Answer &answer, std::optional<qint64> limit);

} // namespace spendglass::cli
