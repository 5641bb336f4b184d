// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "api/spending.h"

namespace spendglass::api {

/// The month-to-date cost of one meter. The published answer for legacy subscriptions holds rows of
/// subscriptions' usage records instead, surely by mistake: those have no meter but a resource, a status and
/// an offer. objectType tells which it is. Source: wire reference, customer usage records.
struct MeterUsageRow : Spend
{
    std::string_view subscriptionId;
    std::string_view meterId; ///< text with a plan, "DZH318Z0BNVX-005J-Data Transfer In (GB)"; else a GUID
    std::string_view meterName, category, subcategory, unit;
    std::optional<core::Decimal> quantityUsed; ///< in unit
    std::string_view status, offerId;          ///< of a row that is a subscription
    std::string_view objectType;
};

/// GET /v1/customers/{id}/subscriptions/{subscription or plan}/meterusagerecords.
class MeterUsageRecords final : public RowJob<MeterUsageRow>
{
public:
    MeterUsageRecords(net::Client &client, const Service &service, const QString &customerId,
                      const QString &subscriptionId, Sink<MeterUsageRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId,
                                const QString &subscriptionId);
    static core::Result<Page<MeterUsageRow>> decode(const net::Response &response, const net::Request &asked);
};

} // namespace spendglass::api
