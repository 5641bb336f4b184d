// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/coverageview.h"
#include "sync/interfacereach.h"

namespace spendglass::dialogs {

/// A line for each of the five interfaces and the list of customers, with why it is not reachable and what to
/// do; those that are not known yet are being asked. A last one when the service says that the sign-in has no
/// second factor.
CoverageLines coverageLines(const std::vector<sync::InterfaceReach> &known,
                            std::optional<bool> isSecondFactorSeen = {});

} // namespace spendglass::dialogs
