// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query.h"

#include <algorithm>

namespace spendglass::query {

std::optional<QString> pinnedValue(const Query &query, const FieldId &id)
{
    for (const Predicate &conjunct : conjunctsOf(query.where)) {
        const Condition &condition = conjunct.condition;
        const bool isEquality = condition.op == Operator::Is || condition.op == Operator::In ||
                                condition.op == Operator::IsExactly;
        if (conjunct.kind == Predicate::Kind::Leaf && isEquality && condition.values.size() == 1 &&
            canonicalId(query.dataSet, condition.field) == id)
            return condition.values.front();
    }
    return std::nullopt;
}

std::vector<FieldId> groupFields(const Query &query)
{
    std::vector<FieldId> result = query.rows;
    result.insert(result.end(), query.columns.begin(), query.columns.end());
    return result;
}

std::optional<FieldId> unitFieldOf(const Query &query, const Measure &measure)
{
    const std::optional<Field> field = findField(query.dataSet, measure.field);
    const bool isOfUnit =
        measure.aggregate != Aggregate::Count && measure.aggregate != Aggregate::CountDistinct;
    return isOfUnit && field && !field->unitField.isEmpty() ? std::optional(field->unitField) : std::nullopt;
}

std::vector<FieldId> splitFields(const Query &query)
{
    std::vector<FieldId> grouped;
    for (const FieldId &id : groupFields(query))
        grouped.push_back(canonicalId(query.dataSet, id));
    std::vector<FieldId> result;
    for (const Measure &measure : query.measures) {
        const std::optional<FieldId> unit = unitFieldOf(query, measure);
        if (unit && std::ranges::find(grouped, *unit) == grouped.end() &&
            std::ranges::find(result, *unit) == result.end() && !pinnedValue(query, *unit))
            result.push_back(*unit);
    }
    return result;
}

std::optional<Measure> rankedBy(const Query &query, const TopValues &top)
{
    for (const Measure &measure : query.measures) {
        const bool isFirst = top.by.isEmpty() && measure.aggregate != Aggregate::Average;
        if (isFirst || measure.valueText() == top.by)
            return Measure{measure.aggregate, measure.field};
    }
    return std::nullopt;
}

} // namespace spendglass::query
