// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace spendglass::api {

/// RFC 8259 section 6; the parser lets "007" and "1." through where nobody asks for their value.
bool isNumber(std::string_view text);

} // namespace spendglass::api
