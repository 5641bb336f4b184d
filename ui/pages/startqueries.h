// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"
#include "sync/workspace.h"

namespace spendglass::pages {

/// Spend of the current period by customer, with budget and share used, most used first: who needs attention
/// is on top.
query::Query portfolioQuery();
/// Usage of one customer by service and month. The filter is on the name where that is unique, so that it
/// reads well, else on the id.
query::Query customerQuery(const sync::CustomerEntry &customer, bool isNameUnique);
/// A first look at a data set.
query::Query dataSetQuery(core::DataSet dataSet);

/// The query with one more condition beside the others; unchanged where it is there already.
query::Query withCondition(query::Query query, query::Predicate condition);
/// The query with what a value of one of its answers' fields means, Others excepted: a condition or, where
/// the time is cut into buckets, the bucket's days as its period. resolved: what the query meant on its day.
query::Query withValue(query::Query query, const query::Query &resolved, const query::FieldId &field,
                       const query::Value &value);
/// The query with the pinned conditions of another: they follow from view to view.
query::Query withPinned(query::Query query, const query::Query &other);
/// The next field below one in the drill paths of the data set that no row field uses; empty at the end of
/// its path. After a field that is in no path: the first of the main path that is not used.
query::FieldId nextField(const query::Query &query, const query::FieldId &after);

} // namespace spendglass::pages
