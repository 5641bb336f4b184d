// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <map>
#include <vector>

namespace spendglass::query {

/// Values of fields that show empty ones.
using AllValues = std::map<FieldId, std::vector<Value>>;

/// The questions whose first column has every value of a field that shows empty values, for finishAnswer():
/// none for the date that the period is about, whose buckets are known.
std::vector<Query> allValuesQueries(const Query &resolved);

/// Makes table and levels of the lines that compileAnswer(answer.resolved) gives; sets the numbers of fields.
/// Quotients are exact to the 22nd place, half even. A sum that leaves the range of a Decimal is no value,
/// and a remark says so.
void finishAnswer(Table lines, const AllValues &allValues, Answer &answer);

} // namespace spendglass::query
