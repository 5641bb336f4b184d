// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"

#include "query/answershape.h"
#include "query/resolve.h"
#include "query/sqlgroups.h"

#include <algorithm>

namespace spendglass::query {

namespace {

std::string numbered(const char *stem, std::size_t number)
{
    return stem + std::to_string(number);
}

/// Adds to a list that is separated by commas.
void append(std::string &list, const std::string &item)
{
    list += (list.empty() ? "" : ", ") + item;
}

/// The lines of one answer. Simple ones are one grouping. Others are built in layers: "lines" are few and
/// carry partial aggregates; for each TopValues a ranking of them and the same lines with what is not at the
/// top made one; at last the groupings of all depths.
class AnswerSql
{
public:
    /// hasCounts: whether the columns of the counts are there.
    AnswerSql(const Query &query, bool hasCounts, Bindings &bindings)
        : m_query(query)
        , m_shape(shapeOf(query))
        , m_facts(query, fieldsOf(query, m_shape), bindings)
    {
        for (const AnswerShape::Group &group : m_shape.groups)
            m_groups.push_back(m_facts.add(group.field));
        for (const Measure &measure : query.measures) {
            m_facts.add(measure);
            m_distinct.push_back(measure.aggregate == Aggregate::CountDistinct
                                     ? m_facts.addValues(*findField(query.dataSet, measure.field))
                                     : std::string());
        }
        if (hasCounts) {
            m_facts.addLastDay();
            m_counts = m_facts.counts();
        }
    }

    const AnswerShape &shape() const { return m_shape; }

    /// Without order and limit.
    std::string text()
    {
        const bool isSimple = !m_shape.hasLevels && !m_shape.hasComparison && m_query.tops.empty();
        return isSimple ? simple() : layered();
    }

    std::string order() const;

private:
    static std::vector<Field> fieldsOf(const Query &query, const AnswerShape &shape)
    {
        std::vector<Field> fields;
        for (const AnswerShape::Group &group : shape.groups)
            fields.push_back(group.field);
        for (const Measure &measure : query.measures) {
            if (measure.aggregate == Aggregate::CountDistinct)
                fields.push_back(*findField(query.dataSet, measure.field));
        }
        return fields;
    }

    /// The parts of all measures, named m0, m1, … from a number on; distinct values are columns d0, d1, …
    /// there.
    std::string parts(const std::string &alias, const std::string &filter, std::size_t first,
                      const std::vector<std::string> &distinct) const
    {
        std::string list;
        for (std::size_t i = 0; i < m_query.measures.size(); ++i) {
            for (const std::string &part :
                 aggregateParts(m_query, m_query.measures[i], alias, filter, distinct[i]))
                list += ", " + part + " as " + numbered("m", first++);
        }
        return list;
    }

    std::size_t partCount() const
    {
        std::size_t count = 0;
        for (const AnswerShape::Parts &each : m_shape.measures)
            count += std::size_t(each.count);
        return count;
    }

    std::string simple()
    {
        std::string list;
        std::string positions;
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            append(list, m_groups[i] + " as " + numbered("g", i));
            append(positions, std::to_string(i + 1));
        }
        const std::string measures = parts("t", {}, 0, m_distinct);
        list += list.empty() && !measures.empty() ? measures.substr(2) : measures;
        return "with " + m_facts.with() + "\nselect " + list + m_counts + m_facts.from() +
               (positions.empty() ? "" : "\ngroup by " + positions);
    }

    std::string lines()
    {
        std::string list;
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            append(list, m_groups[i] + " as " + numbered("g", i));
        for (const std::string &name : m_facts.carried())
            append(list, "t." + name);
        for (std::size_t i = 0; i < m_distinct.size(); ++i) {
            if (!m_distinct[i].empty())
                append(list, m_distinct[i] + " as " + numbered("d", i));
        }
        if (m_shape.hasComparison)
            append(list, "t.p");
        return m_facts.with() + ",\nlines as (select " + list + m_facts.from() + ")";
    }

    /// The columns of lines: all of them with the fields of groups that are Others already.
    std::vector<std::string> distinctColumns() const
    {
        std::vector<std::string> columns;
        for (std::size_t i = 0; i < m_distinct.size(); ++i)
            columns.push_back("l." + numbered("d", i));
        return columns;
    }

    /// The groups that a group's values are ranked within: those before it on its own side, and every unit.
    /// Only those before it can have Others by then.
    std::vector<std::size_t> rankedWithin(std::size_t group) const
    {
        std::vector<std::size_t> within;
        const auto firstSplit = std::size_t(m_shape.rowCount);
        const auto firstColumn = firstSplit + std::size_t(m_shape.splitCount);
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            const bool isSplit = i >= firstSplit && i < firstColumn;
            const bool isBefore = i < group && (i >= firstColumn) == (group >= firstColumn);
            if (i != group && (isSplit || isBefore || m_shape.groups[i].isUnit))
                within.push_back(i);
        }
        return within;
    }

    /// Two tables: the places of the values, and the lines with Others.
    std::string withOthers(std::size_t group, const std::string &from, const std::string &name) const
    {
        const TopValues &top = *m_shape.groups[group].top;
        const Measure by = *rankedBy(m_query, top);
        std::size_t index = 0;
        while (m_query.measures[index].valueText() != by.valueText())
            ++index;
        const std::string filter = m_shape.hasComparison ? " where l.p = 0" : "";
        const std::string value = aggregateParts(m_query, by, "l", {}, distinctColumns()[index]).front();
        std::string keys, same;
        for (const std::size_t i : rankedWithin(group)) {
            for (const std::string &column : i < group ? keyColumns(i) : std::vector{numbered("g", i)}) {
                append(keys, "l." + column);
                same += " and r." + column + " is not distinct from l." + column;
            }
        }
        const std::string g = numbered("g", group);
        const std::string isTop = "r.place <= " + std::to_string(top.count);
        return ",\n" + name + "_places as (select " + keys + (keys.empty() ? "" : ", ") + "l." + g +
               ", rank() over (" + (keys.empty() ? "" : "partition by " + keys + " ") + "order by " + value +
               (top.isBottom ? " asc" : " desc") + " nulls last) as place from " + from + " as l" + filter +
               " group by " + keys + (keys.empty() ? "" : ", ") + "l." + g + "),\n" + name + " as (select " +
               carriedOver(group) + "case when " + isTop + " then l." + g + " end as " + g + ", case when " +
               isTop + " then 0 else 1 end as " + numbered("o", group) + " from " + from +
               " as l left join " + name + "_places as r on r." + g + " is not distinct from l." + g + same +
               ")";
    }

    /// The columns a group is grouped by in the layers after its Others were made.
    std::vector<std::string> keyColumns(std::size_t group) const
    {
        std::vector<std::string> columns{numbered("g", group)};
        if (m_shape.groups[group].flag >= 0)
            columns.push_back(numbered("o", group));
        return columns;
    }

    /// Every column of the lines but the group itself, for the layer that makes its Others.
    std::string carriedOver(std::size_t group) const
    {
        std::string list;
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            if (i != group)
                list += "l." + numbered("g", i) + ", ";
            if (i < group && m_shape.groups[i].flag >= 0)
                list += "l." + numbered("o", i) + ", ";
        }
        for (const std::string &name : m_facts.carried())
            list += "l." + name + ", ";
        for (std::size_t i = 0; i < m_distinct.size(); ++i) {
            if (!m_distinct[i].empty())
                list += "l." + numbered("d", i) + ", ";
        }
        return list + (m_shape.hasComparison ? "l.p, " : "");
    }

    std::string groupingSet(AnswerShape::Depth depth) const
    {
        std::string set;
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            if (!m_shape.isGrouped(depth, i))
                continue;
            for (const std::string &column : keyColumns(i))
                append(set, "l." + column);
        }
        return "(" + set + ")";
    }

    std::string groupings() const
    {
        if (m_groups.empty())
            return {};
        if (!m_shape.hasLevels) {
            const std::string set = groupingSet(m_shape.depths().front());
            return "\ngroup by " + set.substr(1, set.size() - 2);
        }
        std::string sets;
        std::vector<std::string> known; // a unit is grouped by at every depth, so two can be the same
        for (const AnswerShape::Depth depth : m_shape.depths()) {
            const std::string set = groupingSet(depth);
            if (std::find(known.begin(), known.end(), set) == known.end())
                append(sets, set);
            known.push_back(set);
        }
        return "\ngroup by grouping sets (" + sets + ")";
    }

    std::string layered()
    {
        std::string text = "with " + lines();
        std::string from = "lines";
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            if (!m_shape.groups[i].top)
                continue;
            const std::string name = numbered("lines_", i);
            text += withOthers(i, from, name);
            from = name;
        }
        std::string list, flags, fields;
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            append(fields, "l." + numbered("g", i));
            append(list, "l." + numbered("g", i));
            if (m_shape.groups[i].flag >= 0)
                flags += ", l." + numbered("o", i);
        }
        if (m_shape.hasLevels)
            list = (fields.empty() ? "0" : "grouping(" + fields + ")") + " as level" +
                   (list.empty() ? "" : ", " + list);
        list += flags;
        const std::string now = m_shape.hasComparison ? " filter (where l.p = 0)" : "";
        std::string measures = parts("l", now, 0, distinctColumns());
        if (m_shape.hasComparison)
            measures += parts("l", " filter (where l.p = 1)", partCount(), distinctColumns());
        list += list.empty() && !measures.empty() ? measures.substr(2) : measures;
        return text + "\nselect " + list + m_counts + "\nfrom " + from + " as l" + groupings();
    }

    const Query &m_query;
    AnswerShape m_shape;
    FactGroups m_facts;
    std::vector<std::string> m_groups;   ///< expressions over what m_facts gives
    std::vector<std::string> m_distinct; ///< for each measure; empty where nothing is counted
    std::string m_counts;                ///< their columns, or empty
};

/// The keys asked for, then what is left of the group columns, so that the order is complete. Null is the
/// smallest value, both ways round, Others the largest.
std::string AnswerSql::order() const
{
    std::vector<std::string> names;
    std::string text;
    const auto add = [&](const std::string &name, bool descending) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            return;
        append(text, name + (descending ? " desc nulls last" : " asc nulls first"));
        names.push_back(name);
    };
    const auto addGroup = [&](std::size_t i, bool descending) {
        if (m_shape.groups[i].flag >= 0)
            add(numbered("o", i), descending);
        add(numbered("g", i), descending);
    };
    for (const SortKey &key : m_query.sort) {
        const std::optional<Field> field = findField(m_query.dataSet, key.key);
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            if (field && field->id == m_shape.groups[i].field.id)
                addGroup(i, key.descending);
        }
        for (std::size_t i = 0; i < m_query.measures.size(); ++i) {
            const int part = m_shape.measures[i].first - m_shape.measures.front().first;
            if (m_query.measures[i].text() == key.key)
                add(numbered("m", std::size_t(part)), key.descending);
        }
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        addGroup(i, false);
    return text.empty() ? text : "order by " + text;
}

std::vector<Column> columnsOf(const Query &query, const AnswerShape &shape)
{
    std::vector<Column> columns;
    const auto addPlain = [&columns](const char *id, FieldType type = FieldType::Number) {
        columns.push_back({QLatin1String(id), type, FieldRole::Dimension});
    };
    if (shape.hasLevels)
        addPlain("level");
    for (const AnswerShape::Group &group : shape.groups)
        columns.push_back({group.id, group.field.type, FieldRole::Dimension});
    for (const AnswerShape::Group &group : shape.groups) {
        if (group.flag >= 0)
            addPlain("isOther");
    }
    for (int side = 0; side < (shape.hasComparison ? 2 : 1); ++side) {
        for (std::size_t i = 0; i < query.measures.size(); ++i) {
            for (int part = 0; part < shape.measures[i].count; ++part)
                columns.push_back({query.measures[i].text(), FieldType::Number, FieldRole::Measure});
        }
    }
    addPlain("records");
    addPlain("usedTo", FieldType::Day);
    return columns;
}

} // namespace

std::string answerLines(const Query &query, Bindings &bindings)
{
    return AnswerSql(query, false, bindings).text();
}

core::Result<SqlStatement> compileAnswer(const Query &query)
{
    if (const auto checked = checkSettled(query); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    AnswerSql sql(query, true, bindings);
    SqlStatement statement;
    statement.text = sql.text();
    const AnswerShape &shape = sql.shape();
    const std::string order = sql.order();
    if (shape.isSortedThere && !order.empty())
        statement.text += "\n" + order;
    // Depths can share their lines, and subtotals are of all of them: they are cut when they are told apart.
    if (query.limit && shape.isSortedThere && !shape.hasLevels)
        statement.text += "\nlimit " + std::to_string(*query.limit);
    statement.values = bindings.take();
    statement.columns = columnsOf(query, shape);
    return statement;
}

core::Result<void> checkSettled(const Query &query)
{
    if (auto checked = checkQuery(query); !checked)
        return checked;
    if (isSettled(query))
        return {};
    return core::fail(core::ErrorKind::BadRequest, QStringLiteral("the query still depends on the day"),
                      QStringLiteral("query"));
}

core::Result<void> checkQuery(const Query &query)
{
    const QStringList found = problems(query);
    if (found.isEmpty())
        return {};
    return core::fail(core::ErrorKind::BadRequest, found.join(QLatin1String("; ")), QStringLiteral("query"));
}

Query recordsOf(const Query &query)
{
    Query result = query;
    result.rows.clear();
    result.columns.clear();
    result.sort.clear();
    result.limit.reset();
    result.tops.clear();
    result.showEmpty.clear();
    result.comparison.reset();
    result.subtotals = false;
    result.granularity = core::Granularity::None;
    result.measures = {Measure{Aggregate::Count, {}}};
    return result;
}

} // namespace spendglass::query
