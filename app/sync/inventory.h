// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/result.h"
#include "core/time.h"

#include <QString>

#include <optional>
#include <vector>

namespace spendglass::store {
class Store;
}

namespace spendglass::sync {

/// Windows of one data set and customer that are in one state for one reason: what is loaded, and what is
/// not.
struct InventoryLine
{
    core::DataSet dataSet = core::DataSet::Analytics;
    QString customerId, customerName; ///< empty for the whole partner
    QString state;  ///< "loaded", "neverAsked", or the name of a window state that is not Complete
    QString reason; ///< why it is not loaded; may be empty
    int windows = 0;
    qint64 rows = 0;                       ///< that are shown
    core::DayRange days;                   ///< from the first to the last of their days; empty without days
    std::optional<core::Instant> loadedAt; ///< when the newest of it arrived
};

/// By data set, customer's name, state. Each data set is there, and each customer of the directory whose
/// subscriptions a data set per customer was never asked for. On the store's thread.
core::Result<std::vector<InventoryLine>> inventoryOf(store::Store &store);

} // namespace spendglass::sync
