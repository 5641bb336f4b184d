// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "sandbox/message.h"
#include "sandbox/money.h"
#include "sandbox/usagewindow.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spendglass::sandbox {

/// One row of a data set before it becomes JSON. Only the members of its data set are set.
struct TruthRow
{
    const World *world = nullptr;
    core::DataSet dataSet = core::DataSet::Analytics;
    UsageRow usage;               ///< analytics, utilization, crest
    const Spend *spend = nullptr; ///< spend
    const Money *money = nullptr; ///< summary

    /// The value of a field of the command line contract, texts as sent, days as YYYY-MM-DD, instants in UTC.
    /// Also "tag:KEY", "info:KEY", usageMonth (first day). Empty for what the row does not have.
    std::string text(std::string_view field) const;
    /// "quantity", "totalCost", "usdTotalCost", "budgetAmount", "percentUsed", "customersOverBudget",
    /// "customersTrendingOver", "customersWithUsageBasedSubscription"; zero for others.
    core::Decimal number(std::string_view measure) const;
};

/// What to add up. Empty: everything that can be served.
struct Selection
{
    std::optional<core::DayRange> used;     ///< days of use
    std::optional<core::DayRange> reported; ///< days of report; utilization and crest
    bool isHourly = false;
    bool showDetails = true;
    std::function<bool(const TruthRow &)> passes; ///< on top of these
};

/// The exact answers, computed from the world without HTTP: what an honest client that has read every page
/// must arrive at. Utilization and crest hold what legacy subscriptions used and was reported before today.
class Truth
{
public:
    Truth(const World &world, const Money &money)
        : m_world(world)
        , m_money(money)
    {}

    using Key = std::vector<std::string>;
    using Sums = std::map<Key, core::Decimal>;
    /// Sums of a measure by the values of the fields, in their order. No fields: one sum with an empty key.
    Sums sums(core::DataSet dataSet, const std::vector<std::string> &fields,
              std::string_view measure = "quantity", const Selection &selection = {}) const;
    qint64 rows(core::DataSet dataSet, const Selection &selection = {}) const;
    void forEach(core::DataSet dataSet, const Selection &selection,
                 const std::function<void(const TruthRow &)> &take) const;

private:
    void forEachAnalytics(const Selection &selection, const std::function<void(TruthRow &)> &take) const;
    void forEachUtilization(core::DataSet dataSet, const Selection &selection,
                            const std::function<void(TruthRow &)> &take) const;
    const World &m_world;
    const Money &m_money;
};

/// GET /sandbox/truth?dataSet=…&fields=a,b&measure=…&from=…&to=… (days of use, to exclusive):
/// {"sums": [{"key": […], "sum": "…"}], "rows": n}
Reply truthReply(const Truth &truth, const Request &request);

} // namespace spendglass::sandbox
