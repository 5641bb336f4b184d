// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace spendglass::core {

/// Makes a folder that only its owner may enter, and what is missing above it likewise; QDir would leave that
/// to the umask. True as well when something of that name is there, which stays as it is. When false, errno
/// says why.
bool makeOwnFolder(const QString &folder);

} // namespace spendglass::core
