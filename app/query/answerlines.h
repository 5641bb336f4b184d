// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/answershape.h"
#include "query/table.h"

#include <map>
#include <vector>

namespace spendglass::query {

/// A line of an answer that is not finished yet.
struct AnswerLine
{
    std::vector<Value> keys;   ///< of all groups; no value where the line sums over the group
    std::vector<Value> values; ///< of the measures, as values
    std::vector<Value> before; ///< in the comparison; empty without one
    std::vector<Value> shown;  ///< of the measures, as they are shown
};

/// The lines of one depth, which can be found by their keys.
class AnswerLayer
{
public:
    explicit AnswerLayer(AnswerShape::Depth depth)
        : m_depth(depth)
    {}

    AnswerShape::Depth depth() const { return m_depth; }
    std::vector<AnswerLine> &lines() { return m_lines; }
    const std::vector<AnswerLine> &lines() const { return m_lines; }
    void add(AnswerLine line) { m_lines.push_back(std::move(line)); }
    /// The line of these keys; null when there is none. Not after the lines were put in another order.
    const AnswerLine *find(const std::vector<Value> &keys) const;
    void index(); ///< once all lines are there, before find()

private:
    AnswerShape::Depth m_depth;
    std::vector<AnswerLine> m_lines;
    std::map<std::vector<Value>, std::size_t> m_index;
};

/// The lines of a table as the compiler asked for them, each depth by itself, the finest first.
std::vector<AnswerLayer> readLayers(const Query &query, const AnswerShape &shape, const Table &lines);

/// Fills in what is shown of every measure, but for running totals, which need the order of the lines.
void showValues(const Query &query, const AnswerShape &shape, std::vector<AnswerLayer> &layers);
/// The lines in the order that was asked for.
void sortLines(const Query &query, const AnswerShape &shape, AnswerLayer &layer);
/// Adds lines without records for the fields that show empty values, at each depth by itself. values: all of
/// them, by the field's id as asked for.
void addEmptyLines(const Query &query, const AnswerShape &shape,
                   const std::map<FieldId, std::vector<Value>> &values, AnswerLayer &layer);
/// False when a sum left the range of a Decimal.
bool showRunningTotals(const Query &query, const AnswerShape &shape, std::vector<AnswerLayer> &layers);

} // namespace spendglass::query
