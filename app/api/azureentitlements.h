// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"

namespace spendglass::api {

/// An Azure subscription below a plan. Source: wire reference, directory.
struct EntitlementRow
{
    std::string_view id; ///< the Azure subscription
    std::string_view friendlyName, status;
    std::string_view subscriptionId; ///< the plan
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

/// The same with /{entitlement}: one row.
class AzureEntitlementById final : public RowJob<EntitlementRow>
{
public:
    AzureEntitlementById(net::Client &client, const Service &service, const QString &customerId,
                         const QString &planId, const QString &entitlementId, Sink<EntitlementRow> sink,
                         QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId, const QString &planId,
                                const QString &entitlementId);
    static core::Result<Page<EntitlementRow>> decode(const net::Response &response,
                                                     const net::Request &asked);
};

} // namespace spendglass::api
