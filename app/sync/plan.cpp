// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/plan.h"

#include "core/rereading.h"

#include <QSet>

#include <algorithm>

namespace spendglass::sync {

namespace {

using core::DataSet;
using store::WindowState;
using Action = PlannedWindow::Action;

QString foldedKey(const store::WindowKey &key)
{
    const QChar separator = u'|';
    return QString::number(int(key.dataSet)) + separator + key.customerId.toCaseFolded() + separator +
           key.subscriptionId.toCaseFolded() + separator +
           QString::number(key.days.from.time_since_epoch().count()) + separator +
           QString::number(key.days.to.time_since_epoch().count());
}

/// Whether the journal's window needs no other look.
bool isUpToDate(const store::WindowRecord &known, const PlannedWindow &planned, const Course &course)
{
    if (known.state != WindowState::Complete || !known.completedAt || !known.fetchedTo)
        return false;
    const auto &wanted = planned.record;
    const core::Day readOn = core::dayOf(*known.completedAt);
    // A window without days was asked for up to the day of asking.
    const core::Day readTo = known.key.days.isEmpty() ? readOn : *known.fetchedTo;
    if (known.isHourly != wanted.isHourly || known.showDetails != wanted.showDetails ||
        readTo < planned.ask.to)
        return false;
    if (course.continues && *known.completedAt >= *course.continues)
        return true;
    return !core::isRereadDue(known.key.dataSet, known.key.days.to, readOn, core::dayOf(course.now));
}

/// Lets the journal have its say: its spelling of the identifiers, and whether there is anything to do.
PlannedWindow weighed(PlannedWindow planned, const Course &course)
{
    const auto *const known = course.journal.find(planned.record.key);
    planned.record.fetchedTo = planned.ask.to;
    if (!known)
        return planned;
    planned.isKnown = true;
    planned.record.key = known->key;
    planned.record.state = known->state;
    if (known->pages > 0)
        planned.pages = known->pages;
    if (planned.action == Action::Fetch && isUpToDate(*known, planned, course))
        planned.action = Action::UpToDate;
    return planned;
}

bool isListFailing(DataSet dataSet, const QString &customerId, const Journal &journal)
{
    const auto *const entry = journal.find({dataSet, customerId, {}, {core::Day(), core::Day()}});
    return entry && isFailing(entry->state);
}

/// A repetition of what failed takes up no other window; of those that are not known yet the ones whose
/// list could not be read.
bool isAskedFor(const PlannedWindow &planned, const Course &course)
{
    if (!course.request.isRetry)
        return true;
    if (planned.isKnown)
        return isFailing(planned.record.state);
    const auto &key = planned.record.key;
    return isListFailing(key.dataSet, key.customerId, course.journal) ||
           isListFailing(key.dataSet, {}, course.journal);
}

void take(std::vector<PlannedWindow> &windows, PlannedWindow window, const Course &course)
{
    PlannedWindow done = weighed(std::move(window), course);
    if (isAskedFor(done, course))
        windows.push_back(std::move(done));
}

/// The first day that is not over yet. Hours arrive up to two hours late: just after midnight yesterday is
/// one of those.
core::Day openDay(const Request &request, core::Instant now)
{
    return core::dayOf(request.isHourly ? now - std::chrono::hours(2) : now);
}

/// Whole months that touch the request, newest first, without those of which no day is over yet.
void takeMonths(std::vector<PlannedWindow> &windows, const PlannedWindow &pattern, const Course &course)
{
    const core::Day end = openDay(course.request, course.now);
    auto ranges = core::monthsOf(requestedDays(course.request, course.now));
    std::reverse(ranges.begin(), ranges.end());
    for (const auto &range : ranges) {
        PlannedWindow window = pattern;
        window.record.key.days = range;
        window.ask = {range.from, std::min(range.to, end)};
        if (!window.ask.isEmpty())
            take(windows, std::move(window), course);
    }
}

/// One window without days, so that the journal says why nothing is there.
void takeNotOffered(std::vector<PlannedWindow> &windows, PlannedWindow pattern, const QString &reason,
                    const Course &course)
{
    pattern.action = Action::NotOffered;
    pattern.reason = pattern.record.reason = reason;
    pattern.record.state = WindowState::NotOffered; // unless the journal knows it as something else
    pattern.record.key.days = {core::Day(), core::Day()};
    pattern.record.isHourly = false;
    pattern.record.showDetails = true;
    take(windows, std::move(pattern), course);
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

Journal::Journal(std::vector<store::WindowRecord> windows)
    : m_windows(std::move(windows))
{
    m_places.reserve(m_windows.size());
    for (std::size_t place = 0; place < m_windows.size(); ++place)
        m_places.insert_or_assign(foldedKey(m_windows[place].key), place);
}

const store::WindowRecord *Journal::find(const store::WindowKey &key) const
{
    const auto found = m_places.find(foldedKey(key));
    return found == m_places.end() ? nullptr : &m_windows[found->second];
}

bool isFailing(WindowState state)
{
    return state == WindowState::Failed || state == WindowState::Refused || state == WindowState::NotReady ||
           state == WindowState::Stale;
}

bool Course::wants(DataSet dataSet) const
{
    const auto &wanted = request.dataSets;
    if (wanted.empty())
        return dataSet != DataSet::Crest || hasCrest;
    return std::find(wanted.begin(), wanted.end(), dataSet) != wanted.end();
}

std::vector<DataSet> Course::partnerSets() const
{
    std::vector<DataSet> sets;
    for (const auto dataSet : core::allDataSets) {
        if (wants(dataSet) && (notOffered.count(dataSet) > 0 || !isPerCustomer(dataSet)))
            sets.push_back(dataSet);
    }
    return sets;
}

std::vector<DataSet> Course::customerSets() const
{
    std::vector<DataSet> sets;
    for (const auto dataSet : core::allDataSets) {
        const bool isOn = notOffered.count(dataSet) == 0 && (dataSet != DataSet::Crest || hasCrest);
        if (isPerCustomer(dataSet) && wants(dataSet) && isOn)
            sets.push_back(dataSet);
    }
    return sets;
}

bool isPerCustomer(DataSet dataSet)
{
    return dataSet == DataSet::Utilization || dataSet == DataSet::Crest;
}

core::DayRange requestedDays(const Request &request, core::Instant now)
{
    const core::Day end = openDay(request, now);
    const core::Day usual = core::addMonths(core::firstOfMonth(end), -12);
    return {request.from.value_or(std::max(usual, request.keptFrom.value_or(usual))),
            std::min(request.to.value_or(end), end)};
}

std::vector<PlannedWindow> planPartner(DataSet dataSet, const Course &course)
{
    std::vector<PlannedWindow> windows;
    PlannedWindow pattern;
    pattern.record.key.dataSet = dataSet;
    if (const auto absent = course.notOffered.find(dataSet); absent != course.notOffered.end()) {
        takeNotOffered(windows, std::move(pattern), absent->second, course);
    } else if (dataSet == DataSet::Analytics) {
        takeMonths(windows, pattern, course);
    } else {
        pattern.record.key.days = {core::Day(), core::Day()};
        pattern.ask = {core::Day(), core::dayOf(course.now)};
        take(windows, std::move(pattern), course);
    }
    return windows;
}

std::vector<PlannedWindow> planCustomer(DataSet dataSet, const store::CustomerRecord &customer,
                                        std::span<const store::SubscriptionRecord> subscriptions,
                                        const Course &course)
{
    std::vector<PlannedWindow> windows;
    QSet<QString> seen;
    for (const auto &subscription : subscriptions) {
        PlannedWindow pattern = patternFor(dataSet, customer, subscription, course.request);
        // One reply may list the same subscription twice, in capitals and not.
        const QString id = pattern.record.key.subscriptionId.toCaseFolded();
        if (seen.contains(id))
            continue;
        seen.insert(id);
        if (subscription.kind == "legacy")
            takeMonths(windows, pattern, course);
        else if (subscription.kind == "plan")
            takeNotOffered(windows, std::move(pattern),
                           QStringLiteral("Azure plan: use the spend of this period, or usage analytics"),
                           course);
    }
    return windows;
}

} // namespace spendglass::sync
