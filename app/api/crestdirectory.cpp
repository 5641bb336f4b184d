// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/crestdirectory.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

using InCustomer = Members<CrestCustomerRow>;

constexpr std::array identityDataMembers{
    Member{"tid", &InCustomer::field<&CrestCustomerRow::tid>},
    Member{"etid", &InCustomer::field<&CrestCustomerRow::etid>},
    Member{"eoid", &InCustomer::field<&CrestCustomerRow::eoid>},
};
constexpr std::array identityMembers{
    Member{"provider", &InCustomer::field<&CrestCustomerRow::provider>},
    Member{"type", &InCustomer::field<&CrestCustomerRow::type>},
    Member{"data", &InCustomer::nested<identityDataMembers>},
};
constexpr std::array customerMembers{
    Member{"id", &InCustomer::field<&CrestCustomerRow::id>, true},
    Member{"identity", &InCustomer::nested<identityMembers>},
};

using InEntitlement = Members<CrestEntitlementRow>;

constexpr std::array entitlementMembers{
    Member{"id", &InEntitlement::field<&CrestEntitlementRow::id>, true},
    Member{"billing_subscription_uri", &InEntitlement::field<&CrestEntitlementRow::billingSubscriptionUri>},
};

using InSubscription = Members<CrestSubscriptionRow>;

constexpr std::array linkMembers{
    Member{"href", &InSubscription::field<&CrestSubscriptionRow::entitlementHref>},
};
constexpr std::array linksMembers{Member{"entitlement", &InSubscription::nested<linkMembers>}};
constexpr std::array subscriptionMembers{
    Member{"id", &InSubscription::field<&CrestSubscriptionRow::id>, true},
    Member{"order_id", &InSubscription::field<&CrestSubscriptionRow::orderId>},
    Member{"offer_uri", &InSubscription::field<&CrestSubscriptionRow::offerUri>},
    Member{"etag", &InSubscription::field<&CrestSubscriptionRow::etag>},
    Member{"links", &InSubscription::nested<linksMembers>},
};

} // namespace

CrestCustomer::CrestCustomer(net::Client &client, const Service &service, const CrestIdentityQuery &query,
                             Sink<CrestCustomerRow> sink, QObject *parent)
    : RowJob(client, request(service, query), &decode, std::move(sink), parent)
{}

net::Request CrestCustomer::request(const Service &service, const CrestIdentityQuery &query)
{
    const bool isReseller = query.resellerTenantId.isEmpty();
    QList<Parameter> parameters{
        {"provider", QStringLiteral("AAD")},
        {"type", isReseller ? QStringLiteral("tenant") : QStringLiteral("external_group")},
        {"tid", query.tenantId}};
    if (!isReseller)
        parameters.append({"etid", query.resellerTenantId});
    if (!isReseller && !query.externalObjectId.isEmpty())
        parameters.append({"eoid", query.externalObjectId});
    return crestRequest(address(
        service.crestUrl, {QStringLiteral("customers"), QStringLiteral("get-by-identity")}, parameters));
}

core::Result<Page<CrestCustomerRow>> CrestCustomer::decode(const net::Response &response,
                                                           const net::Request &asked)
{
    return decodeOne<CrestCustomerRow, CrestCustomerRow>(response, asked,
                                                         &InCustomer::nested<customerMembers>);
}

CrestEntitlements::CrestEntitlements(net::Client &client, const Service &service, const QString &customerCid,
                                     Sink<CrestEntitlementRow> sink, QObject *parent)
    : RowJob(client, request(service, customerCid), &decode, std::move(sink), parent)
{}

net::Request CrestEntitlements::request(const Service &service, const QString &customerCid)
{
    return crestRequest(address(service.crestUrl, {customerCid, QStringLiteral("Entitlements")}),
                        customerCid);
}

core::Result<Page<CrestEntitlementRow>> CrestEntitlements::decode(const net::Response &response,
                                                                  const net::Request &asked)
{
    return decodeCollection<CrestEntitlementRow, CrestEntitlementRow, entitlementMembers>(response, asked,
                                                                                          Paging::Href);
}

CrestSubscriptions::CrestSubscriptions(net::Client &client, const Service &service,
                                       const QString &customerCid, Sink<CrestSubscriptionRow> sink,
                                       QObject *parent)
    : RowJob(client, request(service, customerCid), &decode, std::move(sink), parent)
{}

net::Request CrestSubscriptions::request(const Service &service, const QString &customerCid)
{
    return crestRequest(address(service.crestUrl, {service.crestCid, QStringLiteral("subscriptions")},
                                {{"recipient_customer_id", customerCid}}),
                        customerCid);
}

core::Result<Page<CrestSubscriptionRow>> CrestSubscriptions::decode(const net::Response &response,
                                                                    const net::Request &asked)
{
    return decodeCollection<CrestSubscriptionRow, CrestSubscriptionRow, subscriptionMembers>(response, asked,
                                                                                             Paging::Href);
}

} // namespace spendglass::api
