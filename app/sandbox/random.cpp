// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/random.h"

#include <array>
#include <cstdio>

namespace spendglass::sandbox {

std::string guid(std::uint64_t a, std::uint64_t b)
{
    const std::uint64_t high = mix(a, b);
    const std::uint64_t low = mix(b, high);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-%04x-%012llx", unsigned(high >> 32),
                  unsigned(high >> 16) & 0xffffU, unsigned(high) & 0xfffU,
                  (unsigned(low >> 48) & 0x3fffU) | 0x8000U,
                  static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text.data();
}

std::string upperCase(std::string text)
{
    for (char &c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string lowerCase(std::string text)
{
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace spendglass::sandbox
