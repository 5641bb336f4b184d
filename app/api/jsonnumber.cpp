// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsonnumber.h"

namespace spendglass::api {

namespace {

std::size_t digitsAt(std::string_view text, std::size_t from)
{
    std::size_t at = from;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at - from;
}

} // namespace

bool isNumber(std::string_view text)
{
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    const std::size_t whole = digitsAt(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0'))
        return false;
    at += whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t digits = digitsAt(text, at + 1);
        if (digits == 0)
            return false;
        at += 1 + digits;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        const std::size_t digits = digitsAt(text, at);
        if (digits == 0)
            return false;
        at += digits;
    }
    return at == text.size();
}

} // namespace spendglass::api
