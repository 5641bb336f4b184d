// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The one row of GET /v1/usagesummary. totalCost leaves out every customer on an Azure plan.
/// Source: wire reference, usagesummary (seed 002).
struct UsageSummaryRow : BillingPeriod
{
    std::string_view resourceId, resourceName; ///< falls back to id and name
    std::string_view currencyLocale, currencySymbol;
    std::optional<core::Instant> lastModified;
    std::string_view lastModifiedText;
    core::Decimal totalCost;
    qint64 customersOverBudget = 0, customersTrendingOver = 0, customersWithUsageBasedSubscription = 0;
    std::vector<std::string_view> emailsToNotify; ///< who is written to about budgets
};

class UsageSummary final : public RowJob<UsageSummaryRow>
{
public:
    UsageSummary(net::Client &client, const Service &service, Sink<UsageSummaryRow> sink,
                 QObject *parent = nullptr);
    static net::Request request(const Service &service);
    static core::Result<Page<UsageSummaryRow>> decode(const net::Response &response,
                                                      const net::Request &asked = {});
};

} // namespace spendglass::api
