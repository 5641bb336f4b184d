// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A slow, plain reader of JSON to compare the decoders with: RFC 8259 to the letter, nothing shared with
/// them.
namespace spendglass::fuzz {

struct JsonMember;

struct Json
{
    char kind = 0;          ///< the first character: { [ " t f n - or a digit
    std::string_view token; ///< as written; of containers nothing
    std::vector<JsonMember> members;
    std::vector<Json> elements;
};

struct JsonMember
{
    std::string_view key; ///< without quotes, escapes as written
    Json value;
};

/// Nothing when the text is not exactly one document, or nested more than 1,000 deep. Views into the text.
std::optional<Json> parseStrictly(std::string_view text);

} // namespace spendglass::fuzz
