// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/directory.h"

#include "api/address.h"
#include "api/collection.h"

#include <algorithm>

namespace spendglass::api {

namespace {

using InCustomer = Members<CustomerRow>;

constexpr std::array profileMembers{
    Member{"domain", &InCustomer::field<&CustomerRow::domain>},
    Member{"companyName", &InCustomer::field<&CustomerRow::companyName>},
};
constexpr std::array customerMembers{
    Member{"id", &InCustomer::field<&CustomerRow::id>, true},
    Member{"companyProfile", &InCustomer::nested<profileMembers>},
    Member{"relationshipToPartner", &InCustomer::field<&CustomerRow::relationshipToPartner>},
};

using InSubscription = Members<SubscriptionRow>;

constexpr std::array productTypeMembers{
    Member{"id", &InSubscription::field<&SubscriptionRow::productTypeId>},
};
constexpr std::array subscriptionMembers{
    Member{"id", &InSubscription::field<&SubscriptionRow::id>, true},
    Member{"offerId", &InSubscription::field<&SubscriptionRow::offerId>},
    Member{"entitlementId", &InSubscription::field<&SubscriptionRow::entitlementId>},
    Member{"offerName", &InSubscription::field<&SubscriptionRow::offerName>},
    Member{"friendlyName", &InSubscription::field<&SubscriptionRow::friendlyName>},
    Member{"productType", &InSubscription::nested<productTypeMembers>},
    Member{"unitType", &InSubscription::field<&SubscriptionRow::unitType>},
    Member{"creationDate", &InSubscription::field<&SubscriptionRow::creationDate>},
    Member{"effectiveStartDate", &InSubscription::field<&SubscriptionRow::effectiveStartDate>},
    Member{"commitmentEndDate", &InSubscription::field<&SubscriptionRow::commitmentEndDate>},
    Member{"status", &InSubscription::field<&SubscriptionRow::status>},
    Member{"billingType", &InSubscription::field<&SubscriptionRow::billingType>},
};

bool startsWith(std::string_view text, QLatin1String prefix)
{
    return QLatin1String(text.data(), qsizetype(text.size())).startsWith(prefix, Qt::CaseInsensitive);
}

bool isText(std::string_view text, QLatin1String other)
{
    return text.size() == std::size_t(other.size()) && startsWith(text, other);
}

/// The table of the reference, in its order.
SubscriptionKind kindOf(const SubscriptionRow &row)
{
    const bool isAzure = isText(row.productTypeId, QLatin1String("Azure"));
    if (startsWith(row.offerId, QLatin1String("MS-AZR-")))
        return SubscriptionKind::LegacyAzure;
    if (startsWith(row.offerId, QLatin1String("DZH318Z0BPS6:")) ||
        (isAzure && isText(row.billingType, QLatin1String("usage"))))
        return SubscriptionKind::AzurePlan;
    return isAzure ? SubscriptionKind::AzureOther : SubscriptionKind::Licence;
}

bool settleSubscription(SubscriptionRow &row)
{
    row.kind = kindOf(row);
    return true;
}

constexpr std::array entitlementMembers{
    Member{"id", &Members<EntitlementRow>::field<&EntitlementRow::id>, true},
    Member{"friendlyName", &Members<EntitlementRow>::field<&EntitlementRow::friendlyName>},
    Member{"status", &Members<EntitlementRow>::field<&EntitlementRow::status>},
    Member{"subscriptionId", &Members<EntitlementRow>::field<&EntitlementRow::subscriptionId>},
};

QStringList customerPath(const QString &customerId)
{
    return {QStringLiteral("v1"), QStringLiteral("customers"), customerId, QStringLiteral("subscriptions")};
}

} // namespace

Customers::Customers(net::Client &client, const Service &service, Sink<CustomerRow> sink, QObject *parent)
    : RowJob(client, request(service), &decode, std::move(sink), parent)
{}

net::Request Customers::request(const Service &service)
{
    return partnerRequest(service,
                          address(service.apiUrl, {QStringLiteral("v1"), QStringLiteral("customers")},
                                  {{"size", QStringLiteral("500")}}));
}

core::Result<Page<CustomerRow>> Customers::decode(const net::Response &response, const net::Request &asked)
{
    return decodeCollection<CustomerRow, CustomerRow, customerMembers>(response, asked, Paging::Links);
}

Subscriptions::Subscriptions(net::Client &client, const Service &service, const QString &customerId,
                             Sink<SubscriptionRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request Subscriptions::request(const Service &service, const QString &customerId)
{
    return partnerRequest(service, address(service.apiUrl, customerPath(customerId)), customerId);
}

core::Result<Page<SubscriptionRow>> Subscriptions::decode(const net::Response &response,
                                                          const net::Request &asked)
{
    return decodeCollection<SubscriptionRow, SubscriptionRow, subscriptionMembers, settleSubscription>(
        response, asked, Paging::Links);
}

AzureEntitlements::AzureEntitlements(net::Client &client, const Service &service, const QString &customerId,
                                     const QString &planId, Sink<EntitlementRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId, planId), &decode, std::move(sink), parent)
{}

net::Request AzureEntitlements::request(const Service &service, const QString &customerId,
                                        const QString &planId)
{
    const QStringList path =
        customerPath(customerId) + QStringList{planId, QStringLiteral("azureEntitlements")};
    return partnerRequest(service, address(service.apiUrl, path), customerId);
}

core::Result<Page<EntitlementRow>> AzureEntitlements::decode(const net::Response &response,
                                                             const net::Request &asked)
{
    return decodeCollection<EntitlementRow, EntitlementRow, entitlementMembers>(response, asked,
                                                                                Paging::Links);
}

} // namespace spendglass::api
