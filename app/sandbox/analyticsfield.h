// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/world.h"

#include <array>
#include <optional>
#include <string_view>

namespace spendglass::sandbox {

/// The 13 fields that analytics filters, orders and groups by, in the order of a row.
enum class AnalyticsField
{
    CustomerTenantId,
    CustomerName,
    SubscriptionId,
    SubscriptionName,
    UsageDate,
    ResourceLocation,
    MeterCategory,
    MeterSubcategory,
    MeterUnit,
    ReservationOrderId,
    ReservationId,
    ConsumptionMeterId,
    ServiceType,
};

inline constexpr std::array<std::string_view, 13> analyticsFieldNames{
    "customerTenantId", "customerName",       "subscriptionId",   "subscriptionName", "usageDate",
    "resourceLocation", "meterCategory",      "meterSubcategory", "meterUnit",        "reservationOrderId",
    "reservationId",    "consumptionMeterId", "serviceType"};

std::optional<AnalyticsField> analyticsField(std::string_view name);
constexpr std::string_view fieldName(AnalyticsField field)
{
    return analyticsFieldNames[static_cast<std::size_t>(field)];
}

/// A text field of a series' rows; not for UsageDate.
std::string_view analyticsText(const World &world, const Series &series, AnalyticsField field);

} // namespace spendglass::sandbox
