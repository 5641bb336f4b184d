// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/world.h"

#include "core/clock.h"
#include "sandbox/names.h"
#include "sandbox/random.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace spendglass::sandbox {

namespace {

// What each hash is for: the first counter, so that no two uses of the seed meet.
enum Purpose : std::uint64_t
{
    Partner = 1,
    CustomerIds,
    CustomerTraits,
    SubscriptionIds,
    SeriesKeys,
    MeterIds,
    Reservations,
    Counts,
    Resources
};

constexpr std::array<std::int64_t, 16> powers = [] {
    std::array<std::int64_t, 16> values{};
    std::int64_t power = 1;
    for (auto &value : values) {
        value = power;
        power *= 10;
    }
    return values;
}();

// Of every 65,536 series so many are used on a day of work and on a day of rest.
constexpr std::uint64_t workdayShare = 63'600, weekendShare = 55'700;
constexpr std::int64_t usedPercent = 84; // of series and days together, about

bool sameText(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
               return lower(x) == lower(y);
           });
}

int meterTotalWeight()
{
    return std::accumulate(meters().begin(), meters().end(), 0,
                           [](int sum, const Meter &meter) { return sum + meter.weight; });
}

std::uint16_t pickMeter(std::uint64_t dice, int totalWeight)
{
    int left = static_cast<int>(dice % static_cast<std::uint64_t>(totalWeight));
    for (std::size_t i = 0; i < meters().size(); ++i) {
        left -= meters()[i].weight;
        if (left < 0)
            return static_cast<std::uint16_t>(i);
    }
    return 0;
}

CustomerKind kindOf(std::uint64_t seed, int rank)
{
    // The first three are fixed so that every world has each kind.
    constexpr std::array first{CustomerKind::Legacy, CustomerKind::Plan, CustomerKind::Moved};
    if (rank < 3)
        return first[static_cast<std::size_t>(rank)];
    const std::uint64_t dice = mix(seed, CustomerTraits, static_cast<std::uint64_t>(rank)) % 100;
    if (rank == 20 || (rank > 20 && dice < 4)) // small ones only
        return CustomerKind::Licences;
    return dice < 40 ? CustomerKind::Legacy : CustomerKind::Plan;
}

} // namespace

World::World(const Options &options)
    : m_seed(options.seed)
    , m_today(options.today.value_or(core::SystemClock().today()))
    , m_days(std::max(1, options.days))
    , m_partnerId(options.tenant.isEmpty() ? guid(options.seed, Partner) : options.tenant.toStdString())
    , m_partnerCid(guid(options.seed, Partner + 1000))
{
    const std::size_t places = locations().size();
    std::vector<std::uint32_t> order(meters().size() * places);
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [places](std::uint32_t a, std::uint32_t b) {
        const auto key = [places](std::uint32_t pair) {
            const Meter &meter = meters()[pair / places];
            return std::tuple(meter.category,
                              meter.subcategory.empty() ? std::string_view("None") : meter.subcategory,
                              meter.unit, locations()[pair % places].id, meter.serviceType);
        };
        return key(a) < key(b);
    });
    m_meterPlaces.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        m_meterPlaces[order[i]] = static_cast<std::uint32_t>(i);
    for (std::size_t i = 0; i < order.size(); ++i)
        m_meterIds.push_back(guid(MeterIds, meters()[i / places].isRegional ? i : i / places * places));
    makeDays();
    makeCustomers(std::max(0, options.customers));

    // Shares by Zipf's law, in whole numbers so that every machine agrees.
    const std::int64_t wanted = std::max<std::int64_t>(1, options.rowsPerDay) * 100 / usedPercent;
    const auto weight = [](const Customer &customer) {
        return customer.kind == CustomerKind::Licences ? 0 : std::int64_t(1'000'000) / (customer.rank + 3);
    };
    std::int64_t total = 0;
    for (const Customer &customer : m_customers)
        total += weight(customer);
    for (Customer &customer : m_customers) {
        const std::int64_t share = wanted * weight(customer);
        const auto chance =
            static_cast<std::int64_t>(mix(m_seed, Counts, static_cast<std::uint64_t>(customer.rank)) %
                                      static_cast<std::uint64_t>(total));
        makeSubscriptions(customer, share / total + (chance < share % total ? 1 : 0));
    }
}

void World::makeDays()
{
    for (int i = 0; i < m_days; ++i) {
        const std::chrono::weekday weekday(day(i));
        const bool isWeekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
        m_isWeekend.push_back(isWeekend ? 1 : 0);
        m_thresholds.push_back(isWeekend ? weekendShare : workdayShare);
    }
}

void World::makeCustomers(int count)
{
    m_customers.resize(static_cast<std::size_t>(count));
    for (int rank = 0; rank < count; ++rank) {
        m_customers[static_cast<std::size_t>(rank)].rank = rank;
        makeCustomer(m_customers[static_cast<std::size_t>(rank)]);
    }
    std::sort(m_customers.begin(), m_customers.end(),
              [](const Customer &a, const Customer &b) { return a.upperId < b.upperId; });
    m_reservations.emplace_back();
    for (std::size_t i = 0; i < m_customers.size(); ++i)
        m_reservations.push_back(
            {guid(m_seed, mix(Reservations, 2 * i)), guid(m_seed, mix(Reservations, 2 * i + 1))});
}

void World::makeCustomer(Customer &customer)
{
    const auto rank = static_cast<std::uint64_t>(customer.rank);
    const std::uint64_t dice = mix(m_seed, CustomerTraits, rank, 7);
    customer.id = guid(m_seed, mix(CustomerIds, rank));
    customer.upperId = upperCase(customer.id);
    customer.commerceId = guid(m_seed, mix(CustomerIds, rank, 1));
    customer.name = companyName(m_seed, customer.rank);
    customer.domain = domainName(customer.name, customer.rank);
    customer.kind = kindOf(m_seed, customer.rank);
    customer.currency = rank < currencies().size() ? rank : dice % currencies().size();
    if (customer.hasPlan())
        customer.planId = guid(m_seed, mix(CustomerIds, rank, 2));
    // The one with rank 20 has bought nothing at all so far.
    if (customer.rank != 20 && (dice % 3 == 0 || customer.kind == CustomerKind::Licences))
        customer.licenceId = upperCase(guid(m_seed, mix(CustomerIds, rank, 3)));
    customer.growthPermille = static_cast<int>((dice >> 20) % 600) - 120;
    customer.hasSpike = rank == 1 || dice % 11 == 0;
}

void World::makeSubscriptions(Customer &customer, std::int64_t seriesCount)
{
    customer.firstSubscription = m_subscriptions.size();
    customer.firstSeries = m_series.size();
    const auto rank = static_cast<std::uint64_t>(customer.rank);
    std::vector<Subscription> made;
    const auto add = [&](bool isLegacy, std::uint64_t number) {
        Subscription subscription;
        subscription.customer = static_cast<std::size_t>(&customer - m_customers.data());
        subscription.isLegacy = isLegacy;
        subscription.entitlementId = guid(m_seed, mix(SubscriptionIds, rank, number));
        // A third were transferred from another partner: commerce id and Azure id differ.
        const bool isTransferred = isLegacy && mix(m_seed, SubscriptionIds, rank, number) % 3 == 0;
        subscription.id =
            isTransferred ? guid(m_seed, mix(SubscriptionIds, rank, number, 1)) : subscription.entitlementId;
        if (isLegacy)
            subscription.id = upperCase(subscription.id);
        subscription.upperId = upperCase(subscription.id);
        subscription.name = subscriptionName(m_seed, static_cast<int>(rank + number));
        subscription.writesPacific = mix(m_seed, SubscriptionIds, rank, number, 2) % 5 == 0;
        made.push_back(std::move(subscription));
    };
    const auto count = static_cast<std::uint64_t>(1 + std::min<std::int64_t>(5, seriesCount / 30));
    if (customer.kind == CustomerKind::Moved)
        add(true, 100);
    for (std::uint64_t i = 0; i < count && customer.kind != CustomerKind::Licences; ++i)
        add(customer.kind == CustomerKind::Legacy, i);
    std::sort(made.begin(), made.end(),
              [](const Subscription &a, const Subscription &b) { return a.upperId < b.upperId; });
    for (std::size_t i = 0; i < made.size(); ++i) {
        // A moved customer's use is there twice: before on the old subscription, after on the new ones.
        const bool isOld = customer.kind == CustomerKind::Moved && made[i].isLegacy;
        const auto share = static_cast<std::int64_t>(i);
        const auto parts = static_cast<std::int64_t>(count);
        makeSeries(made[i], isOld ? seriesCount : (seriesCount + share) / parts);
        m_subscriptions.push_back(std::move(made[i]));
    }
    customer.endSubscription = m_subscriptions.size();
    customer.endSeries = m_series.size();
}

void World::makeSeries(Subscription &subscription, std::int64_t count)
{
    static const int totalWeight = meterTotalWeight();
    const Customer &customer = m_customers[subscription.customer];
    const std::size_t places = locations().size();
    subscription.firstSeries = m_series.size();
    for (std::int64_t i = 0; i < count; ++i) {
        Series series;
        series.number = static_cast<std::uint32_t>(m_series.size());
        series.key = mix(m_seed, SeriesKeys, m_subscriptions.size(), static_cast<std::uint64_t>(i));
        series.customer = static_cast<std::uint32_t>(subscription.customer);
        series.subscription = static_cast<std::uint32_t>(m_subscriptions.size());
        series.meter = pickMeter(series.key, totalWeight);
        const std::uint64_t dice = mix(series.key, Resources);
        const std::uint64_t home =
            mix(m_seed, CustomerTraits, subscription.customer, 3) + (dice % 4 == 0 ? 1 + dice / 4 % 3 : 0);
        series.location = static_cast<std::uint8_t>(home % places);
        // Many small resources, few large ones: a quarter to about thirty times the usual.
        const auto size = static_cast<std::int64_t>(250 + (dice >> 8) % 1500);
        series.base = std::max<std::int64_t>(1, meters()[series.meter].base * size / 1000 *
                                                    ((dice >> 24) % 23 == 0 ? 12 : 1));
        series.endDay = m_days;
        if ((dice >> 32) % 6 == 0)
            series.firstDay = static_cast<std::int32_t>((dice >> 36) % static_cast<std::uint64_t>(m_days));
        if ((dice >> 44) % 30 == 0) // a service that was stopped
            series.endDay =
                std::max(series.firstDay + 1,
                         m_days - static_cast<int>((dice >> 50) % static_cast<std::uint64_t>(m_days)));
        if (customer.kind == CustomerKind::Moved)
            (subscription.isLegacy ? series.endDay : series.firstDay) =
                subscription.isLegacy ? std::min(series.endDay, moveDay())
                                      : std::max(series.firstDay, moveDay());
        if (!meters()[series.meter].serviceType.empty() && (dice >> 28) % 7 == 0)
            series.reservation = static_cast<std::uint32_t>(subscription.customer + 1);
        m_series.push_back(series);
    }
    subscription.endSeries = m_series.size();
    std::stable_sort(m_series.begin() + static_cast<std::ptrdiff_t>(subscription.firstSeries), m_series.end(),
                     [this, places](const Series &a, const Series &b) {
                         return m_meterPlaces[a.meter * places + a.location] <
                                m_meterPlaces[b.meter * places + b.location];
                     });
}

const Customer *World::findCustomer(std::string_view id) const
{
    const std::string wanted = upperCase(std::string(id));
    const auto found = std::lower_bound(
        m_customers.begin(), m_customers.end(), wanted,
        [](const Customer &customer, const std::string &key) { return customer.upperId < key; });
    return found != m_customers.end() && found->upperId == wanted ? &*found : nullptr;
}

const Subscription *World::findLegacy(const Customer &customer, std::string_view id) const
{
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i)
        if (m_subscriptions[i].isLegacy && sameText(m_subscriptions[i].id, id))
            return &m_subscriptions[i];
    return nullptr;
}

const Subscription *World::findEntitlement(std::string_view id) const
{
    for (const Subscription &subscription : m_subscriptions)
        if (subscription.isLegacy && sameText(subscription.entitlementId, id))
            return &subscription;
    return nullptr;
}

std::uint64_t World::mixed(std::uint64_t key, int day)
{
    return mix(key + static_cast<std::uint64_t>(day) * 0x9e3779b97f4a7c15ULL);
}

std::int64_t World::quantity(const Series &series, int day, std::uint64_t dice) const
{
    const Meter &meter = meters()[series.meter];
    const Customer &customer = m_customers[series.customer];
    std::int64_t milli = series.base * (1000 + customer.growthPermille * day / m_days) / 1000;
    if (m_isWeekend[static_cast<std::size_t>(day)] != 0)
        milli = milli * meter.weekendPermille / 1000;
    // Something ran away for four days, three weeks ago.
    if (customer.hasSpike && day >= m_days - 21 && day < m_days - 17)
        milli *= 6;
    milli = milli * static_cast<std::int64_t>(800 + dice % 400) / 1000;
    if (dice / 400 % 701 == 0)
        milli = -milli / 10 - 1; // a credit
    if (meter.digits == 0)
        return milli >= 1000 || milli <= -1000 ? milli / 1000 : 1;
    const std::int64_t fine = powers[static_cast<std::size_t>(meter.digits - 3)];
    const bool isRound = (dice >> 20) % 8 == 0;
    const std::int64_t tail =
        isRound ? 0 : static_cast<std::int64_t>(mix(dice) % static_cast<std::uint64_t>(fine));
    const std::int64_t value =
        std::clamp<std::int64_t>(milli, -9'000'000, std::int64_t(9'000'000'000'000'000'000) / fine - 1) *
        fine;
    return value < 0 ? value - tail : value + tail == 0 ? 1 : value + tail;
}

int World::lateDays(std::uint64_t dice)
{
    const std::uint64_t part = (dice >> 28) % 100;
    return part < 72 ? 0 : part < 90 ? 1 : part < 97 ? 2 : 3;
}

core::Decimal World::decimal(const Series &series, std::int64_t quantity) const
{
    return core::Decimal::fromUnits(core::Int128(quantity) *
                                    core::powerOfTen(core::Decimal::scale - meter(series).digits));
}

const std::string &World::meterId(const Series &series) const
{
    return m_meterIds[series.meter * locations().size() + series.location];
}

std::string_view World::meterRegion(const Series &series) const
{
    return meter(series).isRegional ? location(series).region : std::string_view();
}

std::string World::resourceName(const Series &series) const
{
    return std::string(meter(series).prefix) + std::to_string(series.number % 900 + 100);
}

std::string World::resourceGroup(const Series &series) const
{
    // One group in two casings, as the service has it.
    constexpr std::array groups{"rg-web", "rg-data", "RG-DATA", "rg-shared", "Café & Söhne"};
    return groups[series.number / 3 % groups.size()];
}

std::string World::resourceUri(const Series &series) const
{
    if (meter(series).isOldService)
        return {};
    return "/subscriptions/" + m_subscriptions[series.subscription].entitlementId + "/resourceGroups/" +
           resourceGroup(series) + "/providers/" + std::string(meter(series).resourceType) + "/" +
           resourceName(series);
}

const std::vector<Currency> &World::currencies()
{
    static const std::vector<Currency> list{
        {"EUR", "fr-FR", "€", 920},   {"GBP", "en-GB", "£", 790},    {"EUR", "de-DE", "€", 920},
        {"USD", "en-US", "$", 1000},  {"SEK", "sv-SE", "kr", 10500}, {"JPY", "ja-JP", "¥", 151000},
        {"CHF", "de-CH", "CHF", 880},
    };
    return list;
}

} // namespace spendglass::sandbox
