// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace spendglass::settings {

/// The folder under which everything this program keeps lies: the given one, else SPENDGLASS_PROFILE, else
/// the platform's application data folder. Made owner-only if it is missing.
core::Result<QString> profileFolder(const QString &given);

} // namespace spendglass::settings
