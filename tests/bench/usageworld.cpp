// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/usageworld.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spendglass::bench {

namespace {

constexpr int meterCount = 400;
constexpr int categoryCount = 30;
constexpr int regionCount = 42;
constexpr qint64 rowsPerResource = 400; ///< a resource with two meters lives for half a year or so
constexpr core::Day firstDay{std::chrono::year(2024) / 10 / 1};

/// A number without pattern that depends on these and nothing else.
quint64 mixed(quint64 a, quint64 b = 0, quint64 c = 0)
{
    quint64 x = a * 0x9e3779b97f4a7c15ULL ^ b * 0xc2b2ae3d27d4eb4fULL ^ c * 0x165667b19e3779f9ULL;
    x = (x ^ (x >> 31)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// The sums of 1/1, 1/2, … in parts of their total.
std::vector<double> zipf(int count)
{
    std::vector<double> sums{0};
    for (int i = 1; i <= count; ++i)
        sums.push_back(sums.back() + 1.0 / i);
    for (double &sum : sums)
        sum /= sums[std::size_t(count)];
    return sums;
}

int drawn(const std::vector<double> &sums, quint64 number)
{
    const double at = double(number >> 11) / double(1ULL << 53);
    return int(std::upper_bound(sums.begin(), sums.end(), at) - sums.begin()) - 1;
}

template <class... Numbers>
std::string format(const char *form, Numbers... numbers)
{
    char text[1024];
    const int size = std::snprintf(text, sizeof text, form, numbers...);
    return {text, std::size_t(size)};
}

/// An identifier whose last digits say the number, so that a server finds it again.
std::string idOf(unsigned number, unsigned family)
{
    return format("%08x-7c5e-4b18-%04x-%012u", unsigned(mixed(number, family)), family, number);
}

const char *unitOf(int meter)
{
    static constexpr const char *units[]{"Hours", "1 GB", "10K", "1 GB/Month", "1 Hour"};
    return units[meter % 5];
}

std::string meterText(int meter)
{
    return format(
        "\"resource\":{\"id\":\"%s\",\"name\":\"Meter %d of the series D%d v5\",\"category\":"
        "\"Category %d\",\"subcategory\":\"Subcategory %d\",\"region\":\"Region %d\"},\"unit\":\"%s\"",
        idOf(unsigned(meter), 0x9a64).c_str(), meter, meter % 16, meter % categoryCount, meter % 90,
        meter % 7, unitOf(meter));
}

std::string instanceText(int subscription, int resource)
{
    const quint64 number = mixed(quint64(subscription), quint64(resource), 5);
    const std::string id = UsageWorld::subscriptionId(subscription);
    const int group = int(number % 12);
    return format("\"instanceData\":{\"resourceUri\":\"/subscriptions/%s/resourceGroups/rg-workload-%d-prod/"
                  "providers/Microsoft.Compute/virtualMachines/vm-%s-%05d\",\"location\":\"region%d\","
                  "\"partNumber\":\"\",\"orderNumber\":\"\",\"tags\":{\"environment\":\"%s\","
                  "\"costCenter\":\"CC-%d\",\"owner\":\"team-%d@example.com\"},\"additionalInfo\":"
                  "{\"imageType\":\"Canonical\",\"serviceType\":\"Standard_E%ds_v5\"}}",
                  id.c_str(), group, id.substr(0, 8).c_str(), resource, int((number >> 20) % regionCount),
                  (number >> 30) % 3 ? "production" : "test", 1000 + int((number >> 35) % 40),
                  int((number >> 42) % 25), int((number >> 50) % 16));
}

/// A third whole hours, a third with six decimals, a third as doubles are written.
std::string quantityText(quint64 number)
{
    const auto whole = unsigned(number % 25);
    switch ((number >> 8) % 3) {
    case 0:
        return format("%u", whole);
    case 1:
        return format("%u.%06u", whole, unsigned((number >> 16) % 1'000'000));
    default:
        return format("%u.%015llu", whole % 3, (number >> 12) % 1'000'000'000'000'000ULL);
    }
}

} // namespace

UsageWorld::UsageWorld(qint64 rows)
{
    bool isSet = false;
    const int wanted = qEnvironmentVariableIntValue("BENCH_ROWS_PER_CUSTOMER", &isSet);
    const int customers = int(std::max<qint64>(1, rows / (isSet && wanted > 0 ? wanted : rowsPerCustomer)));
    for (const double part : zipf(customers))
        m_starts.push_back(std::llround(part * double(rows)));
}

core::DayRange UsageWorld::days()
{
    return {firstDay, core::addMonths(firstDay, months)};
}

core::DayRange UsageWorld::days(int month)
{
    return {core::addMonths(firstDay, month), core::addMonths(firstDay, month + 1)};
}

int UsageWorld::rowsOf(int subscription, int month) const
{
    const auto customer = std::size_t(subscription / subscriptionsPerCustomer);
    const qint64 all = m_starts[customer + 1] - m_starts[customer];
    constexpr qint64 windows = qint64(subscriptionsPerCustomer) * months;
    const qint64 window = subscription % subscriptionsPerCustomer * months + month;
    return int(all * (window + 1) / windows - all * window / windows);
}

int UsageWorld::pagesOf(int subscription, int month) const
{
    return std::max(1, (rowsOf(subscription, month) + rowsPerPage - 1) / rowsPerPage);
}

int UsageWorld::resourcesOf(int subscription) const
{
    const auto customer = std::size_t(subscription / subscriptionsPerCustomer);
    const qint64 all = m_starts[customer + 1] - m_starts[customer];
    return int(std::max<qint64>(1, all / subscriptionsPerCustomer / rowsPerResource));
}

std::string UsageWorld::customerId(int customer)
{
    return idOf(unsigned(customer), 0x8a11);
}

std::string UsageWorld::customerName(int customer)
{
    return format("Customer %04d Ltd", customer);
}

std::string UsageWorld::subscriptionId(int subscription)
{
    return idOf(unsigned(subscription), 0x8b22);
}

std::string UsageWorld::subscriptionName(int subscription)
{
    return format("Subscription %05d", subscription);
}

UsagePages::UsagePages(const UsageWorld &world)
    : m_world(world)
{
    for (core::Day day = UsageWorld::days().from; day <= UsageWorld::days().to; day += std::chrono::days(1))
        m_days.push_back(core::formatDay(day) + "T00:00:00+00:00");
    for (int meter = 0; meter < meterCount; ++meter)
        m_meters.push_back(meterText(meter));
    const auto meters = zipf(meterCount);
    for (int subscription = 0; subscription < world.subscriptions(); ++subscription) {
        m_first.push_back(int(m_instances.size()));
        for (int resource = 0; resource < world.resourcesOf(subscription); ++resource) {
            m_instances.push_back(instanceText(subscription, resource));
            m_meterOf.push_back(drawn(meters, mixed(quint64(subscription), quint64(resource), 9)));
        }
    }
}

std::string UsagePages::customers() const
{
    std::string body = "{\"totalCount\":" + std::to_string(m_world.customers()) + ",\"items\":[";
    for (int customer = 0; customer < m_world.customers(); ++customer) {
        body +=
            format("%s{\"id\":\"%s\",\"companyProfile\":{\"domain\":\"customer%d.example\",\"companyName\":"
                   "\"%s\"},\"relationshipToPartner\":\"reseller\"}",
                   customer ? "," : "", UsageWorld::customerId(customer).c_str(), customer,
                   UsageWorld::customerName(customer).c_str());
    }
    return body + "],\"attributes\":{\"objectType\":\"Collection\"}}";
}

std::string UsagePages::subscriptions(int customer) const
{
    constexpr int count = UsageWorld::subscriptionsPerCustomer;
    std::string body = "{\"totalCount\":" + std::to_string(count) + ",\"items\":[";
    for (int i = 0; i < count; ++i) {
        const int subscription = customer * count + i;
        const std::string id = UsageWorld::subscriptionId(subscription);
        body +=
            format("%s{\"id\":\"%s\",\"offerId\":\"MS-AZR-0145P\",\"offerName\":\"Microsoft Azure\","
                   "\"friendlyName\":\"%s\",\"quantity\":1,\"status\":\"active\",\"entitlementId\":\"%s\"}",
                   i ? "," : "", id.c_str(), UsageWorld::subscriptionName(subscription).c_str(), id.c_str());
    }
    return body + "],\"attributes\":{\"objectType\":\"Collection\"}}";
}

void UsagePages::appendRow(std::string &body, int subscription, int month, int row) const
{
    const core::DayRange days = UsageWorld::days(month);
    const int dayCount = int((days.to - days.from).count());
    const auto day = std::size_t((days.from - firstDay).count()) +
                     std::size_t(qint64(row) * dayCount / m_world.rowsOf(subscription, month));
    const auto resource =
        std::size_t(m_first[std::size_t(subscription)] + (row + month) % m_world.resourcesOf(subscription));
    const int meter = (m_meterOf[resource] + row % 2) % meterCount;
    body.append("{\"usageStartTime\":\"").append(m_days[day]).append("\",\"usageEndTime\":\"");
    body.append(m_days[day + 1]).append("\",").append(m_meters[std::size_t(meter)]).append(",\"quantity\":");
    body.append(quantityText(mixed(quint64(subscription), quint64(month), quint64(row))));
    body.append(",\"infoFields\":{},").append(m_instances[resource]);
    body.append(",\"attributes\":{\"objectType\":\"AzureUtilizationRecord\"}}");
}

void UsagePages::utilization(std::string &body, int subscription, int month, int page) const
{
    const int rows = m_world.rowsOf(subscription, month);
    const int from = page * UsageWorld::rowsPerPage;
    const int to = std::min(rows, from + UsageWorld::rowsPerPage);
    body.assign("{\"totalCount\":").append(std::to_string(std::max(0, to - from))).append(",\"items\":[");
    for (int row = from; row < to; ++row) {
        if (row > from)
            body.push_back(',');
        appendRow(body, subscription, month, row);
    }
    body.append("],\"links\":{");
    if (page + 1 < m_world.pagesOf(subscription, month)) {
        const core::DayRange days = UsageWorld::days(month);
        body.append("\"next\":{\"uri\":\"/customers/");
        body.append(UsageWorld::customerId(subscription / UsageWorld::subscriptionsPerCustomer));
        body.append("/subscriptions/").append(UsageWorld::subscriptionId(subscription));
        body.append("/utilizations/azure?start_time=").append(core::formatDay(days.from));
        body.append("&page=")
            .append(std::to_string(page + 1))
            .append("\",\"method\":\"GET\",\"headers\":[]}");
    }
    body.append("},\"attributes\":{\"objectType\":\"Collection\"}}");
}

} // namespace spendglass::bench
