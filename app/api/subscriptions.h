// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

namespace spendglass::api {

/// How usage of a subscription can be had.
enum class SubscriptionKind
{
    LegacyAzure,
    AzurePlan,
    AzureOther,
    Licence
};

/// A subscription or a plan. Every word of status, types and cycles is an open set: text as received.
/// Source: wire reference, directory.
struct SubscriptionRow
{
    std::string_view id, entitlementId, offerId, offerName, friendlyName, status, billingType, unitType;
    std::string_view productTypeId, productTypeName; ///< new commerce only
    std::string_view billingCycle, orderId, partnerId, publisherName, contractType;
    std::string_view termDuration, renewalTermDuration; ///< ISO 8601, "P1Y"
    std::optional<core::Decimal> quantity;              ///< of unitType
    std::optional<bool> autoRenewEnabled, isTrial, isMicrosoftProduct, hasPurchasableAddons, attentionNeeded,
        actionTaken;
    std::vector<std::string_view> actions, suspensionReasons;
    std::optional<core::Instant> creationDate, effectiveStartDate,
        commitmentEndDate;                             ///< year 9999: open ended
    SubscriptionKind kind = SubscriptionKind::Licence; ///< by the table of the reference, in its order
};

/// GET /v1/customers/{id}/subscriptions.
class Subscriptions final : public RowJob<SubscriptionRow>
{
public:
    Subscriptions(net::Client &client, const Service &service, const QString &customerId,
                  Sink<SubscriptionRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<SubscriptionRow>> decode(const net::Response &response,
                                                      const net::Request &asked);
};

} // namespace spendglass::api
