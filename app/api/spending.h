// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/time.h"

#include <optional>
#include <string_view>

namespace spendglass::api {

/// What every answer of the spending family says: a cost of the current billing period, an estimate without
/// taxes and credits. Source: wire reference, customer usage records and usage summaries.
struct Spend
{
    std::string_view resourceId, resourceName; ///< fall back to id and name
    core::Decimal totalCost;                   ///< in the customer's currency
    std::string_view currencyCode;             ///< ISO code; plans only
    std::string_view currencyLocale;           ///< a culture, not a currency; legacy only
    std::string_view currencySymbol;
    std::optional<core::Decimal> usdTotalCost; ///< means something for plans only: 0 elsewhere
    std::optional<core::Instant> lastModified;
    std::string_view lastModifiedText; ///< as written
};

/// A billing period: what it says, and the days it means.
struct BillingPeriod
{
    std::string_view billingStartText, billingEndText; ///< as written
    core::WrittenTime billingStart, billingEnd;        ///< the written date is what to show
};

/// The written days of a period, half-open: an end at midnight of a first of a month is exclusive, any other
/// is the last day. Inferred from the published answers.
core::DayRange billingDays(const BillingPeriod &period);

} // namespace spendglass::api
