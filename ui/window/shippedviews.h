// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/savedview.h"

#include <vector>

namespace spendglass::window {

/// The views that come with the program, in the order of its list, named in the user's language.
std::vector<query::SavedView> shippedViews();

} // namespace spendglass::window
