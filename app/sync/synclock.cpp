// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/synclock.h"

#include "core/ownfolder.h"
#include "core/storefault.h"

#include <QFileInfo>

namespace spendglass::sync {

QString syncLockPath(const QString &storePath)
{
    return storePath + QStringLiteral(".sync.lock");
}

core::Result<std::unique_ptr<QLockFile>> lockSync(const QString &lockPath)
{
    core::makeOwnFolder(QFileInfo(lockPath).path());
    auto lock = std::make_unique<QLockFile>(lockPath);
    lock->setStaleLockTime(0); // by its process id, not by its age
    if (lock->tryLock(0))
        return lock;
    qint64 process = 0;
    QString host, program;
    lock->getLockInfo(&process, &host, &program);
    return core::fail(core::storeError(
        core::storeFaults::inUse,
        QStringLiteral("process %1 (%2) is synchronising this account already").arg(process).arg(program),
        lockPath));
}

} // namespace spendglass::sync
