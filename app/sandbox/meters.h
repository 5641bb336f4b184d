// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace spendglass::sandbox {

/// A meter of the made-up price list.
struct Meter
{
    std::string_view category;
    std::string_view subcategory; ///< empty: none
    std::string_view name;
    std::string_view unit;
    std::string_view serviceType;  ///< VM size, else empty
    std::string_view resourceType; ///< "Microsoft.Compute/virtualMachines"
    std::string_view prefix;       ///< of resource names
    int digits;                    ///< after the point of its quantities: 0, 6, 9, 12 or 15
    std::int64_t base;             ///< thousandths of a unit per resource and day
    int weekendPermille;           ///< of a weekday's use
    std::int64_t priceMicros;      ///< US dollars per unit, in millionths
    bool isHourly;                 ///< metered by the hour; the others by the day even in hourly answers
    bool isRegional;               ///< its id and price differ by region
    bool isOldService;             ///< infoFields in place of instanceData
    int weight;                    ///< how common it is
};

struct Location
{
    std::string_view id;     ///< "westeurope" as in resourceLocation and instanceData.location
    std::string_view region; ///< "EU West" as in resource.region
};

std::span<const Meter> meters();
std::span<const Location> locations();

} // namespace spendglass::sandbox
