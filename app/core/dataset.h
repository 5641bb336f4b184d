// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace spendglass::core {

/// The five interfaces, which are also the five data sets that can be asked.
enum class DataSet { Analytics, Utilization, Spend, Summary, Crest };

inline constexpr std::array allDataSets{DataSet::Analytics, DataSet::Utilization, DataSet::Spend, DataSet::Summary,
                                 DataSet::Crest};

/// The name on the command line and in files: "analytics", "utilization", "spend", "summary", "crest".
QString dataSetName(DataSet dataSet);
std::optional<DataSet> dataSetFromName(QStringView name);

enum class Granularity { None, Hourly, Daily, Weekly, Monthly, Quarterly };

/// "none", "hour", "day", "week", "month", "quarter".
QString granularityName(Granularity granularity);
std::optional<Granularity> granularityFromName(QStringView name);

} // namespace spendglass::core
