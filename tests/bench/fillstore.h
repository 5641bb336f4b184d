// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/harness.h"
#include "bench/pageserver.h"

#include <QString>

namespace spendglass::bench {

/// Puts every page of the server into a new store, without the network: decoded, mapped, one transaction a
/// page, completed and closed. The time spent in the store alone.
Seconds fillStore(const PageServer &server, const QString &path);

/// Decodes every page, without network and store. Aborts when rows are missing.
Seconds decodeAll(const PageServer &server);

} // namespace spendglass::bench
