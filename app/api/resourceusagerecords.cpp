// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/resourceusagerecords.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<ResourceUsageRow>;
using In = Members<Row>;

constexpr auto members = joined(std::array{Member{"subscriptionId", &In::field<&Row::subscriptionId>},
                                           Member{"resourceUri", &In::field<&Row::resourceUri>},
                                           Member{"resourceType", &In::field<&Row::resourceType>},
                                           Member{"entitlementId", &In::field<&Row::entitlementId>},
                                           Member{"entitlementName", &In::field<&Row::entitlementName>},
                                           Member{"resourceGroupName", &In::field<&Row::resourceGroupName>}},
                                spendMembers<ResourceUsageRow>);

/// Whatever it belongs to, its cost counts.
bool settleResource(Row &row)
{
    settleSpend(row);
    return true;
}

} // namespace

ResourceUsageRecords::ResourceUsageRecords(net::Client &client, const Service &service,
                                           const QString &customerId, const QString &planId,
                                           Sink<ResourceUsageRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, planId), &decode, std::move(sink), parent)
{}

net::Request ResourceUsageRecords::request(const Service &service, const QString &customerId,
                                           const QString &planId)
{
    return partnerRequest(
        service,
        address(service.apiUrl,
                subscriptionsPath(customerId) + QStringList{planId, QStringLiteral("resourceusagerecords")}),
        customerId);
}

core::Result<Page<ResourceUsageRow>> ResourceUsageRecords::decode(const net::Response &response,
                                                                  const net::Request &asked)
{
    return decodeCollection<ResourceUsageRow, Row, members, settleResource>(response, asked, Paging::Links);
}

} // namespace spendglass::api
