// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answerfinish.h"

#include "query/answerlines.h"

#include <QCoreApplication>

#include <algorithm>

namespace spendglass::query {

namespace {

using core::Day;

FieldId periodField(const Query &query)
{
    return query.dateBasis == DateBasis::Reported ? QStringLiteral("reportedDate")
                                                  : QStringLiteral("usageDate");
}

Day bucketStart(const Query &query, Day day)
{
    switch (query.granularity) {
    case core::Granularity::Weekly:
        return core::firstOfWeek(day);
    case core::Granularity::Monthly:
        return query.months == Months::Billing ? core::firstOfBillingPeriod(day) : core::firstOfMonth(day);
    case core::Granularity::Quarterly:
        return core::firstOfQuarter(day);
    case core::Granularity::None:
    case core::Granularity::Hourly:
    case core::Granularity::Daily:
        break;
    }
    return day;
}

std::vector<Column> answerColumns(const Query &query, const AnswerShape &shape)
{
    std::vector<Column> columns;
    for (const AnswerShape::Group &group : shape.groups)
        columns.push_back({group.id, group.field.type, FieldRole::Dimension});
    for (const Measure &measure : query.measures)
        columns.push_back({measure.text(), FieldType::Number, FieldRole::Measure});
    return columns;
}

Table tableOf(const std::vector<Column> &columns, std::vector<AnswerLine> lines)
{
    Table table{columns, {}};
    table.cells.reserve(columns.size() * lines.size());
    for (AnswerLine &line : lines) {
        std::ranges::move(line.keys, std::back_inserter(table.cells));
        std::ranges::move(line.shown, std::back_inserter(table.cells));
    }
    return table;
}

/// Whether the lines are the answer as they are.
bool isFinished(const Query &query, const AnswerShape &shape)
{
    const bool arePlain = std::ranges::all_of(query.measures, [](const Measure &measure) {
        return measure.showAs == ShowAs::Value && measure.aggregate != Aggregate::Average;
    });
    return arePlain && shape.isSortedThere && !shape.hasLevels && !shape.hasComparison && query.tops.empty();
}

AllValues emptyValues(const Query &query, const AllValues &allValues, const AnswerLayer &finest,
                      const AnswerShape &shape)
{
    AllValues result;
    for (std::size_t i = 0; i < shape.groups.size(); ++i) {
        const AnswerShape::Group &group = shape.groups[i];
        const bool isShown = std::ranges::any_of(query.showEmpty, [&](const FieldId &id) {
            const std::optional<Field> field = findField(query.dataSet, id);
            return field && field->id == group.field.id;
        });
        if (!isShown)
            continue;
        if (group.field.id == periodField(query)) {
            std::vector<Value> values;
            for (const AnswerLine &line : finest.lines())
                values.push_back(line.keys[i]);
            result[group.id] = periodBuckets(query, values);
        } else if (const auto found = allValues.find(group.field.id); found != allValues.end()) {
            result[group.id] = found->second;
        }
    }
    return result;
}

} // namespace

std::vector<Query> allValuesQueries(const Query &resolved)
{
    std::vector<Query> queries;
    for (const FieldId &id : resolved.showEmpty) {
        const std::optional<Field> field = findField(resolved.dataSet, id);
        if (!field || field->id == periodField(resolved))
            continue;
        Query query;
        query.dataSet = resolved.dataSet;
        query.asOf = resolved.asOf;
        query.rows = {field->id};
        query.granularity = resolved.granularity;
        query.months = resolved.months;
        query.measures = {Measure{Aggregate::Count, {}}};
        queries.push_back(std::move(query));
    }
    return queries;
}

std::vector<Value> periodBuckets(const Query &resolved, const std::vector<Value> &lines)
{
    std::optional<Day> from = resolved.from, to = resolved.to;
    for (const Value &value : lines) {
        const auto *const day = std::get_if<Day>(&value);
        if (!day)
            continue;
        if (!resolved.from)
            from = from ? std::min(*from, *day) : *day;
        if (!resolved.to)
            to = to ? std::max(*to, *day + std::chrono::days(1)) : *day + std::chrono::days(1);
    }
    std::vector<Value> buckets;
    if (!from || !to)
        return buckets;
    for (Day day = *from; day < *to; day += std::chrono::days(1)) {
        const Value bucket = bucketStart(resolved, day);
        if (buckets.empty() || buckets.back() != bucket)
            buckets.push_back(bucket);
    }
    return buckets;
}

void finishAnswer(Table lines, const AllValues &allValues, Answer &answer)
{
    const Query &query = answer.resolved;
    const AnswerShape shape = shapeOf(query);
    answer.rowFieldCount = shape.rowCount;
    answer.splitFieldCount = shape.splitCount;
    answer.columnFieldCount = shape.columnCount;
    const std::vector<Column> columns = answerColumns(query, shape);
    if (isFinished(query, shape)) {
        answer.table = std::move(lines);
        answer.table.columns = columns;
        return;
    }
    std::vector<AnswerLayer> layers = readLayers(query, shape, lines);
    lines = {};
    if (!query.showEmpty.empty()) {
        const AllValues shown = emptyValues(query, allValues, layers.front(), shape);
        for (AnswerLayer &layer : layers)
            addEmptyLines(query, shape, shown, layer);
    }
    showValues(query, shape, layers);
    if (!shape.isSortedThere) {
        for (AnswerLayer &layer : layers)
            sortLines(query, shape, layer);
    }
    if (!showRunningTotals(query, shape, layers))
        answer.remarks << QCoreApplication::translate("Query", "A running total is too large to be shown");
    std::vector<AnswerLine> &finest = layers.front().lines();
    if (query.limit && std::size_t(*query.limit) < finest.size())
        finest.resize(std::size_t(*query.limit));
    answer.table = tableOf(columns, std::move(finest));
    if (!query.subtotals)
        return;
    for (std::size_t i = 1; i < layers.size(); ++i)
        answer.levels.push_back({layers[i].depth().rows, layers[i].depth().hasColumns,
                                 tableOf(columns, std::move(layers[i].lines()))});
}

} // namespace spendglass::query
