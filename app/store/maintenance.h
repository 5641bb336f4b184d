// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/duckdb.h"

#include <QStringList>

#include <memory>
#include <mutex>

namespace spendglass::store {

/// Asks work on a store's file to end early. Raised once, from any thread; it stays raised.
class StopSign
{
public:
    void raise();
    bool isRaised() const;

private:
    friend class Maintenance;
    void watch(Connection *connection);

    mutable std::mutex m_mutex;
    Connection *m_connection = nullptr;
    bool m_isRaised = false;
};

/// Whether an attached database may be changed.
enum class Attach
{
    ReadOnly,
    Writable
};

/// A connection for work on whole files while nobody else has them open: a database in memory, to which
/// stores are attached under short names. Unlike the store's own connection it may read and write files, but
/// only in the folders that it is given. Used on one thread; Cancelled once the stop sign is raised.
class Maintenance
{
public:
    /// near: the store; what does not fit into memory is spilled beside it.
    static core::Result<std::unique_ptr<Maintenance>> open(const QString &near, const QStringList &folders,
                                                           StopSign &stop);
    ~Maintenance();
    Maintenance(const Maintenance &) = delete;
    Maintenance &operator=(const Maintenance &) = delete;

    Connection &connection() { return *m_connection; }
    core::Result<void> attach(const QString &path, const std::string &name, Attach how);
    core::Result<void> detach(const std::string &name);
    core::Result<void> finish(const std::string &name); ///< detach, with all that was written in the file
    /// The tables of an attached database, by name.
    core::Result<std::vector<std::string>> tables(const std::string &database);
    /// Number of rows and what they hold, as one text: equal when two relations hold the same rows. Costs one
    /// pass; the argument is what may stand after "from".
    core::Result<QString> contentMark(const std::string &relation);

private:
    explicit Maintenance(StopSign &stop)
        : m_stop(stop)
    {}
    StopSign &m_stop;
    std::unique_ptr<Connection> m_connection;
};

/// As literals and names of SQL, for the places where no value can be bound: paths and names of tables.
std::string sqlText(const QString &text);
std::string sqlName(const std::string &name);
/// A path for read_csv and read_parquet, which take * ? [ for patterns.
std::string sqlPathToRead(const QString &path);

} // namespace spendglass::store
