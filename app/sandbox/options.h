// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace spendglass::sandbox {

/// The size and kind of the sample world. The same options give the same world, digit for digit.
struct Options
{
    quint16 port = 0; ///< 0: any free one
    quint64 seed = 1;
    int customers = 60;
    int days = 120;                 ///< of usage, ending with the day before today
    int rowsPerDay = 1200;          ///< analytics rows per day over all customers, about
    std::optional<core::Day> today; ///< default: the machine's UTC date
    QString faultFile;              ///< JSON, see faults.h
    int tokenSeconds = 3600;
    // Variants where the documents leave something open.
    enum class Envelope
    {
        Value,
        LowerValue,
        Items,
        BareArray
    } envelope = Envelope::Value;
    /// Where analytics is: as the pre-release document says, as later ones say, or at both; else 404.
    enum class AnalyticsPath
    {
        Seed,
        Later,
        Both
    } analyticsPath = AnalyticsPath::Seed;
    bool hasNextLink = true; ///< @nextLink relative, else absent
    bool hasByteOrderMark = true;
    bool honoursDates = true; ///< analytics startDate and endDate; false: the later contract, ignored
    // Signing in, see signin.h
    QString tenant;         ///< the partner's; empty: one made of the seed
    QString signsInAs;      ///< a person's key or "refuse": nobody is asked; empty: the sign-in page asks
    int deviceInterval = 5; ///< seconds between two questions about a device code
    bool needsCrestToken = false; ///< CREST takes SA_Tokens only
    bool acceptsAnyToken = false; ///< for tokens of another sign-in service
};

/// Where a running sample Partner Center is and how to get in.
struct Address
{
    QUrl apiUrl, loginUrl, crestUrl;
    QString resource, tenant, clientId, crestCid;
    QByteArray token; ///< accepted by all interfaces until it expires
};

} // namespace spendglass::sandbox
