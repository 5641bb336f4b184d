// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/completeness.h"

#include <QLocale>

namespace spendglass::models {

/// What stands beside every answer: "open · used to 24 Nov 2026 · loaded 25 Nov 2026, 07:12 UTC". Empty when
/// nothing is loaded.
QString completenessBadge(const QLocale &locale, const query::Completeness &completeness);
/// Its explanation, a line for each thing; plain text.
QString completenessDetails(const query::Completeness &completeness);

} // namespace spendglass::models
