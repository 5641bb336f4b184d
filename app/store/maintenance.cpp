// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/maintenance.h"

#include <QFileInfo>

namespace spendglass::store {

namespace {

/// Signs that the database takes for a pattern stand in brackets, where they mean themselves.
QString withoutPatterns(const QString &path)
{
    QString result;
    for (const QChar c : path)
        result += c == u'*' || c == u'?' || c == u'[' ? u'[' + QString(c) + u']' : QString(c);
    return result;
}

} // namespace

void StopSign::raise()
{
    const std::lock_guard lock(m_mutex);
    m_isRaised = true;
    if (m_connection)
        m_connection->interrupt();
}

bool StopSign::isRaised() const
{
    const std::lock_guard lock(m_mutex);
    return m_isRaised;
}

void StopSign::watch(Connection *connection)
{
    const std::lock_guard lock(m_mutex);
    m_connection = connection;
    if (connection && m_isRaised)
        connection->interrupt();
}

core::Result<std::unique_ptr<Maintenance>> Maintenance::open(const QString &near, const QStringList &folders,
                                                             StopSign &stop)
{
    std::string allowed;
    for (const QString &folder : folders) {
        const QString whole = folder.endsWith(u'/') ? folder : folder + u'/';
        allowed += (allowed.empty() ? "" : ", ") + sqlText(whole) + ", " + sqlPathToRead(whole);
    }
    auto connection = Connection::openForFiles(near, allowed, Limits::ofThisMachine());
    if (!connection)
        return core::fail(connection.error());
    std::unique_ptr<Maintenance> self(new Maintenance(stop));
    self->m_connection = std::move(*connection);
    stop.watch(self->m_connection.get());
    return self;
}

Maintenance::~Maintenance()
{
    m_stop.watch(nullptr);
}

core::Result<void> Maintenance::attach(const QString &path, const std::string &name, Attach how)
{
    return m_connection->script("attach " + sqlText(path) + " as " + sqlName(name) +
                                (how == Attach::ReadOnly ? " (read_only)" : ""));
}

core::Result<void> Maintenance::detach(const std::string &name)
{
    return m_connection->script("detach " + sqlName(name));
}

/// Detaching alone would swallow that the disk is full.
core::Result<void> Maintenance::finish(const std::string &name)
{
    if (auto done = m_connection->script("checkpoint " + sqlName(name)); !done)
        return done;
    return detach(name);
}

core::Result<std::vector<std::string>> Maintenance::tables(const std::string &database)
{
    std::vector<std::string> result;
    const query::Value name = QString::fromStdString(database);
    auto done = m_connection->run(
        "select table_name from duckdb_tables() where database_name = $1 order by table_name", {&name, 1},
        [&result](const RowView &row) { result.emplace_back(row.text(0)); });
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<QString> Maintenance::contentMark(const std::string &relation)
{
    auto mark = m_connection->scalar("select cast(count(*) as varchar) || ' rows, mark ' || "
                                     "coalesce(cast(sum(hash(whole)) as varchar), '0') from " +
                                     relation + " as whole");
    if (!mark)
        return core::fail(mark.error());
    return query::valueText(*mark);
}

std::string sqlText(const QString &text)
{
    return "'" + QString(text).replace(u'\'', QLatin1String("''")).toStdString() + "'";
}

std::string sqlName(const std::string &name)
{
    return "\"" + QString::fromStdString(name).replace(u'"', QLatin1String("\"\"")).toStdString() + "\"";
}

std::string sqlPathToRead(const QString &path)
{
    return sqlText(withoutPatterns(path));
}

} // namespace spendglass::store
