// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QStringList>

#include <map>

namespace spendglass::query {

/// The filters that were saved under a name.
using SavedFilters = std::map<QString, Predicate>;

/// The query with every Saved node replaced by the filter of that name, also inside saved filters. One that
/// is not known, or that contains itself, stays as it is: problems() names it.
Query withSavedFilters(const Query &query, const SavedFilters &filters);

/// The names of saved filters that withSavedFilters() cannot put in, on or off; each once.
QStringList unresolvedFilters(const Predicate &where, const SavedFilters &filters);

/// What a query means on a day.
struct Resolution
{
    Query query;         ///< absolute: see resolved()
    QStringList remarks; ///< what was left out and why, for a person, in the user's language
};

/// The query without what moves or does not count, for compilers and evaluators: no node that is off, no
/// pinned node whose field the data set lacks, no question whether a field is available, Within as days,
/// period and comparison as days (comparison.with is Days; of data sets without dates comparison.from is the
/// day whose end is meant), like-for-like sides cut to as many days. The query has no problems().
///
/// now: UTC. completeTo: the first day that is not loaded whole, for completeDaysOnly; nothing: all are.
Resolution resolved(const Query &query, core::Instant now,
                    std::optional<core::Day> completeTo = std::nullopt);

/// Whether a query without problems() has nothing in it that resolved() takes out: compilers refuse any
/// other.
bool isSettled(const Query &query);

/// The days that the query is about on that day; open ends are nothing.
struct Period
{
    std::optional<core::Day> from, to;
};
Period periodAt(const Query &query, core::Day today);

} // namespace spendglass::query
