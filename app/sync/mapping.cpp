// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/mapping.h"

#include "core/currency.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cctype>

namespace spendglass::sync {

namespace {

constexpr std::string_view nothingKnown = ""; ///< has data: the store keeps it as "", not as NULL

bool equalFolded(char a, char b)
{
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// The currency of a culture such as "fr-FR": a guess, see core/currency.h.
std::string_view presumableCurrency(std::string_view culture, core::TextArena &arena)
{
    const auto text = QString::fromUtf8(culture.data(), qsizetype(culture.size()));
    const QByteArray code = core::currencyOfCulture(text).toUtf8();
    return code.isEmpty() ? nothingKnown : arena.keep({code.constData(), std::size_t(code.size())});
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// What stands between the braces.
std::string_view membersOf(std::string_view object)
{
    object = trimmed(object);
    if (object.size() < 2 || object.front() != '{' || object.back() != '}')
        return {};
    return trimmed(object.substr(1, object.size() - 2));
}

/// The region of old services, which have no instance data. "{}" is the rule: it costs nothing.
std::string_view meteredRegion(std::string_view infoFields, core::TextArena &arena)
{
    if (membersOf(infoFields).empty())
        return {};
    const auto bytes = QByteArray::fromRawData(infoFields.data(), qsizetype(infoFields.size()));
    const QByteArray region =
        QJsonDocument::fromJson(bytes).object().value(QStringLiteral("MeteredRegion")).toString().toUtf8();
    return arena.keep({region.constData(), std::size_t(region.size())});
}

const char *kindText(api::SubscriptionKind kind)
{
    switch (kind) {
    case api::SubscriptionKind::LegacyAzure:
        return "legacy";
    case api::SubscriptionKind::AzurePlan:
        return "plan";
    case api::SubscriptionKind::AzureOther:
        return "other";
    case api::SubscriptionKind::Licence:
        return "licence";
    }
    return "";
}

/// Of "2026-10-01T00:00:00-07:00": the first of October, though in UTC some of it is the second.
std::optional<core::Day> writtenDay(std::string_view time)
{
    return core::parseDay(time.substr(0, 10));
}

void setOrigin(store::UsageFact &fact, const Origin &origin)
{
    fact.customerId = origin.customerId;
    fact.customerName = origin.customerName;
    fact.subscriptionId = origin.subscriptionId;
    fact.subscriptionName = origin.subscriptionName;
    fact.entitlementId = origin.entitlementId;
}

/// What both interfaces of reported usage say alike.
template <class Row>
store::UsageFact reportedUsage(const Row &row, const Origin &origin)
{
    store::UsageFact fact;
    setOrigin(fact, origin);
    fact.meterCategory = row.meterCategory;
    fact.meterSubcategory = row.meterSubcategory;
    fact.meterName = row.meterName;
    fact.meterId = row.meterId;
    fact.unit = row.unit;
    fact.meterRegion = row.meterRegion;
    fact.resourceUri = row.resourceUri;
    fact.partNumber = row.partNumber;
    fact.orderNumber = row.orderNumber;
    fact.tags = row.tags;
    fact.usageStart = row.usageStart;
    fact.usageEnd = row.usageEnd;
    fact.quantity = row.quantity;
    fact.resourceGroup = resourceGroupOf(row.resourceUri);
    fact.usageDay = core::dayOf(row.usageStart);
    fact.writtenDay = writtenDay(row.usageStartText);
    return fact;
}

} // namespace

std::string_view resourceGroupOf(std::string_view resourceUri)
{
    constexpr std::string_view marker = "/resourcegroups/";
    const auto found =
        std::search(resourceUri.begin(), resourceUri.end(), marker.begin(), marker.end(), equalFolded);
    if (found == resourceUri.end())
        return {};
    const auto from = found + std::ptrdiff_t(marker.size());
    const auto to = std::find(from, resourceUri.end(), '/');
    return from == to ? std::string_view() : std::string_view(from, to);
}

std::string_view mergedObjects(std::string_view first, std::string_view second, core::TextArena &arena)
{
    const auto more = membersOf(second);
    if (more.empty())
        return first.data() ? first : second;
    const auto some = membersOf(first);
    if (some.empty())
        return second;
    return arena.keep(std::string("{").append(some).append(",").append(more).append("}"));
}

std::optional<store::UsageFact> toFact(const api::UsageAnalyticsRow &row)
{
    if (!row.usageDate)
        return std::nullopt;
    store::UsageFact fact;
    fact.customerId = row.customerTenantId;
    fact.customerName = row.customerName;
    fact.subscriptionId = row.subscriptionId;
    fact.subscriptionName = row.subscriptionName;
    fact.meterCategory = row.meterCategory;
    fact.meterSubcategory = row.meterSubcategory;
    fact.meterId = row.consumptionMeterId;
    fact.unit = row.meterUnit;
    fact.resourceLocation = row.resourceLocation;
    fact.reservationOrderId = row.reservationOrderId;
    fact.reservationId = row.reservationId;
    fact.serviceType = row.serviceType;
    fact.usageDay = core::dayOf(*row.usageDate);
    fact.writtenDay = writtenDay(row.usageDateText);
    fact.usageStart = fact.usageDay;
    fact.usageEnd = fact.usageDay + std::chrono::days(1);
    fact.quantity = row.quantity;
    return fact;
}

store::UsageFact toFact(const api::UtilizationRow &row, const Origin &origin, core::TextArena &arena)
{
    store::UsageFact fact = reportedUsage(row, origin);
    fact.resourceLocation = row.location;
    fact.info = mergedObjects(row.infoFields, row.additionalInfo, arena);
    return fact;
}

store::UsageFact toFact(const api::CrestUsageRow &row, const Origin &origin, core::TextArena &arena)
{
    store::UsageFact fact = reportedUsage(row, origin);
    fact.entitlementId = row.entitlementId;
    fact.resourceLocation = row.location.empty() ? meteredRegion(row.infoFields, arena) : row.location;
    fact.info = row.infoFields;
    return fact;
}

store::SpendFact toFact(const api::CustomerUsageRow &row, core::TextArena &arena)
{
    store::SpendFact fact;
    fact.resourceId = row.resourceId;
    fact.resourceName = row.resourceName;
    fact.totalCost = row.totalCost;
    fact.usdTotalCost = row.usdTotalCost;
    fact.budgetAmount = row.budgetAmount;
    fact.percentUsed = row.percentUsed;
    fact.currencyCode = row.currencyCode;
    fact.currencyLocale = row.currencyLocale;
    fact.currencySymbol = row.currencySymbol;
    fact.currency =
        row.currencyCode.empty() ? presumableCurrency(row.currencyLocale, arena) : row.currencyCode;
    fact.isUpgraded = row.isUpgraded;
    fact.lastModified = row.lastModified;
    return fact;
}

store::SummaryFact toFact(const api::UsageSummaryRow &row, core::TextArena &arena)
{
    store::SummaryFact fact;
    fact.resourceId = row.resourceId;
    fact.resourceName = row.resourceName;
    fact.billingStart = row.billingStart.writtenDay;
    fact.billingEnd = row.billingEnd.writtenDay;
    fact.currency = presumableCurrency(row.currencyLocale, arena);
    fact.currencyLocale = row.currencyLocale;
    fact.currencySymbol = row.currencySymbol;
    fact.lastModified = row.lastModified;
    fact.totalCost = row.totalCost;
    fact.customersOverBudget = row.customersOverBudget;
    fact.customersTrendingOver = row.customersTrendingOver;
    fact.customersWithUsageBasedSubscription = row.customersWithUsageBasedSubscription;
    return fact;
}

store::CustomerRecord toRecord(const api::CustomerRow &row)
{
    return {std::string(row.id), std::string(row.companyName), std::string(row.domain),
            std::string(row.relationshipToPartner)};
}

store::SubscriptionRecord toRecord(const api::SubscriptionRow &row, const std::string &customerId)
{
    const auto name = row.friendlyName.empty() ? row.offerName : row.friendlyName;
    return {std::string(row.id),
            customerId,
            std::string(name),
            std::string(row.offerId),
            std::string(row.entitlementId),
            std::string(row.status),
            kindText(row.kind)};
}

} // namespace spendglass::sync
