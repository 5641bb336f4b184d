// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"
#include "query/sqlcompiler.h"
#include "query/table.h"

#include <map>
#include <optional>

namespace spendglass::store {

class Connection;

/// Reads flat records block by block, at the same price anywhere.
///
/// A block of unfiltered records is a range of rowids as long as the facts have no gaps. For filters, and
/// after deletions, the rowids of the records are listed in a temporary table, which lives until data change
/// or another question comes. The first block of a question does without: most questions are never scrolled.
class RecordBlocks
{
public:
    explicit RecordBlocks(Connection &connection)
        : m_connection(connection)
    {}

    core::Result<query::Table> read(const query::Query &query, qint64 first, qint64 count);

private:
    core::Result<void> dropList();
    core::Result<void> forgetIfStale();
    core::Result<bool> hasGaps(core::DataSet dataSet);
    core::Result<query::RecordsBy> wayTo(const query::Query &query, qint64 first);

    Connection &m_connection;
    qint64 m_generation = 0; ///< of the connection, when what follows was seen
    std::map<core::DataSet, bool> m_hasGaps;
    std::optional<query::Query> m_question; ///< of the last block, with nothing but its filters
    bool m_isListed = false;                ///< there is a list, and it is that question's
};

} // namespace spendglass::store
