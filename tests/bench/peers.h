// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <duckdb.h>

#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

/// The databases that the store is measured beside. What fails ends the program with its message.
namespace spendglass::bench {

/// DuckDB as it is, without anything of the store.
class BareDuckDb
{
public:
    /// Of a file, read only; or of a new one.
    enum class Open
    {
        Read,
        Make
    };
    BareDuckDb(const QString &path, Open how);
    ~BareDuckDb();
    BareDuckDb(const BareDuckDb &) = delete;
    BareDuckDb &operator=(const BareDuckDb &) = delete;

    void run(const std::string &sql);
    /// The number of rows of the answer, all of them read.
    qint64 ask(const std::string &sql);
    qint64 number(const std::string &sql); ///< a bigint

    /// One cell: a bigint, or a text when text is set.
    struct Cell
    {
        bool isNull = false;
        qint64 number = 0;
        const char *text = nullptr;
        int size = 0;
    };
    /// Every row; each column must be bigint or varchar.
    void read(const std::string &sql, const std::function<void(const std::vector<Cell> &)> &reader);

private:
    duckdb_database m_database = nullptr;
    duckdb_connection m_connection = nullptr;
};

/// SQLite with what is usually set for speed.
class Sqlite
{
public:
    explicit Sqlite(const QString &path); ///< a new file
    ~Sqlite();
    Sqlite(const Sqlite &) = delete;
    Sqlite &operator=(const Sqlite &) = delete;

    void run(const std::string &sql);
    qint64 ask(const std::string &sql);    ///< the number of rows of the answer, all of them read
    qint64 number(const std::string &sql); ///< of the first cell
    /// A new table of these columns with the rows of that question.
    void fill(const std::string &table, const std::string &columns, BareDuckDb &source,
              const std::string &sql);

private:
    void check(int code, const std::string &step);
    sqlite3 *m_database = nullptr;
};

} // namespace spendglass::bench
