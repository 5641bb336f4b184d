// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

namespace spendglass::api {

/// A customer's month-to-date cost. Source: wire reference, customer usage records (seed 003).
struct CustomerUsageRow
{
    std::string_view resourceId, resourceName; ///< falls back to id and name
    std::optional<core::Decimal> budgetAmount; ///< nothing: no budget
    std::optional<core::Decimal> percentUsed;
    std::optional<bool> isUpgraded; ///< has an Azure plan
    core::Decimal totalCost;        ///< in the customer's currency, an estimate
    std::string_view currencyCode, currencyLocale, currencySymbol; ///< no data when absent
    std::optional<core::Decimal> usdTotalCost;
    std::optional<core::Instant> lastModified;
    std::string_view lastModifiedText;
};

class CustomerUsageRecords final : public RowJob<CustomerUsageRow>
{
public:
    CustomerUsageRecords(net::Client &client, const Service &service, Sink<CustomerUsageRow> sink,
                         QObject *parent = nullptr);
    static net::Request request(const Service &service);
    static core::Result<Page<CustomerUsageRow>> decode(const net::Response &response,
                                                       const net::Request &asked);
};

} // namespace spendglass::api
