// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <duckdb.h>

#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace spendglass::bench {

/// DuckDB as it is, without anything of the store. What fails ends the program with its message.
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

} // namespace spendglass::bench
