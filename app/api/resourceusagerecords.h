// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The month-to-date cost of one Azure resource below a plan. resourceId is of no use here; what is no
/// resource, such as a reservation, may lack the uri. Source: wire reference, customer usage records.
struct ResourceUsageRow : Spend
{
    std::string_view subscriptionId;                 ///< the plan
    std::string_view entitlementId, entitlementName; ///< the Azure subscription
    std::string_view resourceUri, resourceType;      ///< the type is the provider alone
    std::string_view resourceGroupName;              ///< one group in several casings
};

/// GET /v1/customers/{id}/subscriptions/{plan}/resourceusagerecords.
class ResourceUsageRecords final : public RowJob<ResourceUsageRow>
{
public:
    ResourceUsageRecords(net::Client &client, const Service &service, const QString &customerId,
                         const QString &planId, Sink<ResourceUsageRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId, const QString &planId);
    static core::Result<Page<ResourceUsageRow>> decode(const net::Response &response,
                                                       const net::Request &asked);
};

} // namespace spendglass::api
