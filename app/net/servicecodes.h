// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace spendglass::net {

/// What the service's own code means, in a few English words for details and logs; empty where it says no
/// more than the status. Some codes mean several things, so that the service's text decides with them.
/// Source: wire reference, errors.
QString meaningOf(int status, const QString &code, const QString &text);

/// Whether an error is the service's way of saying that there are no rows. Its code means other things as
/// well.
bool meansNoUsage(const core::Error &error);

} // namespace spendglass::net
