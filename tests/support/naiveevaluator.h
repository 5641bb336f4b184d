// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"

#include <QString>

#include <map>
#include <vector>

namespace spendglass::support {

/// A flat record: value by field id of the catalogue ("customerName", "quantity", "tag:env"). A field that is
/// not there is null. Amounts are Decimals.
using Record = std::map<QString, query::Value>;

/// Whether filters and period let the record through.
bool passes(const query::Query &query, const Record &record);

/// What the query's answer must be, in the plainest way, for comparison with the engine's: columns, lines and
/// order of Answer::table; sums are Decimals (null when there was nothing to add), counts qint64.
query::Table evaluate(const query::Query &query, const std::vector<Record> &records);

} // namespace spendglass::support
