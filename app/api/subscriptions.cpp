// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/subscriptions.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

using Row = SubscriptionRow;
using In = Members<SubscriptionRow>;

constexpr std::array productTypeMembers{
    Member{"id", &In::field<&Row::productTypeId>},
    Member{"displayName", &In::field<&Row::productTypeName>},
};
constexpr std::array members{
    Member{"id", &In::field<&Row::id>, true},
    Member{"offerId", &In::field<&Row::offerId>},
    Member{"entitlementId", &In::field<&Row::entitlementId>},
    Member{"offerName", &In::field<&Row::offerName>},
    Member{"friendlyName", &In::field<&Row::friendlyName>},
    Member{"productType", &In::nested<productTypeMembers>},
    Member{"quantity", &In::field<&Row::quantity>},
    Member{"unitType", &In::field<&Row::unitType>},
    Member{"hasPurchasableAddons", &In::field<&Row::hasPurchasableAddons>},
    Member{"creationDate", &In::field<&Row::creationDate>},
    Member{"effectiveStartDate", &In::field<&Row::effectiveStartDate>},
    Member{"commitmentEndDate", &In::field<&Row::commitmentEndDate>},
    Member{"status", &In::field<&Row::status>},
    Member{"autoRenewEnabled", &In::field<&Row::autoRenewEnabled>},
    Member{"isTrial", &In::field<&Row::isTrial>},
    Member{"billingType", &In::field<&Row::billingType>},
    Member{"billingCycle", &In::field<&Row::billingCycle>},
    Member{"termDuration", &In::field<&Row::termDuration>},
    Member{"renewalTermDuration", &In::field<&Row::renewalTermDuration>},
    Member{"actions", &In::field<&Row::actions>},
    Member{"suspensionReasons", &In::field<&Row::suspensionReasons>},
    Member{"isMicrosoftProduct", &In::field<&Row::isMicrosoftProduct>},
    Member{"partnerId", &In::field<&Row::partnerId>},
    Member{"attentionNeeded", &In::field<&Row::attentionNeeded>},
    Member{"actionTaken", &In::field<&Row::actionTaken>},
    Member{"contractType", &In::field<&Row::contractType>},
    Member{"publisherName", &In::field<&Row::publisherName>},
    Member{"orderId", &In::field<&Row::orderId>},
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

} // namespace

Subscriptions::Subscriptions(net::Client &client, const Service &service, const QString &customerId,
                             Sink<SubscriptionRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request Subscriptions::request(const Service &service, const QString &customerId)
{
    return partnerRequest(service, address(service.apiUrl, subscriptionsPath(customerId)), customerId);
}

core::Result<Page<SubscriptionRow>> Subscriptions::decode(const net::Response &response,
                                                          const net::Request &asked)
{
    return decodeCollection<Row, Row, members, settleSubscription>(response, asked, Paging::Links);
}

} // namespace spendglass::api
