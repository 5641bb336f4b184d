// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/resolve.h"
#include "store/answercache.h"
#include "store/directory.h"
#include "store/duckdb.h"
#include "store/journal.h"
#include "store/pagewriter.h"
#include "store/recordblocks.h"
#include "store/runs.h"
#include "store/store.h"

#include <QLockFile>

#include <memory>

namespace spendglass::store {

/// Everything behind a Store; members are destroyed from the last to the first, the lock goes last.
class Store::State
{
public:
    State(QString storePath, std::unique_ptr<QLockFile> storeLock, std::unique_ptr<Connection> opened)
        : path(std::move(storePath))
        , lock(std::move(storeLock))
        , connection(std::move(opened))
    {}

    template <class Row>
    core::Result<void> append(FetchId fetch, const PageRecord &page, std::span<const Row> rows,
                              std::span<const core::DataSet> allowed);

    /// What the query means on that day. BadRequest with its problems().
    core::Result<query::Resolution> resolve(const query::Query &query, core::Instant now);
    /// How whole and fresh the data behind a resolved query are; without usedTo.
    core::Result<query::Completeness> judge(const query::Query &resolved, core::Instant now);

    QString path;
    std::unique_ptr<QLockFile> lock;
    std::unique_ptr<Connection> connection;
    PageWriter pages{*connection};
    Journal journal{*connection};
    Directory directory{*connection};
    Runs runs{*connection};
    RecordBlocks blocks{*connection};
    AnswerCache answers;
};

} // namespace spendglass::store
