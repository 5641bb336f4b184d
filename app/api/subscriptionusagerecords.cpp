// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/subscriptionusagerecords.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<SubscriptionUsageRow>;
using In = Members<Row>;

constexpr auto members = joined(std::array{Member{"status", &In::field<&Row::status>},
                                           Member{"partnerOnRecord", &In::field<&Row::partnerOnRecord>},
                                           Member{"offerId", &In::field<&Row::offerId>}},
                                spendMembers<SubscriptionUsageRow>);

} // namespace

SubscriptionUsageRecords::SubscriptionUsageRecords(net::Client &client, const Service &service,
                                                   const QString &customerId, Sink<SubscriptionUsageRow> sink,
                                                   QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request SubscriptionUsageRecords::request(const Service &service, const QString &customerId)
{
    return partnerRequest(
        service,
        address(service.apiUrl, subscriptionsPath(customerId) + QStringList{QStringLiteral("usagerecords")}),
        customerId);
}

core::Result<Page<SubscriptionUsageRow>> SubscriptionUsageRecords::decode(const net::Response &response,
                                                                          const net::Request &asked)
{
    return decodeCollection<SubscriptionUsageRow, Row, members, settleSpend<Row>>(response, asked,
                                                                                  Paging::Links);
}

} // namespace spendglass::api
