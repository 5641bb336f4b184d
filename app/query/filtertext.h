// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <tl/expected.hpp>

namespace spendglass::query {

/// Where and why a filter text is wrong.
struct TextError
{
    qsizetype position = 0; ///< in characters from the start
    QString message;
};

/// The filter language.
///
///     text       = [ parts ]                      an empty text is "everything"
///     parts      = some { "or" some }             Any, from two on
///     some       = part { "and" part }            All, from two on
///     part       = { "off" | "pinned" | "named" "NAME" } what
///     what       = "not" part | "(" parts ")"
///                | "true" | "false"               All and Any without children
///                | "all" "(" parts ")" | "any" "(" parts ")"     of one child, also where that is a group
///                | "filter" "NAME"                the saved filter of that name
///                | field operator operands
///     field      = id | short name | tag["KEY"] | info["KEY"] | tag:KEY | info:KEY
///
/// Short names are customer, subscription, service, resource, region, cost and date. operators.h has the
/// operators; ~= is contains, <> and "is not" are !=, "is" is =. Operands: a value; two with "and" between;
/// values in parentheses with commas; a period as its words, "within last 3 full months"; a ranking as
/// "top 10" on amounts, "top 10 by sum(quantity)" on other fields. Text stands in double quotes, "" or \" for
/// a quote, \\ for a backslash; numbers, days and times may, and so may periods and measures. Words are read
/// in any case, ids as they are written.
///
/// Fields are those of the data set. Within a part that is off or pinned, and where it is asked whether a
/// field is available, they may be of any. Conditions are checked as problems() does. The tree's top is an
/// All: what is none becomes the one child of one. Messages are in the user's language, the position is that
/// of the first character that is wrong.
tl::expected<Predicate, TextError> parseFilter(const QString &text, core::DataSet dataSet);

/// The text that parses back to the same tree, for every tree whose top is an All and that
///  - is well formed: a Not has one child, Leaf and Saved none, only a Leaf has a condition, every Saved a
///  name;
///  - has no condition that problems() complains of, also in what is off, of a field that some data set has;
///  - is at most 100 levels deep;
///  - has no unknown members, which no text can say and which are left out.
/// A tree with another top comes back as All{tree}. "Everything" is an empty text.
QString printFilter(const Predicate &predicate);

/// A value as the language writes it: text in double quotes.
QString filterValue(FieldType type, const QString &value);

/// An operator as the filter language writes it: "=", "not in", "starts with".
QString filterOperator(Operator op);

} // namespace spendglass::query
