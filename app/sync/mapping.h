// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/azureentitlements.h"
#include "api/crestusagerecords.h"
#include "api/customers.h"
#include "api/customerusagerecords.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "core/textarena.h"
#include "store/facts.h"

#include <optional>
#include <string>
#include <string_view>

namespace spendglass::sync {

/// Whose rows these are: what a row does not say itself and the directory knows.
struct Origin
{
    std::string customerId, customerName;
    std::string subscriptionId, subscriptionName, entitlementId;
    core::DayRange days; ///< analytics: rows of other days are not of this window
};

/// "RG" of "/subscriptions/…/resourceGroups/RG/providers/…", in any case; no data when there is none.
std::string_view resourceGroupOf(std::string_view resourceUri);

/// One JSON object with the members of both; each may be without data. Made texts are kept in the arena.
std::string_view mergedObjects(std::string_view first, std::string_view second, core::TextArena &arena);

// From a row as the service sent it to a fact as the store takes it. Texts are views into the row's page,
// its arena, or the origin: all three must outlive the fact.

/// Nothing for a row without a date: it must be counted as quarantined.
std::optional<store::UsageFact> toFact(const api::UsageAnalyticsRow &row);
store::UsageFact toFact(const api::UtilizationRow &row, const Origin &origin, core::TextArena &arena);
store::UsageFact toFact(const api::CrestUsageRow &row, const Origin &origin, core::TextArena &arena);
store::SpendFact toFact(const api::CustomerUsageRow &row, core::TextArena &arena);
store::SummaryFact toFact(const api::UsageSummaryRow &row, core::TextArena &arena);

store::CustomerRecord toRecord(const api::CustomerRow &row);
store::SubscriptionRecord toRecord(const api::SubscriptionRow &row, const std::string &customerId);

} // namespace spendglass::sync
