// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storefile.h"

#include "core/ownfolder.h"
#include "core/storefault.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace spendglass::store {

namespace {

core::Result<void> refused(const QString &text, const QString &path,
                           const char *fault = core::storeFaults::denied)
{
    return core::fail(core::storeError(fault, text, path));
}

void narrow(const QString &path, mode_t rights)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat found = {};
    if (::stat(name.constData(), &found) == 0 && found.st_uid == ::geteuid() &&
        (found.st_mode & 0777) != rights)
        (void)::chmod(name.constData(), rights);
}

/// A database file of DuckDB has its name after eight bytes of checksum.
bool hasDatabaseMark(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(12).mid(8) == "DUCK";
}

} // namespace

core::Result<void> prepareStoreFolder(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!core::makeOwnFolder(folder))
        return refused(QStringLiteral("The store's folder cannot be made: %1.")
                           .arg(QString::fromLocal8Bit(std::strerror(errno))),
                       folder);
    if (!QFileInfo(folder).isDir())
        return refused(QStringLiteral("The store's folder is not a folder."), folder);
    narrow(folder, S_IRWXU);
    if (::access(QFile::encodeName(folder).constData(), W_OK) != 0)
        return refused(QStringLiteral("The store's folder is not writable."), folder);
    return {};
}

core::Result<void> checkStoreFile(const QString &path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return {};
    if (!file.isFile())
        return refused(QStringLiteral("The store's name is taken by something that is not a file."), path);
    if (!file.isReadable() || !file.isWritable())
        return refused(QStringLiteral("The store may not be read and written by this user."), path);
    if (!hasDatabaseMark(path))
        return refused(
            QStringLiteral("The file is not a store of Spendglass, or it is damaged. It was left as it is; "
                           "move it aside to fetch the data again."),
            path, core::storeFaults::damaged);
    return {};
}

void narrowToOwner(const QString &file)
{
    narrow(file, S_IRUSR | S_IWUSR);
}

void narrowStoreFiles(const QString &path)
{
    narrowToOwner(path);
    narrowToOwner(path + QStringLiteral(".wal"));
}

} // namespace spendglass::store
