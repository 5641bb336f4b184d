// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bareduckdb.h"

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

} // namespace spendglass::bench
