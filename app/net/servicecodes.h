// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::net {

/// What the service's own code means, in a few English words for details and logs; empty where it says no
/// more than the status. Some codes mean several things, so that the service's text decides with them.
/// Source: wire reference, errors.
QString meaningOf(int status, const QString &code, const QString &text);

} // namespace spendglass::net
