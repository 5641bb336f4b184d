// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

namespace spendglass::query {

/// A cell of an answer: which line of which table. Any measure of the line has the same records.
struct CellPlace
{
    const Table *table = nullptr; ///< the answer's own, or that of one of its levels
    qsizetype line = 0;
};

/// The question for the records behind a cell: the answer's filters and period and one condition for each
/// field of the line that has a value there. The sum of its records is the cell. It moves no more: answers of
/// other days give the same records. Of Others: what is not one of the values that the answer keeps apart.
Query recordsBehind(const Answer &answer, CellPlace cell);

/// The conditions that a value of a field in an answer to that query means: a bucket's days, a text letter by
/// letter, not reported. For drilling and for keeping or leaving out a value. Not for Others.
Predicate conditionFor(const Query &query, const FieldId &field, const Value &value);

} // namespace spendglass::query
