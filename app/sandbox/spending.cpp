// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/spending.h"

#include "sandbox/paging.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/usage.h"

#include <algorithm>
#include <map>

namespace spendglass::sandbox {

namespace {

using core::Decimal;

constexpr qint64 recordsPage = 25; // not published; small, so that every partner has several
constexpr std::string_view legacyOffer = "MS-AZR-0145P", planOffer = "DZH318Z0BPS6:0001:DZH318Z0BML6";

Reply noUsage()
{
    return problem(404, 3000, "Customer does not have usage data.");
}

Reply noSubscription()
{
    return problem(404, 3000, "A subscription with the provided ID was not found under this customer",
                   {"subscription_id"});
}

void add(Decimal &sum, Decimal part)
{
    sum = sum.plus(part).value_or(sum);
}

/// Cost and currency as the two kinds write them: a code and dollars, or a culture.
void writeCost(JsonWriter &out, const Customer &customer, bool isPlan, Decimal total, Decimal dollars)
{
    const Currency &currency = World::currencies()[customer.currency];
    out.number("totalCost", total.toStdString());
    out.field(isPlan ? "currencyCode" : "currencyLocale", isPlan ? currency.code : currency.locale);
    if (isPlan)
        out.number("usdTotalCost", dollars.toStdString());
}

void writeBudget(JsonWriter &out, const std::optional<Decimal> &amount, std::string_view name = "amount")
{
    out.open('{');
    if (amount)
        out.number(name, amount->toStdString());
    if (amount && name == "amount")
        out.number("usageSpendingBudget", amount->toStdString());
    out.objectType("SpendingBudget").close('}');
}

/// id and name; legacy records bear the older names too.
void writeIdentity(JsonWriter &out, std::string_view id, std::string_view name, bool withOlder)
{
    out.field("resourceId", id);
    if (withOlder)
        out.field("id", id);
    out.field("resourceName", name);
    if (withOlder)
        out.field("name", name);
}

/// One line of a list, made of several series.
struct Line
{
    const Series *series = nullptr; ///< the first
    Decimal quantity, totalCost, usdTotalCost;
};

/// Puts series together whose key is the same; in the order in which the keys come first.
template <class Key>
std::vector<Line> lines(const std::vector<SeriesCost> &costs, Key key)
{
    std::map<std::string, std::size_t> places;
    std::vector<Line> found;
    for (const SeriesCost &cost : costs) {
        const auto [place, isNew] = places.try_emplace(key(*cost.series), found.size());
        if (isNew)
            found.push_back({cost.series, {}, {}, {}});
        Line &line = found[place->second];
        add(line.quantity, cost.quantity);
        add(line.totalCost, cost.totalCost);
        add(line.usdTotalCost, cost.usdTotalCost);
    }
    return found;
}

/// Plans name their meters by product and text, not by GUID: "DZH318Z0BNVX-005J-Data Transfer In (GB)".
std::string planMeterId(const Series &series, const Meter &meter)
{
    constexpr std::string_view letters = "0123456789BCDFGHJKLMNPQRSTVWXZ";
    std::uint64_t dice = mix(series.meter, 101);
    std::string id = "DZH318Z0B";
    for (int i = 0; i < 7; ++i, dice /= letters.size())
        id += (i == 3 ? "-" : "") + std::string(1, letters[dice % letters.size()]);
    return id + '-' + std::string(meter.name);
}

void writeRecord(JsonWriter &out, const Customer &customer, const Spend &spend)
{
    const Currency &currency = World::currencies()[customer.currency];
    out.open('{').key("budget");
    writeBudget(out, spend.budget);
    if (!spend.isPlan) {
        out.key("customerSpendingBudget");
        writeBudget(out, {});
    }
    out.number("percentUsed", spend.percentUsed.toStdString()).flag("isUpgraded", spend.isPlan);
    writeIdentity(out, customer.id, customer.name, true);
    out.number("totalCost", spend.totalCost.toStdString());
    out.field(spend.isPlan ? "currencyCode" : "currencyLocale",
              spend.isPlan ? currency.code : currency.locale);
    out.number("usdTotalCost", spend.usdTotalCost.toStdString())
        .field("lastModifiedDate", spend.lastModified);
    out.objectType("CustomerMonthlyUsageRecord").close('}');
}

std::string selfOf(const Request &request)
{
    return request.path.substr(std::string_view("/v1").size());
}

} // namespace

std::vector<Billed> Spending::billed(const Customer &customer) const
{
    std::vector<Billed> all;
    std::map<std::size_t, std::size_t> places; // of legacy subscriptions
    for (std::size_t i = customer.firstSubscription; i < customer.endSubscription; ++i) {
        const Subscription &own = m_world.subscriptions()[i];
        if (!own.isLegacy)
            continue;
        places[i] = all.size();
        all.push_back({own.id, own.name, false, {}, {}, {}});
    }
    if (customer.hasPlan())
        all.push_back({customer.planId, "Azure plan", true, {}, {}, {}});
    for (const SeriesCost &cost : m_money.costs(customer)) {
        const auto place = places.find(cost.series->subscription);
        Billed &owner = place == places.end() ? all.back() : all[place->second];
        owner.costs.push_back(cost);
        add(owner.totalCost, cost.totalCost);
        add(owner.usdTotalCost, cost.usdTotalCost);
    }
    return all;
}

std::optional<Billed> Spending::find(const Request &request, const Customer &customer) const
{
    const std::string wanted = lowerCase(request.steps[4]);
    for (Billed &own : billed(customer))
        if (lowerCase(own.id) == wanted)
            return std::move(own);
    return std::nullopt;
}

void Spending::writePeriod(JsonWriter &out, bool isPlan) const
{
    const Summary &summary = m_money.summary();
    const core::Day start = m_money.planStart();
    out.field("billingStartDate",
              isPlan ? core::formatDay(start) + "T00:00:00+00:00" : pacificMidnight(summary.billingStart));
    out.field("billingEndDate", isPlan ? core::formatDay(core::addMonths(start, 1)) + "T00:00:00+00:00"
                                       : pacificMidnight(summary.billingEnd));
}

Reply Spending::partnerSummary() const
{
    const Summary &summary = m_money.summary();
    JsonWriter out;
    out.open('{')
        .number("customersOverBudget", summary.overBudget)
        .number("customersTrendingOver", summary.trendingOver);
    out.number("customersWithUsageBasedSubscription", summary.withUsage);
    writeIdentity(out, m_world.partnerId(), Money::partnerName, true);
    writePeriod(out, false);
    out.number("totalCost", summary.totalCost.toStdString()).field("currencyLocale", Money::partnerLocale);
    out.field("lastModifiedDate", summary.lastModified)
        .key("links")
        .open('{')
        .link("self", "/usagesummary")
        .close('}');
    return json(out.objectType("PartnerUsageSummary").close('}').take());
}

Reply Spending::customerRecords(const Request &request) const
{
    const auto start = pageStart(request, "usagerecords");
    if (!start)
        return problem(400, 2000, "The continuation token is not valid.");
    const auto total = static_cast<qint64>(m_money.spends().size());
    const RowRange range = pageRows(request, *start, recordsPage);
    const qint64 end = std::min(total, range.end);
    JsonWriter out;
    out.open('{').number("totalCount", std::max<qint64>(0, end - range.begin)).key("items").open('[');
    for (qint64 i = range.begin; i < end; ++i) {
        const Spend &spend = m_money.spends()[static_cast<std::size_t>(i)];
        writeRecord(out, m_world.customers()[spend.customer], spend);
    }
    const auto next = nextOffset(request, *start, recordsPage, *start + recordsPage < total);
    return json(closePaged(out, request, "/customers/usagerecords",
                           "/customers/usagerecords?seekOperation=Next",
                           next ? pageToken("usagerecords", *next) : std::string()));
}

Reply Spending::customerSummary(const Request &request, const Customer &customer) const
{
    const Spend *const spend = m_money.find(customer);
    if (!spend)
        return noUsage();
    JsonWriter out;
    out.open('{').key("budget");
    // Published for legacy customers with the name misspelt, and with the older names of id and name alone.
    writeBudget(out, spend->budget, spend->isPlan ? "amount" : "ammount");
    out.field(spend->isPlan ? "resourceId" : "id", customer.id);
    out.field(spend->isPlan ? "resourceName" : "name", customer.name);
    writePeriod(out, spend->isPlan);
    writeCost(out, customer, spend->isPlan, spend->totalCost, spend->usdTotalCost);
    out.field("lastModifiedDate", spend->lastModified);
    if (!spend->isPlan)
        out.key("links").open('{').link("self", selfOf(request)).close('}');
    return json(out.objectType("CustomerUsageSummary").close('}').take());
}

Reply Spending::budget(const Request &request, const Customer &customer) const
{
    const Spend *const spend = m_money.find(customer);
    JsonWriter out;
    out.open('{');
    if (spend && spend->budget)
        out.number("amount", spend->budget->toStdString())
            .number("usageSpendingBudget", spend->budget->toStdString());
    out.key("links").open('{').link("self", request.path).close('}');
    return json(out.objectType("SpendingBudget").close('}').take());
}

Reply Spending::subscriptionRecords(const Request &request, const Customer &customer) const
{
    const Spend *const spend = m_money.find(customer);
    if (!spend)
        return noUsage();
    JsonWriter items;
    qint64 count = 0;
    for (const Billed &own : billed(customer)) {
        if (request.hasLost(own.id))
            continue;
        ++count;
        const bool isOld = !own.isPlan && customer.kind == CustomerKind::Moved;
        items.open('{').field("status", isOld ? "suspended" : "active");
        if (own.isPlan)
            items.field("partnerOnRecord", "4847383");
        items.field("offerId", own.isPlan ? planOffer : legacyOffer);
        writeIdentity(items, own.id, own.name, true);
        writeCost(items, customer, own.isPlan, own.totalCost, own.usdTotalCost);
        if (!own.isPlan)
            items.number("usdTotalCost", qint64(0));
        items.field("lastModifiedDate", spend->lastModified);
        items.objectType("SubscriptionMonthlyUsageRecord").close('}');
    }
    return collection(request, items.take(), count, selfOf(request));
}

Reply Spending::subscriptionSummary(const Request &request, const Customer &customer) const
{
    const auto own = find(request, customer);
    if (!own)
        return noSubscription();
    JsonWriter out;
    out.open('{');
    writeIdentity(out, own->id, own->name, !own->isPlan);
    writePeriod(out, customer.hasPlan());
    writeCost(out, customer, own->isPlan, own->totalCost, own->usdTotalCost);
    out.field("lastModifiedDate", m_money.find(customer)->lastModified);
    out.key("links").open('{').link("self", selfOf(request)).close('}');
    return json(out.objectType("SubscriptionUsageSummary").close('}').take());
}

Reply Spending::legacyResources(const Request &request, const Customer &customer) const
{
    const auto own = find(request, customer);
    if (!own)
        return noSubscription();
    if (own->isPlan)
        return problem(400, 3000, "The subscription is an Azure plan.", {"subscription_id"});
    JsonWriter items;
    const auto rows = lines(own->costs, [&](const Series &series) { return m_world.meterId(series); });
    for (const Line &line : rows) {
        const Meter &meter = m_world.meter(*line.series);
        items.open('{').field("category", meter.category).field("subcategory", meter.subcategory);
        items.number("quantityUsed", line.quantity.toStdString()).field("unit", meter.unit);
        items.field("id", m_world.meterId(*line.series)).field("name", meter.name);
        writeCost(items, customer, false, line.totalCost, {});
        items.objectType("AzureResourceMonthlyUsageRecord").close('}');
    }
    return collection(request, items.take(), static_cast<qint64>(rows.size()), selfOf(request));
}

Reply Spending::resources(const Request &request, const Customer &customer) const
{
    const auto own = find(request, customer);
    if (!own)
        return noSubscription();
    JsonWriter items;
    // Meters of one resource are one row; of old services only the name is known.
    const auto rows = lines(own->costs, [&](const Series &series) {
        return std::to_string(series.subscription) + '|' + lowerCase(m_world.resourceUri(series)) + '|' +
               m_world.resourceName(series);
    });
    for (const Line &line : rows) {
        const Series &series = *line.series;
        const Subscription &below = m_world.subscriptions()[series.subscription];
        const std::string uri = m_world.resourceUri(series), name = m_world.resourceName(series);
        const std::string_view type = m_world.meter(series).resourceType;
        items.open('{').field("subscriptionId", own->id);
        if (!uri.empty())
            items.field("resourceUri", uri).field("resourceGroupName", m_world.resourceGroup(series));
        items.field("resourceType", type.substr(0, type.find('/')));
        items.field("entitlementId", below.entitlementId).field("entitlementName", below.name);
        items.field("name", name).field("resourceName", name);
        writeCost(items, customer, own->isPlan, line.totalCost, line.usdTotalCost);
        items.field("lastModifiedDate", m_money.find(customer)->lastModified);
        items.objectType("ResourceUsageRecord").close('}');
    }
    return collection(request, items.take(), static_cast<qint64>(rows.size()), selfOf(request));
}

Reply Spending::meters(const Request &request, const Customer &customer) const
{
    const auto own = find(request, customer);
    if (!own)
        return noSubscription();
    JsonWriter items;
    const auto idOf = [&](const Series &series) {
        return own->isPlan ? planMeterId(series, m_world.meter(series)) : m_world.meterId(series);
    };
    const auto rows = lines(own->costs, idOf);
    for (const Line &line : rows) {
        const Meter &meter = m_world.meter(*line.series);
        items.open('{').field("subscriptionId", own->id).field("meterId", idOf(*line.series));
        items.field("meterName", meter.name).field("category", meter.category);
        items.field("subcategory", meter.subcategory)
            .number("quantityUsed", line.quantity.toStdString())
            .field("unit", meter.unit);
        writeCost(items, customer, own->isPlan, line.totalCost, line.usdTotalCost);
        items.field("lastModifiedDate", m_money.find(customer)->lastModified);
        items.objectType("MeterUsageRecord").close('}');
    }
    return collection(request, items.take(), static_cast<qint64>(rows.size()), selfOf(request));
}

} // namespace spendglass::sandbox
