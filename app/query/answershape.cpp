// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answershape.h"

#include <algorithm>

namespace spendglass::query {

namespace {

const TopValues *topOf(const Query &query, const Field &field)
{
    for (const TopValues &top : query.tops) {
        const std::optional<Field> its = findField(query.dataSet, top.field);
        if (its && its->id == field.id)
            return &top;
    }
    return nullptr;
}

bool isUnit(const Query &query, const Field &field)
{
    return std::ranges::any_of(
        query.measures, [&](const Measure &measure) { return unitFieldOf(query, measure) == field.id; });
}

/// Shares are of the lines above, whether these are asked for or not.
bool needsLevels(const Query &query)
{
    return query.subtotals || std::ranges::any_of(query.measures, [](const Measure &measure) {
               return measure.showAs == ShowAs::PercentOfTotal || measure.showAs == ShowAs::PercentOfParent;
           });
}

/// Quotients and what is made of other lines is not known there, and all lines are needed for that.
bool canSortThere(const Query &query)
{
    const auto isOfLines = [](const Measure &measure) {
        return measure.showAs == ShowAs::Rank || measure.showAs == ShowAs::RunningTotal;
    };
    const auto isKnownHere = [&query](const SortKey &key) {
        return std::ranges::any_of(query.measures, [&key](const Measure &measure) {
            return measure.text() == key.key &&
                   (measure.showAs != ShowAs::Value || measure.aggregate == Aggregate::Average);
        });
    };
    // DuckDB 1.4.4 ends such a limit with an internal error now and then.
    const bool isRefused = query.limit && !query.tops.empty();
    return query.showEmpty.empty() && !isRefused && std::ranges::none_of(query.sort, isKnownHere) &&
           !(query.limit && std::ranges::any_of(query.measures, isOfLines));
}

} // namespace

AnswerShape shapeOf(const Query &query)
{
    AnswerShape shape;
    const std::vector<FieldId> splits = splitFields(query);
    shape.rowCount = int(query.rows.size());
    shape.splitCount = int(splits.size());
    shape.columnCount = int(query.columns.size());
    for (const auto &ids : {query.rows, splits, query.columns}) {
        for (const FieldId &id : ids) {
            const Field field = *findField(query.dataSet, id);
            shape.groups.push_back({id, field, topOf(query, field), isUnit(query, field)});
        }
    }
    shape.hasLevels = needsLevels(query);
    shape.hasComparison = query.comparison.has_value();
    shape.isSortedThere = canSortThere(query);
    int next = shape.firstGroup() + int(shape.groups.size());
    for (AnswerShape::Group &group : shape.groups) {
        if (group.top)
            group.flag = next++;
    }
    for (const Measure &measure : query.measures) {
        const int count = measure.aggregate == Aggregate::Average ? 2 : 1;
        shape.measures.push_back({next, count});
        next += count;
    }
    for (AnswerShape::Parts &parts : shape.measures) {
        if (shape.hasComparison) {
            parts.compared = next;
            next += parts.count;
        }
    }
    shape.records = next;
    shape.width = next + 2;
    return shape;
}

std::vector<AnswerShape::Depth> AnswerShape::depths() const
{
    std::vector<Depth> all;
    for (int rows = rowCount; rows >= 0; --rows) {
        if (columnCount > 0)
            all.push_back({rows, true});
        all.push_back({rows, false});
    }
    return all;
}

bool AnswerShape::isGrouped(Depth depth, std::size_t group) const
{
    if (groups[group].isUnit)
        return true;
    if (int(group) < rowCount)
        return int(group) < depth.rows;
    return int(group) < rowCount + splitCount || depth.hasColumns;
}

qint64 AnswerShape::maskOf(Depth depth) const
{
    qint64 mask = 0;
    for (std::size_t group = 0; group < groups.size(); ++group)
        mask = mask * 2 + (isGrouped(depth, group) ? 0 : 1);
    return mask;
}

} // namespace spendglass::query
