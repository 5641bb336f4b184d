// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bareduckdb.h"

#include <QString>

#include <string>

struct sqlite3;

/// The databases that the store is measured beside. What fails ends the program with its message.
namespace spendglass::bench {

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
