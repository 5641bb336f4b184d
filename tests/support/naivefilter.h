// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"

#include <QString>

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace spendglass::support {

/// A flat record: value by field id of the catalogue ("customerName", "quantity", "tag:env"). A field that is
/// not there is null. Amounts are Decimals.
using Record = std::map<QString, query::Value>;

/// The record's value of a field; also by the other names a data set knows it by.
query::Value valueOf(const query::Query &query, const Record &record, const query::FieldId &id);

/// Null first, texts by code point as the engine has them, Others last.
bool isBefore(const query::Value &a, const query::Value &b);

/// What the records of a line come to: Sum, Average, Minimum and Maximum Decimals, null when there was no
/// amount; counts qint64.
query::Value aggregated(const query::Query &query, const query::Measure &measure,
                        const std::vector<const Record *> &records);

/// The filters of a resolved query, in the plainest way. Ranking conditions look at the records it is made
/// of.
class NaiveFilter
{
public:
    NaiveFilter(const query::Query &resolved, const std::vector<Record> &records);
    NaiveFilter(const NaiveFilter &) = delete;
    NaiveFilter &operator=(const NaiveFilter &) = delete;

    bool passes(const Record &record) const;         ///< period and filters
    bool passesCompared(const Record &record) const; ///< the comparison's days and the filters

private:
    using Places =
        std::set<std::pair<query::Value, query::Value>>; ///< unit and value of what is in the ranking

    bool isWithin(const Record &record, std::optional<core::Day> from, std::optional<core::Day> to) const;
    std::optional<bool> holds(const query::Predicate &predicate, const Record &record) const;
    bool holds(const query::Condition &condition, const Record &record) const;
    void rank(const query::Predicate &predicate, const std::vector<const Record *> &base);
    Places ranked(const query::Condition &condition, const std::vector<const Record *> &base) const;
    query::Value unitOf(const std::optional<query::FieldId> &unitField, const Record &record) const;

    query::Query m_query;
    std::map<const query::Condition *, Places> m_ranked; ///< by the condition's place in m_query
};

/// Whether filters and period of a resolved query without ranking conditions let the record through.
bool passes(const query::Query &resolved, const Record &record);
/// The records that the filters and the period of a resolved query let through, in order.
std::vector<const Record *> passing(const query::Query &resolved, const std::vector<Record> &records);

} // namespace spendglass::support
