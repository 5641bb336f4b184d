// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The one row of a subscription's or a plan's summary. Source: wire reference, usage summaries.
struct SubscriptionUsageSummaryRow : Spend, BillingPeriod
{};

/// GET /v1/customers/{id}/subscriptions/{subscription or plan}/usagesummary.
class SubscriptionUsageSummary final : public RowJob<SubscriptionUsageSummaryRow>
{
public:
    SubscriptionUsageSummary(net::Client &client, const Service &service, const QString &customerId,
                             const QString &subscriptionId, Sink<SubscriptionUsageSummaryRow> sink,
                             QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId,
                                const QString &subscriptionId);
    static core::Result<Page<SubscriptionUsageSummaryRow>> decode(const net::Response &response,
                                                                  const net::Request &asked);
};

} // namespace spendglass::api
