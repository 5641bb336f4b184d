// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "query/query.h"

#include <QString>

#include <optional>

namespace spendglass::filter {

// Edits of a query's time; each answers the changed query without what has lost its meaning.

/// A period that moves with today.
query::Query withPeriod(query::Query query, const query::RelativeDays &period);
/// Days that stay; nothing: all dates. All dates cannot be compared.
query::Query withDays(query::Query query, std::optional<core::DayRange> days);

/// With another period to compare with, or none. Where no measure shows a difference, the first one is shown
/// as % difference beside itself.
query::Query withComparison(query::Query query, std::optional<query::Comparison> comparison);
/// Why the query cannot be compared, for a person; empty when it can.
QString refusalOfComparison(const query::Query &query);
/// "Previous period"
QString comparisonLabel(const query::Comparison &comparison);

/// Months of time buckets and of the period: a period of months becomes one of billing periods and back.
query::Query withMonths(query::Query query, query::Months months);

} // namespace spendglass::filter
