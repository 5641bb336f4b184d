// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"

#include "query/sqlpredicate.h"

#include <array>

namespace spendglass::query {

namespace {

constexpr const char *recordList = "record_list";

struct Block
{
    qint64 first;
    qint64 count;
};

/// The rowids that the filters let through, in order of arrival. The order must be said: a scan that goes
/// through a join by several threads does not keep it.
std::string arrivals(const Query &query, Bindings &bindings)
{
    const std::string facts = factSource(query, bindings);
    return "select f.rowid as arrival from " + facts + " as f" + whereClause(query, bindings) +
           " order by arrival";
}

/// The facts "f" of a block of records, from " from " on.
std::string recordSource(const Query &query, Block block, RecordsBy by, Bindings &bindings)
{
    const std::string from = std::to_string(block.first);
    const std::string to = std::to_string(block.first + block.count);
    const std::string facts = factSource(query, bindings) + " as f";
    const std::string listed = " as l join " + facts + " on f.rowid = l.arrival";
    switch (by) {
    case RecordsBy::Offset:
        break;
    case RecordsBy::Rowid:
        return facts + " where f.rowid >= " + from + " and f.rowid < " + to;
    case RecordsBy::List:
        return recordList + listed + " where l.rowid >= " + from + " and l.rowid < " + to;
    }
    return "(" + arrivals(query, bindings) + " limit " + std::to_string(block.count) + " offset " + from +
           ")" + listed;
}

} // namespace

core::Result<SqlStatement> compileRecordsInAll(const Query &query)
{
    if (const auto checked = checkSettled(recordsOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    SqlStatement statement;
    statement.text = "select count(*) from " + factSource(query, bindings) + " as f";
    statement.values = bindings.take();
    statement.columns = {{QStringLiteral("recordsInAll"), FieldType::Number, FieldRole::Measure}};
    return statement;
}

core::Result<SqlStatement> compileCalls(const Query &query)
{
    struct CallColumn
    {
        const char *column, *id;
        FieldType type;
    };
    static constexpr std::array columns{
        CallColumn{"sent_at", "sentAt", FieldType::Instant},
        CallColumn{"verb", "method", FieldType::Text},
        CallColumn{"path", "path", FieldType::Text},
        CallColumn{"status", "status", FieldType::Number},
        CallColumn{"request_id", "requestId", FieldType::Text},
        CallColumn{"correlation_id", "correlationId", FieldType::Text},
        CallColumn{"attempts", "attempts", FieldType::Number},
        CallColumn{"took_ms", "durationMs", FieldType::Number},
        CallColumn{"bytes", "bytes", FieldType::Number},
        CallColumn{"page", "page", FieldType::Number},
        CallColumn{"row_count", "rows", FieldType::Number},
        CallColumn{"quarantined", "quarantined", FieldType::Number},
    };
    if (const auto checked = checkSettled(recordsOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    SqlStatement statement;
    for (const CallColumn &column : columns) {
        statement.text += std::string(statement.text.empty() ? "select c." : ", c.") + column.column;
        statement.columns.push_back({QLatin1String(column.id), column.type, FieldRole::Dimension});
    }
    const std::string facts = factSource(query, bindings);
    statement.text += " from fetch_call as c where (c.fetch_id, c.page) in (select f.fetch_id, f.page from " +
                      facts + " as f" + whereClause(query, bindings) +
                      " group by f.fetch_id, f.page) order by c.sent_at, c.fetch_id, c.page";
    statement.values = bindings.take();
    return statement;
}

core::Result<SqlStatement> compileRecords(const Query &query, qint64 first, qint64 count, RecordsBy by)
{
    if (const auto checked = checkSettled(recordsOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    const Block block{std::max<qint64>(first, 0), std::max<qint64>(count, 0)};
    const std::string inner =
        "(select f.rowid as arrival, f.* from " + recordSource(query, block, by, bindings) + ") as f";
    SqlStatement statement;
    std::string list;
    std::string joins;
    for (const Field &field : fields(query.dataSet)) {
        const SqlTable table = sqlTable(field.table);
        const std::string column = std::string(table.alias) + "." + field.column.toStdString();
        const std::string value =
            field.role == FieldRole::Measure
                ? "cast(" + column + "_hi as hugeint) * " + unitsPerMillionth + " + " + column + "_lo"
                : column;
        list += (list.empty() ? "" : ", ") + value + " as r" + std::to_string(statement.columns.size());
        statement.columns.push_back({field.id, field.type, field.role});
        const std::string join = std::string("\nleft join ") + table.name + " as " + table.alias + " on " +
                                 table.alias + ".key = f." + table.key;
        if (field.table != FieldTable::Fact && joins.find(join) == std::string::npos)
            joins += join;
    }
    statement.text = "select " + list + "\nfrom " + inner + joins + "\norder by f.arrival";
    statement.values = bindings.take();
    return statement;
}

core::Result<SqlStatement> compileRecordList(const Query &query)
{
    if (const auto checked = checkSettled(recordsOf(query)); !checked)
        return tl::unexpected(checked.error());
    Bindings bindings;
    SqlStatement statement;
    statement.text =
        std::string("create or replace temp table ") + recordList + " as " + arrivals(query, bindings);
    statement.values = bindings.take();
    return statement;
}

SqlStatement dropRecordList()
{
    return {std::string("drop table if exists ") + recordList, {}, {}};
}

} // namespace spendglass::query
