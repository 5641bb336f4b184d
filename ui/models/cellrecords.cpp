// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cellrecords.h"

#include "query/cellquery.h"

#include <algorithm>

namespace spendglass::models {

namespace {

using query::Predicate;

/// The table that has cells so deep, with column fields or over all of them; null without such a level.
const query::Table *tableOf(const query::Answer &answer, int depth, bool hasColumns)
{
    if (depth == answer.rowFieldCount && (hasColumns || answer.columnFieldCount == 0))
        return &answer.table;
    const auto found = std::ranges::find_if(answer.levels, [=](const query::Level &level) {
        return level.rowDepth == depth && level.hasColumns == hasColumns;
    });
    return found == answer.levels.end() ? nullptr : &found->table;
}

/// The lines of the answer that a cell of the table is made of: one for each unit.
std::vector<query::CellPlace> placesOf(const query::Answer &answer, const std::vector<PathStep> &path,
                                       const std::vector<query::Value> &column)
{
    const int depth = std::min(int(path.size()), answer.rowFieldCount);
    const query::Table *table = tableOf(answer, depth, !column.empty());
    std::vector<query::CellPlace> places;
    for (qsizetype line = 0; table && line < table->rowCount(); ++line) {
        bool isIt = true;
        for (std::size_t i = 0; i < path.size() && isIt; ++i)
            isIt = table->at(line, qsizetype(i)) == path[i].value;
        const qsizetype first = answer.rowFieldCount + answer.splitFieldCount;
        for (std::size_t i = 0; i < column.size() && isIt; ++i)
            isIt = table->at(line, first + qsizetype(i)) == column[i];
        if (isIt)
            places.push_back({table, line});
    }
    return places;
}

/// Takes out the condition on a field that the cell itself has put in: the last one on it.
bool removeLast(Predicate &where, const Predicate &condition)
{
    for (auto child = where.children.rbegin(); child != where.children.rend(); ++child) {
        if (*child == condition) {
            where.children.erase(std::next(child).base());
            return true;
        }
        if (removeLast(*child, condition))
            return true;
    }
    return false;
}

const Predicate *lastNoneOf(const Predicate &where, const query::FieldId &field)
{
    for (auto child = where.children.rbegin(); child != where.children.rend(); ++child) {
        const bool isNoneOf = child->kind == Predicate::Kind::Not &&
                              child->children.front().kind == Predicate::Kind::Any &&
                              query::mentions(*child, field);
        if (isNoneOf)
            return &*child;
        if (const Predicate *deeper = lastNoneOf(*child, field))
            return deeper;
    }
    return nullptr;
}

} // namespace

std::optional<query::Query> recordsOf(const CrossTable &table, const std::vector<PathStep> &path,
                                      const std::vector<query::Value> &column)
{
    const query::Answer &answer = *table.answer;
    const std::vector<query::CellPlace> places = placesOf(answer, path, column);
    if (places.empty())
        return std::nullopt;
    query::Query records = query::recordsBehind(answer, places.front());
    const auto valueAt = [](const query::CellPlace &place, int group) {
        return place.table->at(place.line, group);
    };
    const int firstMeasure = answer.rowFieldCount + answer.splitFieldCount + answer.columnFieldCount;
    for (int i = 0; i < firstMeasure; ++i) {
        const query::Value first = valueAt(places.front(), i);
        const bool isOne = std::ranges::all_of(
            places, [&](const query::CellPlace &place) { return valueAt(place, i) == first; });
        if (!isOne) // a unit, of which the cell shows several
            removeLast(records.where,
                       query::conditionFor(answer.resolved, table.levelField(std::size_t(i)), first));
    }
    return records;
}

std::optional<Predicate> othersOf(const CrossTable &table, const std::vector<PathStep> &path,
                                  const std::vector<query::Value> &column, const query::FieldId &field)
{
    const std::optional<query::Query> records = recordsOf(table, path, column);
    const Predicate *others = records ? lastNoneOf(records->where, field) : nullptr;
    return others ? std::optional(*others) : std::nullopt;
}

} // namespace spendglass::models
