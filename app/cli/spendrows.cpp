// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestrows.h"

#include "cli/rowcells.h"

namespace spendglass::cli {
namespace {

using query::FieldType;
using query::Value;

template <class Row>
Value startOf(const Row &row)
{
    return row.billingStart.instant;
}

template <class Row>
Value endOf(const Row &row)
{
    return row.billingEnd.instant;
}

template <class Row>
Value modifiedOf(const Row &row)
{
    return cell(row.lastModified, row.lastModifiedText);
}

} // namespace

template <>
const std::vector<RowColumn<api::UsageSummaryRow>> &rowColumns()
{
    using Row = api::UsageSummaryRow;
    static const std::vector<RowColumn<Row>> columns{
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"billingStartDate", FieldType::Instant, startOf<Row>},
        {"billingEndDate", FieldType::Instant, endOf<Row>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"customersOverBudget", FieldType::Number, plain<Row, &Row::customersOverBudget>},
        {"customersTrendingOver", FieldType::Number, plain<Row, &Row::customersTrendingOver>},
        {"customersWithUsageBasedSubscription", FieldType::Number,
         plain<Row, &Row::customersWithUsageBasedSubscription>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
        {"emailsToNotify", FieldType::Text, of<Row, &Row::emailsToNotify>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CustomerUsageRow>> &rowColumns()
{
    using Row = api::CustomerUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"budget.amount", FieldType::Number, of<Row, &Row::budgetAmount>},
        {"percentUsed", FieldType::Number, of<Row, &Row::percentUsed>},
        {"isUpgraded", FieldType::Boolean, of<Row, &Row::isUpgraded>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
        {"budget.usageSpendingBudget", FieldType::Number, of<Row, &Row::budgetUsageAmount>},
        {"customerSpendingBudget.amount", FieldType::Number, of<Row, &Row::customerBudgetAmount>},
        {"customerSpendingBudget.usageSpendingBudget", FieldType::Number,
         of<Row, &Row::customerBudgetUsageAmount>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CustomerUsageSummaryRow>> &rowColumns()
{
    using Row = api::CustomerUsageSummaryRow;
    static const std::vector<RowColumn<Row>> columns{
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"budget.amount", FieldType::Number, of<Row, &Row::budgetAmount>},
        {"budget.usageSpendingBudget", FieldType::Number, of<Row, &Row::budgetUsageAmount>},
        {"billingStartDate", FieldType::Instant, startOf<Row>},
        {"billingEndDate", FieldType::Instant, endOf<Row>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
        {"emailsToNotify", FieldType::Text, of<Row, &Row::emailsToNotify>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::SubscriptionUsageSummaryRow>> &rowColumns()
{
    using Row = api::SubscriptionUsageSummaryRow;
    static const std::vector<RowColumn<Row>> columns{
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"billingStartDate", FieldType::Instant, startOf<Row>},
        {"billingEndDate", FieldType::Instant, endOf<Row>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::SubscriptionUsageRow>> &rowColumns()
{
    using Row = api::SubscriptionUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"status", FieldType::Text, of<Row, &Row::status>},
        {"offerId", FieldType::Text, of<Row, &Row::offerId>},
        {"partnerOnRecord", FieldType::Text, of<Row, &Row::partnerOnRecord>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::AzureResourceUsageRow>> &rowColumns()
{
    using Row = api::AzureResourceUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::resourceId>},
        {"name", FieldType::Text, of<Row, &Row::resourceName>},
        {"category", FieldType::Text, of<Row, &Row::category>},
        {"subcategory", FieldType::Text, of<Row, &Row::subcategory>},
        {"quantityUsed", FieldType::Number, of<Row, &Row::quantityUsed>},
        {"unit", FieldType::Text, of<Row, &Row::unit>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::ResourceUsageRow>> &rowColumns()
{
    using Row = api::ResourceUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"subscriptionId", FieldType::Text, of<Row, &Row::subscriptionId>},
        {"entitlementId", FieldType::Text, of<Row, &Row::entitlementId>},
        {"entitlementName", FieldType::Text, of<Row, &Row::entitlementName>},
        {"resourceUri", FieldType::Text, of<Row, &Row::resourceUri>},
        {"resourceType", FieldType::Text, of<Row, &Row::resourceType>},
        {"resourceGroupName", FieldType::Text, of<Row, &Row::resourceGroupName>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::MeterUsageRow>> &rowColumns()
{
    using Row = api::MeterUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"subscriptionId", FieldType::Text, of<Row, &Row::subscriptionId>},
        {"meterId", FieldType::Text, of<Row, &Row::meterId>},
        {"meterName", FieldType::Text, of<Row, &Row::meterName>},
        {"category", FieldType::Text, of<Row, &Row::category>},
        {"subcategory", FieldType::Text, of<Row, &Row::subcategory>},
        {"quantityUsed", FieldType::Number, of<Row, &Row::quantityUsed>},
        {"unit", FieldType::Text, of<Row, &Row::unit>},
        {"totalCost", FieldType::Number, plain<Row, &Row::totalCost>},
        {"currencyCode", FieldType::Text, of<Row, &Row::currencyCode>},
        {"currencyLocale", FieldType::Text, of<Row, &Row::currencyLocale>},
        {"currencySymbol", FieldType::Text, of<Row, &Row::currencySymbol>},
        {"usdTotalCost", FieldType::Number, of<Row, &Row::usdTotalCost>},
        {"lastModifiedDate", FieldType::Instant, modifiedOf<Row>},
        {"resourceId", FieldType::Text, of<Row, &Row::resourceId>},
        {"resourceName", FieldType::Text, of<Row, &Row::resourceName>},
        {"status", FieldType::Text, of<Row, &Row::status>},
        {"offerId", FieldType::Text, of<Row, &Row::offerId>},
        {"attributes.objectType", FieldType::Text, of<Row, &Row::objectType>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::UsageBudgetRow>> &rowColumns()
{
    using Row = api::UsageBudgetRow;
    static const std::vector<RowColumn<Row>> columns{
        {"amount", FieldType::Number, of<Row, &Row::amount>},
        {"usageSpendingBudget", FieldType::Number, of<Row, &Row::usageSpendingBudget>},
    };
    return columns;
}

} // namespace spendglass::cli
