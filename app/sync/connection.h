// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "core/dataset.h"
#include "net/authorizer.h"

#include <QString>
#include <QUrl>

#include <map>

namespace spendglass::auth {
struct Account;
}

namespace spendglass::sync {

/// How a workspace reaches the service. Empty addresses: offline.
struct Connection
{
    QUrl apiUrl, crestUrl;
    QString crestCid;
    bool hasLaterAnalyticsPath = false;          ///< where analytics is: see api::Service
    std::map<core::DataSet, QString> notOffered; ///< by the account's cloud, with the reason for a person
    net::Authorizer authorize; ///< asked from the network thread before each call and after a refused one

    api::Service service() const;
};

/// With CREST only where the account has switched it on.
Connection connectionTo(const auth::Account &account, net::Authorizer authorize);

} // namespace spendglass::sync
