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
        fill({}, {there.begin(), there.end()}, false);
        return std::move(m_missing);
    }

private:
    void fill(const Path &prefix, const std::vector<Path> &below, bool isNew)
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
        } else if (isNew) {
            parts[Value()];
        }
        for (const auto &[value, itsPaths] : parts) {
            Path longer = prefix;
            longer.push_back(value);
            fill(longer, itsPaths, itsPaths.empty());
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

} // namespace

void addEmptyLines(const Query &query, const AnswerShape &shape,
                   const std::map<FieldId, std::vector<Value>> &values, AnswerLayer &layer)
{
    const auto shownOf = [&](int from, int to) {
        std::vector<const std::vector<Value> *> shown;
        for (int i = from; i < to; ++i) {
            const auto found = values.find(shape.groups[std::size_t(i)].id);
            shown.push_back(found == values.end() ? nullptr : &found->second);
        }
        return shown;
    };
    const int depth = layer.depth().rows;
    const int firstColumn = shape.rowCount + shape.splitCount;
    const bool hasColumns = layer.depth().hasColumns && shape.columnCount > 0;
    const auto shownColumns =
        shownOf(firstColumn, hasColumns ? firstColumn + shape.columnCount : firstColumn);
    const bool isRectangle =
        std::ranges::any_of(shownColumns, [](const auto *each) { return each != nullptr; });
    std::set<Path> rows, columns, lead, there;
    for (const AnswerLine &line : layer.lines()) {
        const auto column = line.keys.begin() + firstColumn;
        rows.insert({line.keys.begin(), line.keys.begin() + depth});
        lead.insert({line.keys.begin(), column});
        columns.insert({column, line.keys.end()});
        there.insert(line.keys);
    }
    std::set<Path> newRows = Completion(shownOf(0, depth)).missing(rows);
    if (hasColumns)
        columns.merge(Completion(shownColumns).missing(columns));
    if (depth == 0 && (!isRectangle || columns.empty()))
        newRows.clear(); // there is nothing that a total could be of
    if (columns.empty())
        columns.insert(Path(std::size_t(shape.columnCount)));
    const auto addLines = [&](const Path &start) {
        for (const Path &column : columns) {
            Path keys = start;
            keys.insert(keys.end(), column.begin(), column.end());
            if (!there.contains(keys))
                layer.add(emptyLine(query, shape, std::move(keys)));
        }
    };
    for (Path row : newRows) {
        row.resize(std::size_t(firstColumn));
        addLines(row);
    }
    if (isRectangle)
        std::ranges::for_each(lead, addLines);
}

} // namespace spendglass::query
