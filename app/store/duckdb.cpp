// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"

#include "core/storefault.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

namespace spendglass::store {

namespace {

using core::ErrorKind;

/// A statement prepared for one execution.
struct Prepared
{
    duckdb_prepared_statement handle = nullptr;
    ~Prepared() { duckdb_destroy_prepare(&handle); }
};

struct Outcome
{
    duckdb_result handle{};
    ~Outcome() { duckdb_destroy_result(&handle); }
};

duckdb_hugeint hugeint(core::Int128 value)
{
    return {uint64_t(value), int64_t(value >> 64)};
}

core::Int128 int128(duckdb_hugeint value)
{
    return (core::Int128(value.upper) << 64) | core::Int128(value.lower);
}

/// Binds one value at a place; amounts go in as whole units of 1e-22.
struct Binder
{
    duckdb_prepared_statement statement;
    idx_t place;

    duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, place); }
    duckdb_state operator()(const QString &text) const
    {
        const QByteArray utf8 = text.toUtf8();
        return duckdb_bind_varchar_length(statement, place, utf8.constData(), idx_t(utf8.size()));
    }
    duckdb_state operator()(core::Decimal amount) const
    {
        return duckdb_bind_hugeint(statement, place, hugeint(amount.units()));
    }
    duckdb_state operator()(qint64 number) const { return duckdb_bind_int64(statement, place, number); }
    duckdb_state operator()(core::Day day) const
    {
        return duckdb_bind_date(statement, place, {qint32(day.time_since_epoch().count())});
    }
    duckdb_state operator()(core::Instant instant) const
    {
        return duckdb_bind_timestamp(statement, place, {instant.time_since_epoch().count()});
    }
    duckdb_state operator()(bool flag) const { return duckdb_bind_boolean(statement, place, flag); }
    duckdb_state operator()(query::Others) const { return DuckDBError; } // stands for values, is none
};

/// What a message of the database means, by a mark in it; the first that fits.
struct FaultRow
{
    const char *mark;
    const char *fault;
    const char *text;
};
constexpr const char *isDamaged =
    "The store is damaged. It was left as it is; move it aside to fetch the data again.";
constexpr std::array faultRows{
    FaultRow{"Could not set lock", core::storeFaults::inUse, "The store is in use by another process."},
    FaultRow{"No space left", core::storeFaults::diskFull, "The disk is full."},
    FaultRow{"File too large", core::storeFaults::diskFull, "The disk is full."},
    FaultRow{"Corrupt database file", core::storeFaults::damaged, isDamaged},
    FaultRow{"Could not read enough bytes", core::storeFaults::damaged, isDamaged},
    FaultRow{"replaying WAL", core::storeFaults::damaged, isDamaged},
};

/// The first words of a statement, enough to find it and free of values (those are bound).
QString stepOf(const std::string &sql)
{
    return QString::fromStdString(sql).simplified().left(120);
}

} // namespace

Limits Limits::ofThisMachine()
{
    const qint64 memory = qint64(sysconf(_SC_PHYS_PAGES)) * qint64(sysconf(_SC_PAGESIZE));
    const qint64 least = 512LL * 1024 * 1024;
    return {std::max(memory / 4, least), std::max(1, int(std::thread::hardware_concurrency()))};
}

bool RowView::isNull(std::size_t column) const
{
    uint64_t *const validity = m_columns[column].validity;
    return validity && !duckdb_validity_row_is_valid(validity, m_row);
}

std::string_view RowView::text(std::size_t column) const
{
    if (isNull(column))
        return {};
    auto *const cell = static_cast<const duckdb_string_t *>(m_columns[column].data) + m_row;
    const uint32_t length = cell->value.inlined.length;
    const bool isInlined = length <= sizeof(cell->value.inlined.inlined);
    return {isInlined ? cell->value.inlined.inlined : cell->value.pointer.ptr, length};
}

template <class T>
static T fixedCell(const void *data, std::size_t row)
{
    return static_cast<const T *>(data)[row];
}

qint64 RowView::integer(std::size_t column) const
{
    const ColumnView &cells = m_columns[column];
    if (isNull(column))
        return 0;
    if (cells.type == DUCKDB_TYPE_BIGINT)
        return fixedCell<int64_t>(cells.data, m_row);
    if (cells.type == DUCKDB_TYPE_INTEGER)
        return fixedCell<int32_t>(cells.data, m_row);
    if (cells.type == DUCKDB_TYPE_UBIGINT)
        return qint64(fixedCell<uint64_t>(cells.data, m_row));
    if (cells.type == DUCKDB_TYPE_HUGEINT)
        return qint64(int128(fixedCell<duckdb_hugeint>(cells.data, m_row)));
    return 0;
}

bool RowView::boolean(std::size_t column) const
{
    return !isNull(column) && fixedCell<bool>(m_columns[column].data, m_row);
}

core::Day RowView::day(std::size_t column) const
{
    return core::Day(std::chrono::days(fixedCell<duckdb_date>(m_columns[column].data, m_row).days));
}

core::Instant RowView::instant(std::size_t column) const
{
    const auto cell = fixedCell<duckdb_timestamp>(m_columns[column].data, m_row);
    return core::Instant(std::chrono::microseconds(cell.micros));
}

bool RowView::isText(std::size_t column) const
{
    return !isNull(column) && m_columns[column].type == DUCKDB_TYPE_VARCHAR;
}

query::Value RowView::value(std::size_t column) const
{
    if (isNull(column))
        return {};
    const ColumnView &cells = m_columns[column];
    if (cells.type == DUCKDB_TYPE_VARCHAR)
        return string(column);
    // The only decimals of our statements are DECIMAL(38, 0), which are 128-bit integers.
    if (cells.type == DUCKDB_TYPE_HUGEINT || cells.type == DUCKDB_TYPE_DECIMAL)
        return core::Decimal::fromUnits(int128(fixedCell<duckdb_hugeint>(cells.data, m_row)));
    if (cells.type == DUCKDB_TYPE_DATE)
        return day(column);
    if (cells.type == DUCKDB_TYPE_TIMESTAMP)
        return instant(column);
    if (cells.type == DUCKDB_TYPE_BOOLEAN)
        return boolean(column);
    return integer(column);
}

core::Error Connection::errorOf(const char *message, const QString &where)
{
    const QString said = QString::fromUtf8(message ? message : "unknown error").simplified();
    if (said.startsWith(QLatin1String("INTERRUPT")))
        return core::fail(ErrorKind::Cancelled, QStringLiteral("The question was withdrawn."), where).value();
    const auto row = std::find_if(faultRows.begin(), faultRows.end(), [&said](const FaultRow &each) {
        return said.contains(QLatin1String(each.mark)); //
    });
    if (row == faultRows.end())
        return core::storeError("", QStringLiteral("The store could not be read or written: %1").arg(said),
                                where);
    static const QRegularExpression holder(QStringLiteral("held in (\\S+).*\\(?PID (\\d+)"));
    const QRegularExpressionMatch match = holder.match(said);
    if (row->fault == core::storeFaults::inUse && match.hasMatch())
        return core::storeError(row->fault,
                                QStringLiteral("The store is in use by process %1 (%2).")
                                    .arg(match.captured(2), match.captured(1)),
                                where);
    return core::storeError(row->fault, QStringLiteral("%1 %2").arg(QLatin1String(row->text), said), where);
}

core::Result<void> Connection::start(const QByteArray &database, const Limits &limits)
{
    const std::pair<const char *, QByteArray> options[] = {
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"memory_limit", QByteArray::number(limits.memoryBytes / (1024 * 1024)) + "MiB"},
        {"threads", QByteArray::number(limits.threads)},
        {"temp_directory", (m_path + QStringLiteral(".tmp")).toUtf8()},
        // What the log holds is in memory, too: at 256 MB a synchronisation of 3 M rows took 434 MiB, at 96
        // MB 273, and no longer.
        {"checkpoint_threshold", "96MB"},
    };
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    for (const auto &[name, value] : options)
        duckdb_set_config(config, name, value.constData());
    char *message = nullptr;
    const auto state = duckdb_open_ext(database.constData(), &m_database, config, &message);
    duckdb_destroy_config(&config);
    if (state == DuckDBError) {
        const core::Error error = errorOf(message, m_path);
        duckdb_free(message);
        return core::fail(error);
    }
    if (duckdb_connect(m_database, &m_connection) == DuckDBError)
        return core::fail(ErrorKind::Storage, QStringLiteral("The store gives no connection."), m_path);
    // PostgreSQL's name, so that statements are valid there, too.
    return script("create or replace temp macro regexp_like(x, pattern) as regexp_matches(x, pattern)");
}

/// Locking comes last, or nothing more can be set. External access goes when the file is open, since with it
/// goes the right to open one.
core::Result<std::unique_ptr<Connection>>
Connection::openLocked(const QString &path, const QByteArray &database, const Limits &limits)
{
    std::unique_ptr<Connection> self(new Connection(path));
    if (auto done = self->start(database, limits); !done)
        return core::fail(done.error());
    if (auto done =
            self->script("set dynamic_or_filter_threshold = 1000; set enable_external_access = false; "
                         "set lock_configuration = true;");
        !done)
        return core::fail(done.error());
    return self;
}

core::Result<std::unique_ptr<Connection>> Connection::open(const QString &path, const Limits &limits)
{
    return openLocked(path, path.toUtf8(), limits);
}

core::Result<std::unique_ptr<Connection>> Connection::openInMemory(const QString &path, const Limits &limits)
{
    return openLocked(path, ":memory:", limits);
}

core::Result<std::unique_ptr<Connection>>
Connection::openForFiles(const QString &path, const std::string &allowedFolders, const Limits &limits)
{
    std::unique_ptr<Connection> self(new Connection(path));
    if (auto done = self->start(":memory:", limits); !done)
        return core::fail(done.error());
    if (auto done = self->script("set allowed_directories = [" + allowedFolders +
                                 "]; set enable_external_access = false; set lock_configuration = true;");
        !done)
        return core::fail(done.error());
    return self;
}

void Connection::close(core::Error why)
{
    duckdb_disconnect(&m_connection);
    duckdb_close(&m_database);
    m_fault = std::move(why);
}

Connection::~Connection()
{
    duckdb_disconnect(&m_connection);
    duckdb_close(&m_database);
}

core::Error Connection::failed(const char *message, const std::string &step)
{
    const core::Error error = errorOf(message, stepOf(step));
    // At the start only: a message can quote what the service wrote.
    const bool isFatal = message && std::string_view(message).starts_with("FATAL");
    if (isFatal && !m_fault)
        m_fault = error;
    return error;
}

core::Result<void> Connection::checkFault(const std::string &step) const
{
    if (!m_fault)
        return {};
    core::Error error = *m_fault;
    error.text = QStringLiteral("The store stopped after a fault and must be opened again. The fault: %1")
                     .arg(error.text);
    error.where = stepOf(step);
    return core::fail(error);
}

core::Result<void> Connection::script(const std::string &sql)
{
    if (auto alive = checkFault(sql); !alive)
        return alive;
    Outcome outcome;
    if (duckdb_query(m_connection, sql.c_str(), &outcome.handle) == DuckDBError)
        return core::fail(failed(duckdb_result_error(&outcome.handle), sql));
    return {};
}

core::Result<void> Connection::run(const std::string &sql, std::span<const query::Value> values,
                                   const RowReader &reader)
{
    if (auto alive = checkFault(sql); !alive)
        return alive;
    Prepared prepared;
    if (duckdb_prepare(m_connection, sql.c_str(), &prepared.handle) == DuckDBError)
        return core::fail(failed(duckdb_prepare_error(prepared.handle), sql));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::visit(Binder{prepared.handle, idx_t(i + 1)}, values[i]) == DuckDBError)
            return core::fail(failed(duckdb_prepare_error(prepared.handle), sql));
    }
    Outcome outcome;
    if (!m_interrupted && duckdb_execute_prepared(prepared.handle, &outcome.handle) == DuckDBError)
        return core::fail(failed(duckdb_result_error(&outcome.handle), sql));
    // Asked again after the run: an interrupt that came just before the statement began is lost on it.
    if (m_interrupted)
        return core::fail(errorOf("INTERRUPT", stepOf(sql)));
    if (!reader)
        return {};
    RowView row;
    row.m_columns.resize(duckdb_column_count(&outcome.handle));
    idx_t missing = duckdb_row_count(&outcome.handle);
    row.m_rowsInAll = qint64(missing);
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(outcome.handle)) {
        for (std::size_t i = 0; i < row.m_columns.size(); ++i) {
            duckdb_vector const vector = duckdb_data_chunk_get_vector(chunk, i);
            row.m_columns[i] = {duckdb_column_type(&outcome.handle, i), duckdb_vector_get_data(vector),
                                duckdb_vector_get_validity(vector)};
        }
        const idx_t rows = duckdb_data_chunk_get_size(chunk);
        for (row.m_row = 0; row.m_row < rows; ++row.m_row)
            reader(row);
        missing -= rows;
        duckdb_destroy_data_chunk(&chunk);
    }
    // A chunk that cannot be read back from the disk looks like the end.
    if (missing != 0)
        return core::fail(failed("The rows of the answer ended early.", sql));
    return {};
}

core::Result<query::Value> Connection::scalar(const std::string &sql, std::span<const query::Value> values)
{
    query::Value result;
    bool isFirst = true;
    auto done = run(sql, values, [&](const RowView &row) {
        if (std::exchange(isFirst, false))
            result = row.value(0);
    });
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<query::Table> Connection::table(const std::string &sql, std::span<const query::Value> values,
                                             std::vector<query::Column> columns)
{
    query::Table result{std::move(columns), {}};
    // Neighbours in an answer that is in order repeat their texts: they share one.
    struct LastText
    {
        std::string bytes;
        query::Value value;
    };
    std::vector<LastText> last(result.columns.size());
    auto done = run(sql, values, [&result, &last](const RowView &row) {
        if (result.cells.empty())
            result.cells.reserve(std::size_t(row.rowsInAll()) * result.columns.size());
        for (std::size_t i = 0; i < result.columns.size(); ++i) {
            if (!row.isText(i)) {
                result.cells.push_back(row.value(i));
                continue;
            }
            const bool isFirst = std::holds_alternative<std::monostate>(last[i].value);
            if (isFirst || last[i].bytes != row.text(i))
                last[i] = {std::string(row.text(i)), row.value(i)};
            result.cells.push_back(last[i].value);
        }
    });
    if (!done)
        return core::fail(done.error());
    return result;
}

void Connection::interrupt()
{
    m_interrupted = true;
    duckdb_interrupt(m_connection);
}

void Connection::clearInterrupt()
{
    m_interrupted = false;
}

core::Result<Transaction> Transaction::begin(Connection &connection)
{
    if (auto done = connection.script("begin transaction"); !done)
        return core::fail(done.error());
    return Transaction(connection);
}

Transaction::~Transaction()
{
    if (m_connection)
        (void)m_connection->script("rollback");
}

core::Result<void> Transaction::commit()
{
    ++m_connection->m_generation;
    auto done = m_connection->script("commit");
    if (done)
        m_connection = nullptr;
    return done;
}

} // namespace spendglass::store
