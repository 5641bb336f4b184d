// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"

#include <functional>

namespace spendglass::query {

/// A filter asked of rows in memory, with the same verdict as the SQL compiler's: for what the service leaves
/// undone. Immutable; made once for many rows.
class RowFilter
{
public:
    /// A row's value of a field; no value where the row has none.
    using ValueOf = std::function<Value(const FieldId &field)>;

    /// Filter and period of a query without problems().
    explicit RowFilter(const Query &query);
    bool passes(const ValueOf &valueOf) const;

private:
    /// A part of the predicate with its values in their types, texts in lower case.
    struct Node
    {
        Predicate::Kind kind = Predicate::Kind::All;
        FieldId field;
        Operator op = Operator::Is; ///< a positive one
        bool isNegated = false;
        std::vector<Value> values;
        std::vector<Node> children;
    };
    static Node prepared(core::DataSet dataSet, const Predicate &predicate);
    static bool holds(const Node &node, const ValueOf &valueOf);
    static bool holds(const Node &leaf, const Value &value);

    Node m_root;
    FieldId m_dateField; ///< empty: the data set has no dates
    std::optional<core::Day> m_from, m_to;
};

} // namespace spendglass::query
