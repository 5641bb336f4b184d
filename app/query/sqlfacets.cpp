// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"

#include "query/sqlgroups.h"

#include <algorithm>

namespace spendglass::query {

namespace {

bool mentionsField(const Query &query, const Predicate &predicate, const FieldId &id)
{
    const std::optional<Field> field = findField(query.dataSet, predicate.condition.field);
    return (predicate.kind == Predicate::Kind::Leaf && field && field->id == id) ||
           std::any_of(predicate.children.begin(), predicate.children.end(),
                       [&](const Predicate &child) { return mentionsField(query, child, id); });
}

/// Without the conjuncts that mention the field: only these can be left out and never lose a record.
Predicate withoutField(const Query &query, const Predicate &predicate, const FieldId &id)
{
    if (predicate.kind != Predicate::Kind::All)
        return mentionsField(query, predicate, id) ? Predicate{} : predicate;
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
        result.measure = Measure{measure.aggregate, measure.field};
        const std::optional<Field> field = findField(query.dataSet, measure.field);
        if (field && !field->unitField.isEmpty())
            result.unit = findField(query.dataSet, field->unitField);
        break;
    }
    return result;
}

} // namespace

core::Result<SqlStatement> compileFacets(const Query &query, const FieldId &field, const QString &search,
                                         int limit)
{
    const std::optional<Field> wanted = findField(query.dataSet, field);
    Query asked = recordsOf(query);
    if (wanted)
        asked.where = withoutField(query, query.where, wanted->id);
    const FacetSum sum = facetSum(query);
    Query question = asked;
    question.rows = {field};
    if (sum.measure)
        question.measures.push_back(*sum.measure);
    question.limit = limit;
    if (const auto checked = checkSettled(question); !checked)
        return tl::unexpected(checked.error());

    Bindings bindings;
    std::vector<Field> grouped{*wanted};
    if (sum.unit)
        grouped.push_back(*sum.unit);
    FactGroups facts(asked, grouped, bindings);
    const std::string value = facts.add(*wanted);
    const std::string unit = sum.unit ? facts.add(*sum.unit) : "cast(null as varchar)";
    std::string amount = "cast(null as bigint)";
    if (sum.measure) {
        facts.add(*sum.measure);
        amount = aggregateParts(asked, *sum.measure, "t", {}, {}).front();
    }
    const std::string searched = search.isEmpty() ? std::string()
                                                  : " where position(lower(" + bindings.bind(search) +
                                                        ") in lower(cast(v as varchar))) > 0";
    SqlStatement statement;
    statement.text =
        "with " + facts.with() + ",\nlines as (select " + value + " as v, " + unit +
        " as u, cast(sum(t.n) as bigint) as n, " + amount + " as s" + facts.from() +
        "\ngroup by 1, 2),\nfound as (select v, sum(n) as total from lines" + searched +
        " group by v),\nbest as (select v, total from found order by total desc, v asc nulls first "
        "limit " +
        std::to_string(limit) +
        ")\nselect cast(0 as bigint) as whole, best.total, l.v, l.u, l.n, l.s, (select count(*) from found) "
        "as "
        "found from best join lines as l on l.v is not distinct from best.v"
        "\nunion all select cast(1 as bigint), null, null, l.u, cast(sum(l.n) as bigint), sum(l.s), (select "
        "count(*) from found) from lines as l group by l.u"
        "\norder by 1, 2 desc, 3 asc nulls first, 4 asc nulls first";
    statement.values = bindings.take();
    const auto number = [](const char *id) {
        return Column{QLatin1String(id), FieldType::Number, FieldRole::Measure};
    };
    statement.columns = {
        number("whole"),
        number("total"),
        {field, wanted->type, FieldRole::Dimension},
        {sum.unit ? sum.unit->id : QStringLiteral("unit"), FieldType::Text, FieldRole::Dimension},
        number("count()"),
        {sum.measure ? sum.measure->text() : QStringLiteral("sum()"), FieldType::Number, FieldRole::Measure},
        number("found")};
    return statement;
}

core::Result<SqlStatement> compileFamilyFields(core::DataSet dataSet)
{
    const std::string used =
        "r.key in (select f.resource_key from " + core::dataSetName(dataSet).toStdString() + "_fact as f)";
    std::string ids;
    for (const char *const prefix : {"tag:", "info:"}) {
        const std::optional<Field> family = findField(dataSet, QLatin1String(prefix) + QStringLiteral("x"));
        if (!family)
            return core::fail(core::ErrorKind::BadRequest,
                              QStringLiteral("%1 has no tags").arg(core::dataSetName(dataSet)),
                              QStringLiteral("query"));
        const std::string column = "r." + family->column.toStdString();
        ids += (ids.empty() ? "" : " union ") + std::string("select '") + prefix +
               "' || unnest(json_keys(cast(" + column + " as json))) as id from resource as r where " +
               column + " <> '' and " + used;
    }
    SqlStatement statement;
    statement.text = "select a.id from (" + ids + ") as a order by a.id not like 'tag:%', lower(a.id), a.id";
    statement.columns = {{QStringLiteral("id"), FieldType::Text, FieldRole::Dimension}};
    return statement;
}

} // namespace spendglass::query
