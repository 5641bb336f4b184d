// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/coverageview.h"
#include "sync/interfacereach.h"

namespace spendglass::dialogs {

/// A line for each of the five interfaces and the list of customers; those that are not known yet are being
/// asked.
CoverageLines coverageLines(const std::vector<sync::InterfaceReach> &known);

} // namespace spendglass::dialogs
