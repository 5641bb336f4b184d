// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::net {

/// Somebody else's words on one line without control characters, 1024 characters at most.
QString plainLine(QString text);

} // namespace spendglass::net
