// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"
#include "query/sqlpredicate.h"
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

// Every query is resolved(). All fail with BadRequest where problems() finds any.

/// The lines that finishedAnswer() makes the answer of, in the columns of AnswerShape. Sums in whole units of
/// 1e-22, null where there was nothing to add; counts as 64-bit integers. In order where the shape says so:
/// as asked, then by all group columns; null is the smallest value, Others the largest.
core::Result<SqlStatement> compileAnswer(const Query &query);
/// How many records the data set has, whatever the filters and the period. One cell.
core::Result<SqlStatement> compileRecordsInAll(const Query &query);
/// The calls to the service that brought the records the filters and the period let through, in the order in
/// which they were sent: when, method, path, status, ids, attempts, duration in milliseconds, bytes, rows.
core::Result<SqlStatement> compileCalls(const Query &query);
/// Values of one dimension with counts and sums of the first summed measure by unit, under all filters but
/// those on that field: conjuncts at the top that mention it are left out. At most limit values whose text
/// contains search, largest count first. Seven columns: whole (0), records of the value in all units, value,
/// unit (null when pure), records of that value and unit, sum (null without one), how many values were found;
/// the lines of one value stand together. Then lines with whole 1: the same of all values, found or not, by
/// unit.
core::Result<SqlStatement> compileFacets(const Query &query, const FieldId &field, const QString &search,
                                         int limit);
/// The fields of the open families ("tag:env", "info:x") that records of the data set have a value in: their
/// ids, tags first, by key. One column. DuckDB only: it takes objects apart.
core::Result<SqlStatement> compileFamilyFields(core::DataSet dataSet);
/// How a block of records is found; all ways give the same lines.
enum class RecordsBy
{
    Offset, ///< by asking all facts and sorting; 0.15 s at the top of 10 M facts, seconds deep in them
    Rowid,  ///< 10 ms; right only when nothing is filtered and the facts have no gaps
    List,   ///< 20 ms; right only after compileRecordList() of the same query was run, which takes 0.6 s
};
/// The flat records, every dimension and measure of the catalogue, count lines from first on (from 0), in
/// order of arrival. DuckDB only: it relies on rowid and on hugeint.
core::Result<SqlStatement> compileRecords(const Query &query, qint64 first, qint64 count,
                                          RecordsBy by = RecordsBy::Offset);
/// Makes the connection's temporary table of the rowids that the filters let through, in order of arrival, in
/// the place of an earlier one. DuckDB only. No columns.
core::Result<SqlStatement> compileRecordList(const Query &query);
/// Drops that table if there is one.
SqlStatement dropRecordList();

// For the compilers themselves.

/// The lines of an answer without order and limit, their columns named g0, g1, … and m0, m1, … in a simple
/// one (without levels, comparison and top values), without counts.
std::string answerLines(const Query &query, Bindings &bindings);
/// A query for the same records whose grouping cannot be in the way: count() alone.
Query recordsOf(const Query &query);
core::Result<void> checkQuery(const Query &query);   ///< BadRequest with the problems(), if any
core::Result<void> checkSettled(const Query &query); ///< the same, and for what only resolved() takes out

} // namespace spendglass::query
