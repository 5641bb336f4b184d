// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spendglass::core {

/// From now on a crash leaves no image of this process's memory, which holds tokens, and on Linux no other
/// program of the same user can read it. To be called first thing in main(); children inherit the limit.
void disableCoreDumps();
/// Whether that is in force.
bool areCoreDumpsDisabled();

} // namespace spendglass::core
