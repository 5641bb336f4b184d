// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/cellquery.h"

#include "query/answershape.h"
#include "query/buckets.h"

#include <algorithm>
#include <iterator>

namespace spendglass::query {

namespace {

using core::Day;

/// The filter and the conditions together. Conditions of their own at the top would change what ranking
/// conditions rank: with them they become one part, of which none of the rest is asked.
Predicate withConditions(const Predicate &where, std::vector<Predicate> conditions)
{
    std::vector<Predicate> parts, together;
    for (Predicate &conjunct : conjunctsOf(where))
        (ranks(conjunct) ? together : parts).push_back(std::move(conjunct));
    auto &end = together.empty() ? parts : together;
    end.insert(end.end(), std::make_move_iterator(conditions.begin()),
               std::make_move_iterator(conditions.end()));
    if (!together.empty())
        parts.push_back(Predicate::any({Predicate::all(std::move(together))}));
    return Predicate::all(std::move(parts));
}

Predicate halfOpen(const FieldId &field, const QString &from, const QString &to)
{
    return Predicate::all({Predicate::leaf(field, Operator::GreaterOrEqual, {from}),
                           Predicate::leaf(field, Operator::Less, {to})});
}

/// The values that the answer keeps apart among the lines that share the cell's parent and unit.
std::vector<Value> keptValues(const Answer &answer, const AnswerShape &shape, const std::vector<Value> &keys,
                              std::size_t group)
{
    const auto firstSplit = std::size_t(shape.rowCount);
    const auto firstColumn = firstSplit + std::size_t(shape.splitCount);
    // The lines themselves may be cut off by a limit; those of a level are not.
    const Table *table = &answer.table;
    for (const Level &level : answer.levels) {
        if (std::size_t(level.rowDepth) == group + 1 && !level.hasColumns)
            table = &level.table;
    }
    std::vector<Value> kept;
    for (qsizetype row = 0; row < table->rowCount(); ++row) {
        bool isSibling = true;
        for (std::size_t i = 0; i < shape.groups.size() && isSibling; ++i) {
            const bool isSplit = i >= firstSplit && i < firstColumn;
            const bool isBefore = i < group && (i >= firstColumn) == (group >= firstColumn);
            isSibling = !(isSplit || isBefore || (i != group && shape.groups[i].isUnit)) ||
                        table->at(row, qsizetype(i)) == keys[i];
        }
        const Value &value = table->at(row, qsizetype(group));
        if (isSibling && !std::holds_alternative<Others>(value) &&
            std::ranges::find(kept, value) == kept.end())
            kept.push_back(value);
    }
    return kept;
}

} // namespace

Predicate conditionFor(const Query &query, const FieldId &field, const Value &value)
{
    if (std::holds_alternative<std::monostate>(value))
        return Predicate::leaf(field, Operator::IsNotReported, {});
    if (const auto *day = std::get_if<Day>(&value); day && isBucketed(field)) {
        const core::DayRange bucket = bucketOf(query, *day);
        if (bucket.to > *day + std::chrono::days(1))
            return halfOpen(field, core::dayText(*day), core::dayText(bucket.to));
    }
    const auto *const instant = std::get_if<core::Instant>(&value);
    if (instant && query.granularity == core::Granularity::Hourly && field == QLatin1String("usageStart"))
        return halfOpen(field, core::instantText(*instant),
                        core::instantText(*instant + std::chrono::hours(1)));
    const bool isText = std::holds_alternative<QString>(value);
    return Predicate::leaf(field, isText ? Operator::IsExactly : Operator::Is, {valueText(value)});
}

Query recordsBehind(const Answer &answer, CellPlace cell)
{
    const AnswerShape shape = shapeOf(answer.resolved);
    AnswerShape::Depth depth{shape.rowCount, true};
    for (const Level &level : answer.levels) {
        if (&level.table == cell.table)
            depth = {level.rowDepth, level.hasColumns};
    }
    std::vector<Value> keys;
    for (std::size_t i = 0; i < shape.groups.size(); ++i)
        keys.push_back(cell.table->at(cell.line, qsizetype(i)));
    std::vector<Predicate> conditions;
    for (std::size_t i = 0; i < shape.groups.size(); ++i) {
        const FieldId &id = shape.groups[i].field.id;
        if (!shape.isGrouped(depth, i))
            continue;
        if (!std::holds_alternative<Others>(keys[i])) {
            conditions.push_back(conditionFor(answer.resolved, id, keys[i]));
            continue;
        }
        std::vector<Predicate> kept;
        for (const Value &value : keptValues(answer, shape, keys, i))
            kept.push_back(conditionFor(answer.resolved, id, value));
        conditions.push_back(Predicate::negation(Predicate::any(std::move(kept))));
    }
    Query records;
    records.dataSet = answer.resolved.dataSet;
    records.where = withConditions(answer.resolved.where, std::move(conditions));
    records.from = answer.resolved.from;
    records.to = answer.resolved.to;
    records.dateBasis = answer.resolved.dateBasis;
    records.asOf = answer.resolved.asOf;
    if (records.from && records.to && *records.from == *records.to) {
        // No day was loaded whole.
        records.from.reset();
        records.to.reset();
        records.where = Predicate::all({Predicate::any({})});
    }
    for (const Measure &measure : answer.resolved.measures) {
        if (measure.aggregate == Aggregate::Sum && records.measures.empty())
            records.measures.push_back({measure.aggregate, measure.field});
    }
    if (records.measures.empty())
        records.measures.push_back({Aggregate::Count, {}});
    return records;
}

} // namespace spendglass::query
