// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/moveaside.h"

#include "core/storefault.h"
#include "store/duckdb.h"
#include "store/migrations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <optional>
#include <string>
#include <vector>

namespace spendglass::store {

namespace {

namespace storeFaults = core::storeFaults;

core::Error notMoved(const char *fault, const char *text, const QString &path)
{
    return core::storeError(fault, QLatin1String(text), path);
}

core::Result<void> readAll(Connection &connection)
{
    std::vector<std::string> tables;
    auto done = connection.run("select table_name from duckdb_tables() where not temporary", {},
                               [&tables](const RowView &row) { tables.emplace_back(row.text(0)); });
    for (const std::string &table : tables) {
        if (done)
            done = connection.run("select bit_xor(hash(t)) from " + table + " as t");
    }
    return done;
}

/// Nothing when the store is damaged; else why it must stay. Under the lock, so that of two who want to move
/// it the second finds the new one.
std::optional<core::Error> reasonToStay(const QString &path)
{
    if (!QFileInfo::exists(path))
        return notMoved(storeFaults::absent, "There is no store to move aside.", path);
    const auto opened = openDatabase(path);
    const core::Result<void> whole = opened ? readAll(**opened) : core::fail(opened.error());
    if (whole)
        return notMoved(storeFaults::sound, "The store can be read from end to end. It was left where it is.",
                        path);
    if (core::isStoreFault(whole.error(), storeFaults::damaged))
        return std::nullopt;
    return whole.error();
}

/// What the database has made beside the file, the file itself last: should this end half-way, a log is never
/// left for the next store of that name to take for its own.
QStringList endingsOf(const QString &path)
{
    const QFileInfo file(path);
    const QString name = file.fileName();
    QStringList endings;
    for (const QString &found : file.absoluteDir().entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        const QString ending = found.mid(name.size());
        if (found.startsWith(name + QLatin1Char('.')) && !ending.endsWith(QLatin1String(".lock")) &&
            !ending.startsWith(QLatin1String(".damaged-")))
            endings.append(ending);
    }
    return endings << QString();
}

bool isFree(const QString &name, const QStringList &endings)
{
    for (const QString &ending : endings) {
        if (QFileInfo::exists(name + ending))
            return false;
    }
    return true;
}

QString freeName(const QString &path, core::Instant now, const QStringList &endings)
{
    QString stamp = core::instantText(std::chrono::floor<std::chrono::seconds>(now));
    stamp.remove(QLatin1Char('-')).remove(QLatin1Char(':'));
    const QString name = path + QStringLiteral(".damaged-") + stamp;
    QString free = name;
    for (int again = 2; !isFree(free, endings); ++again)
        free = name + QStringLiteral("-%1").arg(again);
    return free;
}

} // namespace

core::Result<QString> moveAside(const QString &path, core::Instant now, const Patience &patience)
{
    const auto lock = lockStore(path, patience);
    if (!lock)
        return core::fail(lock.error());
    if (const auto reason = reasonToStay(path))
        return core::fail(*reason);
    const QStringList endings = endingsOf(path);
    const QString name = freeName(path, now, endings);
    std::vector<QString> moved;
    for (const QString &ending : endings) {
        if (QFile::rename(path + ending, name + ending)) { // never over another file
            moved.push_back(ending);
            continue;
        }
        for (const QString &back : moved)
            QFile::rename(name + back, path + back);
        return core::fail(
            notMoved(storeFaults::denied, "The damaged store cannot be moved aside.", path + ending));
    }
    return name;
}

} // namespace spendglass::store
