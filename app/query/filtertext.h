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

/// The filter language: field = "x", !=, <, <=, >, >=, in ("a", "b"), not in (…), contains "x" (also ~=),
/// not contains, starts with, ends with, between a and b, is empty, is not empty; and, or, not, parentheses.
/// Fields by id or by the short names customer, subscription, service, resource, region, cost, date; tags as
/// tag["KEY"] or tag:KEY. Text in double quotes, "" or \" for a quote, \\ for a backslash. An empty text is
/// "everything", and so is true; false is "nothing". The tree's top is an All. Messages are in the user's
/// language.
tl::expected<Predicate, TextError> parseFilter(const QString &text, core::DataSet dataSet);

/// The text that parses back to the same tree. Parts that are off are left out, groups of one are printed as
/// what is in them.
QString printFilter(const Predicate &predicate);

/// An operator as the filter language writes it: "=", "not in", "starts with".
QString filterOperator(Operator op);

} // namespace spendglass::query
