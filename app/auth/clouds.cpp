// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/clouds.h"

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

/// Why there is no such interface; null where there is.
using Reasons = std::array<const char *, std::size(allInterfaces)>;

/// One row per cloud.
struct CloudRow
{
    Cloud cloud;
    const char *name, *api, *login, *crest, *resource, *note;
    Reasons reasons; ///< in the order of allInterfaces
};

constexpr const char *globalApi = "https://api.partnercenter.microsoft.com";
constexpr const char *chinaApi = "https://partner.partnercenterapi.microsoftonline.cn";
constexpr const char *noCrest = "the older service (CREST) is known in the global cloud only";
constexpr const char *noCostInChina =
    "this call is documented for other clouds only; the 21Vianet cloud has usage analytics and the directory";
constexpr const char *noSummaryInGermany =
    "the partner's summary is documented for the global and the US Government cloud only";
constexpr const char *germanyIsClosed =
    "the German cloud is closed: its addresses are kept for old data, the service may not answer";

constexpr std::array cloudRows{
    CloudRow{Cloud::Global,
             "global",
             globalApi,
             "https://login.microsoftonline.com",
             "https://api.cp.microsoft.com",
             globalApi,
             "",
             {}},
    CloudRow{Cloud::UsGov,
             "usgov",
             globalApi,
             "https://login.microsoftonline.us",
             "",
             globalApi,
             "",
             {nullptr, nullptr, nullptr, nullptr, noCrest, nullptr, nullptr}},
    CloudRow{Cloud::China,
             "china",
             chinaApi,
             "https://login.partner.microsoftonline.cn",
             "",
             chinaApi,
             "",
             {nullptr, noCostInChina, noCostInChina, noCostInChina, noCrest, nullptr, noCostInChina}},
    CloudRow{Cloud::Germany,
             "germany",
             globalApi,
             "https://login.microsoftonline.de",
             "",
             globalApi,
             germanyIsClosed,
             {nullptr, nullptr, nullptr, noSummaryInGermany, noCrest, nullptr, nullptr}},
    // A service of one's own is asked, not judged.
    CloudRow{Cloud::Custom, "custom", "", "", "", "", "", {}},
};

constexpr std::array interfaceNames{"analytics", "utilization", "spend",    "summary",
                                    "crest",     "directory",   "rate-card"};

const CloudRow &rowOf(Cloud cloud)
{
    return *std::find_if(cloudRows.begin(), cloudRows.end(),
                         [cloud](const CloudRow &candidate) { return candidate.cloud == cloud; });
}

std::size_t placeOf(Interface wanted)
{
    return static_cast<std::size_t>(std::find(std::begin(allInterfaces), std::end(allInterfaces), wanted) -
                                    std::begin(allInterfaces));
}

} // namespace

QString cloudName(Cloud cloud)
{
    return QString::fromLatin1(rowOf(cloud).name);
}

std::optional<Cloud> cloudFromName(QStringView name)
{
    const auto row = std::find_if(cloudRows.begin(), cloudRows.end(), [name](const CloudRow &candidate) {
        return name == QLatin1String(candidate.name);
    });
    return row == cloudRows.end() ? std::nullopt : std::optional(row->cloud);
}

CloudAddresses cloudAddresses(Cloud cloud)
{
    const CloudRow &row = rowOf(cloud);
    const auto url = [](const char *text) { return QUrl(QString::fromLatin1(text)); };
    return {url(row.api), url(row.login), url(row.crest), QString::fromLatin1(row.resource)};
}

QString cloudNote(Cloud cloud)
{
    return QString::fromLatin1(rowOf(cloud).note);
}

QString interfaceName(Interface wanted)
{
    return QString::fromLatin1(interfaceNames[placeOf(wanted)]);
}

Interface interfaceOf(core::DataSet dataSet)
{
    switch (dataSet) {
    case core::DataSet::Analytics:
        return Interface::Analytics;
    case core::DataSet::Utilization:
        return Interface::Utilization;
    case core::DataSet::Spend:
        return Interface::Spend;
    case core::DataSet::Summary:
        return Interface::Summary;
    case core::DataSet::Crest:
        return Interface::Crest;
    }
    return Interface::Analytics;
}

std::optional<QString> whyNotOffered(Cloud cloud, Interface wanted)
{
    const char *const reason = rowOf(cloud).reasons[placeOf(wanted)];
    return reason ? std::optional(QString::fromLatin1(reason)) : std::nullopt;
}

std::map<core::DataSet, QString> notOffered(Cloud cloud)
{
    std::map<core::DataSet, QString> reasons;
    for (const core::DataSet dataSet : core::allDataSets)
        if (const auto reason = whyNotOffered(cloud, interfaceOf(dataSet)))
            reasons.emplace(dataSet, *reason);
    return reasons;
}

} // namespace spendglass::auth
