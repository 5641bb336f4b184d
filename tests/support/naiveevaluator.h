// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/naivefilter.h"

namespace spendglass::support {

/// An answer's table and levels.
struct NaiveAnswer
{
    query::Table table;
    std::vector<query::Level> levels;
};

/// What a resolved query's answer must be, in the plainest way, for comparison with the engine's: columns,
/// lines, order and levels of Answer; amounts and percentages are Decimals (null when there was nothing to
/// add), counts and ranks qint64.
///
/// records: what the data set holds (as of query.asOf, if there is one); before: what it held at the end of
/// the day that the comparison is made to, in data sets without dates.
NaiveAnswer evaluateWhole(const query::Query &resolved, const std::vector<Record> &records,
                          const std::vector<Record> &before = {});

/// Its table alone.
query::Table evaluate(const query::Query &resolved, const std::vector<Record> &records);

} // namespace spendglass::support
