// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestspec.h"

namespace spendglass::cli {
namespace {

/// A call below one of its subscriptions.
template <class JobType, class Row>
core::Result<Interface> ofSubscription(const Arguments &arguments, const Target &target)
{
    const auto customer = needed(arguments, "customer");
    if (!customer)
        return core::fail(customer.error());
    return needed(arguments, "subscription").map([&](const QString &subscription) {
        return endpoint<JobType, Row>(target.service, *customer, subscription);
    });
}

core::Result<Interface> resourceSpend(const Arguments &arguments, const Target &target)
{
    return arguments.has("legacy")
               ? ofSubscription<api::AzureResourceUsageRecords, api::AzureResourceUsageRow>(arguments, target)
               : ofSubscription<api::ResourceUsageRecords, api::ResourceUsageRow>(arguments, target);
}

core::Result<Interface> rateCard(const Arguments &arguments, const Target &target)
{
    api::RateCardQuery query;
    query.currency = arguments.value("currency", query.currency).toUpper();
    query.region = arguments.value("region", query.region).toUpper();
    query.isShared = arguments.has("shared");
    if (query.currency.size() != 3 || query.region.size() != 2)
        return core::fail(wrongUsage(
            QStringLiteral("--currency is of three letters, such as EUR; --region of two, such as DE")));
    return endpoint<api::RateCard, api::RateCardRow>(target.service, query);
}

core::Result<Interface> crestRateCard(const Arguments &arguments, const Target &target)
{
    return hasCid(target).map([&] {
        return endpoint<api::CrestRateCard, api::RateCardRow>(
            target.service, arguments.value("offer", QStringLiteral("MS-AZR-0145P")));
    });
}

} // namespace

std::vector<CommandSpec> spendRequests()
{
    using auth::Interface;
    const Option subscription{"subscription", "ID",
                              "the legacy subscription's commerce id, or the plan's id"};
    return {
        requestSpec<ofCustomer<api::CustomerUsageSummary, api::CustomerUsageSummaryRow>, Interface::Spend>(
            "request customer-summary", "a customer's cost of the current period", {customerOption}),
        requestSpec<ofSubscription<api::SubscriptionUsageSummary, api::SubscriptionUsageSummaryRow>,
                    Interface::Spend>("request subscription-summary",
                                      "a subscription's or plan's cost of the current period",
                                      {customerOption, subscription}),
        requestSpec<ofCustomer<api::SubscriptionUsageRecords, api::SubscriptionUsageRow>, Interface::Spend>(
            "request subscription-spend", "the cost of each of a customer's subscriptions and plans",
            {customerOption}),
        requestSpec<resourceSpend, Interface::Spend>(
            "request resource-spend", "the cost of each resource of a plan",
            {customerOption,
             subscription,
             {"legacy", nullptr, "the older call for a legacy subscription, which knows meters only"}}),
        requestSpec<ofSubscription<api::MeterUsageRecords, api::MeterUsageRow>, Interface::Spend>(
            "request meter-spend", "the cost of each meter of a subscription or plan",
            {customerOption, subscription}),
        requestSpec<ofCustomer<api::UsageBudget, api::UsageBudgetRow>, Interface::Spend>(
            "request budget", "a customer's budget, in the customer's currency", {customerOption}),
        requestSpec<rateCard, Interface::RateCard>("request rate-card",
                                                   "prices of legacy Azure, today's; may take two minutes",
                                                   {{"currency", "C", "ISO code; default: USD"},
                                                    {"region", "R", "ISO country; default: US"},
                                                    {"shared", nullptr, "of Azure Partner Shared Services"}}),
        requestSpec<crestRateCard, Interface::Crest>(
            "request crest-rate-card", "prices from the older service",
            {{"offer", "ID", "the offer's durable id; default: MS-AZR-0145P"}}),
    };
}

} // namespace spendglass::cli
