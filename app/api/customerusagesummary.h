// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The one row of a customer's summary: cost of the current billing period, legacy and plan alike.
/// Source: wire reference, usage summaries.
struct CustomerUsageSummaryRow : Spend, BillingPeriod
{
    std::optional<core::Decimal> budgetAmount; ///< nothing: no budget. "ammount" in one published answer
    std::optional<core::Decimal> budgetUsageAmount;
    std::vector<std::string_view> emailsToNotify;
};

/// GET /v1/customers/{id}/usagesummary.
class CustomerUsageSummary final : public RowJob<CustomerUsageSummaryRow>
{
public:
    CustomerUsageSummary(net::Client &client, const Service &service, const QString &customerId,
                         Sink<CustomerUsageSummaryRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<CustomerUsageSummaryRow>> decode(const net::Response &response,
                                                              const net::Request &asked);
};

} // namespace spendglass::api
