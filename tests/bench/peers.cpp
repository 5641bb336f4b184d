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

} // namespace

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
