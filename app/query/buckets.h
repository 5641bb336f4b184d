// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

namespace spendglass::query {

/// Whether the granularity cuts the field's days into buckets: the two dates of a record, by canonical id.
bool isBucketed(const FieldId &id);
/// The bucket that a day falls into, by the query's granularity and months; the day itself where days stand.
core::DayRange bucketOf(const Query &query, core::Day day);

} // namespace spendglass::query
