// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/answermodel.h"

#include <optional>
#include <vector>

namespace spendglass::models {

/// The question for the records behind a cell: path leads from the outermost row field to its line, the
/// unit's level included where it has one; column has the values of the column fields, or nothing for all
/// columns. Of a line of several units the records of all of them. Nothing when the answer has no such cell.
std::optional<query::Query> recordsOf(const CrossTable &table, const std::vector<PathStep> &path,
                                      const std::vector<query::Value> &column);

/// What Others stands for in a cell, as a condition: none of the values that the answer keeps apart; of a
/// line of several units, each of which has others of its own, with the unit. Nothing when the cell has no
/// Others of that field.
std::optional<query::Predicate> othersOf(const CrossTable &table, const std::vector<PathStep> &path,
                                         const std::vector<query::Value> &column,
                                         const query::FieldId &field);

} // namespace spendglass::models
