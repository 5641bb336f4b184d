// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spendglass::core {

/// From now on Qt's own debugging stays silent whatever QT_LOGGING_RULES or a configuration file asks for: it
/// prints headers, bearer tokens among them. To be called by main() before the first request.
void silenceToolkitLogs();

} // namespace spendglass::core
