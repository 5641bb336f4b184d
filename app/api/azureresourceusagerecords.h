// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The month-to-date cost of one meter of a legacy subscription; "resource" in the old sense. resourceId is
/// the meter's id. Source: wire reference, customer usage records.
struct AzureResourceUsageRow : Spend
{
    std::string_view category, subcategory, unit;
    std::optional<core::Decimal> quantityUsed; ///< in unit
};

/// GET /v1/customers/{id}/subscriptions/{subscription}/usagerecords/resources: legacy subscriptions only.
class AzureResourceUsageRecords final : public RowJob<AzureResourceUsageRow>
{
public:
    AzureResourceUsageRecords(net::Client &client, const Service &service, const QString &customerId,
                              const QString &subscriptionId, Sink<AzureResourceUsageRow> sink,
                              QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId,
                                const QString &subscriptionId);
    static core::Result<Page<AzureResourceUsageRow>> decode(const net::Response &response,
                                                            const net::Request &asked);
};

} // namespace spendglass::api
