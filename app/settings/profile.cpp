// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/profile.h"

#include "core/ownfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace spendglass::settings {

core::Result<QString> profileFolder(const QString &given)
{
    QString folder = given.isEmpty() ? qEnvironmentVariable("SPENDGLASS_PROFILE") : given;
    // The same folder for both programs, whatever they call themselves.
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                 QStringLiteral("/spendglass");
    folder = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return core::fail(core::ErrorKind::File, QStringLiteral("the profile is not a folder"), folder);
    if (info.exists())
        return folder;
    if (!core::makeOwnFolder(folder))
        return core::fail(core::ErrorKind::File, QStringLiteral("the profile's folder cannot be made"),
                          folder);
    return folder;
}

} // namespace spendglass::settings
