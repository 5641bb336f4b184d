// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/time.h"

#include <string>
#include <vector>

namespace spendglass::bench {

/// The day on which the benches run, whatever the calendar says: the last month of usage is settled.
class BenchClock final : public core::SystemClock
{
public:
    core::Instant now() const override { return core::Day(std::chrono::year(2026) / 11 / 20); }
};

/// A made-up partner's usage, the same in every run: customers by Zipf with three subscriptions each, 400
/// meters in 30 categories by Zipf, 42 regions, 24 months, resources with long names and tags. A window is
/// a month of a subscription, as the utilization interface is asked for it.
class UsageWorld
{
public:
    static constexpr int subscriptionsPerCustomer = 3;
    static constexpr int months = 24;
    static constexpr int rowsPerPage = 1000; ///< of the utilization interface, at most

    static constexpr int rowsPerCustomer = 10'000; ///< on average: 10 million rows are of 1,000 customers

    /// Exactly so many rows in all: a larger partner has more customers. BENCH_ROWS_PER_CUSTOMER in the
    /// environment makes them fewer and larger, and with them the windows.
    explicit UsageWorld(qint64 rows);

    qint64 rows() const { return m_starts.back(); }
    int customers() const { return int(m_starts.size()) - 1; }
    int subscriptions() const { return customers() * subscriptionsPerCustomer; }
    static core::DayRange days();          ///< all of them
    static core::DayRange days(int month); ///< of a month, from 0
    int rowsOf(int subscription, int month) const;
    int pagesOf(int subscription, int month) const; ///< at least one, perhaps without rows

    static std::string customerId(int customer);
    static std::string customerName(int customer);
    static std::string subscriptionId(int subscription);
    static std::string subscriptionName(int subscription);

private:
    friend class UsagePages;
    int resourcesOf(int subscription) const;
    std::vector<qint64> m_starts; ///< the first row of each customer, and the end
};

/// The answers of the service about that usage. Texts that many rows share are made once.
class UsagePages
{
public:
    explicit UsagePages(const UsageWorld &world);

    std::string customers() const;
    std::string subscriptions(int customer) const;
    /// Replaces body by a page of utilization records, from 0.
    void utilization(std::string &body, int subscription, int month, int page) const;

private:
    void appendRow(std::string &body, int subscription, int month, int row) const;

    const UsageWorld &m_world;
    std::vector<std::string> m_days;   ///< "2024-10-01T00:00:00+00:00"
    std::vector<std::string> m_meters; ///< "resource":{…},"unit":"…"
    std::vector<std::string>
        m_instances;            ///< "instanceData":{…} of all resources, subscription by subscription
    std::vector<int> m_first;   ///< of each subscription, in those
    std::vector<int> m_meterOf; ///< by resource
};

} // namespace spendglass::bench
