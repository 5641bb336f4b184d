// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/plan.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <optional>

namespace spendglass::sync {

namespace {

using core::DataSet;
using store::WindowState;
using Action = PlannedWindow::Action;

/// When a window's content stops changing. Analytics shows days of use, and late usage keeps arriving for
/// them; a window of reported time is closed once billing took it, a few days are a margin.
struct Freshness
{
    DataSet dataSet;
    std::optional<int> settledAfterDays; ///< after the window's end; nothing: never
};
constexpr std::array freshness{
    Freshness{DataSet::Analytics, 45},
    Freshness{DataSet::Utilization, 3},
    Freshness{DataSet::Crest, 3},
    Freshness{DataSet::Spend, std::nullopt},
    Freshness{DataSet::Summary, std::nullopt},
};

std::optional<int> settledAfterDays(DataSet dataSet)
{
    const auto row = std::find_if(freshness.begin(), freshness.end(), [dataSet](const Freshness &candidate) {
        return candidate.dataSet == dataSet;
    });
    return row->settledAfterDays;
}

QString foldedKey(const store::WindowKey &key)
{
    return QStringLiteral("%1|%2|%3|%4|%5")
        .arg(core::dataSetName(key.dataSet), key.customerId.toCaseFolded(), key.subscriptionId.toCaseFolded(),
             core::dayText(key.days.from), core::dayText(key.days.to));
}

/// Whether the journal's window needs no other look. It counts when it was last read, not what day it is:
/// a month read the day after its end and then left alone for a year still misses its late usage.
bool isUpToDate(const store::WindowRecord &known, const PlannedWindow &planned)
{
    const auto settled = settledAfterDays(known.key.dataSet);
    if (!settled || known.state != WindowState::Complete || !known.completedAt || !known.fetchedTo)
        return false;
    const auto &wanted = planned.record;
    if (known.isHourly != wanted.isHourly || known.showDetails != wanted.showDetails)
        return false;
    const core::Day readOn = core::dayOf(*known.completedAt);
    return *known.fetchedTo >= planned.ask.to && readOn - known.key.days.to >= std::chrono::days(*settled);
}

/// Lets the journal have its say: its spelling of the identifiers, and whether there is anything to do.
PlannedWindow weighed(PlannedWindow planned, const Journal &journal)
{
    const auto *const known = journal.find(planned.record.key);
    planned.record.fetchedTo = planned.ask.to;
    if (!known)
        return planned;
    planned.isKnown = true;
    planned.record.key = known->key;
    planned.record.state = known->state;
    if (planned.action == Action::Fetch && isUpToDate(*known, planned))
        planned.action = Action::UpToDate;
    return planned;
}

/// The first day that is not over yet. Hours arrive up to two hours late: just after midnight yesterday is
/// one of those.
core::Day openDay(const Request &request, core::Instant now)
{
    return core::dayOf(request.isHourly ? now - std::chrono::hours(2) : now);
}

/// Whole months that touch the request, newest first, without those of which no day is over yet.
std::vector<PlannedWindow> months(const PlannedWindow &pattern, const Request &request,
                                  const Journal &journal, core::Instant now)
{
    const core::Day end = openDay(request, now);
    auto ranges = core::monthsOf(requestedDays(request, now));
    std::reverse(ranges.begin(), ranges.end());
    std::vector<PlannedWindow> windows;
    for (const auto &range : ranges) {
        PlannedWindow window = pattern;
        window.record.key.days = range;
        window.ask = {range.from, std::min(range.to, end)};
        if (!window.ask.isEmpty())
            windows.push_back(weighed(std::move(window), journal));
    }
    return windows;
}

/// One window without days, so that the journal says why nothing is there.
PlannedWindow notOffered(PlannedWindow pattern, const QString &reason, const Journal &journal)
{
    pattern.action = Action::NotOffered;
    pattern.reason = reason;
    pattern.record.key.days = {core::Day(), core::Day()};
    pattern.record.isHourly = false;
    pattern.record.showDetails = true;
    return weighed(std::move(pattern), journal);
}

PlannedWindow patternFor(DataSet dataSet, const store::CustomerRecord &customer,
                         const store::SubscriptionRecord &subscription, const Request &request)
{
    PlannedWindow pattern;
    pattern.customerId = QString::fromStdString(customer.id);
    pattern.customerName = QString::fromStdString(customer.name);
    pattern.subscriptionId = QString::fromStdString(subscription.id);
    pattern.subscriptionName = QString::fromStdString(subscription.name);
    pattern.entitlementId = QString::fromStdString(subscription.entitlementId);
    // Some old subscriptions are their own entitlement.
    if (pattern.entitlementId.isEmpty())
        pattern.entitlementId = pattern.subscriptionId;
    pattern.record.key.dataSet = dataSet;
    pattern.record.key.customerId = pattern.customerId;
    pattern.record.key.subscriptionId =
        dataSet == DataSet::Crest ? pattern.entitlementId : pattern.subscriptionId;
    pattern.record.isHourly = request.isHourly;
    pattern.record.showDetails = request.showDetails;
    return pattern;
}

} // namespace

Journal::Journal(const std::vector<store::WindowRecord> &windows)
{
    for (const auto &window : windows)
        m_windows.insert_or_assign(foldedKey(window.key), window);
}

const store::WindowRecord *Journal::find(const store::WindowKey &key) const
{
    const auto found = m_windows.find(foldedKey(key));
    return found == m_windows.end() ? nullptr : &found->second;
}

bool isPerCustomer(DataSet dataSet)
{
    return dataSet == DataSet::Utilization || dataSet == DataSet::Crest;
}

core::DayRange requestedDays(const Request &request, core::Instant now)
{
    const core::Day end = openDay(request, now);
    return {request.from.value_or(core::addMonths(core::firstOfMonth(end), -12)),
            std::min(request.to.value_or(end), end)};
}

std::vector<PlannedWindow> planPartner(DataSet dataSet, const Request &request, const Journal &journal,
                                       core::Instant now)
{
    PlannedWindow pattern;
    pattern.record.key.dataSet = dataSet;
    if (dataSet == DataSet::Analytics)
        return months(pattern, request, journal, now);
    pattern.record.key.days = {core::Day(), core::Day()};
    pattern.ask = {core::Day(), core::dayOf(now)};
    return {weighed(pattern, journal)};
}

std::vector<PlannedWindow> planAbsent(DataSet dataSet, const QString &reason, const Journal &journal)
{
    PlannedWindow pattern;
    pattern.record.key.dataSet = dataSet;
    return {notOffered(std::move(pattern), reason, journal)};
}

std::vector<PlannedWindow> planCustomer(DataSet dataSet, const store::CustomerRecord &customer,
                                        std::span<const store::SubscriptionRecord> subscriptions,
                                        const Request &request, const Journal &journal, core::Instant now)
{
    std::vector<PlannedWindow> windows;
    QSet<QString> seen;
    for (const auto &subscription : subscriptions) {
        PlannedWindow pattern = patternFor(dataSet, customer, subscription, request);
        // One reply may list the same subscription twice, in capitals and not.
        const QString id = pattern.record.key.subscriptionId.toCaseFolded();
        if (seen.contains(id))
            continue;
        seen.insert(id);
        if (subscription.kind == "legacy") {
            for (auto &window : months(pattern, request, journal, now))
                windows.push_back(std::move(window));
        } else if (subscription.kind == "plan") {
            windows.push_back(notOffered(
                std::move(pattern),
                QStringLiteral("Azure plan: use the spend of this period, or usage analytics"), journal));
        }
    }
    return windows;
}

} // namespace spendglass::sync
