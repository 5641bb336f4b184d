// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/table.h"

#include <duckdb.h>

#include <QString>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spendglass::store {

/// How much of the machine the database may use.
struct Limits
{
    qint64 memoryBytes = 0;
    int threads = 0;
    static Limits ofThisMachine(); ///< a quarter of the memory, at least 512 MB; every core
};

/// One row of a chunk while it is being read; views live until the callback returns.
class RowView
{
public:
    bool isNull(std::size_t column) const;
    bool isText(std::size_t column) const; ///< and not null
    std::string_view text(std::size_t column) const;
    QString string(std::size_t column) const { return toQString(text(column)); }
    qint64 integer(std::size_t column) const; ///< of any integer type; a 128-bit one is cut
    bool boolean(std::size_t column) const;
    core::Day day(std::size_t column) const;
    core::Instant instant(std::size_t column) const;
    qint64 rowsInAll() const { return m_rowsInAll; } ///< of the result
    /// The cell by its type in the database: 128-bit integers are exact amounts in units of 1e-22.
    query::Value value(std::size_t column) const;

private:
    friend class Connection;
    struct ColumnView
    {
        duckdb_type type = DUCKDB_TYPE_INVALID;
        const void *data = nullptr;
        uint64_t *validity = nullptr;
    };
    static QString toQString(std::string_view text)
    {
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    }
    std::vector<ColumnView> m_columns;
    std::size_t m_row = 0;
    qint64 m_rowsInAll = 0;
};

/// A database file and the one connection to it. Errors are Storage, an interrupted statement Cancelled.
/// After a fault that the database does not survive (the disk full while it rewrites the file) every later
/// call says so and names that fault, until the file is opened again.
class Connection
{
public:
    using RowReader = std::function<void(const RowView &)>;

    /// Opens or makes the file with every option set and locked.
    static core::Result<std::unique_ptr<Connection>> open(const QString &path, const Limits &limits);
    /// An empty database in memory with the same options. What does not fit into memory is spilled beside
    /// path.
    static core::Result<std::unique_ptr<Connection>> openInMemory(const QString &path, const Limits &limits);
    /// A database in memory that may open files below allowedFolders (SQL literals with commas between) and
    /// no others; for Maintenance alone. What does not fit into memory is spilled beside path.
    static core::Result<std::unique_ptr<Connection>>
    openForFiles(const QString &path, const std::string &allowedFolders, const Limits &limits);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// One or more statements without values.
    core::Result<void> script(const std::string &sql);
    /// One statement with bound values; reader is called for each row of the result, in order.
    core::Result<void> run(const std::string &sql, std::span<const query::Value> values = {},
                           const RowReader &reader = {});
    /// The first column of the first row of a statement; nothing (monostate) when there is no row.
    core::Result<query::Value> scalar(const std::string &sql, std::span<const query::Value> values = {});
    /// The result as a table under these columns; as many as the statement has.
    core::Result<query::Table> table(const std::string &sql, std::span<const query::Value> values,
                                     std::vector<query::Column> columns);

    /// Goes up with every transaction, so that whoever keeps something can see that it may be stale; also
    /// from one connection of this process to a later one, between which another process may have written.
    qint64 generation() const { return m_generation; }

    /// Gives the file up. Every later call is refused with that reason.
    void close(core::Error why);

    void interrupt();      ///< from any thread: the running and every later statement end with Cancelled …
    void clearInterrupt(); ///< … until this

    duckdb_connection handle() const { return m_connection; }
    /// What a message of the database means to the person; a fault it did not survive is kept.
    core::Error failed(const char *message, const std::string &step);
    core::Result<void> checkFault(const std::string &step) const; ///< Storage when there was such a fault

private:
    friend class Transaction;
    explicit Connection(QString path)
        : m_path(std::move(path))
    {}
    core::Result<void> start(const QByteArray &database, const Limits &limits);
    static core::Result<std::unique_ptr<Connection>>
    openLocked(const QString &path, const QByteArray &database, const Limits &limits);
    static core::Error errorOf(const char *message, const QString &where);

    QString m_path;
    std::optional<core::Error> m_fault; ///< what the database did not survive
    duckdb_database m_database = nullptr;
    duckdb_connection m_connection = nullptr;
    qint64 m_generation = std::chrono::steady_clock::now().time_since_epoch().count();
    std::atomic<bool> m_interrupted = false;
};

/// A transaction that is rolled back unless it was committed.
class Transaction
{
public:
    static core::Result<Transaction> begin(Connection &connection);
    ~Transaction();
    Transaction(Transaction &&other) noexcept
        : m_connection(std::exchange(other.m_connection, nullptr))
    {}
    Transaction &operator=(Transaction &&) = delete;
    core::Result<void> commit();

private:
    explicit Transaction(Connection &connection)
        : m_connection(&connection)
    {}
    Connection *m_connection;
};

} // namespace spendglass::store
