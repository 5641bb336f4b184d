// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace spendglass::api {

constexpr auto laterAnalyticsPath = "partner/v1/analytics/usage/azure";

/// Where the interfaces of one account live. Base URL, authority and resource are never derived from each
/// other.
struct Service
{
    QUrl apiUrl;      ///< Partner Center, e.g. https://api.partnercenter.microsoft.com
    QUrl crestUrl;    ///< the older service; invalid when switched off
    QString crestCid; ///< reseller's commerce id; empty when CREST is switched off
    QString locale = QStringLiteral("en-US"); ///< X-Locale
    /// Of the analytics call, below apiUrl: the seed's. Documents from ten days later on have
    /// laterAnalyticsPath.
    QString analyticsPath = QStringLiteral("partner/v1/analytics/azureusage");
};

} // namespace spendglass::api
