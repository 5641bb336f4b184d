// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"

namespace spendglass::api {

/// A customer's budget over all Azure usage, in the customer's currency, which the answer does not name.
/// Source: wire reference, usage budget.
struct UsageBudgetRow
{
    std::optional<core::Decimal> amount; ///< nothing: no budget
    std::optional<core::Decimal> usageSpendingBudget;
};

/// GET /v1/customers/{id}/usagebudget: always one row.
class UsageBudget final : public RowJob<UsageBudgetRow>
{
public:
    UsageBudget(net::Client &client, const Service &service, const QString &customerId,
                Sink<UsageBudgetRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    /// The published answer has the budget as an object inside another: one such object is read as well.
    static core::Result<Page<UsageBudgetRow>> decode(const net::Response &response,
                                                     const net::Request &asked);
};

} // namespace spendglass::api
