// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QString>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spendglass::peers {

/// A PostgreSQL 15 of the test's own: a new, empty database in a temporary folder, reached by a socket there
/// and by nothing else. It compares texts by code point and knows upper and lower case of all of Unicode. It
/// refuses to run as root, so a test that is root has it run as the user "postgres". It ends with this
/// object, or with the test.
///
/// Functions that answer a text answer why it failed; empty: done.
class Postgres
{
public:
    Postgres();
    ~Postgres();
    Postgres(const Postgres &) = delete;
    Postgres &operator=(const Postgres &) = delete;

    QString start(); ///< says which Debian package is missing, too

    QString script(const std::string &sql); ///< statements without values

    /// Fills a table. rows: lines of COPY's text format, as copyField() and tabs make them.
    QString copy(const std::string &table, const std::string &rows);
    static std::string copyField(std::string_view text);
    static constexpr const char *copyNull = "\\N";

    /// One statement with bound values; so many of its first columns, row after row. A number without places
    /// is an amount in units of 1e-22, as a 128-bit integer of DuckDB is; an integer is a count.
    QString run(const std::string &sql, const std::vector<query::Value> &values, std::size_t width,
                std::vector<query::Value> &cells);

private:
    struct Server;
    std::unique_ptr<Server> m_server;
};

} // namespace spendglass::peers
