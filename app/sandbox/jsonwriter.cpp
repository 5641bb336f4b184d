// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/jsonwriter.h"

#include <array>
#include <charconv>

namespace spendglass::sandbox {

void appendEscaped(std::string &out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        } else {
            out += c;
        }
    }
}

void appendNumber(std::string &out, std::int64_t value, int digits)
{
    if (value < 0)
        out += '-';
    std::array<char, 24> buffer{};
    const std::uint64_t magnitude =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude).ptr;
    std::string_view all(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto places = static_cast<std::size_t>(digits);
    const std::string_view whole = all.substr(0, all.size() > places ? all.size() - places : 0);
    std::string_view fraction = all.substr(whole.size());
    const std::size_t zeros = places - fraction.size();
    while (!fraction.empty() && fraction.back() == '0')
        fraction.remove_suffix(1);
    out += whole.empty() ? std::string_view("0") : whole;
    if (fraction.empty())
        return;
    out += '.';
    out.append(zeros, '0');
    out += fraction;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    text(name);
    m_out += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(std::string_view value)
{
    separate();
    m_out += '"';
    appendEscaped(m_out, value);
    m_out += '"';
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::raw(std::string_view value)
{
    separate();
    m_out += value;
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::objectType(std::string_view type)
{
    return key("attributes").open('{').field("objectType", type).close('}');
}

JsonWriter &JsonWriter::link(std::string_view name, std::string_view uri, std::string_view token)
{
    key(name).open('{').field("uri", uri).field("method", "GET").key("headers").open('[');
    if (!token.empty())
        open('{').field("key", "MS-ContinuationToken").field("value", token).close('}');
    return close(']').close('}');
}

} // namespace spendglass::sandbox
