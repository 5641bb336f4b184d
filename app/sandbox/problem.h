// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"

#include <string_view>
#include <vector>

namespace spendglass::sandbox {

/// The service's standard error body.
Reply problem(int status, int code, std::string_view text, const std::vector<std::string> &data = {});
/// The older service's.
Reply crestProblem(int status, std::string_view code, std::string_view reason);
/// 200 with a JSON body.
Reply json(std::string body);

} // namespace spendglass::sandbox
