// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"
#include "store/store.h"
#include "store/storestate.h"

namespace spendglass::store {

namespace {

/// Takes back the interrupt that ended a question, so that the next one runs.
struct InterruptEnd
{
    Connection &connection;
    ~InterruptEnd() { connection.clearInterrupt(); }
};

/// A 128-bit integer stands for an amount everywhere but in counts.
core::Result<void> readCounts(Connection &connection, const query::Query &query, query::Answer &answer)
{
    const auto statement = query::compileCounts(query);
    if (!statement)
        return core::fail(statement.error());
    return connection.run(statement->text, statement->values, [&answer](const RowView &row) {
        answer.records = row.integer(0);
        answer.recordsInAll = row.integer(1);
    });
}

/// Lines of (value, unit, count, sum), those of one value together.
std::vector<query::Facet> facetsOf(const query::Table &lines)
{
    std::vector<query::Facet> result;
    for (qsizetype row = 0; row < lines.rowCount(); ++row) {
        const query::Value &value = lines.at(row, 0);
        if (result.empty() || result.back().value != value)
            result.push_back({value, 0, {}});
        query::Facet &facet = result.back();
        facet.records += std::get<qint64>(lines.at(row, 2));
        if (const auto *amount = std::get_if<core::Decimal>(&lines.at(row, 3)))
            facet.amounts.emplace_back(query::valueText(lines.at(row, 1)), *amount);
    }
    return result;
}

} // namespace

core::Result<query::Answer> Store::ask(const query::Query &query)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileAnswer(query);
    if (!statement)
        return core::fail(statement.error());
    query::Answer answer;
    answer.query = query;
    answer.rowFieldCount = int(query.rows.size());
    answer.splitFieldCount = int(query::splitFields(query).size());
    answer.columnFieldCount = int(query.columns.size());
    auto table = connection.table(statement->text, statement->values, statement->columns);
    if (!table)
        return core::fail(table.error());
    answer.table = std::move(*table);
    if (auto done = readCounts(connection, query, answer); !done)
        return core::fail(done.error());
    const auto freshness = m_state->journal.freshness(query.dataSet);
    if (!freshness)
        return core::fail(freshness.error());
    answer.isPartial = freshness->isPartial;
    answer.asOf = freshness->asOf;
    return answer;
}

core::Result<std::vector<query::Facet>> Store::facets(const query::Query &query, const query::FieldId &field,
                                                      const QString &search, int limit)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileFacets(query, field, search, limit);
    if (!statement)
        return core::fail(statement.error());
    const auto lines = connection.table(statement->text, statement->values, statement->columns);
    if (!lines)
        return core::fail(lines.error());
    return facetsOf(*lines);
}

core::Result<query::Table> Store::callsBehind(const query::Query &query)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileCalls(query);
    if (!statement)
        return core::fail(statement.error());
    return connection.table(statement->text, statement->values, statement->columns);
}

core::Result<query::Table> Store::records(const query::Query &query, qint64 first, qint64 count)
{
    const InterruptEnd end{*m_state->connection};
    return m_state->blocks.read(query, first, count);
}

} // namespace spendglass::store
