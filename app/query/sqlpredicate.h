// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"

#include <string>
#include <vector>

namespace spendglass::query {

/// One more millionth of an amount is this many of the units of 1e-22 that its low part counts.
inline constexpr const char *unitsPerMillionth = "10000000000000000";

/// The values of a statement, in the order of their placeholders.
class Bindings
{
public:
    /// Keeps the value and answers its placeholder: "$1", "$2", …
    std::string bind(Value value);
    std::vector<Value> take() { return std::move(m_values); }

private:
    std::vector<Value> m_values;
};

/// Where a field's table is and how facts point to it.
struct SqlTable
{
    const char *name;  ///< "customer"; empty for Fact
    const char *alias; ///< "c"; "f" for Fact
    const char *key;   ///< column of the facts; empty for Fact
};

SqlTable sqlTable(FieldTable table);
/// What stands after "from" for the query's facts, before its alias: the table, or the rows of its versions
/// that were current at query.asOf, numbered from 0 as rowid in the order in which a reading brought them.
std::string factSource(const Query &query, Bindings &bindings);

/// The field's value as an expression over the alias of its table. The key of a tag is bound. Not for
/// measures: their two columns are COLUMN_hi and COLUMN_lo.
std::string fieldExpression(const Field &field, const std::string &alias, Bindings &bindings);

/// The filters and the time restriction of the query over the facts "f", with " where " before; empty when
/// all rows pass. Every negation is the exact opposite of what it negates, also where values are null. The
/// query is resolved and has no problems(). rankedIn: the query whose period ranking conditions look at; the
/// query itself but for the side of a comparison.
std::string whereClause(const Query &query, const Query &rankedIn, Bindings &bindings);
inline std::string whereClause(const Query &query, Bindings &bindings)
{
    return whereClause(query, query, bindings);
}

} // namespace spendglass::query
