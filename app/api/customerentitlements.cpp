// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/customerentitlements.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

using Row = CustomerEntitlementRow;
using In = Members<Row>;

constexpr std::array orderMembers{
    Member{"id", &In::field<&Row::orderId>},
    Member{"lineItemId", &In::field<&Row::lineItemId>},
};
constexpr std::array members{
    Member{"includedEntitlements", &In::raw<&Row::includedEntitlements>},
    Member{"referenceOrder", &In::nested<orderMembers>},
    Member{"productId", &In::field<&Row::productId>},
    Member{"quantity", &In::field<&Row::quantity>},
    Member{"quantityDetails", &In::raw<&Row::quantityDetails>},
    Member{"entitledArtifacts", &In::raw<&Row::entitledArtifacts>},
    Member{"skuId", &In::field<&Row::skuId>},
    Member{"entitlementType", &In::field<&Row::entitlementType>, true},
};

} // namespace

CustomerEntitlements::CustomerEntitlements(net::Client &client, const Service &service,
                                           const QString &customerId, Sink<CustomerEntitlementRow> sink,
                                           QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request CustomerEntitlements::request(const Service &service, const QString &customerId)
{
    return partnerRequest(
        service,
        address(service.apiUrl, customerPath(customerId) + QStringList{QStringLiteral("entitlements")}),
        customerId);
}

core::Result<Page<CustomerEntitlementRow>> CustomerEntitlements::decode(const net::Response &response,
                                                                        const net::Request &asked)
{
    return decodeCollection<Row, Row, members>(response, asked, Paging::Links);
}

} // namespace spendglass::api
