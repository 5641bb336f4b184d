// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/field.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <iterator>

namespace spendglass::query {

namespace {

using core::DataSet;
using Type = FieldType;
using Role = FieldRole;
using Home = FieldTable;

// Which data sets have a field, as bits.
enum Sets : unsigned
{
    A = 1u << unsigned(DataSet::Analytics),
    U = 1u << unsigned(DataSet::Utilization),
    S = 1u << unsigned(DataSet::Spend),
    Y = 1u << unsigned(DataSet::Summary),
    C = 1u << unsigned(DataSet::Crest),
};

struct Row
{
    unsigned sets;
    const char *id;
    const char *label;
    const char *group;
    Type type;
    Role role;
    Home table;
    const char *column;
    const char *unitField;
};

constexpr const char *customer = QT_TRANSLATE_NOOP("Field", "Customer");
constexpr const char *subscription = QT_TRANSLATE_NOOP("Field", "Subscription");
constexpr const char *service = QT_TRANSLATE_NOOP("Field", "Service");
constexpr const char *resource = QT_TRANSLATE_NOOP("Field", "Resource");
constexpr const char *when = QT_TRANSLATE_NOOP("Field", "Time");
constexpr const char *amounts = QT_TRANSLATE_NOOP("Field", "Amounts");
constexpr const char *budget = QT_TRANSLATE_NOOP("Field", "Budget");

// The catalogue. To add a field, add a line (and a column in resources/sql). clang-format would break every
// line in three.
// clang-format off
constexpr std::array rows{
    Row{A|U|C, "customerTenantId", QT_TRANSLATE_NOOP("Field", "Customer ID"), customer, Type::Text, Role::Dimension, Home::Customer, "id", ""},
    Row{A|U|C, "customerName", QT_TRANSLATE_NOOP("Field", "Customer"), customer, Type::Text, Role::Dimension, Home::Customer, "name", ""},
    Row{S, "customerTenantId", QT_TRANSLATE_NOOP("Field", "Customer ID"), customer, Type::Text, Role::Dimension, Home::Fact, "resource_id", ""},
    Row{S, "customerName", QT_TRANSLATE_NOOP("Field", "Customer"), customer, Type::Text, Role::Dimension, Home::Fact, "resource_name", ""},
    Row{Y, "resourceId", QT_TRANSLATE_NOOP("Field", "Partner ID"), customer, Type::Text, Role::Dimension, Home::Fact, "resource_id", ""},
    Row{Y, "resourceName", QT_TRANSLATE_NOOP("Field", "Partner"), customer, Type::Text, Role::Dimension, Home::Fact, "resource_name", ""},
    Row{A|U|C, "subscriptionId", QT_TRANSLATE_NOOP("Field", "Subscription ID"), subscription, Type::Text, Role::Dimension, Home::Subscription, "id", ""},
    Row{A|U|C, "subscriptionName", QT_TRANSLATE_NOOP("Field", "Subscription"), subscription, Type::Text, Role::Dimension, Home::Subscription, "name", ""},
    Row{U|C, "entitlementId", QT_TRANSLATE_NOOP("Field", "Entitlement ID"), subscription, Type::Text, Role::Dimension, Home::Subscription, "entitlement_id", ""},
    Row{A|U|C, "usageDate", QT_TRANSLATE_NOOP("Field", "Usage date"), when, Type::Day, Role::Dimension, Home::Fact, "usage_day", ""},
    Row{U|C, "usageDateWritten", QT_TRANSLATE_NOOP("Field", "Usage date as written"), when, Type::Day, Role::Dimension, Home::Fact, "written_day", ""},
    Row{U|C, "usageStart", QT_TRANSLATE_NOOP("Field", "Usage start"), when, Type::Instant, Role::Dimension, Home::Fact, "usage_start", ""},
    Row{U|C, "usageEnd", QT_TRANSLATE_NOOP("Field", "Usage end"), when, Type::Instant, Role::Dimension, Home::Fact, "usage_end", ""},
    Row{U|C, "reportedDate", QT_TRANSLATE_NOOP("Field", "Reported date"), when, Type::Day, Role::Dimension, Home::Fact, "reported_day", ""},
    Row{Y, "billingStartDate", QT_TRANSLATE_NOOP("Field", "Billing start"), when, Type::Day, Role::Dimension, Home::Fact, "billing_start_date", ""},
    Row{Y, "billingEndDate", QT_TRANSLATE_NOOP("Field", "Billing end"), when, Type::Day, Role::Dimension, Home::Fact, "billing_end_date", ""},
    Row{A|U|C, "meterCategory", QT_TRANSLATE_NOOP("Field", "Service"), service, Type::Text, Role::Dimension, Home::Meter, "category", ""},
    Row{A|U|C, "meterSubcategory", QT_TRANSLATE_NOOP("Field", "Service type"), service, Type::Text, Role::Dimension, Home::Meter, "subcategory", ""},
    Row{U|C, "meterName", QT_TRANSLATE_NOOP("Field", "Meter"), service, Type::Text, Role::Dimension, Home::Meter, "name", ""},
    Row{A|U|C, "consumptionMeterId", QT_TRANSLATE_NOOP("Field", "Meter ID"), service, Type::Text, Role::Dimension, Home::Meter, "id", ""},
    Row{A|U|C, "meterUnit", QT_TRANSLATE_NOOP("Field", "Unit"), service, Type::Text, Role::Dimension, Home::Meter, "unit", ""},
    Row{A|U|C, "resourceLocation", QT_TRANSLATE_NOOP("Field", "Region"), resource, Type::Text, Role::Dimension, Home::Place, "resource_location", ""},
    Row{U|C, "meterRegion", QT_TRANSLATE_NOOP("Field", "Meter region"), resource, Type::Text, Role::Dimension, Home::Place, "meter_region", ""},
    Row{A, "reservationOrderId", QT_TRANSLATE_NOOP("Field", "Reservation order"), resource, Type::Text, Role::Dimension, Home::Reservation, "order_id", ""},
    Row{A, "reservationId", QT_TRANSLATE_NOOP("Field", "Reservation"), resource, Type::Text, Role::Dimension, Home::Reservation, "reservation_id", ""},
    Row{A, "serviceType", QT_TRANSLATE_NOOP("Field", "Machine size"), resource, Type::Text, Role::Dimension, Home::Reservation, "service_type", ""},
    Row{U|C, "resourceUri", QT_TRANSLATE_NOOP("Field", "Resource"), resource, Type::Text, Role::Dimension, Home::Resource, "uri", ""},
    Row{U|C, "resourceGroup", QT_TRANSLATE_NOOP("Field", "Resource group"), resource, Type::Text, Role::Dimension, Home::Resource, "resource_group", ""},
    Row{U|C, "partNumber", QT_TRANSLATE_NOOP("Field", "Part number"), resource, Type::Text, Role::Dimension, Home::Resource, "part_number", ""},
    Row{U|C, "orderNumber", QT_TRANSLATE_NOOP("Field", "Order number"), resource, Type::Text, Role::Dimension, Home::Resource, "order_number", ""},
    Row{S|Y, "currency", QT_TRANSLATE_NOOP("Field", "Currency"), amounts, Type::Text, Role::Dimension, Home::Fact, "currency", ""},
    Row{S, "currencyCode", QT_TRANSLATE_NOOP("Field", "Currency code"), amounts, Type::Text, Role::Dimension, Home::Fact, "currency_code", ""},
    Row{S|Y, "currencyLocale", QT_TRANSLATE_NOOP("Field", "Currency locale"), amounts, Type::Text, Role::Dimension, Home::Fact, "currency_locale", ""},
    Row{S, "currencySymbol", QT_TRANSLATE_NOOP("Field", "Currency symbol"), amounts, Type::Text, Role::Dimension, Home::Fact, "currency_symbol", ""},
    Row{S, "isUpgraded", QT_TRANSLATE_NOOP("Field", "On the Azure plan"), customer, Type::Boolean, Role::Dimension, Home::Fact, "is_upgraded", ""},
    Row{S|Y, "lastModifiedDate", QT_TRANSLATE_NOOP("Field", "Last modified"), when, Type::Instant, Role::Dimension, Home::Fact, "last_modified", ""},
    Row{A|U|C, "quantity", QT_TRANSLATE_NOOP("Field", "Quantity"), amounts, Type::Number, Role::Measure, Home::Fact, "quantity", "meterUnit"},
    Row{S|Y, "totalCost", QT_TRANSLATE_NOOP("Field", "Cost"), amounts, Type::Number, Role::Measure, Home::Fact, "total_cost", "currency"},
    Row{S, "usdTotalCost", QT_TRANSLATE_NOOP("Field", "Cost in US dollars"), amounts, Type::Number, Role::Measure, Home::Fact, "usd_total_cost", ""},
    Row{S, "budgetAmount", QT_TRANSLATE_NOOP("Field", "Budget"), budget, Type::Number, Role::Measure, Home::Fact, "budget_amount", "currency"},
    Row{S, "percentUsed", QT_TRANSLATE_NOOP("Field", "Budget used, %"), budget, Type::Number, Role::Measure, Home::Fact, "percent_used", ""},
    Row{Y, "customersOverBudget", QT_TRANSLATE_NOOP("Field", "Customers over budget"), budget, Type::Number, Role::Measure, Home::Fact, "customers_over_budget", ""},
    Row{Y, "customersTrendingOver", QT_TRANSLATE_NOOP("Field", "Customers trending over"), budget, Type::Number, Role::Measure, Home::Fact, "customers_trending_over", ""},
    Row{Y, "customersWithUsageBasedSubscription", QT_TRANSLATE_NOOP("Field", "Customers with usage-based subscriptions"), budget, Type::Number, Role::Measure, Home::Fact, "customers_with_usage_based_subscription", ""},
};
// clang-format on

Field fieldOf(const Row &row, DataSet dataSet)
{
    Field field;
    field.id = QLatin1String(row.id);
    field.label = row.label;
    field.group = row.group;
    field.type = row.type;
    field.role = row.role;
    field.table = row.table;
    field.column = QLatin1String(row.column);
    field.unitField = QLatin1String(row.unitField);
    // The service takes every field of its rows but the quantity, in filter, orderby and groupby alike.
    field.remoteFilter = dataSet == DataSet::Analytics && row.role == Role::Dimension;
    field.remoteGroup = field.remoteFilter;
    field.remoteOrder = field.remoteFilter;
    return field;
}

std::vector<Field> catalogueOf(DataSet dataSet)
{
    std::vector<Field> result;
    for (const Row &row : rows) {
        if (row.sets & (1u << unsigned(dataSet)))
            result.push_back(fieldOf(row, dataSet));
    }
    return result;
}

std::optional<QString> keyAfter(QLatin1String prefix, QStringView id)
{
    if (!id.startsWith(prefix) || id.size() == prefix.size())
        return std::nullopt;
    return id.mid(prefix.size()).toString();
}

std::optional<Field> familyField(DataSet dataSet, QStringView id)
{
    const bool isTag = tagKey(id).has_value();
    if (dataSet != DataSet::Utilization && dataSet != DataSet::Crest)
        return std::nullopt;
    if (!isTag && !infoKey(id))
        return std::nullopt;
    Field field;
    field.id = id.toString();
    field.label = isTag ? QT_TRANSLATE_NOOP("Field", "Tag %1") : QT_TRANSLATE_NOOP("Field", "Info %1");
    field.group = resource;
    field.table = FieldTable::Resource;
    field.column = isTag ? QStringLiteral("tags") : QStringLiteral("info");
    return field;
}

/// The customers' records call a customer "resource"; both names are good there.
QStringView knownId(DataSet dataSet, QStringView id)
{
    if (dataSet == DataSet::Spend && id == QLatin1String("resourceId"))
        return u"customerTenantId";
    if (dataSet == DataSet::Spend && id == QLatin1String("resourceName"))
        return u"customerName";
    return id;
}

} // namespace

const std::vector<Field> &fields(DataSet dataSet)
{
    static const std::array<std::vector<Field>, core::allDataSets.size()> catalogues = [] {
        std::array<std::vector<Field>, core::allDataSets.size()> all;
        for (const DataSet each : core::allDataSets)
            all[std::size_t(each)] = catalogueOf(each);
        return all;
    }();
    return catalogues[std::size_t(dataSet)];
}

std::optional<Field> findField(DataSet dataSet, QStringView id)
{
    const QStringView wanted = knownId(dataSet, id);
    const std::vector<Field> &all = fields(dataSet);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Field &f) { return f.id == wanted; });
    if (found != all.end())
        return *found;
    return familyField(dataSet, id);
}

FieldId canonicalId(DataSet dataSet, const FieldId &id)
{
    const std::optional<Field> field = findField(dataSet, id);
    return field ? field->id : id;
}

bool hasDates(DataSet dataSet)
{
    return findField(dataSet, u"usageDate").has_value();
}

std::optional<QString> tagKey(QStringView id)
{
    return keyAfter(QLatin1String("tag:"), id);
}

std::optional<QString> infoKey(QStringView id)
{
    return keyAfter(QLatin1String("info:"), id);
}

std::vector<std::vector<FieldId>> hierarchies(DataSet dataSet)
{
    static const std::vector<std::vector<FieldId>> paths{
        {QStringLiteral("customerName"), QStringLiteral("subscriptionName"), QStringLiteral("meterCategory"),
         QStringLiteral("meterSubcategory"), QStringLiteral("meterName"), QStringLiteral("resourceUri")},
        {QStringLiteral("resourceLocation"), QStringLiteral("meterRegion")},
    };
    std::vector<std::vector<FieldId>> result;
    for (const std::vector<FieldId> &path : paths) {
        std::vector<FieldId> known;
        std::ranges::copy_if(path, std::back_inserter(known),
                             [dataSet](const FieldId &id) { return findField(dataSet, id).has_value(); });
        if (known.size() > 1)
            result.push_back(std::move(known));
    }
    return result;
}

std::optional<FieldId> fieldBelow(DataSet dataSet, const FieldId &id)
{
    for (const std::vector<FieldId> &path : hierarchies(dataSet)) {
        const auto found = std::ranges::find(path, id);
        if (found != path.end())
            return found + 1 == path.end() ? std::nullopt : std::optional(*(found + 1));
    }
    return std::nullopt;
}

QString fieldLabel(const Field &field)
{
    const QString label = QCoreApplication::translate("Field", field.label);
    if (const std::optional<QString> key = tagKey(field.id) ? tagKey(field.id) : infoKey(field.id))
        return label.arg(*key);
    return label;
}

} // namespace spendglass::query
