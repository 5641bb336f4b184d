// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"

#include "query/sqlpredicate.h"

#include <algorithm>
#include <array>
#include <set>

namespace spendglass::query {

namespace {

/// One more millionth is this many units of 1e-22.
constexpr const char *unitsPerMillionth = "10000000000000000";

struct GroupColumn
{
    FieldId id; ///< as asked for
    Field field;
};

std::vector<GroupColumn> groupColumns(core::DataSet dataSet, const std::vector<FieldId> &ids)
{
    std::vector<GroupColumn> result;
    for (const FieldId &id : ids)
        result.push_back({id, *findField(dataSet, id)});
    return result;
}

/// Row fields, split fields, column fields.
std::vector<FieldId> answerFields(const Query &query)
{
    std::vector<FieldId> ids = query.rows;
    for (const FieldId &id : splitFields(query))
        ids.push_back(id);
    ids.insert(ids.end(), query.columns.begin(), query.columns.end());
    return ids;
}

/// The first day of the bucket that the day x falls into; x itself where days stand. Counting days back is
/// exact and takes a fifth of what date_trunc does, which for months of 10 M facts was a third of the whole
/// answer.
std::string bucketOf(core::Granularity granularity, const std::string &x)
{
    const auto daysBackTo = [&x](const char *ordinal) {
        return x + " - (cast(extract(" + ordinal + " from " + x + ") as integer) - 1)";
    };
    switch (granularity) {
    case core::Granularity::Weekly:
        return daysBackTo("isodow");
    case core::Granularity::Monthly:
        return daysBackTo("day");
    case core::Granularity::Quarterly:
        return "cast(date_trunc('quarter', " + x + ") as date)";
    case core::Granularity::Hourly:
    case core::Granularity::None:
    case core::Granularity::Daily:
        break;
    }
    return x;
}

/// A fact's own field, its dates cut to the granularity: used and reported days to weeks and longer, the
/// start of the usage to hours.
std::string factExpression(const Query &query, const Field &field, Bindings &bindings)
{
    const std::string x = fieldExpression(field, "f", bindings);
    if (field.id == QLatin1String("usageDate") || field.id == QLatin1String("reportedDate"))
        return bucketOf(query.granularity, x);
    if (query.granularity == core::Granularity::Hourly && field.id == QLatin1String("usageStart"))
        return "date_trunc('hour', " + x + ")";
    return x;
}

/// The inner grouping: one line for each combination of keys and fact fields, with partial sums. The outer
/// query joins the names of these few lines and adds them up by name. Joining first costs three times as
/// much.
///
/// Keys of several tables multiply: customers times meters times months are nearly as many lines as there are
/// facts. Where many keys share few values (400 meters have 3 units) the facts are grouped by the first key
/// that has the same values instead, which took 10 M facts from 1.0 s to 0.2 s.
class FactGroups
{
public:
    FactGroups(const Query &query, std::vector<Field> groups, Bindings &bindings)
        : m_query(query)
        , m_bindings(bindings)
        , m_groups(std::move(groups))
    {}

    /// The field, one of the groups, as an expression for the outer query.
    std::string add(const Field &field)
    {
        if (field.table == FieldTable::Fact)
            return "t." + key(factExpression(m_query, field, m_bindings));
        const SqlTable table = sqlTable(field.table);
        const bool isFirst = m_tables.insert(field.table).second;
        if (isFirst) {
            const bool isReduced = sharesValues(field.table);
            if (isReduced)
                m_reductions += reduction(field.table);
            const std::string name =
                key(isReduced ? firstKeys(table) + ".first_key" : std::string("f.") + table.key);
            m_joins += std::string("\nleft join ") + table.name + " as " + table.alias + " on " +
                       table.alias + ".key = t." + name;
        }
        return fieldExpression(field, table.alias, m_bindings);
    }

    std::string add(const Measure &measure)
    {
        if (measure.aggregate == Aggregate::Count)
            return "cast(sum(t.n) as bigint)";
        const std::string column = "f." + findField(m_query.dataSet, measure.field)->column.toStdString();
        const std::string number = std::to_string(m_sumCount++);
        m_sums += ", sum(" + column + "_hi) as h" + number + ", sum(" + column + "_lo) as l" + number;
        return "sum(t.h" + number + ") * " + unitsPerMillionth + " + sum(t.l" + number + ")";
    }

    std::string from(const std::string &where)
    {
        std::string keys;
        std::string positions;
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            keys += m_keys[i] + " as k" + std::to_string(i) + ", ";
            positions += (i == 0 ? " group by " : ", ") + std::to_string(i + 1);
        }
        return "\nfrom (select " + keys + "count(*) as n" + m_sums + " from " +
               factSource(m_query, m_bindings) + " as f" + m_reductions + where + positions + ") as t" +
               m_joins;
    }

private:
    /// Customers and subscriptions hardly share their values, and one key alone need not be reduced.
    bool sharesValues(FieldTable table) const
    {
        const auto isOther = [table](const Field &field) {
            return field.table != table && (field.table != FieldTable::Fact || table == FieldTable::Resource);
        };
        return table != FieldTable::Customer && table != FieldTable::Subscription &&
               std::any_of(m_groups.begin(), m_groups.end(), isOther);
    }

    static std::string firstKeys(const SqlTable &table) { return std::string("first_") + table.alias; }

    /// Joins each fact to the first key that has the same values in all grouped fields of the table.
    std::string reduction(FieldTable of)
    {
        const SqlTable table = sqlTable(of);
        std::string values;
        for (const Field &field : m_groups) {
            if (field.table == of)
                values += (values.empty() ? "" : ", ") + fieldExpression(field, "d", m_bindings);
        }
        return "\n  left join (select d.key, min(d.key) over (partition by " + values +
               ") as first_key from " + table.name + " as d) as " + firstKeys(table) + " on " +
               firstKeys(table) + ".key = f." + table.key;
    }

    std::string key(const std::string &expression)
    {
        const auto found = std::find(m_keys.begin(), m_keys.end(), expression);
        const auto index = found - m_keys.begin();
        if (found == m_keys.end())
            m_keys.push_back(expression);
        return "k" + std::to_string(index);
    }

    const Query &m_query;
    Bindings &m_bindings;
    std::vector<Field> m_groups;
    std::set<FieldTable> m_tables;
    std::vector<std::string> m_keys;
    std::string m_reductions;
    std::string m_sums;
    std::string m_joins;
    int m_sumCount = 0;
};

std::string groupBy(std::size_t count)
{
    std::string text;
    for (std::size_t i = 1; i <= count; ++i)
        text += (i == 1 ? "\ngroup by " : ", ") + std::to_string(i);
    return text;
}

/// Null is the smallest value, both ways round.
std::string sortItem(const std::string &name, bool descending)
{
    return name + (descending ? " desc nulls last" : " asc nulls first");
}

/// The keys asked for, then what is left of the group columns, so that the order is complete.
std::string orderBy(const Query &query, const std::vector<GroupColumn> &groups)
{
    std::vector<std::string> names;
    std::string text;
    const auto add = [&](const std::string &name, bool descending) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            return;
        text += (names.empty() ? "\norder by " : ", ") + sortItem(name, descending);
        names.push_back(name);
    };
    for (const SortKey &key : query.sort) {
        const std::optional<Field> field = findField(query.dataSet, key.key);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (field && field->id == groups[i].field.id)
                add("g" + std::to_string(i), key.descending);
        }
        for (std::size_t i = 0; i < query.measures.size(); ++i) {
            if (query.measures[i].text() == key.key)
                add("m" + std::to_string(i), key.descending);
        }
    }
    for (std::size_t i = 0; i < groups.size(); ++i)
        add("g" + std::to_string(i), false);
    return text;
}

core::Result<void> check(const Query &query)
{
    const QStringList found = problems(query);
    if (found.isEmpty())
        return {};
    return core::fail(core::ErrorKind::BadRequest, found.join(QLatin1String("; ")), QStringLiteral("query"));
}

/// A query for the same records whose grouping cannot be in the way.
Query filtersOf(const Query &query)
{
    Query result = query;
    result.rows.clear();
    result.columns.clear();
    result.sort.clear();
    result.limit.reset();
    result.granularity = core::Granularity::None;
    result.measures = {Measure{Aggregate::Count, {}}};
    return result;
}

bool mentions(const Query &query, const Predicate &predicate, const FieldId &id)
{
    const std::optional<Field> field = findField(query.dataSet, predicate.condition.field);
    return (predicate.kind == Predicate::Kind::Leaf && field && field->id == id) ||
           std::any_of(predicate.children.begin(), predicate.children.end(),
                       [&](const Predicate &child) { return mentions(query, child, id); });
}

/// Without the conjuncts that mention the field: only these can be left out and never lose a record.
Predicate withoutField(const Query &query, const Predicate &predicate, const FieldId &id)
{
    if (predicate.kind != Predicate::Kind::All)
        return mentions(query, predicate, id) ? Predicate{} : predicate;
    Predicate result = predicate;
    result.children.clear();
    for (const Predicate &child : predicate.children)
        result.children.push_back(withoutField(query, child, id));
    return result;
}

/// The first summed measure of the query and its unit field, as far as there are any.
struct FacetSum
{
    std::optional<Measure> measure;
    std::optional<Field> unit;
};

FacetSum facetSum(const Query &query)
{
    FacetSum result;
    for (const Measure &measure : query.measures) {
        if (measure.aggregate != Aggregate::Sum)
            continue;
        result.measure = measure;
        const std::optional<Field> field = findField(query.dataSet, measure.field);
        if (field && !field->unitField.isEmpty())
            result.unit = findField(query.dataSet, field->unitField);
        break;
    }
    return result;
}

constexpr const char *recordList = "record_list";

struct Block
{
    qint64 first;
    qint64 count;
};

/// The rowids that the filters let through, in order of arrival. The order must be said: a scan that goes
/// through a join by several threads does not keep it.
std::string arrivals(const Query &query, Bindings &bindings)
{
    const std::string facts = factSource(query, bindings);
    return "select f.rowid as arrival from " + facts + " as f" + whereClause(query, bindings) +
           " order by arrival";
}

/// The facts "f" of a block of records, from " from " on.
std::string recordSource(const Query &query, Block block, RecordsBy by, Bindings &bindings)
{
    const std::string from = std::to_string(block.first);
    const std::string to = std::to_string(block.first + block.count);
    const std::string facts = factSource(query, bindings) + " as f";
    const std::string listed = " as l join " + facts + " on f.rowid = l.arrival";
    switch (by) {
    case RecordsBy::Offset:
        break;
    case RecordsBy::Rowid:
        return facts + " where f.rowid >= " + from + " and f.rowid < " + to;
    case RecordsBy::List:
        return recordList + listed + " where l.rowid >= " + from + " and l.rowid < " + to;
    }
    return "(" + arrivals(query, bindings) + " limit " + std::to_string(block.count) + " offset " + from +
           ")" + listed;
}

} // namespace

core::Result<SqlStatement> compileAnswer(const Query &query)
{
    if (const auto checked = check(query); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    const std::string where = whereClause(query, bindings);
    const std::vector<GroupColumn> groups = groupColumns(query.dataSet, answerFields(query));
    std::vector<Field> grouped;
    for (const GroupColumn &group : groups)
        grouped.push_back(group.field);
    FactGroups facts(query, grouped, bindings);
    SqlStatement statement;
    std::string list;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        list += (list.empty() ? "" : ", ") + facts.add(groups[i].field) + " as g" + std::to_string(i);
        statement.columns.push_back({groups[i].id, groups[i].field.type, FieldRole::Dimension});
    }
    for (std::size_t i = 0; i < query.measures.size(); ++i) {
        list += (list.empty() ? "" : ", ") + facts.add(query.measures[i]) + " as m" + std::to_string(i);
        statement.columns.push_back({query.measures[i].text(), FieldType::Number, FieldRole::Measure});
    }
    statement.text = "select " + list + facts.from(where) + groupBy(groups.size()) + orderBy(query, groups);
    if (query.limit)
        statement.text += "\nlimit " + std::to_string(*query.limit);
    statement.values = bindings.take();
    return statement;
}

core::Result<SqlStatement> compileCounts(const Query &query)
{
    if (const auto checked = check(filtersOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    const std::string facts = " from " + factSource(query, bindings) + " as f";
    const bool hasDays = findField(query.dataSet, u"usageDate").has_value();
    SqlStatement statement;
    statement.text = "select r.records, (select count(*)" + facts +
                     ") as records_in_all, r.used_to from (select count(*) as records, " +
                     (hasDays ? "max(f.usage_day)" : "cast(null as date)") + " as used_to" + facts +
                     whereClause(query, bindings) + ") as r";
    statement.values = bindings.take();
    statement.columns = {{QStringLiteral("records"), FieldType::Number, FieldRole::Measure},
                         {QStringLiteral("recordsInAll"), FieldType::Number, FieldRole::Measure},
                         {QStringLiteral("usedTo"), FieldType::Day, FieldRole::Measure}};
    return statement;
}

core::Result<SqlStatement> compileCalls(const Query &query)
{
    struct CallColumn
    {
        const char *column, *id;
        FieldType type;
    };
    static constexpr std::array columns{
        CallColumn{"sent_at", "sentAt", FieldType::Instant},
        CallColumn{"verb", "method", FieldType::Text},
        CallColumn{"path", "path", FieldType::Text},
        CallColumn{"status", "status", FieldType::Number},
        CallColumn{"request_id", "requestId", FieldType::Text},
        CallColumn{"correlation_id", "correlationId", FieldType::Text},
        CallColumn{"attempts", "attempts", FieldType::Number},
        CallColumn{"took_ms", "durationMs", FieldType::Number},
        CallColumn{"bytes", "bytes", FieldType::Number},
        CallColumn{"page", "page", FieldType::Number},
        CallColumn{"row_count", "rows", FieldType::Number},
        CallColumn{"quarantined", "quarantined", FieldType::Number},
    };
    if (const auto checked = check(filtersOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    SqlStatement statement;
    for (const CallColumn &column : columns) {
        statement.text += std::string(statement.text.empty() ? "select c." : ", c.") + column.column;
        statement.columns.push_back({QLatin1String(column.id), column.type, FieldRole::Dimension});
    }
    const std::string facts = factSource(query, bindings);
    statement.text += " from fetch_call as c where (c.fetch_id, c.page) in (select f.fetch_id, f.page from " +
                      facts + " as f" + whereClause(query, bindings) +
                      " group by f.fetch_id, f.page) order by c.sent_at, c.fetch_id, c.page";
    statement.values = bindings.take();
    return statement;
}

core::Result<SqlStatement> compileFacets(const Query &query, const FieldId &field, const QString &search,
                                         int limit)
{
    Query asked = query;
    const std::optional<Field> wanted = findField(query.dataSet, field);
    if (wanted)
        asked.where = withoutField(query, query.where, wanted->id);
    Query question = filtersOf(asked);
    question.rows = {field};
    const FacetSum sum = facetSum(query);
    if (sum.measure)
        question.measures.push_back(*sum.measure);
    question.limit = limit;
    if (const auto checked = check(question); !checked)
        return tl::unexpected(checked.error());
    asked.granularity = core::Granularity::None;

    Bindings bindings;
    const std::string where = whereClause(asked, bindings);
    std::vector<Field> grouped{*wanted};
    if (sum.unit)
        grouped.push_back(*sum.unit);
    FactGroups facts(asked, grouped, bindings);
    const std::string value = facts.add(*wanted);
    const std::string unit = sum.unit ? facts.add(*sum.unit) : "cast(null as varchar)";
    const std::string amount = sum.measure ? facts.add(*sum.measure) : "cast(null as bigint)";
    std::string searched;
    if (!search.isEmpty()) {
        searched = "\nwhere position(lower(" + bindings.bind(search) + ") in lower(cast(" + value +
                   " as varchar))) > 0";
    }
    SqlStatement statement;
    statement.text = "with lines as (select " + value + " as v, " + unit +
                     " as u, cast(sum(t.n) as bigint) as n, " + amount + " as s" + facts.from(where) +
                     searched + groupBy(2) +
                     "),\nbest as (select v, sum(n) as total from lines group by v order by total desc, v "
                     "asc nulls first limit " +
                     std::to_string(limit) +
                     ")\nselect lines.v, lines.u, lines.n, lines.s from best join lines on lines.v is not "
                     "distinct from best.v"
                     "\norder by best.total desc, lines.v asc nulls first, lines.u asc nulls first";
    statement.values = bindings.take();
    statement.columns = {
        {field, wanted->type, FieldRole::Dimension},
        {sum.unit ? sum.unit->id : QStringLiteral("unit"), FieldType::Text, FieldRole::Dimension},
        {QStringLiteral("count()"), FieldType::Number, FieldRole::Measure},
        {sum.measure ? sum.measure->text() : QStringLiteral("sum()"), FieldType::Number, FieldRole::Measure}};
    return statement;
}

core::Result<SqlStatement> compileRecords(const Query &query, qint64 first, qint64 count, RecordsBy by)
{
    if (const auto checked = check(filtersOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    const Block block{std::max<qint64>(first, 0), std::max<qint64>(count, 0)};
    const std::string inner =
        "(select f.rowid as arrival, f.* from " + recordSource(query, block, by, bindings) + ") as f";
    SqlStatement statement;
    std::string list;
    std::string joins;
    for (const Field &field : fields(query.dataSet)) {
        const SqlTable table = sqlTable(field.table);
        const std::string column = std::string(table.alias) + "." + field.column.toStdString();
        const std::string value =
            field.role == FieldRole::Measure
                ? "cast(" + column + "_hi as hugeint) * " + unitsPerMillionth + " + " + column + "_lo"
                : column;
        list += (list.empty() ? "" : ", ") + value + " as r" + std::to_string(statement.columns.size());
        statement.columns.push_back({field.id, field.type, field.role});
        const std::string join = std::string("\nleft join ") + table.name + " as " + table.alias + " on " +
                                 table.alias + ".key = f." + table.key;
        if (field.table != FieldTable::Fact && joins.find(join) == std::string::npos)
            joins += join;
    }
    statement.text = "select " + list + "\nfrom " + inner + joins + "\norder by f.arrival";
    statement.values = bindings.take();
    return statement;
}

core::Result<SqlStatement> compileRecordList(const Query &query)
{
    if (const auto checked = check(filtersOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    SqlStatement statement;
    statement.text =
        std::string("create or replace temp table ") + recordList + " as " + arrivals(query, bindings);
    statement.values = bindings.take();
    return statement;
}

SqlStatement dropRecordList()
{
    return {std::string("drop table if exists ") + recordList, {}, {}};
}

} // namespace spendglass::query
