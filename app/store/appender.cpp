// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/appender.h"

namespace spendglass::store {

core::Result<std::unique_ptr<Appender>> Appender::open(Connection &connection, const char *table)
{
    std::unique_ptr<Appender> self(new Appender(connection, table));
    if (auto alive = connection.checkFault(self->step()); !alive)
        return core::fail(alive.error());
    if (duckdb_appender_create(connection.handle(), nullptr, table, &self->m_appender) == DuckDBError)
        return core::fail(self->error());
    const idx_t count = duckdb_appender_column_count(self->m_appender);
    std::vector<duckdb_logical_type> types;
    for (idx_t i = 0; i < count; ++i)
        types.push_back(duckdb_appender_column_type(self->m_appender, i));
    self->m_chunk = duckdb_create_data_chunk(types.data(), count);
    for (duckdb_logical_type &type : types)
        duckdb_destroy_logical_type(&type);
    self->m_columns.resize(count);
    self->m_capacity = duckdb_vector_size();
    self->takeVectors();
    return self;
}

Appender::~Appender()
{
    duckdb_destroy_data_chunk(&m_chunk);
    duckdb_appender_destroy(&m_appender);
}

void Appender::takeVectors()
{
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        m_columns[i].vector = duckdb_data_chunk_get_vector(m_chunk, i);
        m_columns[i].data = duckdb_vector_get_data(m_columns[i].vector);
    }
}

void Appender::putNull()
{
    duckdb_vector const vector = m_columns[m_column++].vector;
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), m_row);
}

void Appender::put(std::string_view value)
{
    if (!value.data())
        return putNull();
    duckdb_vector_assign_string_element_len(m_columns[m_column++].vector, m_row, value.data(), value.size());
}

core::Result<void> Appender::endRow()
{
    Q_ASSERT(m_column == m_columns.size());
    m_column = 0;
    if (++m_row < m_capacity)
        return {};
    return flush();
}

core::Result<void> Appender::flush()
{
    duckdb_data_chunk_set_size(m_chunk, m_row);
    if (duckdb_append_data_chunk(m_appender, m_chunk) == DuckDBError)
        return core::fail(error());
    duckdb_data_chunk_reset(m_chunk);
    m_row = 0;
    takeVectors();
    return {};
}

core::Result<void> Appender::close()
{
    if (auto done = flush(); !done)
        return done;
    if (duckdb_appender_close(m_appender) == DuckDBError)
        return core::fail(error());
    return {};
}

core::Error Appender::error()
{
    return m_connection.failed(duckdb_appender_error(m_appender), step());
}

} // namespace spendglass::store
