// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/pivot.h"

#include <algorithm>
#include <map>
#include <set>

namespace spendglass::query {

namespace {

using Path = std::vector<Value>;

struct Before
{
    bool operator()(const Path &a, const Path &b) const
    {
        return std::ranges::lexicographical_compare(a, b, precedes);
    }
};

/// Where a measure's unit is found: a column of the answer, or one unit for all because a filter pins it.
struct UnitSource
{
    int column = -1;
    QString fixed;
    bool isCount = false; ///< counts of the lines of several units are those of all: no record has two
};

std::vector<UnitSource> unitSources(const Answer &answer)
{
    std::vector<UnitSource> sources;
    for (const Measure &measure : answer.resolved.measures) {
        UnitSource source;
        const std::optional<FieldId> unit = unitFieldOf(answer.resolved, measure);
        const bool isPercent = measure.showAs == ShowAs::PercentOfTotal ||
                               measure.showAs == ShowAs::PercentOfParent ||
                               measure.showAs == ShowAs::PercentDifference;
        if (isPercent)
            source.fixed = QStringLiteral("%");
        else if (unit && measure.hasUnit()) {
            source.column = answer.table.columnOf(*unit);
            if (source.column < 0)
                source.fixed = pinnedValue(answer.resolved, *unit).value_or(QString());
        }
        const bool isSummed = measure.showAs == ShowAs::Value || measure.showAs == ShowAs::Difference;
        source.isCount = measure.aggregate == Aggregate::Count && isSummed;
        sources.push_back(source);
    }
    return sources;
}

/// Puts the lines of an answer where they belong.
class Turning
{
public:
    explicit Turning(const Answer &answer)
        : m_answer(answer)
        , m_firstColumnField(answer.rowFieldCount + answer.splitFieldCount)
        , m_firstMeasure(m_firstColumnField + answer.columnFieldCount)
        , m_units(unitSources(answer))
    {
        std::set<Path, Before> distinct;
        for (qsizetype row = 0; row < answer.table.rowCount(); ++row)
            distinct.insert(cellsOf(answer.table, row, m_firstColumnField, m_firstMeasure));
        if (answer.columnFieldCount == 0)
            distinct.insert(Path());
        for (const Path &column : distinct) {
            m_columnOf[column] = m_pivot.columnValues.size();
            m_pivot.columnValues.push_back(column);
        }
    }

    Pivot turned()
    {
        for (int i = 0; i < m_answer.rowFieldCount; ++i)
            m_pivot.rowFields.push_back(m_answer.table.columns[std::size_t(i)].id);
        for (const Measure &measure : m_answer.query.measures)
            m_pivot.measures.push_back(measure.text());
        m_root.cells.resize(cellCount());
        addLines();
        placeTable(m_answer.table, m_answer.rowFieldCount, m_answer.columnFieldCount > 0);
        for (const Level &level : m_answer.levels)
            placeTable(level.table, level.rowDepth, level.hasColumns);
        m_pivot.root = nodeOf(m_root);
        addTotals();
        return std::move(m_pivot);
    }

private:
    /// A line while cells are put into it.
    struct Line
    {
        Value label;
        std::vector<PivotCell> cells;
        std::vector<Line> children;
        std::map<Value, std::size_t> childOf;
    };

    std::size_t measureCount() const { return m_units.size(); }
    std::size_t cellCount() const { return (m_pivot.columnValues.size() + 1) * measureCount(); }

    static Path cellsOf(const Table &table, qsizetype row, int from, int to)
    {
        Path path;
        for (int i = from; i < to; ++i)
            path.push_back(table.at(row, i));
        return path;
    }

    Line &child(Line &line, const Value &value)
    {
        const auto [known, isNew] = line.childOf.try_emplace(value, line.children.size());
        if (isNew)
            line.children.push_back({value, std::vector<PivotCell>(cellCount()), {}, {}});
        return line.children[known->second];
    }

    static Line *find(Line &line, const Value &value)
    {
        const auto known = line.childOf.find(value);
        return known == line.childOf.end() ? nullptr : &line.children[known->second];
    }

    /// The lines of the answer itself say which lines there are, and in which order.
    void addLines()
    {
        for (qsizetype row = 0; row < m_answer.table.rowCount(); ++row) {
            Line *line = &m_root;
            for (int i = 0; i < m_firstColumnField; ++i)
                line = &child(*line, m_answer.table.at(row, i));
        }
    }

    void placeTable(const Table &table, int rowDepth, bool hasColumns)
    {
        const bool isFinest = rowDepth == m_answer.rowFieldCount;
        for (qsizetype row = 0; row < table.rowCount(); ++row) {
            Line *line = &m_root;
            for (int i = 0; i < rowDepth && line; ++i)
                line = find(*line, table.at(row, i));
            if (!line)
                continue; // beyond the limit
            place(table, row, hasColumns, *line);
            for (int i = m_answer.rowFieldCount; i < m_firstColumnField && line && isFinest; ++i)
                line = find(*line, table.at(row, i));
            if (line && isFinest && m_answer.splitFieldCount > 0)
                place(table, row, hasColumns, *line);
        }
    }

    /// Without column fields the one column and the total are the same.
    void place(const Table &table, qsizetype row, bool hasColumns, Line &line) const
    {
        const std::size_t total = m_pivot.columnValues.size();
        if (!hasColumns)
            placeAt(table, row, total, line);
        if (hasColumns || m_answer.columnFieldCount == 0) {
            const auto column = m_columnOf.find(cellsOf(table, row, m_firstColumnField, m_firstMeasure));
            if (column != m_columnOf.end())
                placeAt(table, row, column->second, line);
        }
    }

    void placeAt(const Table &table, qsizetype row, std::size_t column, Line &line) const
    {
        for (std::size_t i = 0; i < measureCount(); ++i) {
            const std::optional<core::Decimal> amount =
                amountOf(table.at(row, m_firstMeasure + qsizetype(i)));
            if (!amount)
                continue;
            PivotCell &cell = line.cells[column * measureCount() + i];
            const UnitSource &source = m_units[i];
            if (cell.isMixed)
                continue;
            if (cell.amount && source.isCount)
                cell.amount = cell.amount->plus(*amount);
            else if (cell.amount)
                cell = {std::nullopt, {}, true};
            else
                cell = {amount, source.column < 0 ? source.fixed : valueText(table.at(row, source.column)),
                        false};
        }
    }

    static PivotNode nodeOf(const Line &line)
    {
        PivotNode node{line.label, line.cells, {}};
        for (const Line &each : line.children)
            node.children.push_back(nodeOf(each));
        return node;
    }

    void addTotals()
    {
        if (m_answer.splitFieldCount == 0) {
            m_pivot.totals.push_back({{}, m_pivot.root.cells, {}});
            return;
        }
        std::map<Path, Line, Before> byUnit;
        for (qsizetype row = 0; row < m_answer.table.rowCount(); ++row)
            byUnit.try_emplace(cellsOf(m_answer.table, row, m_answer.rowFieldCount, m_firstColumnField));
        for (auto &[unit, line] : byUnit) {
            line.label = unit.front();
            line.cells.resize(cellCount());
        }
        const auto placeTotals = [&](const Table &table, bool hasColumns) {
            for (qsizetype row = 0; row < table.rowCount(); ++row) {
                const auto line =
                    byUnit.find(cellsOf(table, row, m_answer.rowFieldCount, m_firstColumnField));
                if (line != byUnit.end())
                    place(table, row, hasColumns, line->second);
            }
        };
        if (m_answer.rowFieldCount == 0)
            placeTotals(m_answer.table, m_answer.columnFieldCount > 0);
        for (const Level &level : m_answer.levels) {
            if (level.rowDepth == 0)
                placeTotals(level.table, level.hasColumns);
        }
        for (const auto &[unit, line] : byUnit)
            m_pivot.totals.push_back(nodeOf(line));
    }

    const Answer &m_answer;
    int m_firstColumnField;
    int m_firstMeasure;
    std::vector<UnitSource> m_units;
    std::map<Path, std::size_t, Before> m_columnOf;
    Line m_root;
    Pivot m_pivot;
};

} // namespace

Pivot pivot(const Answer &answer)
{
    return Turning(answer).turned();
}

} // namespace spendglass::query
