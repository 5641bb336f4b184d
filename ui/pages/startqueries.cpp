// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/startqueries.h"

#include <algorithm>
#include <array>

namespace spendglass::pages {

namespace {

using query::Measure;
using query::Operator;
using query::Predicate;

constexpr std::array drillPath{"customerName",     "subscriptionName", "meterCategory",
                               "meterSubcategory", "meterName",        "resourceUri"};

Measure sum(const char *field)
{
    return {query::Aggregate::Sum, QString::fromLatin1(field)};
}

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

core::Day endOfBucket(core::Day first, core::Granularity granularity)
{
    switch (granularity) {
    case core::Granularity::Monthly:
        return core::addMonths(first, 1);
    case core::Granularity::Quarterly:
        return core::addMonths(first, 3);
    case core::Granularity::Weekly:
        return first + std::chrono::days(7);
    case core::Granularity::None:
    case core::Granularity::Hourly:
    case core::Granularity::Daily:
        return first + std::chrono::days(1);
    }
    Q_UNREACHABLE();
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

query::Query withValue(query::Query query, const query::FieldId &field, const query::Value &value)
{
    const QString machine = query::valueText(value);
    const bool isEmpty = std::holds_alternative<std::monostate>(value) || machine.isEmpty();
    const Predicate leaf = isEmpty ? Predicate::leaf(field, Operator::IsEmpty, {})
                                   : Predicate::leaf(field, Operator::Is, {machine});
    if (query.where.kind != Predicate::Kind::All)
        query.where = Predicate::all({query.where});
    auto &conditions = query.where.children;
    if (std::find(conditions.begin(), conditions.end(), leaf) == conditions.end())
        conditions.push_back(leaf);
    return query;
}

query::Query withBucket(query::Query query, core::Day bucket)
{
    const core::Day end = endOfBucket(bucket, query.granularity);
    query.from = std::max(bucket, query.from.value_or(bucket));
    query.to = std::min(end, query.to.value_or(end));
    return query;
}

query::FieldId nextField(const query::Query &query, const query::FieldId &after)
{
    const auto isAfter = [&after](const char *field) { return after == QLatin1String(field); };
    auto step = std::find_if(drillPath.begin(), drillPath.end(), isAfter);
    step = step == drillPath.end() ? drillPath.begin() : step + 1;
    for (; step != drillPath.end(); ++step) {
        const query::FieldId field = text(*step);
        const bool isUsed = std::find(query.rows.begin(), query.rows.end(), field) != query.rows.end();
        if (!isUsed && query::findField(query.dataSet, field))
            return field;
    }
    return {};
}

} // namespace spendglass::pages
