// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace spendglass::sandbox {

/// A well-mixed 64-bit value of x. Everything random in the world is mix() of a seed and a counter, so that
/// any row is recomputed from its place alone and nothing has to be kept.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93ULL;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93ULL;
    x ^= x >> 32;
    return x;
}

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    return mix(mix(a + 0x9e3779b97f4a7c15ULL) ^ (b * 0xc2b2ae3d27d4eb4fULL + 0x165667b19e3779f9ULL));
}

template <class... Rest>
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c, Rest... rest)
{
    return mix(mix(a, b), c, rest...);
}

/// "923978e1-fd3f-4bd5-a798-f4b533057e46", a version 4 GUID in lower case.
std::string guid(std::uint64_t a, std::uint64_t b);
std::string upperCase(std::string text); ///< ASCII only
std::string lowerCase(std::string text); ///< ASCII only

} // namespace spendglass::sandbox
