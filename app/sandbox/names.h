// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace spendglass::sandbox {

/// A company's name: lifelike ones, and among the first a good share of those that break careless programs
/// (quotes, markup, formulas, scripts that run from the right, names that occur twice).
std::string companyName(std::uint64_t seed, int rank);
std::string domainName(const std::string &company, int rank); ///< "nordwindlogistik12.onmicrosoft.example"
std::string subscriptionName(std::uint64_t seed, int index);

} // namespace spendglass::sandbox
