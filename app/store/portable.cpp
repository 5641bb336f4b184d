// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/portable.h"

#include "core/ownfolder.h"
#include "store/maintenance.h"
#include "store/migrations.h"
#include "store/portablemanifest.h"
#include "store/wholefile.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstring>
#include <memory>

namespace spendglass::store {

namespace {

using core::FolderFormat;

core::Error fileError(const QString &text, const QString &path)
{
    core::Error error;
    error.kind = core::ErrorKind::File;
    error.text = text;
    error.where = path;
    return error;
}

/// What the database says of a file of the folder is about that file, not about the store.
core::Error about(const QString &path, core::Error error)
{
    if (error.kind != core::ErrorKind::Storage)
        return error;
    return fileError(QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), error.text), path);
}

/// The folder of an export while it is being made: without keep() what was written goes again.
class NewFolder
{
public:
    explicit NewFolder(const QString &path)
        : m_folder(path)
    {}
    ~NewFolder()
    {
        if (m_isKept)
            return;
        for (const QString &file : std::as_const(m_files))
            QFile::remove(file);
        if (m_isMade)
            QDir().rmdir(m_folder.path());
    }
    NewFolder(const NewFolder &) = delete;
    NewFolder &operator=(const NewFolder &) = delete;

    core::Result<void> make()
    {
        const QString path = m_folder.path();
        const QFileInfo info(path);
        if (info.exists() && !info.isDir())
            return core::fail(fileError(QStringLiteral("%1 is not a folder.").arg(path), path));
        if (info.exists() &&
            !m_folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            return core::fail(fileError(QStringLiteral("The folder %1 is not empty.").arg(path), path));
        m_isMade = !info.exists();
        if (!core::makeOwnFolder(path))
            return core::fail(fileError(QStringLiteral("The folder %1 cannot be made: %2.")
                                            .arg(path, QString::fromLocal8Bit(std::strerror(errno))),
                                        path));
        return {};
    }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }
    /// The name under which a file is written until it is whole.
    QString part(const QString &name)
    {
        m_files << filePath(name + QStringLiteral(".part"));
        return m_files.last();
    }
    core::Result<void> publish(const QString &name)
    {
        const QString path = filePath(name);
        m_files << path;
        if (QFile::rename(path + QStringLiteral(".part"), path))
            return {};
        return core::fail(fileError(QStringLiteral("%1 cannot be given its name.").arg(name), path));
    }
    void keep() { m_isKept = true; }

private:
    QDir m_folder;
    QStringList m_files;
    bool m_isMade = false, m_isKept = false;
};

std::string commaList(const PortableTable &table,
                      const std::function<std::string(const PortableColumn &)> &part)
{
    std::string list;
    for (const PortableColumn &column : table.columns) {
        const std::string text = part(column);
        if (!text.empty())
            list += (list.empty() ? "" : ", ") + text;
    }
    return list;
}

std::string nameOf(const PortableColumn &column)
{
    return sqlName(column.name.toStdString());
}

/// Texts are quoted, always: that tells an empty one from none.
std::string copyOptions(const PortableTable &table, FolderFormat format)
{
    if (format == FolderFormat::Parquet)
        return "(format parquet, compression zstd)";
    const std::string texts = commaList(table, [](const PortableColumn &column) {
        return column.type == QLatin1String("VARCHAR") ? nameOf(column) : std::string();
    });
    return "(format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr ''" +
           (texts.empty() ? std::string() : ", force_quote (" + texts + ")") + ")";
}

/// The file as a table, with the manifest's columns in their order and of their types; path is a literal.
std::string readerOf(const std::string &path, const PortableTable &table, FolderFormat format)
{
    const std::string columns = commaList(table, nameOf);
    if (format == FolderFormat::Parquet)
        return "(select " + columns + " from read_parquet(" + path + "))";
    const std::string types = commaList(table, [](const PortableColumn &column) {
        return sqlText(column.name) + ": " + sqlText(column.type);
    });
    // Rows may be long: a resource can carry many tags.
    return "(select " + columns + " from read_csv(" + path +
           ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
           "allow_quoted_nulls = false, parallel = false, strict_mode = true, max_line_size = 4194304, "
           "buffer_size = 8388608, columns = {" +
           types + "}))";
}

core::Result<std::vector<PortableColumn>> columnsOf(Connection &connection, const std::string &database,
                                                    const std::string &table)
{
    std::vector<PortableColumn> columns;
    const query::Value names[] = {QString::fromStdString(database), QString::fromStdString(table)};
    auto done = connection.run("select column_name, data_type, not is_nullable from duckdb_columns() where "
                               "database_name = $1 and table_name = $2 order by column_index",
                               names, [&columns](const RowView &row) {
                                   columns.push_back({row.string(0), row.string(1), row.boolean(2)});
                               });
    if (!done)
        return core::fail(done.error());
    return columns;
}

core::Result<int> schemaOf(Connection &connection, const std::string &database)
{
    auto version = connection.scalar("select cast(max(version) as bigint) from " + sqlName(database) +
                                     ".schema_version");
    if (!version)
        return core::fail(version.error());
    const auto *number = std::get_if<qint64>(&*version);
    return number ? int(*number) : 0;
}

/// Writes a table, reads the file back and compares.
core::Result<void> writeTable(Maintenance &files, PortableTable &table, FolderFormat format,
                              const QString &path)
{
    const std::string name = table.name.toStdString();
    auto written = files.connection().scalar("copy \"old\"." + sqlName(name) + " to " + sqlText(path) + " " +
                                             copyOptions(table, format));
    if (!written)
        return core::fail(about(path, written.error()));
    if (const auto *rows = std::get_if<qint64>(&*written))
        table.rows = *rows;
    const auto kept = files.contentMark("\"old\"." + sqlName(name));
    if (!kept)
        return core::fail(kept.error());
    const auto back = files.contentMark(readerOf(sqlPathToRead(path), table, format));
    if (!back)
        return core::fail(about(path, back.error()));
    if (*kept != *back)
        return core::fail(fileError(
            QStringLiteral("%1 does not read back as it was written.").arg(QFileInfo(path).fileName()),
            path));
    return {};
}

core::Result<void> exportTable(Maintenance &files, const std::string &name, Manifest &manifest,
                               NewFolder &folder, const StopSign &stop)
{
    PortableTable table;
    table.name = QString::fromStdString(name);
    auto columns = columnsOf(files.connection(), "old", name);
    if (!columns)
        return core::fail(columns.error());
    table.columns = std::move(*columns);
    const QString fileName = manifest.fileName(table);
    const QString part = folder.part(fileName);
    if (auto done = writeTable(files, table, manifest.format, part); !done)
        return done;
    const auto hash = sha256Of(part, [&stop] { return !stop.isRaised(); });
    if (!hash)
        return core::fail(hash.error());
    table.sha256 = *hash;
    table.bytes = QFileInfo(part).size();
    if (!syncToDisk(part))
        return core::fail(fileError(QStringLiteral("the disk did not take %1").arg(fileName), part));
    manifest.tables.push_back(std::move(table));
    return folder.publish(fileName);
}

/// A view for each table that has amounts, with every amount as one exact number.
QByteArray viewsOf(const Manifest &manifest)
{
    QByteArray sql =
        "-- DuckDB, started in this folder: the tables as they are, and NAME_exact with whole amounts.\n";
    for (const PortableTable &table : manifest.tables) {
        std::string amounts, halves;
        for (const PortableColumn &column : table.columns) {
            if (!column.name.endsWith(QLatin1String("_hi")))
                continue;
            const std::string name = column.name.chopped(3).toStdString();
            halves += (halves.empty() ? "" : ", ") + name + "_hi, " + name + "_lo";
            amounts += ",\n  " + name + "_hi::decimal(19, 0) * 0.000001::decimal(7, 6) + " + name +
                       "_lo::decimal(16, 0) * 0.0000000000000000000001::decimal(22, 22) as " + name;
        }
        const std::string file = "'" + manifest.fileName(table).toStdString() + "'";
        const std::string view = "create view " + table.name.toStdString();
        sql += (view + " as select * from " + readerOf(file, table, manifest.format) + ";\n").c_str();
        if (!amounts.empty())
            sql += (view + "_exact as select * exclude (" + halves + ")" + amounts + "\n  from " +
                    table.name.toStdString() + ";\n")
                       .c_str();
    }
    return sql;
}

core::Result<void> writeSmall(NewFolder &folder, const QString &name, const QByteArray &bytes)
{
    const QString path = folder.part(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush() ||
        !syncToDisk(path))
        return core::fail(
            fileError(QStringLiteral("%1 cannot be written: %2").arg(name, file.errorString()), path));
    file.close();
    return folder.publish(name);
}

core::Result<void> exportTables(const QString &path, NewFolder &folder, const QString &folderPath,
                                Manifest &manifest, StopSign &stop)
{
    auto maintenance = Maintenance::open(path, {QFileInfo(path).absolutePath(), folderPath}, stop);
    if (!maintenance)
        return core::fail(maintenance.error());
    Maintenance &files = **maintenance;
    if (auto done = files.attach(path, "old", Attach::ReadOnly); !done)
        return done;
    const auto schema = schemaOf(files.connection(), "old");
    if (!schema)
        return core::fail(schema.error());
    manifest.schema = *schema;
    const auto tables = files.tables("old");
    if (!tables)
        return core::fail(tables.error());
    for (const std::string &table : *tables) {
        if (auto done = exportTable(files, table, manifest, folder, stop); !done)
            return done;
    }
    return {};
}

/// An empty store of that schema.
core::Result<void> makeStore(const QString &path, int schema)
{
    std::vector<Migration> migrations = shippedMigrations();
    std::erase_if(migrations, [schema](const Migration &migration) { return migration.number > schema; });
    auto connection = Connection::open(path, Limits::ofThisMachine());
    if (!connection)
        return core::fail(connection.error());
    return migrate(**connection, migrations, path);
}

/// The folder has just the tables of its schema, with their columns.
core::Result<void> checkTables(Maintenance &files, const Manifest &manifest, const QString &folder)
{
    const auto tables = files.tables("new");
    if (!tables)
        return core::fail(tables.error());
    const QString path = manifestPath(folder);
    for (const std::string &name : *tables) {
        const auto given =
            std::find_if(manifest.tables.begin(), manifest.tables.end(),
                         [&name](const PortableTable &table) { return table.name.toStdString() == name; });
        if (given == manifest.tables.end())
            return core::fail(fileError(
                QStringLiteral("The table %1 is missing in manifest.json.").arg(QString::fromStdString(name)),
                path));
        const auto columns = columnsOf(files.connection(), "new", name);
        if (!columns)
            return core::fail(columns.error());
        if (*columns != given->columns)
            return core::fail(fileError(QStringLiteral("%1 has other columns than a store of schema %2.")
                                            .arg(manifest.fileName(*given))
                                            .arg(manifest.schema),
                                        path));
    }
    if (tables->size() != manifest.tables.size())
        return core::fail(
            fileError(QStringLiteral("manifest.json names tables that a store of schema %1 does not have.")
                          .arg(manifest.schema),
                      path));
    return {};
}

core::Result<void> readTable(Maintenance &files, const PortableTable &table, FolderFormat format,
                             const QString &path)
{
    const std::string target = "\"new\"." + sqlName(table.name.toStdString());
    // The migrations have entered themselves; the folder says when that really was.
    if (auto done = files.connection().run("delete from " + target); !done)
        return done;
    const auto read = files.connection().scalar("insert into " + target + " select * from " +
                                                readerOf(sqlPathToRead(path), table, format));
    if (!read)
        return core::fail(about(path, read.error()));
    const auto *rows = std::get_if<qint64>(&*read);
    if (!rows || *rows != table.rows)
        return core::fail(fileError(QStringLiteral("%1 holds %2 rows and not the %3 of the manifest.")
                                        .arg(QFileInfo(path).fileName())
                                        .arg(rows ? *rows : 0)
                                        .arg(table.rows),
                                    path));
    return {};
}

core::Result<void> readTables(const Manifest &manifest, const QString &folder, const QString &path,
                              StopSign &stop)
{
    auto maintenance = Maintenance::open(path, {QFileInfo(path).absolutePath(), folder}, stop);
    if (!maintenance)
        return core::fail(maintenance.error());
    Maintenance &files = **maintenance;
    auto done = files.attach(path, "new", Attach::Writable);
    if (done)
        done = checkTables(files, manifest, folder);
    for (const PortableTable &table : manifest.tables) {
        if (done)
            done = readTable(files, table, manifest.format, QDir(folder).filePath(manifest.fileName(table)));
    }
    if (!done)
        return done;
    const auto schema = schemaOf(files.connection(), "new");
    if (!schema)
        return core::fail(schema.error());
    if (*schema != manifest.schema)
        return core::fail(fileError(QStringLiteral("schema_version and manifest.json do not agree."),
                                    manifestPath(folder)));
    return files.finish("new");
}

} // namespace

core::Result<core::FolderSummary> exportStore(const QString &path, const ExportOrder &order, StopSign &stop)
{
    const QString folderPath = QDir::cleanPath(QFileInfo(order.folder).absoluteFilePath());
    NewFolder folder(folderPath);
    if (auto done = folder.make(); !done)
        return core::fail(done.error());
    Manifest manifest;
    manifest.format = order.format;
    manifest.program = QStringLiteral(SPENDGLASS_VERSION);
    manifest.account = order.account;
    manifest.madeAt = order.now;
    auto done = exportTables(path, folder, folderPath, manifest, stop);
    if (done)
        done = writeSmall(folder, QStringLiteral("views.sql"), viewsOf(manifest));
    if (done)
        done =
            writeSmall(folder, QStringLiteral("manifest.json"), manifest.toJson()); // last: now it is whole
    if (!done)
        return core::fail(done.error());
    folder.keep();
    return manifest.summary(folderPath);
}

core::Result<core::FolderSummary> importStore(const QString &folder, const QString &path, StopSign &stop)
{
    const QString folderPath = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const auto manifest = readManifest(folderPath);
    if (!manifest)
        return core::fail(manifest.error());
    const auto migrations = shippedMigrations();
    if (manifest->schema > migrations.back().number)
        return core::fail(
            core::ErrorKind::Storage,
            QStringLiteral("The folder was made by a newer version of Spendglass (schema %1, this "
                           "one knows %2).")
                .arg(manifest->schema)
                .arg(migrations.back().number),
            manifestPath(folderPath));
    auto done = checkFiles(*manifest, folderPath, [&stop] { return !stop.isRaised(); });
    if (!done)
        return core::fail(done.error());
    WholeFile fresh(path);
    done = makeStore(fresh.path(), manifest->schema);
    if (done)
        done = readTables(*manifest, folderPath, fresh.path(), stop);
    if (done)
        done = makeStore(fresh.path(), migrations.back().number); // an older one becomes one of today
    if (done)
        done = fresh.takePlace();
    if (!done)
        return core::fail(done.error());
    return manifest->summary(folderPath);
}

} // namespace spendglass::store
