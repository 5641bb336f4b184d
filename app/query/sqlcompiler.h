// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"
#include "query/table.h"

#include <string>
#include <vector>

namespace spendglass::query {

/// A statement with its values apart: names of tables and columns come from the catalogue, everything that a
/// person or the service wrote is bound. Valid on DuckDB and PostgreSQL alike. Placeholders are $1, $2, …
struct SqlStatement
{
    std::string text;
    std::vector<Value> values;
    std::vector<Column> columns; ///< of the result; a sum arrives as one 128-bit integer in units of 1e-22
};

/// The grouped answer. Asks for whole units of 1e-22, groups fact keys first and joins names afterwards.
core::Result<SqlStatement> compileAnswer(const Query &query);
/// One line: records the filters let through, records of the data set.
core::Result<SqlStatement> compileCounts(const Query &query);
/// Values of one field with counts and sums of the first measure by unit, under all filters but those on that
/// field; at most limit values whose text contains search, largest count first.
core::Result<SqlStatement> compileFacets(const Query &query, const FieldId &field, const QString &search,
                                         int limit);
/// The flat records, every dimension and measure of the data set, count lines from first on. The order is
/// that of arrival, stable between calls.
core::Result<SqlStatement> compileRecords(const Query &query, qint64 first, qint64 count);

} // namespace spendglass::query
