// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace spendglass::sandbox {

// What spoils the text of a right answer. The sandbox writes its JSON without blanks, so text is enough; a
// parser between would round the amounts. Each answers false when the body has no such place.

/// Puts a text in place of another, the first or all.
bool replaceText(std::string &body, std::string_view find, std::string_view put, bool everywhere);
/// The number after totalCount, whatever its case.
bool setTotal(std::string &body, std::string_view number);
/// Puts JSON in place of the list of rows ("items", "Value" or "value"); empty: drops the member.
bool setItems(std::string &body, std::string_view json);
/// Writes a member a second time, in front of its first place, with that value.
bool doubleMember(std::string &body, std::string_view name, std::string_view json);

/// The body as "Content-Encoding: gzip" has it.
std::string gzipped(const std::string &body);

} // namespace spendglass::sandbox
