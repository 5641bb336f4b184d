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

/// The query with one more condition, "field is value" (or is empty); replaces an equal one.
query::Query withValue(query::Query query, const query::FieldId &field, const query::Value &value);
/// The query of one bucket of a time field: from and to narrowed to the bucket that starts on that day.
query::Query withBucket(query::Query query, core::Day bucket);
/// The next field of the path customer, subscription, service, type, meter, resource that the data set has
/// and no row field uses; empty at its end. It looks after the field given.
query::FieldId nextField(const query::Query &query, const query::FieldId &after);

} // namespace spendglass::pages
