// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace spendglass::api {

bool hasEscape(std::string_view text);

/// Replaces the escapes of a JSON text without its quotes; what to held before is lost. Lone surrogates and
/// NUL become the replacement character. False: an escape that does not exist.
bool unescape(std::string_view text, std::string &to);

} // namespace spendglass::api
