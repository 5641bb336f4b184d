// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/callrecord.h"
#include "core/dataset.h"
#include "core/decimal.h"
#include "core/time.h"

#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spendglass::store {

/// Rows as the store takes them, the same for analytics, utilization and CREST. Texts are UTF-8 and need to
/// live only until the append returns; a view without data is stored as NULL.
struct UsageFact
{
    std::string_view customerId, customerName;
    std::string_view subscriptionId, subscriptionName, entitlementId;
    std::string_view meterCategory, meterSubcategory, meterName, meterId, unit;
    std::string_view resourceLocation, meterRegion;
    std::string_view reservationOrderId, reservationId, serviceType;
    std::string_view resourceUri, resourceGroup, partNumber, orderNumber;
    std::string_view tags, info;         ///< JSON objects of strings
    core::Day usageDay;                  ///< UTC
    std::optional<core::Day> writtenDay; ///< as the service wrote it, whatever the offset beside it
    core::Instant usageStart, usageEnd;  ///< analytics: the whole day
    core::Decimal quantity;
};

/// A customer's month-to-date record.
struct SpendFact
{
    std::string_view resourceId, resourceName;
    std::optional<core::Decimal> totalCost, usdTotalCost, budgetAmount, percentUsed;
    std::string_view currencyCode, currencyLocale, currencySymbol;
    std::string_view currency; ///< the code, or the presumable one of the locale, "" when unknown
    std::optional<bool> isUpgraded;
    std::optional<core::Instant> lastModified;
};

struct SummaryFact
{
    std::string_view resourceId, resourceName;
    core::Day billingStart, billingEnd; ///< as written
    std::string_view currency, currencyLocale, currencySymbol;
    std::optional<core::Instant> lastModified;
    core::Decimal totalCost;
    qint64 customersOverBudget = 0, customersTrendingOver = 0, customersWithUsageBasedSubscription = 0;
};

/// Directory rows.
struct CustomerRecord
{
    std::string id, name, domain, relationship;
    friend bool operator==(const CustomerRecord &, const CustomerRecord &) = default;
};
struct SubscriptionRecord
{
    std::string id, customerId, name, offerId, entitlementId, status,
        kind; ///< kind: legacy, plan, other, licence
    friend bool operator==(const SubscriptionRecord &, const SubscriptionRecord &) = default;
};

/// What a window is about. Windows of one data set, customer and subscription touch and never overlap.
/// Spend and summary have one window, with both days at 1970-01-01.
struct WindowKey
{
    core::DataSet dataSet = core::DataSet::Analytics;
    QString customerId;     ///< empty for partner-wide data sets
    QString subscriptionId; ///< commerce id, or entitlement id for CREST
    core::DayRange days;    ///< reported days; used days for analytics
    friend bool operator==(const WindowKey &, const WindowKey &) = default;
};

enum class WindowState
{
    Planned,
    Fetching,
    Complete,
    NotReady,
    NotOffered,
    Refused,
    Failed,
    Stale ///< it was complete, and could not be read again: its content is that of the earlier reading
};
/// "planned", "fetching", "complete", "notReady", "notOffered", "refused", "failed", "stale".
QString windowStateName(WindowState state);

/// A window as the journal has it.
struct WindowRecord
{
    WindowKey key;
    WindowState state = WindowState::Planned;
    bool isHourly = false;
    bool showDetails = true;
    QString reason;  ///< why it is not complete; one line, plain text
    qint64 rows = 0; ///< visible ones
    qint64 pages = 0;
    qint64 quarantined = 0;  ///< rows of those pages that were left out
    bool hasContent = false; ///< it was complete once; what is shown is of that or of a later reading
    std::optional<core::Day> fetchedTo; ///< end (exclusive) of what was asked for at the last complete fetch
    std::optional<core::Instant> completedAt;
    std::optional<core::Instant> loadedAt; ///< when the newest of what is shown arrived
};

enum class RunState
{
    Running,
    Stopped, ///< cancelled, or ended by an error of the whole run
    Whole    ///< everything was asked for, with or without success
};

/// One synchronisation as the journal has it.
struct SyncRun
{
    qint64 id = 0;
    core::Instant startedAt{};
    RunState state = RunState::Running;
    std::optional<core::Instant> endedAt;
    bool isContinued = false; ///< an interrupted one goes on: it began at startedAt
};

/// One answer of the service, journalled in the same transaction as its rows.
struct PageRecord
{
    int number = 0;
    qint64 rows = 0;
    qint64 quarantined = 0;
    core::CallRecord call;
    core::Instant receivedAt{};
};

/// A line of the journal of calls.
struct CallLine
{
    std::optional<int> page; ///< nothing: the call brought none
    qint64 rows = 0, quarantined = 0;
    core::CallRecord call;
    core::Instant receivedAt{};
};

} // namespace spendglass::store
