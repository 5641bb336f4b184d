// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rereading.h"

#include <algorithm>
#include <array>
#include <limits>

namespace spendglass::core {

namespace {

constexpr int forever = std::numeric_limits<int>::max();

/// Read while the window's end was up to so many days ago: read again after so many days. The youngest age
/// first; past the last row of a data set: never.
struct Rereading
{
    DataSet dataSet;
    int upToDays;
    int afterDays; ///< 0: at every synchronisation
};

/// Analytics shows days of use, and late usage keeps arriving for them. A window of reported time is closed
/// once billing took it: a few days are a margin, a month's weekly look is for corrections. Spend and summary
/// are of the month to date and are never over.
constexpr std::array rereadings{
    Rereading{DataSet::Analytics, 45, 0},  Rereading{DataSet::Analytics, 120, 7},
    Rereading{DataSet::Utilization, 3, 0}, Rereading{DataSet::Utilization, 33, 7},
    Rereading{DataSet::Crest, 3, 0},       Rereading{DataSet::Crest, 33, 7},
    Rereading{DataSet::Spend, forever, 0}, Rereading{DataSet::Summary, forever, 0},
};

} // namespace

bool isRereadDue(DataSet dataSet, Day windowEnd, Day readOn, Day today)
{
    if (readOn > today) // a clock ran ahead
        return true;
    const auto age = (readOn - windowEnd).count();
    const auto row = std::ranges::find_if(rereadings, [dataSet, age](const Rereading &candidate) {
        return candidate.dataSet == dataSet && age < candidate.upToDays;
    });
    return row != rereadings.end() && (today - readOn).count() >= row->afterDays;
}

std::optional<Day> settledOn(DataSet dataSet, Day windowEnd)
{
    const auto often = std::ranges::find_if(rereadings, [dataSet](const Rereading &row) {
        return row.dataSet == dataSet && row.afterDays == 0;
    });
    return often->upToDays == forever ? std::nullopt
                                      : std::optional(windowEnd + std::chrono::days(often->upToDays));
}

} // namespace spendglass::core
