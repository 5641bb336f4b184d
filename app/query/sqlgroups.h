// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/sqlpredicate.h"

#include <set>
#include <string>
#include <vector>

namespace spendglass::query {

/// The grouping of facts, in two steps: one line "t" for each combination of keys and fact fields, with
/// partial aggregates, to which the names of these few lines are joined. Whoever uses it adds up by name.
/// Joining first costs three times as much.
///
/// No key of a fact is null and each has its row: whoever writes facts takes the keys from the dictionary,
/// whose rows are written with them, and upkeep takes out only rows without facts. So every join is an inner
/// one: outer ones took 10 M facts from 130 to 200 ms.
///
/// Keys of several tables multiply: customers times meters times months are nearly as many lines as there are
/// facts. Where many keys share few values (400 meters have 3 units) the facts are grouped by the first key
/// that has the same values instead, which took 10 M facts from 1.0 s to 0.2 s.
///
/// With a comparison there are lines of both periods: t.p is 0 for the period itself and 1 for the
/// comparison, whose days are moved onto the period.
class FactGroups
{
public:
    /// groups: every dimension that will be added. The query is resolved and has no problems().
    FactGroups(const Query &query, std::vector<Field> groups, Bindings &bindings);

    /// The field, one of the groups, as an expression over what from() gives: dates cut to the granularity.
    std::string add(const Field &field);
    /// The same for counting its different values, which are days whatever the granularity.
    std::string addValues(const Field &field);
    /// Has the lines carry what the measure is made of.
    void add(const Measure &measure);
    /// Has the lines carry the last day of their usage, for used_to in counts().
    void addLastDay();

    /// Names of the columns of t that carry partial aggregates: "n", "h0", "l0", …
    const std::vector<std::string> &carried() const { return m_carriedNames; }
    /// "t as materialized (…)", for a with clause. To be asked for once everything was added.
    std::string with();
    /// " from t join …"
    std::string from() const { return "\nfrom t" + m_joins; }
    /// ", (…) as records, (…) as used_to": of all records of the period. Needs addLastDay().
    std::string counts() const;

private:
    struct Carried
    {
        std::string name;
        std::string expression; ///< over the facts
    };
    /// A key of t: over facts of the period, over those of the comparison, and how the latter is moved
    /// afterwards.
    struct Key
    {
        std::string expression;
        std::string compared;
        std::string moved; ///< a pattern with KEY in it; empty: as it is
        friend bool operator==(const Key &, const Key &) = default;
    };

    bool sharesValues(FieldTable table) const;
    std::string reduction(FieldTable of);
    std::string keyName(Key key);
    Key factKey(const Field &field);
    void carry(const std::string &name, const std::string &expression);
    std::string grouped(const Query &side, bool isCompared);

    const Query &m_query;
    Bindings &m_bindings;
    std::vector<Field> m_groups;
    std::set<FieldTable> m_tables;
    std::vector<Key> m_keys;
    std::string m_reductions;
    std::vector<Carried> m_carried;
    std::vector<std::string> m_carriedNames;
    std::string m_joins;
};

/// What a measure is made of, over lines under that alias which carry its partial aggregates. filter: "" or
/// " filter (where …)". Sum, Minimum, Maximum: units of 1e-22; Average: such a sum and a count; counts:
/// bigint. distinct: the expression whose different values are counted.
std::vector<std::string> aggregateParts(const Query &query, const Measure &measure, const std::string &alias,
                                        const std::string &filter, const std::string &distinct);

} // namespace spendglass::query
