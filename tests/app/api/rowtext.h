// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/crestusagerecords.h"
#include "api/customerusagerecords.h"
#include "api/directory.h"
#include "api/usageanalytics.h"
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
                r.lastModifiedText);
}
inline QString line(const api::UsageSummaryRow &r)
{
    return line(r.resourceId, r.resourceName, r.billingStartText, r.billingEndText, r.billingStart,
                r.billingEnd, r.currencyLocale, r.currencySymbol, r.lastModified, r.lastModifiedText,
                r.totalCost, r.customersOverBudget, r.customersTrendingOver,
                r.customersWithUsageBasedSubscription);
}
inline QString line(const api::CrestUsageRow &r)
{
    return line(r.entitlementId, r.usageStart, r.usageEnd, r.usageStartText, r.usageEndText, r.meterName,
                r.meterCategory, r.meterSubcategory, r.meterRegion, r.unit, r.meterId, r.infoFields,
                r.resourceUri, r.location, r.partNumber, r.orderNumber, r.tags, r.quantity);
}
inline QString line(const api::CustomerRow &r)
{
    return line(r.id, r.domain, r.companyName, r.relationshipToPartner);
}
inline QString line(const api::SubscriptionRow &r)
{
    return line(r.id, r.entitlementId, r.offerId, r.offerName, r.friendlyName, r.status, r.billingType,
                r.unitType, r.productTypeId, r.creationDate, r.effectiveStartDate, r.commitmentEndDate,
                r.kind);
}
inline QString line(const api::EntitlementRow &r)
{
    return line(r.id, r.friendlyName, r.status, r.subscriptionId);
}

} // namespace spendglass::test
