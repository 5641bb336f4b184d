// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/azureentitlements.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

using Row = EntitlementRow;
using In = Members<EntitlementRow>;

constexpr std::array members{
    Member{"id", &In::field<&Row::id>, true},
    Member{"friendlyName", &In::field<&Row::friendlyName>},
    Member{"status", &In::field<&Row::status>},
    Member{"subscriptionId", &In::field<&Row::subscriptionId>},
};

} // namespace

AzureEntitlements::AzureEntitlements(net::Client &client, const Service &service, const QString &customerId,
                                     const QString &planId, Sink<EntitlementRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, planId), &decode, std::move(sink), parent)
{}

net::Request AzureEntitlements::request(const Service &service, const QString &customerId,
                                        const QString &planId)
{
    const QStringList path =
        subscriptionsPath(customerId) + QStringList{planId, QStringLiteral("azureEntitlements")};
    return partnerRequest(service, address(service.apiUrl, path), customerId);
}

core::Result<Page<EntitlementRow>> AzureEntitlements::decode(const net::Response &response,
                                                             const net::Request &asked)
{
    return decodeCollection<Row, Row, members>(response, asked, Paging::Links);
}

AzureEntitlementById::AzureEntitlementById(net::Client &client, const Service &service,
                                           const QString &customerId, const QString &planId,
                                           const QString &entitlementId, Sink<EntitlementRow> sink,
                                           QObject *parent)
    : RowJob(client, request(service, customerId, planId, entitlementId), &decode, std::move(sink), parent)
{}

net::Request AzureEntitlementById::request(const Service &service, const QString &customerId,
                                           const QString &planId, const QString &entitlementId)
{
    const QStringList path = subscriptionsPath(customerId) +
                             QStringList{planId, QStringLiteral("azureEntitlements"), entitlementId};
    return partnerRequest(service, address(service.apiUrl, path), customerId);
}

core::Result<Page<EntitlementRow>> AzureEntitlementById::decode(const net::Response &response,
                                                                const net::Request &asked)
{
    return decodeOne<Row, Row>(response, asked, &In::nested<members>);
}

} // namespace spendglass::api
