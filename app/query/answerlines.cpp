// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answerlines.h"

#include <algorithm>

namespace spendglass::query {

namespace {

bool isMissing(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

Value valueOf(const std::optional<core::Decimal> &amount)
{
    return amount ? Value(*amount) : Value();
}

/// A measure's value from its parts.
Value measured(const Measure &measure, const Table &lines, qsizetype row, int first)
{
    const Value &value = lines.at(row, first);
    if (measure.aggregate != Aggregate::Average)
        return value;
    const auto sum = amountOf(value);
    const auto count = amountOf(lines.at(row, first + 1));
    return sum && count ? valueOf(sum->dividedBy(*count)) : Value();
}

Value percent(const Value &part, const Value &whole)
{
    const auto a = amountOf(part);
    const auto b = amountOf(whole);
    const auto ratio = a && b ? a->dividedBy(*b) : std::nullopt;
    return ratio ? valueOf(ratio->times(100)) : Value();
}

/// A missing side counts as nothing.
Value difference(const Value &now, const Value &before)
{
    if (isMissing(now) && isMissing(before))
        return {};
    const auto *const count = std::get_if<qint64>(&now);
    const auto *const countBefore = std::get_if<qint64>(&before);
    if (count && countBefore)
        return *count - *countBefore;
    return valueOf(amountOf(now).value_or(core::Decimal()).minus(amountOf(before).value_or(core::Decimal())));
}

Value percentDifference(const Value &now, const Value &before)
{
    return isMissing(before) ? Value() : percent(difference(now, before), before);
}

/// The keys of the line above: with fewer row fields, in the same unit.
std::vector<Value> keysAbove(std::vector<Value> keys, int rowsLeft, const AnswerShape &shape)
{
    for (std::size_t i = std::size_t(rowsLeft); i < std::size_t(shape.rowCount); ++i) {
        if (!shape.groups[i].isUnit)
            keys[i] = {};
    }
    return keys;
}

/// What the measures of one answer show, beside other lines.
class Showing
{
public:
    Showing(const Query &query, const AnswerShape &shape, std::vector<AnswerLayer> &layers)
        : m_query(query)
        , m_shape(shape)
        , m_layers(layers)
    {}

    void showAll()
    {
        for (AnswerLayer &layer : m_layers) {
            for (AnswerLine &line : layer.lines())
                line.shown = line.values;
        }
        for (std::size_t i = 0; i < m_query.measures.size(); ++i)
            show(i);
    }

private:
    void show(std::size_t measure)
    {
        const ShowAs showAs = m_query.measures[measure].showAs;
        for (AnswerLayer &layer : m_layers) {
            if (showAs == ShowAs::Rank)
                rank(layer, measure);
            for (AnswerLine &line : layer.lines()) {
                const Value &value = line.values[measure];
                Value &shown = line.shown[measure];
                if (showAs == ShowAs::Difference)
                    shown = difference(value, line.before[measure]);
                else if (showAs == ShowAs::PercentDifference)
                    shown = percentDifference(value, line.before[measure]);
                else if (showAs == ShowAs::PercentOfTotal)
                    shown = percent(value, above(layer, line, 0, measure));
                else if (showAs == ShowAs::PercentOfParent)
                    shown = percent(value, above(layer, line, std::max(0, layer.depth().rows - 1), measure));
            }
        }
    }

    Value above(const AnswerLayer &layer, const AnswerLine &line, int rows, std::size_t measure) const
    {
        const auto found = std::ranges::find_if(m_layers, [&](const AnswerLayer &each) {
            return each.depth().rows == rows && each.depth().hasColumns == layer.depth().hasColumns;
        });
        const AnswerLine *const its = found->find(keysAbove(line.keys, rows, m_shape));
        return its ? its->values[measure] : Value();
    }

    void rank(AnswerLayer &layer, std::size_t measure) const
    {
        std::map<std::vector<Value>, std::vector<AnswerLine *>> siblings;
        for (AnswerLine &line : layer.lines()) {
            line.shown[measure] = {};
            if (!isMissing(line.values[measure]))
                siblings[keysAbove(line.keys, std::max(0, layer.depth().rows - 1), m_shape)].push_back(&line);
        }
        for (auto &[parent, lines] : siblings) {
            std::ranges::sort(lines, [measure](const AnswerLine *a, const AnswerLine *b) {
                return precedes(b->values[measure], a->values[measure]);
            });
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const bool isEqual = i > 0 && lines[i]->values[measure] == lines[i - 1]->values[measure];
                lines[i]->shown[measure] = isEqual ? lines[i - 1]->shown[measure] : Value(qint64(i + 1));
            }
        }
    }

    const Query &m_query;
    const AnswerShape &m_shape;
    std::vector<AnswerLayer> &m_layers;
};

/// Adds up one measure along lines in their order; a line without a value shows the total so far.
class Running
{
public:
    /// False when the sum leaves the range; it is no value from then on.
    bool add(AnswerLine &line, std::size_t measure)
    {
        const Value &value = line.values[measure];
        const auto *const count = std::get_if<qint64>(&value);
        const auto *const soFar = std::get_if<qint64>(&m_total);
        const bool wasLost = m_isLost;
        if (count && (soFar || isMissing(m_total)))
            m_total = *count + (soFar ? *soFar : 0);
        else if (const auto *amount = std::get_if<core::Decimal>(&value); amount && !m_isLost) {
            const auto sum = amountOf(m_total).value_or(core::Decimal()).plus(*amount);
            m_isLost = !sum;
            m_total = valueOf(sum);
        }
        line.shown[measure] = m_total;
        return m_isLost == wasLost;
    }

private:
    Value m_total;
    bool m_isLost = false;
};

std::vector<std::size_t> indices(int from, int to)
{
    std::vector<std::size_t> result;
    for (int i = from; i < to; ++i)
        result.push_back(std::size_t(i));
    return result;
}

bool runAlongColumns(const AnswerShape &shape, AnswerLayer &layer, std::size_t measure)
{
    const int firstColumn = shape.rowCount + shape.splitCount;
    const std::vector<std::size_t> columns = indices(firstColumn, firstColumn + shape.columnCount);
    std::map<std::vector<Value>, std::vector<AnswerLine *>> rows;
    for (AnswerLine &line : layer.lines()) {
        std::vector<Value> row = line.keys;
        for (const std::size_t i : columns) {
            if (!shape.groups[i].isUnit)
                row[i] = {};
        }
        rows[std::move(row)].push_back(&line);
    }
    bool isInRange = true;
    for (auto &[row, lines] : rows) {
        std::ranges::sort(lines, [&columns](const AnswerLine *a, const AnswerLine *b) {
            for (const std::size_t i : columns) {
                if (a->keys[i] != b->keys[i])
                    return precedes(a->keys[i], b->keys[i]);
            }
            return false;
        });
        Running running;
        for (AnswerLine *const line : lines)
            isInRange = running.add(*line, measure) && isInRange;
    }
    return isInRange;
}

bool runDownLines(const AnswerShape &shape, AnswerLayer &layer, std::size_t measure)
{
    std::map<std::vector<Value>, Running> parents;
    bool isInRange = true;
    for (AnswerLine &line : layer.lines()) {
        Running &running = parents[keysAbove(line.keys, std::max(0, layer.depth().rows - 1), shape)];
        isInRange = running.add(line, measure) && isInRange;
    }
    return isInRange;
}

} // namespace

const AnswerLine *AnswerLayer::find(const std::vector<Value> &keys) const
{
    const auto found = m_index.find(keys);
    return found == m_index.end() ? nullptr : &m_lines[found->second];
}

void AnswerLayer::index()
{
    m_index.clear();
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_index.emplace(m_lines[i].keys, i);
}

namespace {

AnswerLine readLine(const Query &query, const AnswerShape &shape, const Table &lines, qsizetype row,
                    AnswerShape::Depth depth)
{
    AnswerLine line;
    for (std::size_t i = 0; i < shape.groups.size(); ++i) {
        const int flag = shape.groups[i].flag;
        const bool isOthers =
            flag >= 0 && shape.isGrouped(depth, i) && lines.at(row, flag) == Value(qint64(1));
        line.keys.push_back(isOthers ? Value(Others()) : lines.at(row, shape.firstGroup() + qsizetype(i)));
    }
    for (std::size_t i = 0; i < query.measures.size(); ++i) {
        const AnswerShape::Parts &parts = shape.measures[i];
        line.values.push_back(measured(query.measures[i], lines, row, parts.first));
        if (shape.hasComparison)
            line.before.push_back(measured(query.measures[i], lines, row, parts.compared));
    }
    return line;
}

} // namespace

std::vector<AnswerLayer> readLayers(const Query &query, const AnswerShape &shape, const Table &lines)
{
    std::vector<AnswerLayer> layers;
    std::map<qint64, std::vector<std::size_t>>
        layersOf; // depths that differ in the unit alone share their lines
    for (const AnswerShape::Depth depth : shape.depths()) {
        if (!layers.empty() && !shape.hasLevels)
            break;
        layersOf[shape.maskOf(depth)].push_back(layers.size());
        layers.emplace_back(depth);
    }
    for (qsizetype row = 0; row < lines.rowCount(); ++row) {
        const std::vector<std::size_t> &its =
            layersOf[shape.hasLevels ? std::get<qint64>(lines.at(row, 0)) : 0];
        const AnswerLine line = readLine(query, shape, lines, row, layers[its.front()].depth());
        for (const std::size_t layer : its)
            layers[layer].add(line);
    }
    return layers;
}

void showValues(const Query &query, const AnswerShape &shape, std::vector<AnswerLayer> &layers)
{
    const auto isShare = [](const Measure &measure) {
        return measure.showAs == ShowAs::PercentOfTotal || measure.showAs == ShowAs::PercentOfParent;
    };
    if (std::ranges::any_of(query.measures, isShare))
        std::ranges::for_each(layers, &AnswerLayer::index);
    Showing(query, shape, layers).showAll();
}

void sortLines(const Query &query, const AnswerShape &shape, AnswerLayer &layer)
{
    struct Key
    {
        std::size_t index;
        bool isMeasure;
        bool descending;
    };
    std::vector<Key> keys;
    for (const SortKey &key : query.sort) {
        const std::optional<Field> field = findField(query.dataSet, key.key);
        for (std::size_t i = 0; i < shape.groups.size(); ++i) {
            if (field && field->id == shape.groups[i].field.id)
                keys.push_back({i, false, key.descending});
        }
        for (std::size_t i = 0; i < query.measures.size(); ++i) {
            if (query.measures[i].text() == key.key)
                keys.push_back({i, true, key.descending});
        }
    }
    for (std::size_t i = 0; i < shape.groups.size(); ++i)
        keys.push_back({i, false, false});
    std::ranges::stable_sort(layer.lines(), [&keys](const AnswerLine &a, const AnswerLine &b) {
        for (const Key &key : keys) {
            const Value &x = key.isMeasure ? a.shown[key.index] : a.keys[key.index];
            const Value &y = key.isMeasure ? b.shown[key.index] : b.keys[key.index];
            if (x != y)
                return key.descending ? precedes(y, x) : precedes(x, y);
        }
        return false;
    });
}

bool showRunningTotals(const Query &query, const AnswerShape &shape, std::vector<AnswerLayer> &layers)
{
    bool isInRange = true;
    for (std::size_t i = 0; i < query.measures.size(); ++i) {
        if (query.measures[i].showAs != ShowAs::RunningTotal)
            continue;
        for (AnswerLayer &layer : layers) {
            if (layer.depth().hasColumns)
                isInRange = runAlongColumns(shape, layer, i) && isInRange;
            else if (shape.columnCount == 0)
                isInRange = runDownLines(shape, layer, i) && isInRange;
        }
    }
    return isInRange;
}

} // namespace spendglass::query
