// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsonescape.h"

#include <charconv>
#include <optional>

namespace spendglass::api {

namespace {

std::optional<unsigned> hexAt(std::string_view text, std::size_t at)
{
    unsigned value = 0;
    if (at + 4 > text.size())
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
    if (error != std::errc() || end != text.data() + at + 4)
        return std::nullopt;
    return value;
}

void appendUtf8(std::string &to, unsigned code)
{
    const auto byte = [&to](unsigned value) { to.push_back(static_cast<char>(value)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18));
        byte(0x80 | ((code >> 12) & 0x3F));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

/// Reads \uXXXX (at the X) and its second half; lone halves and NUL become the replacement character.
bool appendCode(std::string_view text, std::size_t &at, std::string &to)
{
    constexpr unsigned replacement = 0xFFFD;
    const auto first = hexAt(text, at);
    if (!first)
        return false;
    at += 4;
    unsigned code = *first;
    if (code >= 0xD800 && code < 0xDC00 && text.substr(at, 2) == "\\u") {
        const auto second = hexAt(text, at + 2);
        if (second && *second >= 0xDC00 && *second < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*second - 0xDC00);
            at += 6;
        }
    }
    const bool isHalf = code >= 0xD800 && code < 0xE000;
    appendUtf8(to, isHalf || code == 0 ? replacement : code);
    return true;
}

} // namespace

bool unescape(std::string_view text, std::string &to)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    to.clear();
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            to.push_back(text[at++]);
            continue;
        }
        if (++at >= text.size())
            return false;
        const char letter = text[at++];
        if (letter == 'u') {
            if (!appendCode(text, at, to))
                return false;
            continue;
        }
        const std::size_t known = letters.find(letter);
        if (known == std::string_view::npos)
            return false;
        to.push_back(meant[known]);
    }
    return true;
}

} // namespace spendglass::api
