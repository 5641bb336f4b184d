// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/output.h"
#include "sync/coveragecheck.h"

#include <QJsonObject>

namespace spendglass::cli {

/// {"interfaces": [{"name", "state", "advice", "do", "error"}], "secondFactor", "requests", "complete"}.
QJsonObject coverageObject(const sync::Coverage &coverage);
/// One line per interface on standard output.
void printCoverage(const sync::Coverage &coverage, Output &output);
/// SignInNeeded before NetworkFailed before Failed before Incomplete (some interface refuses); Done when all
/// that can be asked was reached.
int exitCodeOf(const sync::Coverage &coverage);

} // namespace spendglass::cli
