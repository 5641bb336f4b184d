// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/subscriptionusagesummary.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<SubscriptionUsageSummaryRow>;

constexpr auto members = joined(spendMembers<SubscriptionUsageSummaryRow>, periodMembers<Row>);

} // namespace

SubscriptionUsageSummary::SubscriptionUsageSummary(net::Client &client, const Service &service,
                                                   const QString &customerId, const QString &subscriptionId,
                                                   Sink<SubscriptionUsageSummaryRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, subscriptionId), &decode, std::move(sink), parent)
{}

net::Request SubscriptionUsageSummary::request(const Service &service, const QString &customerId,
                                               const QString &subscriptionId)
{
    const QStringList path =
        subscriptionsPath(customerId) + QStringList{subscriptionId, QStringLiteral("usagesummary")};
    return partnerRequest(service, address(service.apiUrl, path), customerId);
}

core::Result<Page<SubscriptionUsageSummaryRow>>
SubscriptionUsageSummary::decode(const net::Response &response, const net::Request &asked)
{
    return decodeOne<SubscriptionUsageSummaryRow, Row>(response, asked, &readSpend<Row, members>);
}

} // namespace spendglass::api
