// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/snapshots.h"

#include "store/duckdb.h"

namespace spendglass::store {

namespace {

using query::Value;

/// "s.a is not distinct from f.a and …" over every column that the service fills.
core::Result<std::string> sameContent(Connection &connection, const char *table)
{
    const Value name = QString::fromLatin1(table);
    std::string condition;
    auto done = connection.run("select column_name from information_schema.columns where table_name = $1 "
                               "and column_name not in ('fetch_id', 'page', 'valid_from') "
                               "order by ordinal_position",
                               {&name, 1}, [&condition](const RowView &row) {
                                   const std::string column(row.text(0));
                                   condition += condition.empty() ? "" : " and ";
                                   condition += "s." + column + " is not distinct from f." + column;
                               });
    if (!done)
        return core::fail(done.error());
    return condition;
}

} // namespace

core::Result<void> keepSuperseded(Connection &connection, const Tables &tables, qint64 old, qint64 fresh,
                                  core::Instant at)
{
    const std::string fact = tables.fact, stage = tables.stage, history = tables.history;
    const auto same = sameContent(connection, tables.fact);
    if (!same)
        return core::fail(same.error());
    const std::pair<std::string, std::vector<Value>> steps[]{
        {"update " + stage + " set valid_from = $2 where fetch_id = $1", {fresh, at}},
        {"update " + stage + " as s set valid_from = f.valid_from from " + fact +
             " as f where s.fetch_id = $1 and f.fetch_id = $2 and " + *same,
         {fresh, old}},
        {"insert into " + history + " select f.*, greatest($3, f.valid_from) from " + fact +
             " as f where f.fetch_id = $2 and not exists (select 1 from " + stage +
             " as s where s.fetch_id = $1 and " + *same + ") order by f.rowid",
         {fresh, old, at}},
        {"delete from fetch_call as c where c.fetch_id = $1 and not exists (select 1 from " + history +
             " as h where h.fetch_id = c.fetch_id and h.page = c.page)",
         {old}},
    };
    for (const auto &[sql, values] : steps) {
        if (auto done = connection.run(sql, values); !done)
            return done;
    }
    return {};
}

core::Result<void> enterSnapshot(Connection &connection, core::DataSet dataSet, qint64 fetch,
                                 core::Instant at)
{
    const Value values[]{core::dataSetName(dataSet), fetch, at};
    return connection.run("insert into snapshot values ($1, $2, $3)", values);
}

core::Result<std::optional<core::Instant>> snapshotAt(Connection &connection, core::DataSet dataSet,
                                                      core::Instant time)
{
    const Value values[]{core::dataSetName(dataSet), time};
    const auto found = connection.scalar(
        "select max(taken_at) from snapshot where data_set = $1 and taken_at <= $2", values);
    if (!found)
        return core::fail(found.error());
    const auto *const at = std::get_if<core::Instant>(&*found);
    return at ? std::optional(*at) : std::nullopt;
}

} // namespace spendglass::store
