// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answerlines.h"

#include <algorithm>
#include <set>

namespace spendglass::query {

namespace {

using Path = std::vector<Value>;

/// Paths over some fields, completed by the values of those that show empty ones.
class Completion
{
public:
    /// shown: for each field of the path all its values, or nothing where it shows no empty ones.
    explicit Completion(std::vector<const std::vector<Value> *> shown)
        : m_shown(std::move(shown))
    {}

    /// The paths that are missing beside these.
    std::set<Path> missing(const std::set<Path> &there)
    {
        fill({}, {there.begin(), there.end()});
        return std::move(m_missing);
    }

private:
    void fill(const Path &prefix, const std::vector<Path> &below)
    {
        const std::size_t depth = prefix.size();
        if (depth == m_shown.size()) {
            if (below.empty())
                m_missing.insert(prefix);
            return;
        }
        std::map<Value, std::vector<Path>> parts;
        for (const Path &path : below)
            parts[path[depth]].push_back(path);
        if (m_shown[depth]) {
            for (const Value &value : *m_shown[depth])
                parts[value];
        } else if (below.empty()) {
            parts[Value()];
        }
        for (const auto &[value, itsPaths] : parts) {
            Path longer = prefix;
            longer.push_back(value);
            fill(longer, itsPaths);
        }
    }

    std::vector<const std::vector<Value> *> m_shown;
    std::set<Path> m_missing;
};

AnswerLine emptyLine(const Query &query, const AnswerShape &shape, Path keys)
{
    AnswerLine line;
    line.keys = std::move(keys);
    for (const Measure &measure : query.measures) {
        const bool isCount =
            measure.aggregate == Aggregate::Count || measure.aggregate == Aggregate::CountDistinct;
        line.values.push_back(isCount ? Value(qint64(0)) : Value());
    }
    if (shape.hasComparison)
        line.before = line.values;
    return line;
}

/// The lines of a coarser depth that only the added ones have.
void addSums(const Query &query, const AnswerShape &shape, const std::vector<AnswerLine> &finest,
             AnswerLayer &layer)
{
    std::set<Path> there;
    for (const AnswerLine &line : layer.lines())
        there.insert(line.keys);
    for (const AnswerLine &line : finest) {
        Path keys = line.keys;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (!shape.isGrouped(layer.depth(), i))
                keys[i] = {};
        }
        if (there.insert(keys).second)
            layer.add(emptyLine(query, shape, std::move(keys)));
    }
}

} // namespace

void addEmptyLines(const Query &query, const AnswerShape &shape,
                   const std::map<FieldId, std::vector<Value>> &values, std::vector<AnswerLayer> &layers)
{
    const auto shownOf = [&](int from, int count) {
        std::vector<const std::vector<Value> *> shown;
        for (int i = from; i < from + count; ++i) {
            const auto found = values.find(shape.groups[std::size_t(i)].id);
            shown.push_back(found == values.end() ? nullptr : &found->second);
        }
        return shown;
    };
    const int firstColumn = shape.rowCount + shape.splitCount;
    const auto shownColumns = shownOf(firstColumn, shape.columnCount);
    const bool isRectangle =
        std::ranges::any_of(shownColumns, [](const auto *each) { return each != nullptr; });
    std::set<Path> rows, columns, lead, there;
    for (const AnswerLine &line : layers.front().lines()) {
        rows.insert({line.keys.begin(), line.keys.begin() + shape.rowCount});
        lead.insert({line.keys.begin(), line.keys.begin() + firstColumn});
        columns.insert({line.keys.begin() + firstColumn, line.keys.end()});
        there.insert(line.keys);
    }
    const std::set<Path> newRows = Completion(shownOf(0, shape.rowCount)).missing(rows);
    columns.merge(Completion(shownColumns).missing(columns));
    const auto addLines = [&](const Path &start) {
        for (const Path &column : columns) {
            Path keys = start;
            keys.insert(keys.end(), column.begin(), column.end());
            if (!there.contains(keys))
                layers.front().add(emptyLine(query, shape, std::move(keys)));
        }
    };
    for (Path row : newRows) {
        row.resize(std::size_t(firstColumn));
        addLines(row);
    }
    if (isRectangle)
        std::ranges::for_each(lead, addLines);
    for (std::size_t i = 1; i < layers.size(); ++i)
        addSums(query, shape, layers.front().lines(), layers[i]);
}

} // namespace spendglass::query
