// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/spill.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <atomic>
#include <cerrno>
#include <csignal>

namespace spendglass::store {

namespace {

QString stemOf(const QString &path)
{
    return QFileInfo(path).fileName() + QStringLiteral(".live-");
}

bool isRunning(qint64 process)
{
    return process <= 0 || ::kill(pid_t(process), 0) == 0 || errno != ESRCH;
}

} // namespace

QString newSpillName(const QString &path)
{
    static std::atomic<int> count = 0;
    const QDir folder = QFileInfo(path).absoluteDir();
    const QString stem = stemOf(path);
    const QStringList names = folder.entryList({stem + QLatin1String("*.tmp")}, QDir::Dirs);
    for (const QString &name : names) {
        if (!isRunning(name.mid(stem.size()).section(QLatin1Char('-'), 0, 0).toLongLong()))
            QDir(folder.filePath(name)).removeRecursively();
    }
    return folder.filePath(
        QStringLiteral("%1%2-%3").arg(stem).arg(QCoreApplication::applicationPid()).arg(++count));
}

} // namespace spendglass::store
