// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/truth.h"

#include "core/currency.h"
#include "sandbox/analyticsfield.h"
#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/usage.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace spendglass::sandbox {

namespace {

using core::DataSet;
using core::Decimal;

std::string member(const std::string &json, std::string_view key)
{
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    return object.value(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())))
        .toString()
        .toStdString();
}

std::string instantOf(const std::string &written)
{
    const auto time = core::parseTime(written);
    return time ? core::formatInstant(time->instant) : std::string();
}

std::string currencyOf(std::string_view code, std::string_view locale)
{
    if (!code.empty())
        return std::string(code);
    return core::currencyOfCulture(QString::fromUtf8(locale.data(), static_cast<qsizetype>(locale.size())))
        .toStdString();
}

/// Fields of utilization and crest that no analytics row has, or has otherwise.
std::string detailText(const TruthRow &row, std::string_view field)
{
    const World &world = *row.world;
    const Series &series = *row.usage.series;
    const Meter &meter = world.meter(series);
    const bool isCrest = row.dataSet == DataSet::Crest;
    if (field == "customerTenantId")
        return world.customers()[series.customer].id;
    if (field == "subscriptionId")
        return world.subscriptions()[series.subscription].id;
    if (field == "entitlementId")
        return world.subscriptions()[series.subscription].entitlementId;
    if (field == "reportedDate")
        return core::formatDay(core::dayOf(row.usage.reported));
    if (field == "meterSubcategory")
        return std::string(meter.subcategory);
    if (field == "meterName")
        return std::string(meter.name);
    if (field == "meterRegion")
        return std::string(world.meterRegion(series));
    if (field == "resourceLocation")
        return meter.isOldService ? std::string(isCrest ? world.location(series).region : "")
                                  : std::string(world.location(series).id);
    if (field == "resourceUri")
        return world.resourceUri(series);
    if (field == "resourceGroup")
        return meter.isOldService ? std::string() : world.resourceGroup(series);
    if (field.starts_with("tag:"))
        return meter.isOldService ? std::string() : member(tagsOf(series), field.substr(4));
    if (field.starts_with("info:"))
        return meter.isOldService ? member(infoOf(world, series, isCrest), field.substr(5)) : std::string();
    if (field == "reservationOrderId" || field == "reservationId" || field == "serviceType")
        return {};
    const auto known = analyticsField(field);
    return known ? std::string(analyticsText(world, series, *known)) : std::string();
}

std::string usageText(const TruthRow &row, std::string_view field)
{
    const core::Day day = core::dayOf(row.usage.start);
    if (field == "usageDate")
        return core::formatDay(day);
    if (field == "usageMonth")
        return core::formatDay(core::firstOfMonth(day));
    if (field == "usageStart")
        return core::formatInstant(row.usage.start);
    if (field == "usageEnd")
        return core::formatInstant(row.usage.end);
    if (row.dataSet != DataSet::Analytics)
        return detailText(row, field);
    const auto known = analyticsField(field);
    return known ? std::string(analyticsText(*row.world, *row.usage.series, *known)) : std::string();
}

std::string spendText(const TruthRow &row, std::string_view field)
{
    const Spend &spend = *row.spend;
    const Customer &customer = row.world->customers()[spend.customer];
    const Currency &currency = World::currencies()[customer.currency];
    const std::string_view code = spend.isPlan ? currency.code : std::string_view();
    const std::string_view locale = spend.isPlan ? std::string_view() : currency.locale;
    if (field == "customerTenantId" || field == "resourceId")
        return customer.id;
    if (field == "customerName" || field == "resourceName")
        return customer.name;
    if (field == "currency")
        return currencyOf(code, locale);
    if (field == "currencyCode")
        return std::string(code);
    if (field == "currencyLocale")
        return std::string(locale);
    if (field == "isUpgraded")
        return spend.isPlan ? "true" : "false";
    return field == "lastModifiedDate" ? instantOf(spend.lastModified) : std::string();
}

std::string summaryText(const TruthRow &row, std::string_view field)
{
    const Summary &summary = row.money->summary();
    if (field == "resourceId")
        return row.world->partnerId();
    if (field == "resourceName")
        return std::string(Money::partnerName);
    if (field == "billingStartDate")
        return core::formatDay(summary.billingStart);
    if (field == "billingEndDate")
        return core::formatDay(summary.billingEnd);
    if (field == "currency")
        return currencyOf({}, Money::partnerLocale);
    if (field == "currencyLocale")
        return std::string(Money::partnerLocale);
    return field == "lastModifiedDate" ? instantOf(summary.lastModified) : std::string();
}

Decimal summaryNumber(const Summary &summary, std::string_view measure)
{
    if (measure == "totalCost")
        return summary.totalCost;
    if (measure == "customersOverBudget")
        return Decimal::fromInteger(summary.overBudget);
    if (measure == "customersTrendingOver")
        return Decimal::fromInteger(summary.trendingOver);
    return measure == "customersWithUsageBasedSubscription" ? Decimal::fromInteger(summary.withUsage)
                                                            : Decimal();
}

Decimal spendNumber(const Spend &spend, std::string_view measure)
{
    if (measure == "totalCost")
        return spend.totalCost;
    if (measure == "usdTotalCost")
        return spend.usdTotalCost;
    if (measure == "budgetAmount")
        return spend.budget.value_or(Decimal());
    return measure == "percentUsed" ? spend.percentUsed : Decimal();
}

} // namespace

std::string TruthRow::text(std::string_view field) const
{
    switch (dataSet) {
    case DataSet::Analytics:
    case DataSet::Utilization:
    case DataSet::Crest:
        return usageText(*this, field);
    case DataSet::Spend:
        return spendText(*this, field);
    case DataSet::Summary:
        return summaryText(*this, field);
    }
    return {};
}

Decimal TruthRow::number(std::string_view measure) const
{
    switch (dataSet) {
    case DataSet::Analytics:
    case DataSet::Utilization:
    case DataSet::Crest:
        return measure == "quantity" ? usage.quantity : Decimal();
    case DataSet::Spend:
        return spendNumber(*spend, measure);
    case DataSet::Summary:
        return summaryNumber(money->summary(), measure);
    }
    return {};
}

void Truth::forEachAnalytics(const Selection &selection, const std::function<void(TruthRow &)> &take) const
{
    TruthRow row;
    row.world = &m_world;
    for (int index = 0; index < m_world.days(); ++index) {
        const core::Day day = m_world.day(index);
        if (selection.used && !selection.used->contains(day))
            continue;
        for (const Series &series : m_world.series()) {
            const std::uint64_t dice = m_world.roll(series, index);
            if (dice == 0)
                continue;
            row.usage = {&series, day, day + std::chrono::days(1), day,
                         m_world.decimal(series, m_world.quantity(series, index, dice))};
            take(row);
        }
    }
}

void Truth::forEachUtilization(DataSet dataSet, const Selection &selection,
                               const std::function<void(TruthRow &)> &take) const
{
    TruthRow row;
    row.world = &m_world;
    row.dataSet = dataSet;
    UsageWindow window;
    window.isHourly = selection.isHourly;
    window.showDetails = selection.showDetails;
    window.from = selection.reported ? selection.reported->from : m_world.firstDay();
    window.to = selection.reported ? std::min(selection.reported->to, m_world.today()) : m_world.today();
    for (const Subscription &subscription : m_world.subscriptions()) {
        window.subscription = &subscription;
        if (subscription.isLegacy)
            forEachRow(m_world, window, [&](const UsageRow &usage) {
                row.usage = usage;
                if (!selection.used || selection.used->contains(core::dayOf(usage.start)))
                    take(row);
                return true;
            });
    }
}

void Truth::forEach(DataSet dataSet, const Selection &selection,
                    const std::function<void(const TruthRow &)> &take) const
{
    const auto pass = [&](TruthRow &row) {
        if (!selection.passes || selection.passes(row))
            take(row);
    };
    TruthRow row;
    row.world = &m_world;
    row.dataSet = dataSet;
    row.money = &m_money;
    switch (dataSet) {
    case DataSet::Analytics:
        forEachAnalytics(selection, pass);
        break;
    case DataSet::Utilization:
    case DataSet::Crest:
        forEachUtilization(dataSet, selection, pass);
        break;
    case DataSet::Summary:
        pass(row);
        break;
    case DataSet::Spend:
        for (const Spend &spend : m_money.spends()) {
            row.spend = &spend;
            pass(row);
        }
        break;
    }
}

Truth::Sums Truth::sums(DataSet dataSet, const std::vector<std::string> &fields, std::string_view measure,
                        const Selection &selection) const
{
    Sums sums;
    Key key(fields.size());
    forEach(dataSet, selection, [&](const TruthRow &row) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            key[i] = row.text(fields[i]);
        Decimal &sum = sums[key];
        sum = sum.plus(row.number(measure)).value_or(sum);
    });
    return sums;
}

qint64 Truth::rows(DataSet dataSet, const Selection &selection) const
{
    qint64 count = 0;
    forEach(dataSet, selection, [&count](const TruthRow &) { ++count; });
    return count;
}

Reply truthReply(const Truth &truth, const Request &request)
{
    const auto parameter = [&](std::string_view name) { return request.parameter(name).value_or(""); };
    const auto dataSet = core::dataSetFromName(QString::fromStdString(parameter("dataSet")));
    if (!dataSet)
        return problem(400, 2000, "dataSet is analytics, utilization, spend, summary or crest.");
    std::vector<std::string> fields;
    for (const QString &name :
         QString::fromStdString(parameter("fields")).split(QLatin1Char(','), Qt::SkipEmptyParts))
        fields.push_back(name.toStdString());
    Selection selection;
    selection.isHourly = parameter("granularity") == "hourly";
    if (const auto from = core::parseDay(parameter("from")), to = core::parseDay(parameter("to")); from && to)
        selection.used = core::DayRange{*from, *to};
    const std::string measure = parameter("measure").empty() ? "quantity" : parameter("measure");
    JsonWriter out;
    out.open('{').key("sums").open('[');
    for (const auto &[key, sum] : truth.sums(*dataSet, fields, measure, selection)) {
        out.open('{').key("key").open('[');
        for (const std::string &value : key)
            out.text(value);
        out.close(']').field("sum", sum.toStdString()).close('}');
    }
    return json(out.close(']').number("rows", truth.rows(*dataSet, selection)).close('}').take());
}

} // namespace spendglass::sandbox
