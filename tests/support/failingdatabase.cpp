// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failingdatabase.h"

#include <duckdb.h>

#include <cstring>
#include <mutex>
#include <string_view>

namespace {

// Of the one database thread of a test, and of the test that waits for it.
std::mutex mutex;
int calls = 0;
int failing = 0;
std::string failed;
duckdb_connection lastConnection = nullptr; ///< of the statement prepared last

constexpr const char *plantedError = "select error('planted fault')";

bool failsNow(const char *call, std::string_view about = {})
{
    const std::lock_guard lock(mutex);
    if (++calls != failing)
        return false;
    failed = std::string(call) + ": " + std::string(about);
    return true;
}

} // namespace

namespace spendglass::test {

void failDatabaseCall(int nth)
{
    const std::lock_guard lock(mutex);
    calls = 0;
    failing = nth;
    failed.clear();
}

int databaseCalls()
{
    const std::lock_guard lock(mutex);
    return calls;
}

std::string failedDatabaseCall()
{
    const std::lock_guard lock(mutex);
    return failed;
}

} // namespace spendglass::test

// The linker's names: __real_ is the database, __wrap_ what the program gets.
extern "C" {
duckdb_state __real_duckdb_open_ext(const char *, duckdb_database *, duckdb_config, char **);
duckdb_state __real_duckdb_connect(duckdb_database, duckdb_connection *);
duckdb_state __real_duckdb_query(duckdb_connection, const char *, duckdb_result *);
duckdb_state __real_duckdb_prepare(duckdb_connection, const char *, duckdb_prepared_statement *);
duckdb_state __real_duckdb_execute_prepared(duckdb_prepared_statement, duckdb_result *);
duckdb_data_chunk __real_duckdb_fetch_chunk(duckdb_result);
duckdb_state __real_duckdb_appender_create(duckdb_connection, const char *, const char *, duckdb_appender *);
duckdb_state __real_duckdb_append_data_chunk(duckdb_appender, duckdb_data_chunk);
duckdb_state __real_duckdb_appender_close(duckdb_appender);

duckdb_state __wrap_duckdb_open_ext(const char *path, duckdb_database *database, duckdb_config config,
                                    char **error)
{
    if (!failsNow("open", path))
        return __real_duckdb_open_ext(path, database, config, error);
    constexpr std::string_view text = "IO Error: planted fault";
    *error = static_cast<char *>(duckdb_malloc(text.size() + 1));
    std::memcpy(*error, text.data(), text.size() + 1);
    return DuckDBError;
}

duckdb_state __wrap_duckdb_connect(duckdb_database database, duckdb_connection *connection)
{
    return failsNow("connect") ? DuckDBError : __real_duckdb_connect(database, connection);
}

/// A commit that fails has undone everything.
duckdb_state __wrap_duckdb_query(duckdb_connection connection, const char *sql, duckdb_result *result)
{
    if (!failsNow("query", sql))
        return __real_duckdb_query(connection, sql, result);
    if (std::strcmp(sql, "commit") == 0)
        (void)__real_duckdb_query(connection, "rollback", nullptr);
    return __real_duckdb_query(connection, plantedError, result);
}

duckdb_state __wrap_duckdb_prepare(duckdb_connection connection, const char *sql,
                                   duckdb_prepared_statement *statement)
{
    lastConnection = connection;
    return __real_duckdb_prepare(connection, failsNow("prepare", sql) ? "planted fault" : sql, statement);
}

duckdb_state __wrap_duckdb_execute_prepared(duckdb_prepared_statement statement, duckdb_result *result)
{
    return failsNow("execute") ? __real_duckdb_query(lastConnection, plantedError, result)
                               : __real_duckdb_execute_prepared(statement, result);
}

/// The end of the rows and a failure look alike; only where there are rows it is a failure.
duckdb_data_chunk __wrap_duckdb_fetch_chunk(duckdb_result result)
{
    duckdb_data_chunk chunk = __real_duckdb_fetch_chunk(result);
    if (chunk && failsNow("fetch"))
        duckdb_destroy_data_chunk(&chunk);
    return chunk;
}

duckdb_state __wrap_duckdb_appender_create(duckdb_connection connection, const char *schema,
                                           const char *table, duckdb_appender *appender)
{
    return __real_duckdb_appender_create(
        connection, schema, failsNow("open appender", table) ? "planted fault" : table, appender);
}

duckdb_state __wrap_duckdb_append_data_chunk(duckdb_appender appender, duckdb_data_chunk chunk)
{
    return failsNow("append") ? DuckDBError : __real_duckdb_append_data_chunk(appender, chunk);
}

duckdb_state __wrap_duckdb_appender_close(duckdb_appender appender)
{
    return failsNow("close appender") ? DuckDBError : __real_duckdb_appender_close(appender);
}
}
