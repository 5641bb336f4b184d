// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include "core/storefault.h"
#include "store/duckdb.h"
#include "store/storefile.h"

#include <QDir>
#include <QFile>

/// Resources of a static library are linked only when somebody asks; must stand outside the namespace.
static void initialiseSql()
{
    Q_INIT_RESOURCE(sql);
}

namespace spendglass::store {

namespace {

/// The schema's number, 0 for a database without tables, nothing for a database of another program.
core::Result<std::optional<int>> schemaVersion(Connection &connection)
{
    qint64 tables = 0;
    bool hasVersion = false;
    auto done =
        connection.run("select table_name from information_schema.tables", {}, [&](const RowView &row) {
            ++tables;
            hasVersion = hasVersion || row.text(0) == "schema_version";
        });
    if (!done)
        return core::fail(done.error());
    if (!hasVersion)
        return tables == 0 ? std::optional<int>(0) : std::nullopt;
    std::optional<int> version;
    done = connection.run("select max(version) from schema_version", {},
                          [&](const RowView &row) { version = int(row.integer(0)); });
    if (!done)
        return core::fail(done.error());
    return version;
}

core::Result<void> apply(Connection &connection, const Migration &migration)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return core::fail(transaction.error());
    const auto number = std::to_string(migration.number);
    for (const std::string &sql :
         {std::string(
              "create table if not exists schema_version (version integer not null, applied_at timestamp "
              "not null)"),
          migration.sql, "insert into schema_version values (" + number + ", current_timestamp)"}) {
        if (auto done = connection.script(sql); !done) {
            core::Error error = done.error();
            error.where = QStringLiteral("migration %1").arg(migration.number);
            return core::fail(error);
        }
    }
    return transaction->commit();
}

} // namespace

std::vector<Migration> shippedMigrations()
{
    initialiseSql();
    const QDir folder(QStringLiteral(":/spendglass/sql"));
    std::vector<Migration> result;
    const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            result.push_back({name.left(4).toInt(), file.readAll().toStdString()});
    }
    return result;
}

core::Result<void> migrate(Connection &connection, std::span<const Migration> migrations, const QString &path)
{
    auto version = schemaVersion(connection);
    if (!version)
        return core::fail(version.error());
    if (!*version)
        return core::fail(
            core::storeError(core::storeFaults::damaged,
                             QStringLiteral("The file is a database, but not a store of Spendglass."), path));
    const int newest = migrations.empty() ? 0 : migrations.back().number;
    if (**version > newest)
        return core::fail(core::storeError(
            core::storeFaults::newer,
            QStringLiteral(
                "The store was made by a newer version of Spendglass (schema %1, this one knows %2).")
                .arg(**version)
                .arg(newest),
            path));
    for (const Migration &migration : migrations) {
        if (migration.number <= **version)
            continue;
        if (auto done = apply(connection, migration); !done)
            return done;
    }
    return {};
}

core::Result<std::unique_ptr<Connection>> openDatabase(const QString &path)
{
    if (auto done = checkStoreFile(path); !done)
        return core::fail(done.error());
    auto connection = Connection::open(path, Limits::ofThisMachine());
    if (!connection)
        return connection;
    narrowStoreFiles(path);
    if (auto done = migrate(**connection, shippedMigrations(), path); !done)
        return core::fail(done.error());
    return connection;
}

} // namespace spendglass::store
