// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/peers.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace spendglass::bench {

namespace {

[[noreturn]] void giveUp(const char *message, const std::string &step)
{
    std::fprintf(stderr, "%s: %s\n", step.c_str(), message ? message : "unknown error");
    std::exit(1);
}

BareDuckDb::Cell cellOf(duckdb_vector vector, duckdb_type type, idx_t row)
{
    uint64_t *const validity = duckdb_vector_get_validity(vector);
    if (validity && !duckdb_validity_row_is_valid(validity, row))
        return {true, 0, nullptr, 0};
    void *const data = duckdb_vector_get_data(vector);
    if (type == DUCKDB_TYPE_BIGINT)
        return {false, static_cast<const qint64 *>(data)[row], nullptr, 0};
    auto *const text = static_cast<duckdb_string_t *>(data) + row;
    return {false, 0, duckdb_string_t_data(text), int(duckdb_string_t_length(*text))};
}

} // namespace

BareDuckDb::BareDuckDb(const QString &path, Open how)
{
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    if (how == Open::Read)
        duckdb_set_config(config, "access_mode", "READ_ONLY");
    char *message = nullptr;
    if (duckdb_open_ext(path.toUtf8().constData(), &m_database, config, &message) == DuckDBError)
        giveUp(message, "open");
    duckdb_destroy_config(&config);
    if (duckdb_connect(m_database, &m_connection) == DuckDBError)
        giveUp(nullptr, "connect");
}

BareDuckDb::~BareDuckDb()
{
    duckdb_disconnect(&m_connection);
    duckdb_close(&m_database);
}

void BareDuckDb::run(const std::string &sql)
{
    ask(sql);
}

qint64 BareDuckDb::ask(const std::string &sql)
{
    duckdb_result result{};
    if (duckdb_query(m_connection, sql.c_str(), &result) == DuckDBError)
        giveUp(duckdb_result_error(&result), sql);
    qint64 rows = 0;
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
        rows += qint64(duckdb_data_chunk_get_size(chunk));
        duckdb_destroy_data_chunk(&chunk);
    }
    duckdb_destroy_result(&result);
    return rows;
}

qint64 BareDuckDb::number(const std::string &sql)
{
    qint64 number = 0;
    read(sql, [&number](const std::vector<Cell> &row) { number = row[0].number; });
    return number;
}

void BareDuckDb::read(const std::string &sql, const std::function<void(const std::vector<Cell> &)> &reader)
{
    duckdb_prepared_statement statement = nullptr;
    duckdb_result result{};
    // Row by row as it comes: the answer may be larger than the memory.
    if (duckdb_prepare(m_connection, sql.c_str(), &statement) == DuckDBError ||
        duckdb_execute_prepared_streaming(statement, &result) == DuckDBError)
        giveUp(duckdb_prepare_error(statement), sql);
    std::vector<Cell> cells(duckdb_column_count(&result));
    while (duckdb_data_chunk chunk = duckdb_stream_fetch_chunk(result)) {
        const idx_t rows = duckdb_data_chunk_get_size(chunk);
        for (idx_t row = 0; row < rows; ++row) {
            for (idx_t i = 0; i < cells.size(); ++i)
                cells[i] =
                    cellOf(duckdb_data_chunk_get_vector(chunk, i), duckdb_column_type(&result, i), row);
            reader(cells);
        }
        duckdb_destroy_data_chunk(&chunk);
        if (rows == 0)
            break;
    }
    duckdb_destroy_result(&result);
    duckdb_destroy_prepare(&statement);
}

Sqlite::Sqlite(const QString &path)
{
    check(sqlite3_open(path.toUtf8().constData(), &m_database), "open");
    // Nothing here must survive a crash; all of it may be in memory.
    run("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; "
        "pragma mmap_size = 34359738368; pragma temp_store = memory; pragma threads = 2;");
}

Sqlite::~Sqlite()
{
    sqlite3_close(m_database);
}

void Sqlite::check(int code, const std::string &step)
{
    if (code != SQLITE_OK)
        giveUp(sqlite3_errmsg(m_database), step);
}

void Sqlite::run(const std::string &sql)
{
    check(sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr), sql);
}

qint64 Sqlite::ask(const std::string &sql)
{
    sqlite3_stmt *statement = nullptr;
    check(sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr), sql);
    qint64 rows = 0;
    int code = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        ++rows;
    check(code == SQLITE_DONE ? SQLITE_OK : code, sql);
    sqlite3_finalize(statement);
    return rows;
}

qint64 Sqlite::number(const std::string &sql)
{
    sqlite3_stmt *statement = nullptr;
    check(sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr), sql);
    const qint64 number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return number;
}

void Sqlite::fill(const std::string &table, const std::string &columns, BareDuckDb &source,
                  const std::string &sql)
{
    run("create table " + table + " (" + columns + "); begin");
    std::string places = "?";
    for (auto left = std::count(columns.begin(), columns.end(), ','); left > 0; --left)
        places += ", ?";
    sqlite3_stmt *statement = nullptr;
    const std::string insert = "insert into " + table + " values (" + places + ")";
    check(sqlite3_prepare_v2(m_database, insert.c_str(), -1, &statement, nullptr), insert);
    source.read(sql, [&](const std::vector<BareDuckDb::Cell> &row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto place = int(i) + 1;
            if (row[i].isNull)
                sqlite3_bind_null(statement, place);
            else if (row[i].text)
                sqlite3_bind_text(statement, place, row[i].text, row[i].size, SQLITE_STATIC);
            else
                sqlite3_bind_int64(statement, place, row[i].number);
        }
        check(sqlite3_step(statement) == SQLITE_DONE ? SQLITE_OK : SQLITE_ERROR, insert);
        sqlite3_reset(statement);
    });
    sqlite3_finalize(statement);
    run("commit");
}

} // namespace spendglass::bench
