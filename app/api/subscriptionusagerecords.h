// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// A subscription's month-to-date cost; for a plan the row is the plan, not an Azure subscription below it,
/// so that several of one name are normal. Source: wire reference, customer usage records.
struct SubscriptionUsageRow : Spend
{
    std::string_view status;          ///< active, suspended, deleted, none; more may come
    std::string_view partnerOnRecord; ///< plans: MPN id
    std::string_view offerId;
};

/// GET /v1/customers/{id}/subscriptions/usagerecords.
class SubscriptionUsageRecords final : public RowJob<SubscriptionUsageRow>
{
public:
    SubscriptionUsageRecords(net::Client &client, const Service &service, const QString &customerId,
                             Sink<SubscriptionUsageRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<SubscriptionUsageRow>> decode(const net::Response &response,
                                                           const net::Request &asked);
};

} // namespace spendglass::api
