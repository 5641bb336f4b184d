// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/forecast.h"

#include <algorithm>

namespace spendglass::sync {

namespace {

using core::DataSet;
using store::WindowState;
using Action = PlannedWindow::Action;

constexpr qint64 customersPerPage = 500;

QString folded(const std::string &id)
{
    return QString::fromStdString(id).toCaseFolded();
}

/// When each customer was fetched last. One that has nothing to fetch, and is known to, can wait longest.
void readHistory(const Journal &journal, Forecast &forecast)
{
    QSet<QString> open;
    for (const auto &window : journal.windows()) {
        if (window.state == WindowState::Complete)
            forecast.means.add(window.key.dataSet, window.pages);
        if (window.key.customerId.isEmpty())
            continue;
        const QString id = window.key.customerId.toCaseFolded();
        auto &fetchedAt = forecast.customers[id].fetchedAt;
        if (window.completedAt)
            fetchedAt = std::max(fetchedAt.value_or(*window.completedAt), *window.completedAt);
        else if (window.state != WindowState::NotOffered)
            open.insert(id);
    }
    for (auto customer = forecast.customers.begin(); customer != forecast.customers.end(); ++customer) {
        if (!customer->fetchedAt && !open.contains(customer.key()))
            customer->fetchedAt = core::Instant::max();
    }
}

/// The calls for the windows; those that nobody can tell count once.
qint64 add(const std::vector<PlannedWindow> &windows, Forecast &forecast)
{
    qint64 sum = 0;
    for (const auto &window : windows) {
        if (window.action != Action::Fetch)
            continue;
        const auto calls = callsFor(window, forecast.means);
        forecast.whole.isWhole = forecast.whole.isWhole && calls;
        ++forecast.whole.windows;
        sum += calls.value_or(1);
    }
    return sum;
}

/// The entry of the journal that stands for windows which are not entered yet.
const store::WindowRecord *listEntry(DataSet dataSet, const Journal &journal)
{
    return journal.find({dataSet, {}, {}, {core::Day(), core::Day()}});
}

/// A repetition reaches back as far as what failed does.
void takeUpFailing(Course &course)
{
    if (!course.request.isRetry || course.request.from)
        return;
    core::Day from = requestedDays(course.request, course.now).from;
    for (const auto &window : course.journal.windows()) {
        if (isFailing(window.state) && !window.key.days.isEmpty())
            from = std::min(from, window.key.days.from);
    }
    course.request.from = from;
}

bool isListed(const Course &course)
{
    return std::ranges::all_of(course.customerSets(), [&course](DataSet dataSet) {
        const auto *const entry = listEntry(dataSet, course.journal);
        return entry && entry->state == WindowState::Complete;
    });
}

} // namespace

void PageMeans::add(DataSet dataSet, qint64 pages)
{
    Seen &seen = m_seen[dataSet];
    ++seen.windows;
    seen.pages += pages;
}

std::optional<qint64> PageMeans::of(DataSet dataSet) const
{
    const auto found = m_seen.find(dataSet);
    if (found == m_seen.end())
        return std::nullopt;
    const auto &[windows, pages] = found->second;
    return std::max<qint64>(1, (pages + windows - 1) / windows);
}

std::optional<qint64> callsFor(const PlannedWindow &window, const PageMeans &means)
{
    return window.pages ? std::max<qint64>(1, *window.pages) : means.of(window.record.key.dataSet);
}

std::optional<QSet<QString>> customersOf(const Course &course)
{
    std::optional<QSet<QString>> wanted;
    if (!course.request.customerIds.isEmpty()) {
        wanted.emplace();
        for (const QString &id : course.request.customerIds)
            wanted->insert(id.toCaseFolded());
    }
    const auto sets = course.customerSets();
    const bool isListFailing = std::ranges::any_of(sets, [&course](DataSet dataSet) {
        const auto *const entry = listEntry(dataSet, course.journal);
        return entry && isFailing(entry->state);
    });
    if (!course.request.isRetry || isListFailing)
        return wanted;
    QSet<QString> failing;
    for (const auto &window : course.journal.windows()) {
        if (isFailing(window.state) && std::ranges::count(sets, window.key.dataSet) > 0)
            failing.insert(window.key.customerId.toCaseFolded());
    }
    return wanted ? wanted->intersect(failing) : failing;
}

Forecast forecastOf(const Course &course, const std::vector<store::CustomerRecord> &customers,
                    const std::vector<store::SubscriptionRecord> &subscriptions)
{
    Forecast forecast;
    readHistory(course.journal, forecast);
    Estimate &whole = forecast.whole;
    whole.continues = course.continues;
    for (const auto dataSet : course.partnerSets())
        whole.calls += add(planPartner(dataSet, course), forecast);
    const auto sets = course.customerSets();
    const auto wanted = customersOf(course);
    if (sets.empty() || (wanted && wanted->isEmpty()))
        return forecast;
    QHash<QString, std::vector<store::SubscriptionRecord>> byCustomer;
    for (const auto &subscription : subscriptions)
        byCustomer[folded(subscription.customerId)].push_back(subscription);
    for (const auto &customer : customers) {
        const QString id = folded(customer.id);
        if (wanted && !wanted->contains(id))
            continue;
        ++whole.customers;
        ++whole.calls; // its list
        const auto known = byCustomer.constFind(id);
        if (known == byCustomer.constEnd()) {
            // Never listed, or nothing to list: the entry for all knows.
            whole.isWhole = whole.isWhole && !wanted;
            continue;
        }
        qint64 calls = 0;
        bool hasWindows = false;
        for (const auto dataSet : sets) {
            const auto windows = planCustomer(dataSet, customer, *known, course);
            hasWindows = hasWindows || !windows.empty();
            calls += add(windows, forecast);
        }
        CustomerOutlook &outlook = forecast.customers[id];
        outlook.calls = calls + 1;
        if (!hasWindows)
            outlook.fetchedAt = core::Instant::max();
        whole.calls += calls;
    }
    const auto pages = (qint64(customers.size()) + customersPerPage - 1) / customersPerPage;
    whole.calls += std::max<qint64>(1, pages);
    whole.isWhole = whole.isWhole && !customers.empty() && (wanted || isListed(course));
    return forecast;
}

core::Result<Forecast> readForecast(store::Store &store, Course &course)
{
    auto windows = store.windows();
    if (!windows)
        return core::fail(windows.error());
    course.journal = Journal(std::move(*windows));
    takeUpFailing(course);
    const auto customers = store.customers();
    if (!customers)
        return core::fail(customers.error());
    const auto subscriptions = store.subscriptions();
    if (!subscriptions)
        return core::fail(subscriptions.error());
    return forecastOf(course, *customers, *subscriptions);
}

} // namespace spendglass::sync
