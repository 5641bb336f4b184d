// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/directory.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/usage.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace spendglass::sandbox {

namespace {

constexpr qint64 customerPage = 500;    // the most that one page holds
constexpr qint64 usageRecordsPage = 25; // not published; small, so that every partner has several

std::string pageToken(std::string_view kind, qint64 offset)
{
    return (QByteArray(kind.data(), static_cast<qsizetype>(kind.size())) + ':' + QByteArray::number(offset))
        .toBase64()
        .toStdString();
}

/// Where the asked page begins; nothing for a token that is not ours. 0 without seekOperation.
std::optional<qint64> pageStart(const Request &request, std::string_view kind)
{
    if (!request.parameter("seekOperation"))
        return 0;
    const std::string token = request.header("MS-ContinuationToken").value_or("");
    const QByteArray inner = QByteArray::fromBase64(QByteArray::fromStdString(token));
    const qint64 offset = inner.mid(inner.indexOf(':') + 1).toLongLong();
    return pageToken(kind, offset) == token ? std::optional(offset) : std::nullopt;
}

void writeCustomer(JsonWriter &out, const Customer &customer, bool isWhole)
{
    const std::string self = "/customers/" + customer.id;
    out.open('{').field("id", customer.id).key("companyProfile").open('{').field("tenantId", customer.id);
    out.field("domain", customer.domain).field("companyName", customer.name);
    out.key("links")
        .open('{')
        .link("self", self + "/profiles/company")
        .close('}')
        .objectType("CustomerCompanyProfile")
        .close('}');
    if (isWhole)
        out.field("commerceId", customer.commerceId).flag("allowDelegatedAccess", true);
    out.field("relationshipToPartner", "reseller").key("links").open('{').link("self", self).close('}');
    out.objectType("Customer").close('}');
}

/// The customers that the filter parameter lets pass; nothing when it is not understood.
std::optional<std::vector<const Customer *>> filtered(const World &world, const Request &request)
{
    std::vector<const Customer *> found;
    const auto text = request.parameter("filter");
    const QJsonObject filter =
        QJsonDocument::fromJson(QByteArray::fromStdString(text.value_or("{}"))).object();
    const QString name = filter.value(QLatin1String("Field")).toString(),
                  way = filter.value(QLatin1String("Operator")).toString();
    const QString value = filter.value(QLatin1String("Value")).toString();
    const bool isDomain = name == QLatin1String("Domain"), isStart = way == QLatin1String("starts_with");
    if (text &&
        ((!isDomain && name != QLatin1String("CompanyName")) || (!isStart && way != QLatin1String("equals"))))
        return std::nullopt;
    for (const Customer &customer : world.customers()) {
        const QString own = QString::fromStdString(isDomain ? customer.domain : customer.name);
        const bool passes = isStart ? own.startsWith(value, Qt::CaseInsensitive)
                                    : own.compare(value, Qt::CaseInsensitive) == 0;
        if (!text || passes)
            found.push_back(&customer);
    }
    return found;
}

/// "links" and the end of a paged collection.
std::string closePaged(JsonWriter &out, const std::string &self, const std::string &next,
                       const std::string &token)
{
    out.close(']');
    if (!token.empty())
        out.field("continuationToken", token);
    out.key("links").open('{').link("self", self);
    if (!token.empty())
        out.link("next", next, token);
    return out.close('}').objectType("Collection").close('}').take();
}

struct Offer
{
    std::string_view offerId, offerName, productType, billingType, unitType, status;
};

void writeSubscription(JsonWriter &out, const Customer &customer, std::string_view id,
                       std::string_view entitlementId, std::string_view name, const Offer &offer)
{
    out.open('{').field("id", id).field("offerId", offer.offerId);
    if (!entitlementId.empty())
        out.field("entitlementId", entitlementId);
    out.field("offerName", offer.offerName).field("friendlyName", name);
    if (!offer.productType.empty())
        out.key("productType")
            .open('{')
            .field("id", offer.productType)
            .field("displayName", offer.productType)
            .close('}');
    out.number("quantity", 1).field("unitType", offer.unitType).flag("hasPurchasableAddons", false);
    out.field("creationDate", "2018-04-04T17:08:20.71Z").field("effectiveStartDate", "2018-04-04T00:00:00Z");
    out.field("commitmentEndDate", "9999-12-14T00:00:00Z").field("status", offer.status);
    out.flag("autoRenewEnabled", false).flag("isTrial", false).field("billingType", offer.billingType);
    out.field("billingCycle", "monthly").key("actions").open('[').text("Cancel").text("Edit").close(']');
    out.flag("isMicrosoftProduct", true)
        .field("partnerId", "")
        .flag("attentionNeeded", false)
        .flag("actionTaken", false);
    out.field("contractType", "subscription").key("links").open('{');
    out.link("self", "/customers/" + customer.id + "/subscriptions/" + std::string(id)).close('}');
    out.field("publisherName", "Microsoft Corporation").field("orderId", guid(mix(id.size()), mix(7)));
    out.objectType("Subscription").close('}');
}

void writeSpend(JsonWriter &out, const Customer &customer, const Spend &spend)
{
    const Currency &currency = World::currencies()[customer.currency];
    out.open('{').key("budget").open('{');
    if (spend.budget)
        out.number("amount", spend.budget->toStdString())
            .number("usageSpendingBudget", spend.budget->toStdString());
    out.objectType("SpendingBudget").close('}');
    if (!spend.isPlan)
        out.key("customerSpendingBudget").open('{').objectType("SpendingBudget").close('}');
    out.number("percentUsed", spend.percentUsed.toStdString()).flag("isUpgraded", spend.isPlan);
    out.field("resourceId", customer.id)
        .field("id", customer.id)
        .field("resourceName", customer.name)
        .field("name", customer.name);
    out.number("totalCost", spend.totalCost.toStdString());
    out.field(spend.isPlan ? "currencyCode" : "currencyLocale",
              spend.isPlan ? currency.code : currency.locale);
    out.number("usdTotalCost", spend.usdTotalCost.toStdString())
        .field("lastModifiedDate", spend.lastModified);
    out.objectType("CustomerMonthlyUsageRecord").close('}');
}

} // namespace

Reply customers(const World &world, const Request &request)
{
    const auto found = filtered(world, request);
    if (!found)
        return problem(400, 2000, "Customer search only allows starts with and equals operation.");
    const auto start = pageStart(request, "customers");
    bool isNumber = true;
    qint64 size = QByteArray::fromStdString(request.parameter("size").value_or("0")).toLongLong(&isNumber);
    if (!start || !isNumber || size < 0)
        return problem(400, 2000, "The size or the continuation token is not valid.");
    size = size == 0 ? customerPage : std::min(size, customerPage);
    const auto total = static_cast<qint64>(found->size());
    const qint64 end = std::min(total, *start + size);
    JsonWriter out;
    out.open('{').number("totalCount", std::max<qint64>(0, end - *start)).key("items").open('[');
    for (qint64 i = *start; i < end; ++i)
        writeCustomer(out, *(*found)[static_cast<std::size_t>(i)], false);
    std::string self = "/customers?size=" + std::to_string(size);
    if (const auto filter = request.parameter("filter"))
        self += "&filter=" + percentEncode(*filter);
    const qint64 next = request.loopsToken ? *start : end;
    return json(closePaged(out, self, self + "&seekOperation=Next",
                           next < total ? pageToken("customers", next) : std::string()));
}

Reply customerById(const World &, const Customer &customer)
{
    JsonWriter out;
    writeCustomer(out, customer, true);
    return json(out.take());
}

Reply subscriptions(const World &world, const Customer &customer, const Request &)
{
    const Offer legacy{
        "MS-AZR-0145P", "Microsoft Azure", "",
        "usage",        "Usage-based",     customer.kind == CustomerKind::Moved ? "disabled" : "active"};
    const Offer plan{
        "DZH318Z0BPS6:0001:DZH318Z0BML6", "Azure plan", "Azure", "usage", "Usage-based", "active"};
    const Offer licence{"BD938F12-058F-4927-BBA3-AE36B1D2501C",
                        "Office 365 Business Essentials",
                        "",
                        "license",
                        "Licenses",
                        "active"};
    JsonWriter items;
    qint64 count = 0;
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (own.isLegacy && ++count > 0)
            writeSubscription(items, customer, own.id, own.entitlementId, own.name, legacy);
    }
    if (customer.hasPlan() && ++count > 0)
        writeSubscription(items, customer, customer.planId, {}, "Azure plan", plan);
    if (!customer.licenceId.empty() && ++count > 0)
        writeSubscription(items, customer, customer.licenceId, customer.licenceId,
                          "Office 365 Business Essentials", licence);
    JsonWriter out;
    out.open('{').number("totalCount", count).key("items").raw("[" + items.take() + "]");
    return json(out.objectType("Collection").close('}').take());
}

Reply azureEntitlements(const World &world, const Customer &customer, std::string_view planId)
{
    if (!customer.hasPlan() || lowerCase(std::string(planId)) != customer.planId)
        return problem(404, 20003, "Subscription with ID " + std::string(planId) + " not found.");
    JsonWriter items;
    qint64 count = 0;
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (own.isLegacy)
            continue;
        ++count;
        items.open('{').field("id", own.id).field("friendlyName", own.name).field("status", "active");
        items.field("subscriptionId", customer.planId).close('}');
    }
    JsonWriter out;
    out.open('{').number("totalCount", count).key("items").raw("[" + items.take() + "]");
    return json(out.objectType("Collection").close('}').take());
}

Reply customerUsageRecords(const World &world, const Money &money, const Request &request)
{
    const auto start = pageStart(request, "usagerecords");
    if (!start)
        return problem(400, 2000, "The continuation token is not valid.");
    const auto total = static_cast<qint64>(money.spends().size());
    const qint64 end = std::min(total, *start + usageRecordsPage);
    JsonWriter out;
    out.open('{').number("totalCount", std::max<qint64>(0, end - *start)).key("items").open('[');
    for (qint64 i = *start; i < end; ++i) {
        const Spend &spend = money.spends()[static_cast<std::size_t>(i)];
        writeSpend(out, world.customers()[spend.customer], spend);
    }
    const qint64 next = request.loopsToken ? *start : end;
    return json(closePaged(out, "/customers/usagerecords", "/customers/usagerecords?seekOperation=Next",
                           next < total ? pageToken("usagerecords", next) : std::string()));
}

Reply usageSummary(const World &world, const Money &money)
{
    const Summary &summary = money.summary();
    // Pacific midnight: 07:00 or 08:00 UTC of the written day.
    const auto midnight = [](core::Day day) {
        const int offset = pacificOffsetHours(core::Instant(day) + std::chrono::hours(8));
        return core::formatDay(day) + "T00:00:00-0" + std::to_string(-offset) + ":00";
    };
    JsonWriter out;
    out.open('{')
        .number("customersOverBudget", summary.overBudget)
        .number("customersTrendingOver", summary.trendingOver);
    out.number("customersWithUsageBasedSubscription", summary.withUsage)
        .field("resourceId", world.partnerId());
    out.field("id", world.partnerId())
        .field("resourceName", Money::partnerName)
        .field("name", Money::partnerName);
    out.field("billingStartDate", midnight(summary.billingStart))
        .field("billingEndDate", midnight(summary.billingEnd));
    out.number("totalCost", summary.totalCost.toStdString()).field("currencyLocale", Money::partnerLocale);
    out.field("lastModifiedDate", summary.lastModified)
        .key("links")
        .open('{')
        .link("self", "/usagesummary")
        .close('}');
    return json(out.objectType("PartnerUsageSummary").close('}').take());
}

Reply crestCustomerByIdentity(const World &world, const Request &request)
{
    const std::string tenant = lowerCase(request.parameter("tid").value_or(""));
    JsonWriter out;
    if (request.parameter("type") == "tenant" && tenant == world.partnerId()) {
        out.open('{')
            .field("id", world.partnerCid())
            .key("identity")
            .open('{')
            .field("provider", "AAD")
            .field("type", "tenant");
        out.key("data").open('{').field("tid", tenant).close('}').close('}');
    } else if (const Customer *const customer = world.findCustomer(tenant)) {
        out.open('{').field("id", customer->commerceId).key("identity").open('{').field("provider", "AAD");
        out.field("type", "external_group").key("data").open('{').field("tid", customer->id);
        out.field("etid", world.partnerId()).close('}').close('}');
    } else {
        return crestProblem(404, "60003", "The customer was not found.");
    }
    return json(out.field("object_type", "Customer").field("contract_version", "1.0").close('}').take());
}

Reply crestEntitlements(const World &world, const Customer &customer)
{
    JsonWriter out;
    out.open('{').key("items").open('[');
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (!own.isLegacy)
            continue;
        out.open('{').field("id", own.entitlementId);
        out.field("billing_subscription_uri", "/" + customer.commerceId + "/subscriptions/" + own.id);
        out.field("object_type", "Entitlement").close('}');
    }
    out.close(']').field("object_type", "Entitlements").field("contract_version", "1.0").close('}');
    return json(out.take());
}

} // namespace spendglass::sandbox
