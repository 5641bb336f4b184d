// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/directory.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/paging.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>

namespace spendglass::sandbox {

namespace {

constexpr qint64 customerPage = 500; // the most that one page holds

/// Made-up, but of the documents' shape: a client must not keep it.
void writeBillingProfile(JsonWriter &out, const Customer &customer)
{
    const Currency &currency = World::currencies()[customer.currency];
    out.key("billingProfile").open('{').field("id", guid(mix(customer.id.size()), mix(11)));
    out.field("email", "billing@" + customer.domain).field("culture", currency.locale);
    out.field("language", currency.locale.substr(0, 2)).field("companyName", customer.name);
    out.key("defaultAddress")
        .open('{')
        .field("country", currency.locale.substr(3))
        .field("city", "Sampleton");
    out.field("addressLine1", "1 Sample Way").field("postalCode", "12345").field("firstName", "Sam");
    out.field("lastName", "Ple").field("phoneNumber", "").close('}');
    out.key("attributes").open('{').field("etag", "5920358838484612121");
    out.field("objectType", "CustomerBillingProfile").close('}').close('}');
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
    if (isWhole)
        writeBillingProfile(out, customer);
    out.field("relationshipToPartner", "reseller").key("links").open('{').link("self", self).close('}');
    out.objectType("Customer").close('}');
}

/// The customers that the filter parameter lets pass; nothing when it is not understood.
std::optional<std::vector<const Customer *>> filtered(const World &world, const Request &request)
{
    const auto text = request.parameter("filter");
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text.value_or("{}")));
    const QString name = document[QLatin1String("Field")].toString(),
                  way = document[QLatin1String("Operator")].toString(),
                  value = document[QLatin1String("Value")].toString();
    static const QStringList fields{QStringLiteral("CompanyName"), QStringLiteral("Domain"),
                                    QStringLiteral("IndirectReseller"),
                                    QStringLiteral("IndirectCloudSolutionProvider")};
    const bool isStart = way == QLatin1String("starts_with");
    if (text && (!fields.contains(name) || (!isStart && way != QLatin1String("equals"))))
        return std::nullopt;
    const auto passes = [&](const Customer &customer) {
        const QString own = QString::fromStdString(name == fields[0]   ? customer.name
                                                   : name == fields[1] ? customer.domain
                                                                       : std::string());
        return isStart ? own.startsWith(value, Qt::CaseInsensitive)
                       : own.compare(value, Qt::CaseInsensitive) == 0;
    };
    std::vector<const Customer *> found;
    for (const Customer &customer : world.customers())
        if (!request.hasLost(customer.id) && (!text || passes(customer)))
            found.push_back(&customer);
    return found;
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

void writeEntitlement(JsonWriter &out, const Customer &customer, const Subscription &own)
{
    out.open('{').field("id", own.id).field("friendlyName", own.name).field("status", "active");
    out.field("subscriptionId", customer.planId).close('}');
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
    const RowRange range = pageRows(request, *start, size);
    const qint64 end = std::min(total, range.end);
    JsonWriter out;
    out.open('{').number("totalCount", std::max<qint64>(0, end - range.begin)).key("items").open('[');
    for (qint64 i = range.begin; i < end; ++i)
        writeCustomer(out, *(*found)[static_cast<std::size_t>(i)], false);
    std::string self = "/customers?size=" + std::to_string(size);
    if (const auto filter = request.parameter("filter"))
        self += "&filter=" + percentEncode(*filter);
    const auto next = nextOffset(request, *start, size, *start + size < total);
    return json(closePaged(out, request, self, self + "&seekOperation=Next",
                           next ? pageToken("customers", *next) : std::string()));
}

Reply customerById(const World &, const Customer &customer)
{
    JsonWriter out;
    writeCustomer(out, customer, true);
    return json(out.take());
}

Reply subscriptions(const World &world, const Customer &customer, const Request &request)
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
    const auto add = [&](const std::string &id, std::string_view entitlementId, std::string_view name,
                         const Offer &offer) {
        if (id.empty() || request.hasLost(id))
            return;
        writeSubscription(items, customer, id, entitlementId, name, offer);
        ++count;
    };
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (own.isLegacy)
            add(own.id, own.entitlementId, own.name, legacy);
    }
    add(customer.planId, {}, "Azure plan", plan);
    add(customer.licenceId, customer.licenceId, licence.offerName, licence);
    return collection(request, items.take(), count);
}

Reply azureEntitlements(const World &world, const Customer &customer, const Request &request)
{
    JsonWriter items;
    qint64 count = 0;
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (own.isLegacy || request.hasLost(own.id))
            continue;
        ++count;
        writeEntitlement(items, customer, own);
    }
    return collection(request, items.take(), count);
}

Reply azureEntitlement(const World &world, const Customer &customer, const Request &request)
{
    const std::string wanted = lowerCase(request.steps.back());
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (own.isLegacy || own.id != wanted || request.hasLost(own.id))
            continue;
        JsonWriter out;
        writeEntitlement(out, customer, own);
        return json(out.take());
    }
    return problem(404, 1000, "The entitlement was not found.");
}

Reply entitlements(const World &world, const Customer &customer, const Request &request)
{
    // Both orders that there are: a reservation where the world has one, software beside licences.
    JsonWriter items;
    qint64 count = 0;
    const auto add = [&](std::string_view order, std::string_view product, std::string_view type,
                         std::string_view artifact) {
        ++count;
        items.open('{').key("includedEntitlements").open('[').close(']');
        items.key("referenceOrder").open('{').field("id", order).field("lineItemId", "0").close('}');
        items.field("productId", product).number("quantity", 1).key("quantityDetails").open('[');
        items.open('{').number("quantity", 1).field("status", "Fulfilled").close('}').close(']');
        items.key("entitledArtifacts").open('[');
        if (!artifact.empty())
            items.open('{').field("resourceId", artifact).field("artifactType", type).close('}');
        items.close(']').field("skuId", "00BD").field("entitlementType", type).close('}');
    };
    for (std::size_t i = customer.firstSeries; i < customer.endSeries; ++i) {
        const Series &series = world.series()[i];
        if (series.reservation == 0)
            continue;
        const World::Reservation &own = world.reservation(series);
        add(own.orderId, "DZH318Z0BQ4C", "virtual_machine_reserved_instance", own.id);
        break;
    }
    if (!customer.licenceId.empty())
        add(customer.licenceId, "DG7GMGF0FKX9", "software", {});
    return collection(request, items.take(), count);
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

Reply crestEntitlements(const World &world, const Customer &customer, const Request &request)
{
    JsonWriter out;
    out.open('{').key("items").open('[');
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (!own.isLegacy || request.hasLost(own.entitlementId))
            continue;
        out.open('{').field("id", own.entitlementId);
        out.field("billing_subscription_uri", "/" + customer.commerceId + "/subscriptions/" + own.id);
        out.field("object_type", "Entitlement").close('}');
    }
    out.close(']').field("object_type", "Entitlements").field("contract_version", "1.0").close('}');
    return json(out.take());
}

Reply crestSubscriptions(const World &world, const Customer &customer)
{
    JsonWriter out;
    out.open('{').key("items").open('[');
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = world.subscriptions()[i];
        if (!own.isLegacy)
            continue;
        const std::string entitlement = "/" + customer.commerceId + "/Entitlements/" + own.entitlementId;
        out.open('{').field("id", own.id).field("order_id", guid(mix(own.firstSeries), mix(13)));
        out.field("offer_uri", "/" + world.partnerCid() + "/offers/MS-AZR-0145P");
        out.field("friendly_name", own.name).field("etag", "1").key("links").open('{').key("entitlement");
        out.open('{').field("href", entitlement).field("method", "GET").close('}').close('}');
        out.field("object_type", "Subscription").close('}');
    }
    out.close(']').field("object_type", "Subscriptions").field("contract_version", "1.0").close('}');
    return json(out.take());
}

} // namespace spendglass::sandbox
