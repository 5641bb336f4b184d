// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cellrecords.h"

#include "query/cellquery.h"

#include <algorithm>
#include <iterator>
#include <utility>

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

/// All of what is common to the filters, and one of what is left of each.
Predicate either(const std::vector<query::Query> &questions)
{
    const auto isCommon = [&questions](const Predicate &part) {
        return std::ranges::all_of(questions, [&part](const query::Query &each) {
            return std::ranges::find(each.where.children, part) != each.where.children.end();
        });
    };
    Predicate common = Predicate::all({});
    std::ranges::copy_if(questions.front().where.children, std::back_inserter(common.children), isCommon);
    Predicate different = Predicate::any({});
    for (const query::Query &each : questions) {
        Predicate rest = Predicate::all(each.where.children);
        std::erase_if(rest.children, isCommon);
        different.children.push_back(rest.children.size() == 1 ? rest.children.front() : rest);
    }
    common.children.push_back(std::move(different));
    return common;
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
    std::vector<query::Query> questions;
    for (const query::CellPlace &place : places)
        questions.push_back(query::recordsBehind(answer, place));
    query::Query records = questions.front();
    if (questions.size() > 1)
        records.where = either(questions);
    return records;
}

std::optional<Predicate> othersOf(const CrossTable &table, const std::vector<PathStep> &path,
                                  const std::vector<query::Value> &column, const query::FieldId &field)
{
    const std::optional<query::Query> records = recordsOf(table, path, column);
    if (!records)
        return std::nullopt;
    // Each unit has others of its own.
    const bool isOfSeveral = placesOf(*table.answer, path, column).size() > 1;
    const Predicate *others =
        isOfSeveral ? &records->where.children.back() : lastNoneOf(records->where, field);
    return others && query::mentions(*others, field) ? std::optional(*others) : std::nullopt;
}

} // namespace spendglass::models
