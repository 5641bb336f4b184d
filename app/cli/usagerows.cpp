// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestrows.h"

#include "cli/rowcells.h"

namespace spendglass::cli {
namespace {

using query::FieldType;
using query::Value;

/// The analytics service names a day by its midnight.
Value dayCell(const std::optional<core::Instant> &instant, std::string_view written)
{
    if (instant && core::Instant(core::dayOf(*instant)) == *instant)
        return core::dayOf(*instant);
    return cell(instant, written);
}

} // namespace

template <>
const std::vector<RowColumn<api::UsageAnalyticsRow>> &rowColumns()
{
    using Row = api::UsageAnalyticsRow;
    static const std::vector<RowColumn<Row>> columns{
        {"customerTenantId", FieldType::Text, of<Row, &Row::customerTenantId>},
        {"customerName", FieldType::Text, of<Row, &Row::customerName>},
        {"subscriptionId", FieldType::Text, of<Row, &Row::subscriptionId>},
        {"subscriptionName", FieldType::Text, of<Row, &Row::subscriptionName>},
        {"usageDate", FieldType::Day,
         [](const Row &row) { return dayCell(row.usageDate, row.usageDateText); }},
        {"resourceLocation", FieldType::Text, of<Row, &Row::resourceLocation>},
        {"meterCategory", FieldType::Text, of<Row, &Row::meterCategory>},
        {"meterSubcategory", FieldType::Text, of<Row, &Row::meterSubcategory>},
        {"meterUnit", FieldType::Text, of<Row, &Row::meterUnit>},
        {"reservationOrderId", FieldType::Text, of<Row, &Row::reservationOrderId>},
        {"reservationId", FieldType::Text, of<Row, &Row::reservationId>},
        {"consumptionMeterId", FieldType::Text, of<Row, &Row::consumptionMeterId>},
        {"serviceType", FieldType::Text, of<Row, &Row::serviceType>},
        {"quantity", FieldType::Number, plain<Row, &Row::quantity>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::UtilizationRow>> &rowColumns()
{
    using Row = api::UtilizationRow;
    static const std::vector<RowColumn<Row>> columns{
        {"usageStartTime", FieldType::Instant, plain<Row, &Row::usageStart>},
        {"usageEndTime", FieldType::Instant, plain<Row, &Row::usageEnd>},
        {"resource.id", FieldType::Text, of<Row, &Row::meterId>},
        {"resource.name", FieldType::Text, of<Row, &Row::meterName>},
        {"resource.category", FieldType::Text, of<Row, &Row::meterCategory>},
        {"resource.subcategory", FieldType::Text, of<Row, &Row::meterSubcategory>},
        {"resource.region", FieldType::Text, of<Row, &Row::meterRegion>},
        {"quantity", FieldType::Number, plain<Row, &Row::quantity>},
        {"unit", FieldType::Text, of<Row, &Row::unit>},
        {"infoFields", FieldType::Text, of<Row, &Row::infoFields>},
        {"instanceData.resourceUri", FieldType::Text, of<Row, &Row::resourceUri>},
        {"instanceData.location", FieldType::Text, of<Row, &Row::location>},
        {"instanceData.partNumber", FieldType::Text, of<Row, &Row::partNumber>},
        {"instanceData.orderNumber", FieldType::Text, of<Row, &Row::orderNumber>},
        {"instanceData.tags", FieldType::Text, of<Row, &Row::tags>},
        {"instanceData.additionalInfo", FieldType::Text, of<Row, &Row::additionalInfo>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CrestUsageRow>> &rowColumns()
{
    using Row = api::CrestUsageRow;
    static const std::vector<RowColumn<Row>> columns{
        {"entitlement_id", FieldType::Text, of<Row, &Row::entitlementId>},
        {"usage_start_time", FieldType::Instant, plain<Row, &Row::usageStart>},
        {"usage_end_time", FieldType::Instant, plain<Row, &Row::usageEnd>},
        {"meter_name", FieldType::Text, of<Row, &Row::meterName>},
        {"meter_category", FieldType::Text, of<Row, &Row::meterCategory>},
        {"meter_sub_category", FieldType::Text, of<Row, &Row::meterSubcategory>},
        {"meter_region", FieldType::Text, of<Row, &Row::meterRegion>},
        {"unit", FieldType::Text, of<Row, &Row::unit>},
        {"meter_id", FieldType::Text, of<Row, &Row::meterId>},
        {"info_fields", FieldType::Text, of<Row, &Row::infoFields>},
        {"instance_data.resourceUri", FieldType::Text, of<Row, &Row::resourceUri>},
        {"instance_data.location", FieldType::Text, of<Row, &Row::location>},
        {"instance_data.partNumber", FieldType::Text, of<Row, &Row::partNumber>},
        {"instance_data.orderNumber", FieldType::Text, of<Row, &Row::orderNumber>},
        {"instance_data.tags", FieldType::Text, of<Row, &Row::tags>},
        {"quantity", FieldType::Number, plain<Row, &Row::quantity>},
    };
    return columns;
}

} // namespace spendglass::cli
