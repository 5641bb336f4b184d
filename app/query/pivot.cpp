// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/pivot.h"

#include <algorithm>
#include <map>

namespace spendglass::query {

namespace {

/// A running total that remembers whether units were mixed in it and whether it left the range.
class Total
{
public:
    /// False when the sum leaves the range of a Decimal; it stays empty from then on.
    bool add(const core::Decimal &amount, const QString &unit)
    {
        m_isMixed = m_isMixed || (m_isUsed && unit != m_unit);
        m_unit = unit;
        m_sum = m_isUsed ? (m_sum ? m_sum->plus(amount) : std::nullopt) : std::optional(amount);
        m_isUsed = true;
        return m_isMixed || m_sum.has_value();
    }

    PivotCell cell() const
    {
        if (m_isMixed)
            return {std::nullopt, {}, true};
        return {m_sum, m_unit, false};
    }

private:
    std::optional<core::Decimal> m_sum;
    QString m_unit;
    bool m_isMixed = false;
    bool m_isUsed = false;
};

/// A line while it is summed: totals for each cell, children in the answer's order.
struct Line
{
    Value label;
    std::vector<Total> totals;
    std::vector<Line> children;
    std::map<Value, std::size_t> childOf;

    Line &child(const Value &value, std::size_t cellCount)
    {
        const auto [known, isNew] = childOf.try_emplace(value, children.size());
        if (isNew)
            children.push_back({value, std::vector<Total>(cellCount), {}, {}});
        return children[known->second];
    }

    PivotNode node() const
    {
        PivotNode result;
        result.label = label;
        for (const Total &total : totals)
            result.cells.push_back(total.cell());
        for (const Line &each : children)
            result.children.push_back(each.node());
        return result;
    }
};

/// Where a measure's unit is found: a column of the answer, or one unit for all because a filter pins it.
struct UnitSource
{
    int column = -1;
    QString pinned;
};

std::vector<UnitSource> unitSources(const Answer &answer)
{
    std::vector<UnitSource> sources;
    for (const Measure &measure : answer.query.measures) {
        UnitSource source;
        if (const std::optional<FieldId> unit = unitFieldOf(answer.query, measure)) {
            source.column = answer.table.columnOf(*unit);
            if (source.column < 0)
                source.pinned = pinnedValue(answer.query, *unit).value_or(QString());
        }
        sources.push_back(source);
    }
    return sources;
}

std::optional<core::Decimal> amountOf(const Value &value)
{
    if (const auto *amount = std::get_if<core::Decimal>(&value))
        return *amount;
    if (const auto *count = std::get_if<qint64>(&value))
        return core::Decimal::fromInteger(*count);
    return std::nullopt;
}

/// Adds up one answer, line by line.
class Turning
{
public:
    explicit Turning(const Answer &answer)
        : m_answer(answer)
        , m_firstColumnField(answer.rowFieldCount + answer.splitFieldCount)
        , m_firstMeasure(m_firstColumnField + answer.columnFieldCount)
        , m_units(unitSources(answer))
    {
        std::map<std::vector<Value>, std::size_t> distinct;
        for (qsizetype row = 0; row < answer.table.rowCount(); ++row)
            distinct.try_emplace(columnKey(row), 0);
        if (answer.columnFieldCount == 0)
            distinct.try_emplace({}, 0);
        for (auto &[key, index] : distinct) {
            index = m_pivot.columnValues.size();
            m_pivot.columnValues.push_back(key);
        }
        m_columnOf = std::move(distinct);
        m_root.totals.resize(cellCount());
    }

    Pivot turned()
    {
        for (int i = 0; i < m_answer.rowFieldCount; ++i)
            m_pivot.rowFields.push_back(m_answer.table.columns[std::size_t(i)].id);
        for (const Measure &measure : m_answer.query.measures)
            m_pivot.measures.push_back(measure.text());
        for (qsizetype row = 0; row < m_answer.table.rowCount(); ++row)
            addRow(row);
        m_pivot.root = m_root.node();
        for (const auto &[unit, total] : m_byUnit)
            m_pivot.totalsByUnit.push_back(total.cell());
        return std::move(m_pivot);
    }

private:
    std::size_t measureCount() const { return m_units.size(); }
    std::size_t cellCount() const { return (m_pivot.columnValues.size() + 1) * measureCount(); }

    std::vector<Value> columnKey(qsizetype row) const
    {
        std::vector<Value> key;
        for (int i = m_firstColumnField; i < m_firstMeasure; ++i)
            key.push_back(m_answer.table.at(row, i));
        return key;
    }

    void addRow(qsizetype row)
    {
        const std::size_t column = m_columnOf[columnKey(row)];
        addTo(m_root, row, column);
        Line *line = &m_root;
        for (int i = 0; i < m_answer.rowFieldCount; ++i) {
            line = &line->child(m_answer.table.at(row, i), cellCount());
            addTo(*line, row, column);
        }
        if (measureCount() == 0)
            return;
        const std::optional<core::Decimal> amount = amountOf(m_answer.table.at(row, m_firstMeasure));
        if (amount && !m_byUnit[unitOf(row, 0)].add(*amount, unitOf(row, 0)))
            m_pivot.isOverflown = true;
    }

    void addTo(Line &line, qsizetype row, std::size_t column)
    {
        for (std::size_t i = 0; i < measureCount(); ++i) {
            const Value &value = m_answer.table.at(row, m_firstMeasure + qsizetype(i));
            const std::optional<core::Decimal> amount = amountOf(value);
            if (!amount)
                continue;
            const QString unit = unitOf(row, i);
            const bool isCellIn = line.totals[column * measureCount() + i].add(*amount, unit);
            const bool isTotalIn =
                line.totals[m_pivot.columnValues.size() * measureCount() + i].add(*amount, unit);
            m_pivot.isOverflown = m_pivot.isOverflown || !isCellIn || !isTotalIn;
        }
    }

    QString unitOf(qsizetype row, std::size_t measure) const
    {
        const UnitSource &source = m_units[measure];
        return source.column < 0 ? source.pinned : valueText(m_answer.table.at(row, source.column));
    }

    const Answer &m_answer;
    int m_firstColumnField;
    int m_firstMeasure;
    std::vector<UnitSource> m_units;
    std::map<std::vector<Value>, std::size_t> m_columnOf;
    std::map<QString, Total> m_byUnit;
    Line m_root;
    Pivot m_pivot;
};

} // namespace

Pivot pivot(const Answer &answer)
{
    return Turning(answer).turned();
}

} // namespace spendglass::query
