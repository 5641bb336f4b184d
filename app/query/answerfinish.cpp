// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answerfinish.h"

#include "query/answerlines.h"
#include "query/buckets.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <map>

namespace spendglass::query {

namespace {

using core::Day;

FieldId periodField(const Query &query)
{
    return query.dateBasis == DateBasis::Reported ? QStringLiteral("reportedDate")
                                                  : QStringLiteral("usageDate");
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

/// Whether the lines need nothing but to be put into their tables: most do, and some are many.
bool isFinished(const Query &query, const AnswerShape &shape)
{
    const bool arePlain = std::ranges::all_of(query.measures, [](const Measure &measure) {
        return measure.showAs == ShowAs::Value && measure.aggregate != Aggregate::Average;
    });
    return arePlain && shape.isSortedThere && !shape.hasComparison && query.showEmpty.empty();
}

/// Finished lines that have nothing else to lose than their counts.
Table withoutCounts(const AnswerShape &shape, const std::vector<Column> &columns, Table lines)
{
    const auto width = std::size_t(shape.width);
    auto end = lines.cells.begin();
    for (std::size_t at = 0; at < lines.cells.size(); at += width) {
        const auto line = lines.cells.begin() + std::ptrdiff_t(at);
        end = line == end ? line + shape.records : std::move(line, line + shape.records, end);
    }
    lines.cells.erase(end, lines.cells.end());
    return {columns, std::move(lines.cells)};
}

/// The tables of all depths, the lines themselves first, straight from finished lines.
std::vector<Table> sortedInto(const AnswerShape &shape, const std::vector<Column> &columns, Table lines)
{
    const std::vector<AnswerShape::Depth> depths = shape.depths();
    std::vector<Table> tables(shape.hasLevels ? depths.size() : 1, Table{columns, {}});
    std::map<qint64, std::vector<std::size_t>> tablesOf;
    for (std::size_t i = 0; i < tables.size(); ++i)
        tablesOf[shape.maskOf(depths[i])].push_back(i);
    tables.front().cells.reserve(std::size_t(lines.rowCount()) * columns.size());
    const std::size_t measuresEnd = std::size_t(shape.records);
    const std::size_t firstMeasure = measuresEnd - columns.size() + shape.groups.size();
    for (std::size_t at = 0; at < lines.cells.size(); at += std::size_t(shape.width)) {
        Value *const line = lines.cells.data() + at;
        const qint64 mask = shape.hasLevels ? std::get<qint64>(line[0]) : 0;
        Value *const groups = line + shape.firstGroup();
        for (std::size_t i = 0; i < shape.groups.size(); ++i) {
            if (const int flag = shape.groups[i].flag; flag >= 0 && line[flag] == Value(qint64(1)))
                groups[i] = Others();
        }
        for (const std::size_t index : tablesOf[mask]) {
            std::vector<Value> &cells = tables[index].cells;
            cells.insert(cells.end(), groups, groups + shape.groups.size());
            cells.insert(cells.end(), line + firstMeasure, line + measuresEnd);
        }
    }
    return tables;
}

/// The buckets of the period's date field, ascending; those of days that have records where the period is
/// open. lines: the values that have records.
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
    for (Day day = *from; day < *to;) {
        const core::DayRange bucket = bucketOf(resolved, day);
        buckets.emplace_back(bucket.from);
        day = bucket.to;
    }
    return buckets;
}

/// Without lines there were no records.
void readCounts(const AnswerShape &shape, const Table &lines, Answer &answer)
{
    answer.records = 0;
    answer.completeness.usedTo.reset();
    if (lines.rowCount() == 0)
        return;
    answer.records = std::get<qint64>(lines.at(0, shape.records));
    if (const auto *const day = std::get_if<Day>(&lines.at(0, shape.records + 1)))
        answer.completeness.usedTo = *day;
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

void finishAnswer(Table lines, const AllValues &allValues, Answer &answer)
{
    const Query &query = answer.resolved;
    const AnswerShape shape = shapeOf(query);
    answer.rowFieldCount = shape.rowCount;
    answer.splitFieldCount = shape.splitCount;
    answer.columnFieldCount = shape.columnCount;
    readCounts(shape, lines, answer);
    const std::vector<Column> columns = answerColumns(query, shape);
    if (isFinished(query, shape)) {
        const bool isAsItIs = !shape.hasLevels && query.tops.empty();
        std::vector<Table> tables;
        if (isAsItIs)
            tables.push_back(withoutCounts(shape, columns, std::move(lines)));
        else
            tables = sortedInto(shape, columns, std::move(lines));
        answer.table = std::move(tables.front());
        if (query.limit && *query.limit < answer.table.rowCount())
            answer.table.cells.resize(std::size_t(*query.limit) * columns.size());
        for (std::size_t i = 1; i < tables.size() && query.subtotals; ++i)
            answer.levels.push_back(
                {shape.depths()[i].rows, shape.depths()[i].hasColumns, std::move(tables[i])});
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
