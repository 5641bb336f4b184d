// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace spendglass::cli {

/// Sends the log of this level and above to a file (owner-only, appended) or to standard error, one line each
/// with control characters taken out. An empty level is "warning". Errors: BadRequest for a level that does
/// not exist, File.
core::Result<void> startLogging(const QString &level, const QString &path);

} // namespace spendglass::cli
