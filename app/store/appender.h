// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/duckdb.h"

#include <optional>

namespace spendglass::store {

/// Rows for one table, column after column, handed over in chunks of the database's own vector size.
class Appender
{
public:
    /// The table name is one of the program's own.
    static core::Result<std::unique_ptr<Appender>> open(Connection &connection, const char *table);
    ~Appender();
    Appender(const Appender &) = delete;
    Appender &operator=(const Appender &) = delete;

    // Each puts the next cell of the row; the column must be of that type.
    void putNull();
    void put(qint32 value) { putFixed(value); }
    void put(qint64 value) { putFixed(value); }
    void put(bool value) { putFixed(value); }
    void put(core::Day value) { putFixed(duckdb_date{qint32(value.time_since_epoch().count())}); }
    void put(core::Instant value) { putFixed(duckdb_timestamp{value.time_since_epoch().count()}); }
    void put(std::string_view value); ///< a view without data is NULL
    template <class T>
    void put(const std::optional<T> &value)
    {
        value ? put(*value) : putNull();
    }

    core::Result<void> endRow();
    core::Result<void> close(); ///< hands over the rest

private:
    struct Column
    {
        duckdb_vector vector = nullptr;
        void *data = nullptr;
    };
    Appender(Connection &connection, const char *table)
        : m_connection(connection)
        , m_table(table)
    {}
    void takeVectors();
    core::Result<void> flush();
    std::string step() const { return std::string("append to ") + m_table; }
    core::Error error();
    template <class T>
    void putFixed(T value)
    {
        static_cast<T *>(m_columns[m_column].data)[m_row] = value;
        ++m_column;
    }

    Connection &m_connection;
    const char *m_table;
    duckdb_appender m_appender = nullptr;
    duckdb_data_chunk m_chunk = nullptr;
    std::vector<Column> m_columns;
    std::size_t m_column = 0;
    idx_t m_row = 0;
    idx_t m_capacity = 0;
};

} // namespace spendglass::store
