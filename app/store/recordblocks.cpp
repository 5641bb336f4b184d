// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/recordblocks.h"

#include "store/duckdb.h"
#include "store/tables.h"

#include <utility>

namespace spendglass::store {

namespace {

bool isUnfiltered(const query::Query &query)
{
    return query.where.isAlwaysTrue() && !query.from && !query.to && !query.asOf;
}

} // namespace

core::Result<void> RecordBlocks::dropList()
{
    return std::exchange(m_isListed, false) ? m_connection.run(query::dropRecordList().text)
                                            : core::Result<void>();
}

core::Result<void> RecordBlocks::forgetIfStale()
{
    if (m_generation == m_connection.generation())
        return {};
    m_generation = m_connection.generation();
    m_hasGaps.clear();
    m_question.reset();
    return dropList();
}

core::Result<bool> RecordBlocks::hasGaps(core::DataSet dataSet)
{
    if (const auto known = m_hasGaps.find(dataSet); known != m_hasGaps.end())
        return known->second;
    bool result = false;
    auto done = m_connection.run(std::string("select count(*), coalesce(max(rowid) + 1, 0) from ") +
                                     tablesOf(dataSet).fact,
                                 {}, [&result](const RowView &row) {
                                     result = row.integer(0) != row.integer(1); //
                                 });
    if (!done)
        return core::fail(done.error());
    return m_hasGaps[dataSet] = result;
}

core::Result<query::RecordsBy> RecordBlocks::wayTo(const query::Query &query, qint64 first)
{
    if (auto done = forgetIfStale(); !done)
        return core::fail(done.error());
    if (isUnfiltered(query)) {
        const auto gaps = hasGaps(query.dataSet);
        if (!gaps)
            return core::fail(gaps.error());
        if (!*gaps)
            return query::RecordsBy::Rowid;
    }
    const query::Query question = query::recordsOf(query);
    const bool isNew = m_question != question;
    if (isNew) {
        m_question = question;
        if (auto done = dropList(); !done)
            return core::fail(done.error());
        if (first <= 0)
            return query::RecordsBy::Offset;
    }
    if (!m_isListed) {
        const auto list = query::compileRecordList(question);
        if (!list)
            return core::fail(list.error());
        if (auto done = m_connection.run(list->text, list->values); !done)
            return core::fail(done.error());
        m_isListed = true;
    }
    return query::RecordsBy::List;
}

core::Result<query::Table> RecordBlocks::read(const query::Query &query, qint64 first, qint64 count)
{
    const auto way = wayTo(query, first);
    if (!way)
        return core::fail(way.error());
    const auto statement = query::compileRecords(query, first, count, *way);
    if (!statement)
        return core::fail(statement.error());
    return m_connection.table(statement->text, statement->values, statement->columns);
}

} // namespace spendglass::store
