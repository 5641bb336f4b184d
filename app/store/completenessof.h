// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/completeness.h"
#include "query/query.h"
#include "store/facts.h"

#include <QString>

#include <optional>
#include <set>
#include <span>

namespace spendglass::store {

/// What a question is about, as far as windows know of it.
struct Scope
{
    std::optional<core::Day> from, to; ///< as in query::Query
    query::DateBasis dateBasis = query::DateBasis::Used;
    std::optional<std::set<QString>> customers; ///< identifiers, case-folded; nothing: all
};

/// How whole and how fresh a data set's windows are where the question looks, on that day (UTC). Days of a
/// period that no window covers were never asked for; days to come are not missing. What was complete once
/// and could not be read again is older, and missing only where days are over that were to be read.
/// windows: those of one subscription together and in the order of their days, as the journal has them.
/// usedTo is for the caller to fill in: windows do not know it.
query::Completeness completenessOf(core::DataSet dataSet, std::span<const WindowRecord> windows,
                                   const Scope &scope, core::Day today);

} // namespace spendglass::store
