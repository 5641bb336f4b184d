// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "decoders.h"

/// Every class of Job with an answer that ends it: for what must hold of all of them.
namespace spendglass::test {

using OnPage = std::function<void(std::function<void()> took)>;
using MakeJob = std::function<net::Job *(net::Client &, const api::Service &, const OnPage &)>;

struct JobClass
{
    const char *name; ///< as in decoders()
    const char *body; ///< of its only page
    MakeJob make;
    std::function<net::Request(const api::Service &)> request; ///< the first
};

template <class Job, class... Args>
MakeJob making(Args... args)
{
    return [args...](net::Client &client, const api::Service &service, const OnPage &onPage) -> net::Job * {
        return new Job(
            client, service, args...,
            [onPage](const typename Job::RowPage &, std::function<void()> took) { onPage(std::move(took)); });
    };
}

/// args: what its constructor takes between the service and the sink, and request() behind the service.
template <class Job, class... Args>
JobClass jobClass(const char *name, const char *body, Args... args)
{
    return {name, body, making<Job>(args...),
            [args...](const api::Service &service) { return Job::request(service, args...); }};
}

inline const std::vector<JobClass> &jobClasses()
{
    using namespace api;
    static constexpr auto items = R"({"totalCount":0,"items":[]})";
    static constexpr auto partner =
        R"({"resourceId":"p","totalCost":1,"billingStartDate":"2026-10-01T00:00:00Z",
        "billingEndDate":"2026-10-31T00:00:00Z"})";
    static constexpr auto id = R"({"id":"i"})";
    static constexpr auto card = R"({"currency":"EUR","meters":[]})";
    const QString c = QStringLiteral("c"), s = QStringLiteral("s"), e = QStringLiteral("e");
    static const std::vector<JobClass> all{
        jobClass<UsageAnalytics>("UsageAnalytics", R"({"Value":[]})", UsageAnalyticsQuery()),
        jobClass<UtilizationRecords>("UtilizationRecords", items, UtilizationQuery()),
        jobClass<UsageSummary>("UsageSummary", partner),
        jobClass<CustomerUsageSummary>("CustomerUsageSummary", partner, c),
        jobClass<SubscriptionUsageSummary>("SubscriptionUsageSummary", partner, c, s),
        jobClass<CustomerUsageRecords>("CustomerUsageRecords", items),
        jobClass<SubscriptionUsageRecords>("SubscriptionUsageRecords", items, c),
        jobClass<AzureResourceUsageRecords>("AzureResourceUsageRecords", items, c, s),
        jobClass<ResourceUsageRecords>("ResourceUsageRecords", items, c, s),
        jobClass<MeterUsageRecords>("MeterUsageRecords", items, c, s),
        jobClass<UsageBudget>("UsageBudget", R"({"amount":null})", c),
        jobClass<RateCard>("RateCard", card, RateCardQuery()),
        jobClass<Customers>("Customers", items),
        jobClass<CustomerById>("CustomerById", id, c),
        jobClass<Subscriptions>("Subscriptions", items, c),
        jobClass<AzureEntitlements>("AzureEntitlements", items, c, s),
        jobClass<AzureEntitlementById>("AzureEntitlementById", id, c, s, e),
        jobClass<CustomerEntitlements>("CustomerEntitlements", items, c),
        jobClass<CrestUsageRecords>("CrestUsageRecords", items, CrestQuery()),
        jobClass<CrestCustomer>("CrestCustomer", id, CrestIdentityQuery()),
        jobClass<CrestEntitlements>("CrestEntitlements", items, c),
        jobClass<CrestSubscriptions>("CrestSubscriptions", items, c),
        jobClass<CrestRateCard>("CrestRateCard", card, s),
    };
    return all;
}

} // namespace spendglass::test
