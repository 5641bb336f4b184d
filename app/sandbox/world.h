// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/time.h"
#include "sandbox/meters.h"
#include "sandbox/options.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spendglass::sandbox {

enum class CustomerKind
{
    Legacy,   ///< on MS-AZR-0145P
    Plan,     ///< on an Azure plan
    Moved,    ///< was legacy, is on a plan since World::moveDay
    Licences, ///< buys no Azure, or nothing at all
};

struct Customer
{
    int rank = 0;           ///< 0 is the largest
    std::string id;         ///< tenant id, lower case, as the directory writes it
    std::string upperId;    ///< as analytics writes it
    std::string commerceId; ///< CREST's id
    std::string name, domain;
    CustomerKind kind = CustomerKind::Legacy;
    std::size_t currency = 0; ///< into currencies()
    std::string planId;       ///< the plan's subscription; empty without one
    std::string licenceId;    ///< a licence subscription
    int growthPermille = 0;   ///< change of use from the first day to the last
    bool hasSpike = false;
    std::size_t firstSubscription = 0, endSubscription = 0;
    std::size_t firstSeries = 0, endSeries = 0;

    bool hasLegacy() const { return kind == CustomerKind::Legacy || kind == CustomerKind::Moved; }
    bool hasPlan() const { return kind == CustomerKind::Plan || kind == CustomerKind::Moved; }
};

/// Where usage accrues: a legacy subscription, or an Azure subscription below a plan.
struct Subscription
{
    std::size_t customer = 0;
    bool isLegacy = false;
    std::string id;            ///< legacy: commerce id, upper case; plan: Azure subscription id, lower case
    std::string upperId;       ///< as analytics writes it
    std::string entitlementId; ///< Azure subscription id, lower case
    std::string name;
    bool writesPacific = false; ///< utilization rows bear Pacific offsets
    std::size_t firstSeries = 0, endSeries = 0;
};

/// One meter of one resource: at most one row a day. Sorted so that (day, series) is the order
/// usageDate, customerTenantId, subscriptionId, meterCategory, meterSubcategory, meterUnit, resourceLocation,
/// serviceType.
struct Series
{
    std::uint64_t key = 0;
    std::int64_t base = 0; ///< thousandths of a unit per day
    std::uint32_t customer = 0;
    std::uint32_t subscription = 0;
    std::uint32_t number = 0;      ///< of the resource, within the world
    std::uint32_t reservation = 0; ///< 0: none
    std::int32_t firstDay = 0, endDay = 0;
    std::uint16_t meter = 0;
    std::uint8_t location = 0;
};

struct Currency
{
    std::string_view code, locale, symbol;
    std::int64_t perMilleUsd; ///< thousandths of it for one US dollar
};

/// The made-up partner. Built from options in one go, constant and thread-safe afterwards: the same options
/// give the same world. Holds customers, subscriptions and series; rows are computed when asked for.
class World
{
public:
    explicit World(const Options &options);

    std::uint64_t seed() const { return m_seed; }
    core::Day today() const { return m_today; }
    core::Day firstDay() const { return m_today - std::chrono::days(m_days); }
    core::Day day(int index) const { return firstDay() + std::chrono::days(index); }
    int days() const { return m_days; } ///< of usage, ending with the day before today
    int dayIndex(core::Day day) const { return static_cast<int>((day - firstDay()).count()); }
    int moveDay() const { return m_days * 6 / 10; }

    const std::string &partnerId() const { return m_partnerId; }           ///< the reseller's tenant
    const std::string &partnerCid() const { return m_partnerCid; }         ///< its commerce id
    const std::vector<Customer> &customers() const { return m_customers; } ///< by id
    const std::vector<Subscription> &subscriptions() const { return m_subscriptions; } ///< by customer and id
    const std::vector<Series> &series() const { return m_series; }

    /// Without regard to case; nothing when unknown.
    const Customer *findCustomer(std::string_view id) const;
    const Subscription *findLegacy(const Customer &customer, std::string_view id) const;
    const Subscription *findEntitlement(std::string_view id) const; ///< legacy ones only

    /// The dice of that series on that day; 0 when it was not used. Input of the functions below.
    std::uint64_t roll(const Series &series, int day) const
    {
        if (day < series.firstDay || day >= series.endDay)
            return 0;
        const std::uint64_t dice = mixed(series.key, day);
        return (dice >> 48) < m_thresholds[static_cast<std::size_t>(day)] ? dice : 0;
    }
    /// In units of 10^-digits of the series' meter; sometimes negative (a credit), never zero.
    std::int64_t quantity(const Series &series, int day, std::uint64_t dice) const;
    /// Days from use to report, 0 to 3.
    static int lateDays(std::uint64_t dice);
    core::Decimal decimal(const Series &series, std::int64_t quantity) const;

    const Meter &meter(const Series &series) const { return meters()[series.meter]; }
    const Location &location(const Series &series) const { return locations()[series.location]; }
    const std::string &meterId(const Series &series) const;   ///< of meter and, where it matters, region
    std::string_view meterRegion(const Series &series) const; ///< "" where the meter is not regional
    struct Reservation
    {
        std::string orderId, id;
    };
    const Reservation &reservation(const Series &series) const { return m_reservations[series.reservation]; }
    std::string resourceName(const Series &series) const;
    std::string resourceGroup(const Series &series) const;
    std::string resourceUri(const Series &series) const; ///< empty for old services

    static const std::vector<Currency> &currencies();

private:
    static std::uint64_t mixed(std::uint64_t key, int day);
    void makeCustomers(int count);
    void makeCustomer(Customer &customer);
    void makeSubscriptions(Customer &customer, std::int64_t seriesCount);
    void makeSeries(Subscription &subscription, std::int64_t count);
    void makeDays();

    std::uint64_t m_seed;
    core::Day m_today;
    int m_days;
    std::string m_partnerId, m_partnerCid;
    std::vector<Customer> m_customers;
    std::vector<Subscription> m_subscriptions;
    std::vector<Series> m_series;
    std::vector<Reservation> m_reservations;
    std::vector<std::string> m_meterIds;      ///< by meter and location
    std::vector<std::uint32_t> m_meterPlaces; ///< by meter and location: place in the sort order
    std::vector<std::uint64_t> m_thresholds;  ///< by day
    std::vector<std::uint8_t> m_isWeekend;    ///< by day
};

} // namespace spendglass::sandbox
