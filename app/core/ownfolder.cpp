// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ownfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

#include <cerrno>

namespace spendglass::core {

bool makeOwnFolder(const QString &folder)
{
    const QByteArray name = QFile::encodeName(folder);
    if (::mkdir(name.constData(), S_IRWXU) == 0 || errno == EEXIST)
        return true;
    if (errno != ENOENT || QDir(folder).isRoot())
        return false;
    return makeOwnFolder(QFileInfo(folder).absolutePath()) && ::mkdir(name.constData(), S_IRWXU) == 0;
}

} // namespace spendglass::core
