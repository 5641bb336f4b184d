// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/wholefile.h"

#include "store/storefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace spendglass::store {

namespace {

QString newName(const QString &path)
{
    return path + QStringLiteral(".new");
}

QString logName(const QString &path)
{
    return path + QStringLiteral(".wal");
}

core::Result<void> failed(const QString &reason, const QString &path)
{
    return core::fail(core::ErrorKind::Storage,
                      QStringLiteral("The new store could not take its place: %1").arg(reason), path);
}

} // namespace

WholeFile::WholeFile(const QString &path)
    : m_target(path)
    , m_path(newName(path))
{
    removeLeftovers(path);
}

WholeFile::~WholeFile()
{
    removeLeftovers(m_target);
}

core::Result<void> WholeFile::takePlace()
{
    for (const QString &path : {m_target, m_path}) {
        if (QFileInfo::exists(logName(path)))
            return failed(QStringLiteral("changes are still in the log and not in the file"), logName(path));
    }
    narrowStoreFiles(m_path);
    if (!syncToDisk(m_path))
        return failed(QString::fromLocal8Bit(std::strerror(errno)), m_path);
    std::error_code code;
    std::filesystem::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(m_target).constData(),
                            code);
    if (code)
        return failed(QString::fromStdString(code.message()), m_target);
    // Whole either way; without it a power cut may bring the old one back.
    syncToDisk(QFileInfo(m_target).absolutePath());
    return {};
}

bool syncToDisk(const QString &path)
{
    const int handle = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool isSynced = ::fsync(handle) == 0;
    return ::close(handle) == 0 && isSynced;
}

void removeLeftovers(const QString &path)
{
    QFile::remove(newName(path));
    QFile::remove(logName(newName(path)));
    QDir(path + QStringLiteral(".tmp")).removeRecursively();
}

qint64 bytesOf(const QString &path)
{
    return QFileInfo(path).size() + QFileInfo(logName(path)).size();
}

} // namespace spendglass::store
