// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"

#include <QString>
#include <QUrl>

#include <map>
#include <optional>

namespace spendglass::auth {

/// A national cloud or a service of one's own.
enum class Cloud
{
    Global,
    UsGov,
    China,
    Germany,
    Custom
};

QString cloudName(Cloud cloud); ///< "global", "usgov", "china", "germany", "custom"
std::optional<Cloud> cloudFromName(QStringView name);

/// Addresses of a cloud, one row of a table. Source: wire reference, Clouds.
struct CloudAddresses
{
    QUrl apiUrl, loginUrl, crestUrl;
    QString resource;
    friend bool operator==(const CloudAddresses &, const CloudAddresses &) = default;
};
CloudAddresses cloudAddresses(Cloud cloud); ///< all empty for Custom

/// What a person should know before choosing that cloud, English, one line; empty for most.
QString cloudNote(Cloud cloud);

/// The groups of calls that a cloud has or has not as a whole.
enum class Interface
{
    Analytics,
    Utilization,
    Spend,
    Summary,
    Crest,
    Directory,
    RateCard
};
inline constexpr Interface allInterfaces[] = {
    Interface::Analytics, Interface::Utilization, Interface::Spend,   Interface::Summary,
    Interface::Crest,     Interface::Directory,   Interface::RateCard};

QString interfaceName(Interface wanted); ///< "analytics", …, as on the command line; "rate-card"
Interface interfaceOf(core::DataSet dataSet);

/// Why a cloud does not have that, English, for a person; nothing when its documents list it there.
std::optional<QString> whyNotOffered(Cloud cloud, Interface wanted);
/// The same for all data sets that a cloud has not.
std::map<core::DataSet, QString> notOffered(Cloud cloud);

} // namespace spendglass::auth
