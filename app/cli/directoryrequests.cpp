// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestspec.h"

#include <array>

namespace spendglass::cli {
namespace {

using Field = api::CustomerSearch::Field;
using Operator = api::CustomerSearch::Operator;

/// The documents' own words.
constexpr std::array<std::pair<const char *, Field>, 4> searchFields{{
    {"CompanyName", Field::CompanyName},
    {"Domain", Field::Domain},
    {"IndirectReseller", Field::IndirectReseller},
    {"IndirectCloudSolutionProvider", Field::IndirectCloudSolutionProvider},
}};
constexpr std::array<std::pair<const char *, Operator>, 2> searchOperators{{
    {"starts_with", Operator::StartsWith},
    {"equals", Operator::Equals},
}};

/// The value that an option's word stands for; the first without the option.
template <class T, std::size_t size>
core::Result<T> wordOf(const Arguments &arguments, const char *name,
                       const std::array<std::pair<const char *, T>, size> &table)
{
    QStringList words;
    for (const auto &row : table)
        words << QString::fromLatin1(row.first);
    return wordOption(arguments, name, words.first(), words).map([&](const QString &word) {
        return table[std::size_t(words.indexOf(word))].second;
    });
}

/// --search TEXT, or the three parts of the service's filter.
core::Result<std::optional<api::CustomerSearch>> search(const Arguments &arguments)
{
    const bool hasParts = arguments.has("filter-field") || arguments.has("filter-operator");
    if (arguments.has("search") && (hasParts || arguments.has("filter-value")))
        return core::fail(
            wrongUsage(QStringLiteral("--search stands for a whole filter: leave out --filter-…")));
    if (hasParts && !arguments.has("filter-value"))
        return core::fail(wrongUsage(QStringLiteral("a filter needs --filter-value")));
    const auto field = wordOf(arguments, "filter-field", searchFields);
    if (!field)
        return core::fail(field.error());
    const auto comparison = wordOf(arguments, "filter-operator", searchOperators);
    if (!comparison)
        return core::fail(comparison.error());
    const char *const name = arguments.has("search") ? "search" : "filter-value";
    if (!arguments.has(name))
        return std::optional<api::CustomerSearch>();
    if (arguments.value(name).isEmpty())
        return core::fail(wrongUsage(QStringLiteral("--%1 is given but empty").arg(QLatin1String(name))));
    return std::optional(api::CustomerSearch{*field, *comparison, arguments.value(name)});
}

core::Result<Interface> customers(const Arguments &arguments, const Target &target)
{
    const auto wanted = search(arguments);
    if (!wanted)
        return core::fail(wanted.error());
    const QString customer = arguments.value("customer");
    if (!customer.isEmpty() && *wanted)
        return core::fail(wrongUsage(QStringLiteral("--customer is one customer: leave out the filter")));
    if (!customer.isEmpty())
        return endpoint<api::CustomerById, api::CustomerRow>(target.service, customer);
    api::CustomersQuery query;
    query.search = *wanted;
    return endpoint<api::Customers, api::CustomerRow>(target.service, query);
}

core::Result<Interface> azureEntitlements(const Arguments &arguments, const Target &target)
{
    const auto customer = needed(arguments, "customer");
    if (!customer)
        return core::fail(customer.error());
    const QString one = arguments.value("entitlement");
    return needed(arguments, "subscription").map([&](const QString &plan) {
        return one.isEmpty()
                   ? endpoint<api::AzureEntitlements, api::EntitlementRow>(target.service, *customer, plan)
                   : endpoint<api::AzureEntitlementById, api::EntitlementRow>(target.service, *customer, plan,
                                                                              one);
    });
}

core::Result<Interface> crestCustomer(const Arguments &arguments, const Target &target)
{
    const QString reseller = arguments.value("tenant", target.tenant), customer = arguments.value("customer");
    if (reseller.isEmpty())
        return core::fail(wrongUsage(QStringLiteral("the account has no tenant: give one with --tenant")));
    const api::CrestIdentityQuery query = customer.isEmpty()
                                              ? api::CrestIdentityQuery{reseller, {}, {}}
                                              : api::CrestIdentityQuery{customer, reseller, {}};
    return endpoint<api::CrestCustomer, api::CrestCustomerRow>(target.service, query);
}

template <class JobType, class Row>
core::Result<Interface> ofCrestCustomer(const Arguments &arguments, const Target &target)
{
    const auto isOn = hasCid(target);
    if (!isOn)
        return core::fail(isOn.error());
    return needed(arguments, "customer-cid").map([&](const QString &cid) {
        return endpoint<JobType, Row>(target.service, cid);
    });
}

} // namespace

std::vector<CommandSpec> directoryRequests()
{
    using auth::Interface;
    const Option cid{"customer-cid", "CID", "the customer's commerce id; crest-customer tells it"};
    return {
        requestSpec<customers, Interface::Directory>(
            "request customers", "the partner's customers",
            {{"customer", "ID", "this one only, in its full form"},
             {"search", "TEXT", "those whose company name starts with it"},
             {"filter-field", "F",
              "CompanyName (default), Domain, IndirectReseller or IndirectCloudSolutionProvider"},
             {"filter-operator", "O", "starts_with (default) or equals"},
             {"filter-value", "TEXT", "what to compare with, without regard to case"}}),
        requestSpec<ofCustomer<api::Subscriptions, api::SubscriptionRow>, Interface::Directory>(
            "request subscriptions", "a customer's subscriptions", {customerOption}),
        requestSpec<ofCustomer<api::CustomerEntitlements, api::CustomerEntitlementRow>, Interface::Directory>(
            "request entitlements", "a customer's reservations and software", {customerOption}),
        requestSpec<azureEntitlements, Interface::Directory>("request azure-entitlements",
                                                             "the Azure subscriptions below a plan",
                                                             {customerOption,
                                                              {"subscription", "ID", "the plan's id"},
                                                              {"entitlement", "ID", "this one only"}}),
        requestSpec<crestCustomer, Interface::Crest>(
            "request crest-customer", "who a tenant is in the older service; its id is the cid",
            {{"tenant", "T", "the reseller's tenant; default: the account's"},
             {"customer", "T", "the customer's tenant; without it the reseller is looked up"}}),
        requestSpec<ofCrestCustomer<api::CrestEntitlements, api::CrestEntitlementRow>, Interface::Crest>(
            "request crest-entitlements", "a customer's entitlements in the older service", {cid}),
        requestSpec<ofCrestCustomer<api::CrestSubscriptions, api::CrestSubscriptionRow>, Interface::Crest>(
            "request crest-subscriptions", "a customer's subscriptions in the older service", {cid}),
    };
}

} // namespace spendglass::cli
