// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/startqueries.h"

#include "query/cellquery.h"
#include "filter/shelfedit.h"
#include "filter/timeedit.h"

#include <algorithm>
#include <utility>

namespace spendglass::pages {

namespace {

using query::Measure;
using query::Operator;
using query::Predicate;

Measure sum(const char *field)
{
    return {query::Aggregate::Sum, QString::fromLatin1(field)};
}

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

/// The days of a condition such as "on or after … and before …"; nothing for another condition.
std::optional<core::DayRange> daysOf(const Predicate &condition)
{
    const auto day = [](const Predicate &leaf) {
        return core::parseDay(leaf.condition.values.value(0).toStdString());
    };
    const bool isPair = condition.kind == Predicate::Kind::All && condition.children.size() == 2;
    if (isPair && day(condition.children[0]) && day(condition.children[1]))
        return core::DayRange{*day(condition.children[0]), *day(condition.children[1])};
    if (condition.kind == Predicate::Kind::Leaf && condition.condition.op == Operator::Is && day(condition))
        return core::DayRange{*day(condition), *day(condition) + std::chrono::days(1)};
    return std::nullopt;
}

} // namespace

query::Query portfolioQuery()
{
    query::Query query;
    query.dataSet = core::DataSet::Spend;
    query.rows = {text("customerName")};
    query.measures = {sum("totalCost"), sum("budgetAmount"), sum("percentUsed")};
    query.sort = {{query.measures.back().text(), true}, {query.measures.front().text(), true}};
    return query;
}

query::Query customerQuery(const sync::CustomerEntry &customer, bool isNameUnique)
{
    query::Query query = dataSetQuery(core::DataSet::Analytics);
    query.rows = {text("meterCategory")};
    query.where =
        Predicate::all({Predicate::leaf(isNameUnique ? text("customerName") : text("customerTenantId"),
                                        Operator::Is, {isNameUnique ? customer.name : customer.id})});
    return query;
}

query::Query dataSetQuery(core::DataSet dataSet)
{
    if (dataSet == core::DataSet::Spend)
        return portfolioQuery();
    query::Query query;
    query.dataSet = dataSet;
    if (dataSet == core::DataSet::Summary) {
        query.rows = {text("resourceName")};
        query.measures = {sum("totalCost"), sum("customersOverBudget"), sum("customersTrendingOver"),
                          sum("customersWithUsageBasedSubscription")};
        return query;
    }
    query.rows = {text("meterCategory")};
    query.columns = {text("usageDate")};
    query.measures = {sum("quantity")};
    query.granularity = core::Granularity::Monthly;
    return query;
}

query::Query withCondition(query::Query query, Predicate condition)
{
    if (query.where.kind != Predicate::Kind::All || !query.where.isOn)
        query.where = Predicate::all({query.where});
    auto &conditions = query.where.children;
    if (std::ranges::find(conditions, condition) == conditions.end())
        conditions.push_back(std::move(condition));
    return query;
}

query::Query withValue(query::Query query, const query::Query &resolved, const query::FieldId &field,
                       const query::Value &value)
{
    const Predicate condition = query::conditionFor(resolved, field, value);
    const auto days = field == filter::dateField(query) ? daysOf(condition) : std::nullopt;
    if (!days)
        return withCondition(std::move(query), condition);
    return filter::withDays(std::move(query),
                            core::DayRange{std::max(days->from, resolved.from.value_or(days->from)),
                                           std::min(days->to, resolved.to.value_or(days->to))});
}

query::Query withPinned(query::Query query, const query::Query &other)
{
    if (other.where.kind != Predicate::Kind::All)
        return query;
    for (const Predicate &each : other.where.children) {
        if (each.isPinned)
            query = withCondition(std::move(query), each);
    }
    return query;
}

query::FieldId nextField(const query::Query &query, const query::FieldId &after)
{
    const auto isUsed = [&query](const query::FieldId &field) {
        return std::ranges::find(query.rows, field) != query.rows.end();
    };
    const auto paths = query::hierarchies(query.dataSet);
    const bool isOnPath = std::ranges::any_of(
        paths, [&after](const auto &path) { return std::ranges::find(path, after) != path.end(); });
    std::optional<query::FieldId> next = query::fieldBelow(query.dataSet, after);
    if (!isOnPath && !paths.empty())
        next = paths.front().front();
    while (next && isUsed(*next))
        next = query::fieldBelow(query.dataSet, *next);
    return next.value_or(query::FieldId());
}

} // namespace spendglass::pages
