// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"
#include "sync/plan.h"

#include <QHash>
#include <QSet>

#include <map>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// How many pages windows have had, by data set: what one that was never fetched is taken to have.
class PageMeans
{
public:
    void add(core::DataSet dataSet, qint64 pages);
    std::optional<qint64> of(core::DataSet dataSet) const; ///< rounded up; nothing before there is one

private:
    struct Seen
    {
        qint64 windows = 0, pages = 0;
    };
    std::map<core::DataSet, Seen> m_seen;
};

/// The calls that a window will take, at least one; nothing when nobody can tell yet.
std::optional<qint64> callsFor(const PlannedWindow &window, const PageMeans &means);

/// What the store says of one customer before a run.
struct CustomerOutlook
{
    std::optional<core::Instant> fetchedAt; ///< last; nothing: never
    std::optional<qint64> calls;            ///< its list included; nothing: its windows are not known
};

/// What a run would ask for, as far as the store can tell before it starts.
struct Forecast
{
    Estimate whole;
    PageMeans means;
    QHash<QString, CustomerOutlook> customers; ///< by id without regard to case
};

/// From the journal and the directory as last seen.
Forecast forecastOf(const Course &course, const std::vector<store::CustomerRecord> &customers,
                    const std::vector<store::SubscriptionRecord> &subscriptions);

/// The same, with the journal read into the course. On the store's thread.
core::Result<Forecast> readForecast(store::Store &store, Course &course);

/// Ids, without regard to case, of the customers that the request is about; nothing: all.
std::optional<QSet<QString>> customersOf(const Course &course);

} // namespace spendglass::sync
