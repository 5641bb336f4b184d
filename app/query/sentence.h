// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

namespace spendglass::query {

/// The whole query as one plain sentence in the user's language: chart title, first line of exports.
QString sentence(const Query &query);
/// One condition, as a pill or a sentence shows it: "Service is not Storage".
QString conditionText(core::DataSet dataSet, const Condition &condition);
/// A filter as a sentence has it: "Service is not Storage and (Region is westeurope or …)".
QString filterText(core::DataSet dataSet, const Predicate &predicate);
/// "24 Nov 2026"
QString dayInSentence(core::Day day);
/// "is", "is not", "contains" … in the user's language.
QString operatorText(Operator op);
/// "last 3 full months", "this billing period", … in the user's language.
QString relativeText(const RelativeDays &period);
/// "previous period", "same days of the previous month" … in the user's language.
QString comparisonText(const Comparison &comparison);
/// "sum", "average" … and "% of total" … in the user's language.
QString aggregateText(Aggregate aggregate);
QString showAsText(ShowAs showAs);
/// "Quantity", "Average quantity", "Quantity as % of total" … in the user's language.
QString measureLabel(core::DataSet dataSet, const Measure &measure);
/// A data set's name in the user's language: "Usage analytics", "Spend this period" …
QString dataSetLabel(core::DataSet dataSet);

} // namespace spendglass::query
