// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/meterusagerecords.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<MeterUsageRow>;
using In = Members<Row>;

constexpr std::array attributeMembers{Member{"objectType", &In::field<&Row::objectType>}};
constexpr auto members = joined(
    std::array{Member{"subscriptionId", &In::field<&Row::subscriptionId>},
               Member{"meterId", &In::field<&Row::meterId>}, Member{"meterName", &In::field<&Row::meterName>},
               Member{"category", &In::field<&Row::category>},
               Member{"subcategory", &In::field<&Row::subcategory>},
               Member{"quantityUsed", &In::field<&Row::quantityUsed>}, Member{"unit", &In::field<&Row::unit>},
               Member{"status", &In::field<&Row::status>}, Member{"offerId", &In::field<&Row::offerId>},
               Member{"attributes", &In::nested<attributeMembers>}},
    spendMembers<MeterUsageRow>);

bool settleMeter(Row &row)
{
    return settleSpend(row) || !row.meterId.empty();
}

} // namespace

MeterUsageRecords::MeterUsageRecords(net::Client &client, const Service &service, const QString &customerId,
                                     const QString &subscriptionId, Sink<MeterUsageRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, subscriptionId), &decode, std::move(sink), parent)
{}

net::Request MeterUsageRecords::request(const Service &service, const QString &customerId,
                                        const QString &subscriptionId)
{
    return partnerRequest(
        service,
        address(service.apiUrl, subscriptionsPath(customerId) +
                                    QStringList{subscriptionId, QStringLiteral("meterusagerecords")}),
        customerId);
}

core::Result<Page<MeterUsageRow>> MeterUsageRecords::decode(const net::Response &response,
                                                            const net::Request &asked)
{
    return decodeCollection<MeterUsageRow, Row, members, settleMeter>(response, asked, Paging::Links);
}

} // namespace spendglass::api
