// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/azureentitlements.h"
#include "api/azureresourceusagerecords.h"
#include "api/crestdirectory.h"
#include "api/crestusagerecords.h"
#include "api/customerentitlements.h"
#include "api/customers.h"
#include "api/customerusagerecords.h"
#include "api/customerusagesummary.h"
#include "api/meterusagerecords.h"
#include "api/ratecard.h"
#include "api/resourceusagerecords.h"
#include "api/subscriptions.h"
#include "api/subscriptionusagerecords.h"
#include "api/subscriptionusagesummary.h"
#include "api/usageanalytics.h"
#include "api/usagebudget.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"

#include <QStringList>

/// Rows as lines of text, to compare every member at once.
namespace spendglass::test {

inline QString shown(std::string_view text)
{
    return text.data() ? QString::fromUtf8(text.data(), qsizetype(text.size())) : QStringLiteral("~");
}
inline QString shown(core::Decimal value)
{
    return value.toString();
}
inline QString shown(core::Instant instant)
{
    return core::instantText(instant);
}
inline QString shown(const core::WrittenTime &time)
{
    return core::instantText(time.instant) + (time.hasOffset ? QStringLiteral("+") : QString()) +
           core::dayText(time.writtenDay);
}
inline QString shown(bool is)
{
    return is ? QStringLiteral("yes") : QStringLiteral("no");
}
inline QString shown(qint64 number)
{
    return QString::number(number);
}
inline QString shown(api::SubscriptionKind kind)
{
    switch (kind) {
    case api::SubscriptionKind::LegacyAzure:
        return QStringLiteral("legacy");
    case api::SubscriptionKind::AzurePlan:
        return QStringLiteral("plan");
    case api::SubscriptionKind::AzureOther:
        return QStringLiteral("other");
    case api::SubscriptionKind::Licence:
        return QStringLiteral("licence");
    }
    return {};
}
template <class T>
QString shown(const std::optional<T> &value)
{
    return value ? shown(*value) : QStringLiteral("~");
}

inline QString shown(const std::vector<std::string_view> &texts)
{
    QStringList list;
    for (const std::string_view text : texts)
        list += shown(text);
    return QLatin1Char('[') + list.join(QLatin1Char(',')) + QLatin1Char(']');
}
inline QString shown(const std::vector<api::RateTier> &tiers)
{
    QStringList list;
    for (const api::RateTier &tier : tiers)
        list += shown(tier.from) + QLatin1Char('=') + shown(tier.rate);
    return list.join(QLatin1Char(','));
}

/// Members with a bar between them, "~" for those without a value.
template <class... Parts>
inline QString line(const Parts &...parts)
{
    return QStringList{shown(parts)...}.join(QLatin1Char('|'));
}

inline QString line(const api::UsageAnalyticsRow &r)
{
    return line(r.customerTenantId, r.customerName, r.subscriptionId, r.subscriptionName, r.usageDateText,
                r.usageDate, r.resourceLocation, r.meterCategory, r.meterSubcategory, r.meterUnit,
                r.reservationOrderId, r.reservationId, r.consumptionMeterId, r.serviceType, r.quantity);
}
inline QString line(const api::UtilizationRow &r)
{
    return line(r.usageStart, r.usageEnd, r.usageStartText, r.usageEndText, r.meterId, r.meterName,
                r.meterCategory, r.meterSubcategory, r.meterRegion, r.unit, r.resourceUri, r.location,
                r.partNumber, r.orderNumber, r.tags, r.additionalInfo, r.infoFields, r.quantity);
}
inline QString line(const api::CustomerUsageRow &r)
{
    return line(r.resourceId, r.resourceName, r.budgetAmount, r.percentUsed, r.isUpgraded, r.totalCost,
                r.currencyCode, r.currencyLocale, r.currencySymbol, r.usdTotalCost, r.lastModified,
                r.lastModifiedText, r.budgetUsageAmount, r.customerBudgetAmount, r.customerBudgetUsageAmount);
}
inline QString line(const api::UsageSummaryRow &r)
{
    return line(r.resourceId, r.resourceName, r.billingStartText, r.billingEndText, r.billingStart,
                r.billingEnd, r.currencyLocale, r.currencySymbol, r.lastModified, r.lastModifiedText,
                r.totalCost, r.customersOverBudget, r.customersTrendingOver,
                r.customersWithUsageBasedSubscription, r.emailsToNotify);
}
inline QString line(const api::CrestUsageRow &r)
{
    return line(r.entitlementId, r.usageStart, r.usageEnd, r.usageStartText, r.usageEndText, r.meterName,
                r.meterCategory, r.meterSubcategory, r.meterRegion, r.unit, r.meterId, r.infoFields,
                r.resourceUri, r.location, r.partNumber, r.orderNumber, r.tags, r.quantity);
}
inline QString line(const api::CustomerRow &r)
{
    return line(r.id, r.domain, r.companyName, r.relationshipToPartner, r.commerceId, r.associatedPartnerId,
                r.allowDelegatedAccess, r.customDomains);
}
inline QString line(const api::SubscriptionRow &r)
{
    return line(r.id, r.entitlementId, r.offerId, r.offerName, r.friendlyName, r.status, r.billingType,
                r.unitType, r.productTypeId, r.creationDate, r.effectiveStartDate, r.commitmentEndDate,
                r.productTypeName, r.billingCycle, r.orderId, r.partnerId, r.publisherName, r.contractType,
                r.termDuration, r.renewalTermDuration, r.quantity, r.autoRenewEnabled, r.isTrial,
                r.isMicrosoftProduct, r.hasPurchasableAddons, r.attentionNeeded, r.actionTaken, r.actions,
                r.suspensionReasons, r.kind);
}
inline QString line(const api::EntitlementRow &r)
{
    return line(r.id, r.friendlyName, r.status, r.subscriptionId);
}
/// What the spending family shares.
inline QString spend(const api::Spend &r)
{
    return line(r.resourceId, r.resourceName, r.totalCost, r.currencyCode, r.currencyLocale, r.currencySymbol,
                r.usdTotalCost, r.lastModified, r.lastModifiedText);
}
inline QString period(const api::BillingPeriod &r)
{
    const core::DayRange days = api::billingDays(r);
    return line(r.billingStartText, r.billingEndText, r.billingStart, r.billingEnd) + QLatin1Char('|') +
           core::dayText(days.from) + QLatin1String("..") + core::dayText(days.to);
}
inline QString line(const api::CustomerUsageSummaryRow &r)
{
    return spend(r) + QLatin1Char('|') + period(r) + QLatin1Char('|') +
           line(r.budgetAmount, r.budgetUsageAmount, r.emailsToNotify);
}
inline QString line(const api::SubscriptionUsageSummaryRow &r)
{
    return spend(r) + QLatin1Char('|') + period(r);
}
inline QString line(const api::SubscriptionUsageRow &r)
{
    return spend(r) + QLatin1Char('|') + line(r.status, r.partnerOnRecord, r.offerId);
}
inline QString line(const api::AzureResourceUsageRow &r)
{
    return spend(r) + QLatin1Char('|') + line(r.category, r.subcategory, r.quantityUsed, r.unit);
}
inline QString line(const api::ResourceUsageRow &r)
{
    return spend(r) + QLatin1Char('|') +
           line(r.subscriptionId, r.entitlementId, r.entitlementName, r.resourceUri, r.resourceType,
                r.resourceGroupName);
}
inline QString line(const api::MeterUsageRow &r)
{
    return spend(r) + QLatin1Char('|') +
           line(r.subscriptionId, r.meterId, r.meterName, r.category, r.subcategory, r.unit, r.quantityUsed,
                r.status, r.offerId, r.objectType);
}
inline QString line(const api::UsageBudgetRow &r)
{
    return line(r.amount, r.usageSpendingBudget);
}
inline QString line(const api::CustomerEntitlementRow &r)
{
    return line(r.entitlementType, r.productId, r.skuId, r.orderId, r.lineItemId, r.quantity,
                r.quantityDetails, r.entitledArtifacts, r.includedEntitlements);
}
inline QString line(const api::RateCardRow &r)
{
    QStringList terms;
    for (const api::OfferTerm &term : r.terms->offerTerms)
        terms += line(term.name, term.discount, term.excludedMeterIds, term.effectiveDate);
    return line(r.terms->locale, r.terms->currency, r.terms->isTaxIncluded, r.terms->ratingDate, r.id, r.name,
                r.category, r.subcategory, r.region, r.unit, r.tiers, r.tags, r.includedQuantity,
                r.effectiveDate) +
           QLatin1Char('|') + terms.join(QLatin1Char(';'));
}
inline QString line(const api::CrestCustomerRow &r)
{
    return line(r.id, r.provider, r.type, r.tid, r.etid, r.eoid);
}
inline QString line(const api::CrestEntitlementRow &r)
{
    return line(r.id, r.billingSubscriptionUri);
}
inline QString line(const api::CrestSubscriptionRow &r)
{
    return line(r.id, r.orderId, r.offerUri, r.etag, r.entitlementHref);
}

} // namespace spendglass::test
