// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <string>
#include <string_view>

namespace spendglass::sandbox {

/// Appends the inside of a JSON string; control characters, quotes and backslashes escaped, UTF-8 as it is.
void appendEscaped(std::string &out, std::string_view text);
/// Appends value / 10^digits in plain notation without trailing zeros.
void appendNumber(std::string &out, std::int64_t value, int digits);

/// Writes JSON by appending; sets the commas. Numbers are given as text, so that none is rounded.
class JsonWriter
{
public:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    JsonWriter &key(std::string_view name);
    JsonWriter &text(std::string_view value);
    JsonWriter &raw(std::string_view value); ///< a number, true, false, null or a whole JSON value

    JsonWriter &field(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter &number(std::string_view name, std::string_view digits) { return key(name).raw(digits); }
    JsonWriter &number(std::string_view name, qint64 value) { return key(name).raw(std::to_string(value)); }
    JsonWriter &flag(std::string_view name, bool value) { return key(name).raw(value ? "true" : "false"); }
    JsonWriter &objectType(std::string_view type); ///< "attributes": {"objectType": type}
    /// "name": {"uri", "method": "GET", "headers": []}, with one header where a token is given.
    JsonWriter &link(std::string_view name, std::string_view uri, std::string_view token = {});

    std::string take() { return std::move(m_out); }

private:
    void separate();
    std::string m_out;
    bool m_needsComma = false;
};

} // namespace spendglass::sandbox
