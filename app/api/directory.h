// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/time.h"

namespace spendglass::api {

/// Source of all three: wire reference, directory.
struct CustomerRow
{
    std::string_view id, domain, companyName, relationshipToPartner;
};

/// GET /v1/customers?size=500, all pages.
class Customers final : public RowJob<CustomerRow>
{
public:
    Customers(net::Client &client, const Service &service, Sink<CustomerRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service);
    static core::Result<Page<CustomerRow>> decode(const net::Response &response, const net::Request &asked);
};

/// How usage of a subscription can be had.
enum class SubscriptionKind
{
    LegacyAzure,
    AzurePlan,
    AzureOther,
    Licence
};

struct SubscriptionRow
{
    std::string_view id, entitlementId, offerId, offerName, friendlyName, status, billingType, unitType;
    std::string_view productTypeId;
    std::optional<core::Instant> creationDate, effectiveStartDate, commitmentEndDate;
    SubscriptionKind kind = SubscriptionKind::Licence; ///< by the table of the reference, in its order
};

/// GET /v1/customers/{id}/subscriptions.
class Subscriptions final : public RowJob<SubscriptionRow>
{
public:
    Subscriptions(net::Client &client, const Service &service, const QString &customerId,
                  Sink<SubscriptionRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<SubscriptionRow>> decode(const net::Response &response,
                                                      const net::Request &asked);
};

struct EntitlementRow
{
    std::string_view id, friendlyName, status, subscriptionId;
};

/// GET /v1/customers/{id}/subscriptions/{plan}/azureEntitlements: Azure subscriptions below a plan.
class AzureEntitlements final : public RowJob<EntitlementRow>
{
public:
    AzureEntitlements(net::Client &client, const Service &service, const QString &customerId,
                      const QString &planId, Sink<EntitlementRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId, const QString &planId);
    static core::Result<Page<EntitlementRow>> decode(const net::Response &response,
                                                     const net::Request &asked);
};

} // namespace spendglass::api
