// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/azureresourceusagerecords.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<AzureResourceUsageRow>;
using In = Members<Row>;

constexpr auto members = joined(std::array{Member{"category", &In::field<&Row::category>},
                                           Member{"subcategory", &In::field<&Row::subcategory>},
                                           Member{"quantityUsed", &In::field<&Row::quantityUsed>},
                                           Member{"unit", &In::field<&Row::unit>}},
                                spendMembers<AzureResourceUsageRow>);

} // namespace

AzureResourceUsageRecords::AzureResourceUsageRecords(net::Client &client, const Service &service,
                                                     const QString &customerId, const QString &subscriptionId,
                                                     Sink<AzureResourceUsageRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, subscriptionId), &decode, std::move(sink), parent)
{}

net::Request AzureResourceUsageRecords::request(const Service &service, const QString &customerId,
                                                const QString &subscriptionId)
{
    return partnerRequest(
        service,
        address(service.apiUrl,
                subscriptionsPath(customerId) +
                    QStringList{subscriptionId, QStringLiteral("usagerecords"), QStringLiteral("resources")}),
        customerId);
}

core::Result<Page<AzureResourceUsageRow>> AzureResourceUsageRecords::decode(const net::Response &response,
                                                                            const net::Request &asked)
{
    return decodeCollection<AzureResourceUsageRow, Row, members, settleSpend<Row>>(response, asked,
                                                                                   Paging::Links);
}

} // namespace spendglass::api
