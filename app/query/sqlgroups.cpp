// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlgroups.h"

#include "query/buckets.h"

#include <algorithm>
#include <chrono>

namespace spendglass::query {

namespace {

/// The first day of the bucket that the day x falls into; x itself where days stand. Counting days back is
/// exact and takes a fifth of what date_trunc does, which for months of 10 M facts was a third of the whole
/// answer.
std::string bucketSql(const Query &query, const std::string &x)
{
    const auto daysBackTo = [](const char *ordinal, const std::string &day) {
        return day + " - (cast(extract(" + ordinal + " from " + day + ") as integer) - 1)";
    };
    switch (query.granularity) {
    case core::Granularity::Weekly:
        return daysBackTo("isodow", x);
    case core::Granularity::Monthly:
        if (query.months == Months::Billing) {
            const std::string before = std::to_string(core::billingStartDay - 1);
            return daysBackTo("day", "(" + x + " - " + before + ")") + " + " + before;
        }
        return daysBackTo("day", x);
    case core::Granularity::Quarterly:
        return "cast(date_trunc('quarter', " + x + ") as date)";
    case core::Granularity::Hourly:
    case core::Granularity::None:
    case core::Granularity::Daily:
        break;
    }
    return x;
}

/// How the days of the comparison get onto the period: by whole months or by days.
struct Shift
{
    int months = 0;
    int days = 0;
};

Shift shiftOf(const Query &query)
{
    if (!query.from || !query.comparison || !query.comparison->from)
        return {};
    const core::Day from = *query.from;
    const core::Day before = *query.comparison->from;
    const std::chrono::year_month_day a(before);
    const std::chrono::year_month_day b(from);
    const int months =
        (int(b.year()) - int(a.year())) * 12 + int(unsigned(b.month())) - int(unsigned(a.month()));
    if (a.day() == b.day() && query.granularity != core::Granularity::Weekly)
        return {months, 0};
    return {0, int((from - before).count())};
}

/// The query for the comparison's side: its period, or how the data stood then.
Query comparedSide(const Query &query)
{
    Query side = query;
    if (hasDates(query.dataSet)) {
        side.from = query.comparison->from;
        side.to = query.comparison->to;
    } else {
        side.asOf =
            core::Instant(*query.comparison->from + std::chrono::days(1)) - std::chrono::microseconds(1);
    }
    return side;
}

} // namespace

FactGroups::FactGroups(const Query &query, std::vector<Field> groups, Bindings &bindings)
    : m_query(query)
    , m_bindings(bindings)
    , m_groups(std::move(groups))
{
    carry("n", "count(*)");
}

/// A fact's own field, its dates cut to the granularity: used and reported days to weeks and longer, the
/// start of the usage to hours.
FactGroups::Key FactGroups::factKey(const Field &field)
{
    const std::string x = fieldExpression(field, "f", m_bindings);
    const Shift shift = shiftOf(m_query);
    Key key{x, x, {}};
    if (isBucketed(field.id)) {
        key.expression = bucketSql(m_query, x);
        // Weeks and months of moved days are cut after the move; a whole month moves as a whole.
        key.compared = shift.days == 0
                           ? key.expression
                           : bucketSql(m_query, "(" + x + " + " + std::to_string(shift.days) + ")");
        if (m_query.granularity == core::Granularity::Quarterly && shift.months % 3 != 0)
            key.compared = bucketSql(m_query, "cast(" + x + " + interval '" + std::to_string(shift.months) +
                                                  " months' as date)");
        else if (shift.months != 0)
            key.moved = "cast(KEY + interval '" + std::to_string(shift.months) + " months' as date)";
    } else if (field.id == QLatin1String("usageStart")) {
        if (m_query.granularity == core::Granularity::Hourly)
            key.expression = key.compared = "date_trunc('hour', " + x + ")";
        if (shift.months != 0 || shift.days != 0)
            key.moved = "KEY + interval '" + std::to_string(shift.months) + " months " +
                        std::to_string(shift.days) + " days'";
    }
    return key;
}

std::string FactGroups::addValues(const Field &field)
{
    if (field.table != FieldTable::Fact)
        return add(field);
    const std::string x = fieldExpression(field, "f", m_bindings);
    return "t." + keyName({x, x, {}});
}

std::string FactGroups::add(const Field &field)
{
    if (field.table == FieldTable::Fact)
        return "t." + keyName(factKey(field));
    const SqlTable table = sqlTable(field.table);
    if (m_tables.insert(field.table).second) {
        const bool isReduced = sharesValues(field.table);
        if (isReduced)
            m_reductions += reduction(field.table);
        const std::string expression =
            isReduced ? std::string("first_") + table.alias + ".first_key" : std::string("f.") + table.key;
        const std::string name = keyName({expression, expression, {}});
        m_joins += std::string("\njoin ") + table.name + " as " + table.alias + " on " + table.alias +
                   ".key = t." + name;
    }
    return fieldExpression(field, table.alias, m_bindings);
}

void FactGroups::add(const Measure &measure)
{
    const std::optional<Field> field = findField(m_query.dataSet, measure.field);
    if (!field || field->role != FieldRole::Measure)
        return;
    const std::string stem = field->column.toStdString();
    const std::string column = "f." + stem;
    const std::string exact =
        "cast(" + column + "_hi as decimal(38, 0)) * " + unitsPerMillionth + " + " + column + "_lo";
    switch (measure.aggregate) {
    case Aggregate::Average:
        carry(stem + "_count", "count(" + column + "_hi)");
        [[fallthrough]];
    case Aggregate::Sum:
        carry(stem + "_hi", "sum(" + column + "_hi)");
        carry(stem + "_lo", "sum(" + column + "_lo)");
        break;
    case Aggregate::Minimum:
        carry(stem + "_min", "min(" + exact + ")");
        break;
    case Aggregate::Maximum:
        carry(stem + "_max", "max(" + exact + ")");
        break;
    case Aggregate::Count:
    case Aggregate::CountDistinct:
        break;
    }
}

void FactGroups::addLastDay()
{
    m_carried.push_back({"used_to", hasDates(m_query.dataSet) ? "max(f.usage_day)" : "cast(null as date)"});
}

std::string FactGroups::counts() const
{
    const std::string now = m_query.comparison ? " filter (where p = 0)" : "";
    return ", (select coalesce(cast(sum(n)" + now +
           " as bigint), 0) from t) as records, (select max(used_to)" + now + " from t) as used_to";
}

/// Without "materialized" DuckDB (1.4.4) groups the facts anew wherever t is mentioned, and with a limit, a
/// comparison and bound values it lost all lines.
std::string FactGroups::with()
{
    const bool hasComparison = m_query.comparison.has_value();
    std::string source = grouped(m_query, false);
    if (hasComparison) {
        std::string list;
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            const std::string name = "k" + std::to_string(i);
            std::string moved = m_keys[i].moved.empty() ? "KEY" : m_keys[i].moved;
            moved.replace(moved.find("KEY"), 3, "b." + name);
            list += ", " + moved + " as " + name;
        }
        for (const Carried &each : m_carried)
            list += ", b." + each.name;
        source = "select 0 as p, a.* from (" + source + ") as a\n  union all select 1 as p" + list +
                 " from (" + grouped(comparedSide(m_query), true) + ") as b";
    }
    return "t as materialized (" + source + ")";
}

std::string FactGroups::grouped(const Query &side, bool isCompared)
{
    std::string list;
    std::string positions;
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        list += (isCompared ? m_keys[i].compared : m_keys[i].expression) + " as k" + std::to_string(i) + ", ";
        positions += (i == 0 ? " group by " : ", ") + std::to_string(i + 1);
    }
    for (const Carried &each : m_carried)
        list += (&each == m_carried.data() ? "" : ", ") + each.expression + " as " + each.name;
    const std::string facts = factSource(side, m_bindings);
    return "select " + list + " from " + facts + " as f" + m_reductions +
           whereClause(side, m_query, m_bindings) + positions;
}

/// Customers, subscriptions and resources by their address hardly share their values, and one key alone need
/// not be reduced.
bool FactGroups::sharesValues(FieldTable table) const
{
    const bool isByAddress = std::any_of(m_groups.begin(), m_groups.end(), [](const Field &field) {
        return field.id == QLatin1String("resourceUri");
    });
    if (table == FieldTable::Resource && isByAddress)
        return false;
    const auto isOther = [table](const Field &field) {
        return field.table != table && (field.table != FieldTable::Fact || table == FieldTable::Resource);
    };
    return table != FieldTable::Customer && table != FieldTable::Subscription &&
           std::any_of(m_groups.begin(), m_groups.end(), isOther);
}

/// Joins each fact to the first key that has the same values in all grouped fields of the table.
std::string FactGroups::reduction(FieldTable of)
{
    const SqlTable table = sqlTable(of);
    std::string values;
    for (const Field &field : m_groups) {
        if (field.table == of)
            values += (values.empty() ? "" : ", ") + fieldExpression(field, "d", m_bindings);
    }
    const std::string first = std::string("first_") + table.alias;
    return "\n  join (select d.key, min(d.key) over (partition by " + values + ") as first_key from " +
           table.name + " as d) as " + first + " on " + first + ".key = f." + table.key;
}

std::string FactGroups::keyName(Key key)
{
    const auto found = std::find(m_keys.begin(), m_keys.end(), key);
    const auto index = found - m_keys.begin();
    if (found == m_keys.end())
        m_keys.push_back(std::move(key));
    return "k" + std::to_string(index);
}

void FactGroups::carry(const std::string &name, const std::string &expression)
{
    if (std::find(m_carriedNames.begin(), m_carriedNames.end(), name) != m_carriedNames.end())
        return;
    m_carriedNames.push_back(name);
    m_carried.push_back({name, expression});
}

std::vector<std::string> aggregateParts(const Query &query, const Measure &measure, const std::string &alias,
                                        const std::string &filter, const std::string &distinct)
{
    const std::optional<Field> field = findField(query.dataSet, measure.field);
    const std::string stem = alias + "." + (field ? field->column.toStdString() : std::string());
    const auto total = [&filter](const std::string &column) { return "sum(" + column + ")" + filter; };
    const auto count = [&total](const std::string &column) {
        return "coalesce(cast(" + total(column) + " as bigint), 0)";
    };
    const std::string sum = total(stem + "_hi") + " * " + unitsPerMillionth + " + " + total(stem + "_lo");
    switch (measure.aggregate) {
    case Aggregate::Sum:
        return {sum};
    case Aggregate::Average:
        return {sum, count(stem + "_count")};
    case Aggregate::Minimum:
        return {"min(" + stem + "_min)" + filter};
    case Aggregate::Maximum:
        return {"max(" + stem + "_max)" + filter};
    case Aggregate::Count:
        return {count(alias + ".n")};
    case Aggregate::CountDistinct:
        return {"count(distinct " + distinct + ")" + filter};
    }
    return {};
}

} // namespace spendglass::query
