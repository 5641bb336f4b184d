// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// A customer's month-to-date cost. Source: wire reference, customer usage records (seed 003).
struct CustomerUsageRow : Spend
{
    std::optional<core::Decimal> budgetAmount;         ///< nothing: no budget
    std::optional<core::Decimal> budgetUsageAmount;    ///< its usageSpendingBudget; means the same, it seems
    std::optional<core::Decimal> customerBudgetAmount; ///< of customerSpendingBudget; not explained anywhere
    std::optional<core::Decimal> customerBudgetUsageAmount; ///< its usageSpendingBudget
    std::optional<core::Decimal> percentUsed;               ///< of the budget; 0 without one
    std::optional<bool> isUpgraded;                         ///< has an Azure plan
};

/// GET /v1/customers/usagerecords: all customers, one row each, paged by link or by token.
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
