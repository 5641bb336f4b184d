// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset.h"

namespace spendglass::core {

QString dataSetName(DataSet dataSet)
{
    switch (dataSet) {
    case DataSet::Analytics: return QStringLiteral("analytics");
    case DataSet::Utilization: return QStringLiteral("utilization");
    case DataSet::Spend: return QStringLiteral("spend");
    case DataSet::Summary: return QStringLiteral("summary");
    case DataSet::Crest: return QStringLiteral("crest");
    }
    return {};
}

std::optional<DataSet> dataSetFromName(QStringView name)
{
    for (const auto dataSet : allDataSets) {
        if (dataSetName(dataSet) == name)
            return dataSet;
    }
    return std::nullopt;
}

QString granularityName(Granularity granularity)
{
    switch (granularity) {
    case Granularity::None: return QStringLiteral("none");
    case Granularity::Hourly: return QStringLiteral("hour");
    case Granularity::Daily: return QStringLiteral("day");
    case Granularity::Weekly: return QStringLiteral("week");
    case Granularity::Monthly: return QStringLiteral("month");
    case Granularity::Quarterly: return QStringLiteral("quarter");
    }
    return {};
}

std::optional<Granularity> granularityFromName(QStringView name)
{
    for (const auto granularity : {Granularity::None, Granularity::Hourly, Granularity::Daily, Granularity::Weekly,
                                   Granularity::Monthly, Granularity::Quarterly}) {
        if (granularityName(granularity) == name)
            return granularity;
    }
    return std::nullopt;
}

} // namespace spendglass::core
