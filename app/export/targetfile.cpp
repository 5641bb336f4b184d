// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/targetfile.h"

#include <QDir>
#include <QFileInfo>

#include <filesystem>
#include <system_error>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace spendglass::exporting {
namespace {

QString realPath(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

/// Renaming is only as durable as its folder.
bool syncToDisk(const QString &path)
{
#ifdef Q_OS_UNIX
    const int handle = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool isSynced = ::fsync(handle) == 0;
    return ::close(handle) == 0 && isSynced;
#else
    Q_UNUSED(path)
    return true;
#endif
}

/// The mode that the person's umask gives a new file; a temporary file starts owner-only.
QFile::Permissions usualPermissions()
{
    QFile::Permissions all = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
#ifdef Q_OS_UNIX
    const mode_t mask = ::umask(077);
    ::umask(mask);
    all.setFlag(QFile::ReadGroup, !(mask & S_IRGRP));
    all.setFlag(QFile::ReadOther, !(mask & S_IROTH));
#endif
    return all;
}

} // namespace

TargetFile::TargetFile(const QString &path)
    : m_path(path)
    , m_real(realPath(path))
{}

core::Error TargetFile::error(const QString &reason) const
{
    core::Error error;
    error.kind = core::ErrorKind::File;
    error.text = QStringLiteral("cannot write %1: %2").arg(QDir::toNativeSeparators(m_path), reason);
    error.where = m_path;
    return error;
}

QString TargetFile::refusal() const
{
    const QFileInfo target(m_real);
    const QFileInfo parent(folder());
    if (m_path.isEmpty() || target.fileName().isEmpty())
        return QStringLiteral("it names no file");
    if (target.isDir())
        return QStringLiteral("it is a folder");
    if (target.exists() && !target.isFile())
        return QStringLiteral("it is not a regular file");
    if (!parent.exists())
        return QStringLiteral("the folder %1 does not exist")
            .arg(QDir::toNativeSeparators(parent.filePath()));
    if (!parent.isDir())
        return QStringLiteral("%1 is not a folder").arg(QDir::toNativeSeparators(parent.filePath()));
    if (!parent.isWritable())
        return QStringLiteral("no permission to write in the folder %1").arg(parent.filePath());
    if (target.exists() && !target.isWritable())
        return QStringLiteral("the file is write-protected");
    return {};
}

core::Result<void> TargetFile::open()
{
    const QString reason = refusal();
    if (!reason.isEmpty())
        return core::fail(error(reason));
    m_file = std::make_unique<QTemporaryFile>(folder() + QStringLiteral("/.spendglass-XXXXXX.part"));
    if (!m_file->open())
        return core::fail(error(m_file->errorString()));
    return {};
}

core::Result<void> TargetFile::write(const QByteArray &bytes)
{
    if (m_file->write(bytes) != bytes.size())
        return core::fail(error(m_file->errorString()));
    m_written.addData(bytes);
    return {};
}

core::Result<void> TargetFile::flush()
{
    if (!m_file->flush())
        return core::fail(error(m_file->errorString()));
    return {};
}

core::Result<void> TargetFile::readBack()
{
    QCryptographicHash found(QCryptographicHash::Blake2b_256);
    if (!m_file->seek(0) || !found.addData(m_file.get()) || found.result() != m_written.result())
        return core::fail(error(QStringLiteral("the file does not read back as it was written")));
    return {};
}

core::Result<void> TargetFile::publish()
{
    const QFileInfo target(m_real);
    const auto permissions = target.exists() ? target.permissions() : usualPermissions();
    const QString temporary = temporaryPath();
    if (!m_file->flush() || !syncToDisk(temporary))
        return core::fail(error(QStringLiteral("the disk did not take it")));
    m_file->setPermissions(permissions);
    std::error_code code;
    std::filesystem::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(m_real).constData(),
                            code);
    if (code)
        return core::fail(error(QString::fromStdString(code.message())));
    m_file->setAutoRemove(false);
    m_file.reset();
    // The file is whole either way; a folder that cannot be synced only makes its name less durable.
    syncToDisk(folder());
    return {};
}

QString TargetFile::folder() const
{
    return QFileInfo(m_real).absolutePath();
}

QString TargetFile::temporaryPath()
{
    return m_file->fileName();
}

} // namespace spendglass::exporting
