// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/answertable.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace spendglass::cli {
namespace {

using Key = std::vector<query::Value>;

Key slice(const query::Table &table, qsizetype row, int from, int to)
{
    Key key;
    for (int i = from; i < to; ++i)
        key.push_back(table.at(row, i));
    return key;
}

/// A value for people and headers; what is empty needs a name too.
QString heading(const Key &values)
{
    QStringList parts;
    for (const query::Value &value : values) {
        const QString text = query::valueText(value);
        parts << (text.isEmpty() ? QStringLiteral("(empty)") : text);
    }
    return parts.join(u' ');
}

query::Column levelColumn()
{
    return {QStringLiteral("level"), query::FieldType::Number, query::FieldRole::Dimension};
}

/// The lines as they stand, the subtotals behind them.
query::Table flatTable(const query::Answer &answer, qint64 limit)
{
    query::Table table = answer.table;
    if (table.rowCount() > limit)
        table.cells.resize(std::size_t(limit) * table.columns.size());
    if (!answer.query.subtotals)
        return table;
    query::Table levelled{{levelColumn()}, {}};
    levelled.columns.insert(levelled.columns.end(), table.columns.begin(), table.columns.end());
    const auto add = [&levelled](const query::Table &lines, int depth) {
        for (qsizetype row = 0; row < lines.rowCount(); ++row) {
            const Key cells = slice(lines, row, 0, int(lines.columns.size()));
            levelled.cells.emplace_back(qint64(depth));
            levelled.cells.insert(levelled.cells.end(), cells.begin(), cells.end());
        }
    };
    add(table, answer.rowFieldCount);
    for (const query::Level &level : answer.levels)
        add(level.table, level.rowDepth);
    return levelled;
}

/// Turns the lines of an answer with column fields, and of its levels.
class CrossTable
{
public:
    CrossTable(const query::Answer &answer, qint64 limit)
        : m_answer(answer)
        , m_limit(limit)
        , m_lead(answer.rowFieldCount + answer.splitFieldCount)
        , m_firstMeasure(m_lead + answer.columnFieldCount)
        , m_measures(int(answer.table.columns.size()) - m_firstMeasure)
        , m_start(answer.query.subtotals ? 1 : 0)
    {
        findColumns(answer.table);
        for (const query::Level &level : answer.levels) {
            if (level.hasColumns)
                findColumns(level.table);
        }
        int next = 0;
        for (auto &[values, index] : m_across)
            index = next++;
        nameColumns();
    }

    query::Table turned()
    {
        add(m_answer.table, m_answer.rowFieldCount, true);
        for (const query::Level &level : m_answer.levels)
            add(level.table, level.rowDepth, level.hasColumns);
        return std::move(m_table);
    }

private:
    void findColumns(const query::Table &flat)
    {
        for (qsizetype row = 0; row < flat.rowCount(); ++row)
            m_across.emplace(slice(flat, row, m_lead, m_firstMeasure), 0);
    }

    void nameColumns()
    {
        const auto &columns = m_answer.table.columns;
        if (m_start > 0)
            m_table.columns.push_back(levelColumn());
        m_table.columns.insert(m_table.columns.end(), columns.begin(), columns.begin() + m_lead);
        const auto addMeasures = [&](const QString &head) {
            for (int i = m_firstMeasure; i < int(columns.size()); ++i) {
                query::Column column = columns[std::size_t(i)];
                column.id = m_measures == 1 ? head : head + u' ' + column.id;
                m_table.columns.push_back(column);
            }
        };
        for (const auto &[values, index] : m_across)
            addMeasures(heading(values));
        if (m_start > 0)
            addMeasures(QStringLiteral("(total)"));
    }

    void add(const query::Table &flat, int depth, bool hasColumns)
    {
        for (qsizetype row = 0; row < flat.rowCount(); ++row) {
            const std::optional<std::size_t> line = lineOf(depth, slice(flat, row, 0, m_lead), hasColumns);
            if (!line)
                continue;
            const int column =
                hasColumns ? m_across.at(slice(flat, row, m_lead, m_firstMeasure)) : int(m_across.size());
            const int place = m_start + m_lead + column * m_measures;
            for (int i = 0; i < m_measures; ++i)
                m_table.cells[*line + std::size_t(place + i)] = flat.at(row, m_firstMeasure + i);
        }
    }

    /// Where the line's cells begin; nothing for a line that is past the limit.
    std::optional<std::size_t> lineOf(int depth, Key key, bool hasColumns)
    {
        const auto known = m_lines.find({depth, key});
        if (known != m_lines.end())
            return known->second;
        const bool isWhole = depth == m_answer.rowFieldCount;
        if (isWhole && (!hasColumns || m_table.rowCount() >= m_limit))
            return std::nullopt;
        const std::size_t begin = m_table.cells.size();
        if (m_start > 0)
            m_table.cells.emplace_back(qint64(depth));
        m_table.cells.insert(m_table.cells.end(), key.begin(), key.end());
        m_table.cells.resize(begin + m_table.columns.size());
        m_lines.emplace(std::pair(depth, std::move(key)), begin);
        return begin;
    }

    const query::Answer &m_answer;
    qint64 m_limit;
    int m_lead;
    int m_firstMeasure;
    int m_measures;
    int m_start; ///< columns before the row fields
    std::map<Key, int> m_across;
    std::map<std::pair<int, Key>, std::size_t> m_lines;
    query::Table m_table;
};

} // namespace

query::Table answerTable(const query::Answer &answer, std::optional<qint64> limit)
{
    const qint64 most = limit.value_or(std::numeric_limits<qint64>::max());
    return answer.columnFieldCount > 0 ? CrossTable(answer, most).turned() : flatTable(answer, most);
}

} // namespace spendglass::cli
