// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/names.h"

#include "sandbox/random.h"

#include <array>
#include <iterator>

namespace spendglass::sandbox {

namespace {

constexpr const char *awkward[] = {
    "O'Brien & Sons \"Fine Foods\" Ltd",
    "株式会社さくら電機",
    "Twin Rivers Bakery",
    "<b>Bold</b> Breweries & Co",
    "=cmd|' /C calc'!A1 Trading",
    "شركة النخيل للتجارة",
    "Straße+Söhne GmbH",
    "Twin Rivers Bakery",
    "Żółta Gęś, Łódź; S.A.",
    "-2+3 Consulting 100%",
    "מאפיית הגליל בע\"מ",
    "@Home Nordic AB",
    "Café Ünïcôdé \\ Backslash SARL",
    "北海道フードサービス",
    "+46 Mobil \u2605 Sverige",
};

constexpr const char *roots[] = {
    "Nordwind", "Alpenblick", "Harbour",    "Silverlake", "Meridian",  "Bluebird",  "Lindholm", "Kestrel",
    "Oakfield", "Papillon",   "Rosengård",  "Summit",     "Tidewater", "Ulmen",     "Vallée",   "Westerly",
    "Granite",  "Juniper",    "Copperhill", "Larkspur",   "Marigold",  "Northgate", "Orchard",  "Polaris",
    "Quayside", "Redwood",    "Saffron",    "Thornbury",  "Umbria",    "Valmont",   "Willow",   "Yarrow",
};
constexpr const char *trades[] = {
    "Logistics", "Insurance", "Foods",     "Dental Care", "Engineering", "Law",      "Retail",  "Energy",
    "Media",     "Pharma",    "Transport", "Architects",  "Software",    "Textiles", "Academy", "Marine",
};
constexpr const char *forms[] = {"Ltd", "GmbH", "AB", "SARL", "Inc.", "AG", "plc", "S.p.A.", "KK", "BV"};
constexpr const char *purposes[] = {"Production",        "Development",  "Azure purchase sample app",
                                    "Shared services",   "Web shop",     "Data & AI",
                                    "Disaster recovery", "Test, \"old\""};

} // namespace

std::string companyName(std::uint64_t seed, int rank)
{
    // Every second of the first ones is awkward, so that small worlds have some too.
    const auto place = static_cast<std::size_t>(rank);
    if (place % 2 == 1 && place / 2 < std::size(awkward))
        return awkward[place / 2];
    const std::uint64_t roll = mix(seed, 11);
    const std::size_t root = (place * 7 + roll) % std::size(roots);
    const std::size_t trade = (place / std::size(roots) + place * 5 + (roll >> 8)) % std::size(trades);
    const std::size_t form = mix(seed, 12, place) % std::size(forms);
    return std::string(roots[root]) + ' ' + trades[trade] + ' ' + forms[form];
}

std::string domainName(const std::string &company, int rank)
{
    std::string domain;
    for (const char c : lowerCase(company))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            domain += c;
    return domain.substr(0, 16) + std::to_string(rank) + ".onmicrosoft.example";
}

std::string subscriptionName(std::uint64_t seed, int index)
{
    return purposes[(mix(seed, 13) + static_cast<std::uint64_t>(index)) % std::size(purposes)];
}

} // namespace spendglass::sandbox
