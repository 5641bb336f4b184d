// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/connection.h"

#include "auth/account.h"

namespace spendglass::sync {

api::Service Connection::service() const
{
    api::Service service;
    service.apiUrl = apiUrl;
    service.crestUrl = crestUrl;
    service.crestCid = crestCid;
    if (hasLaterAnalyticsPath)
        service.analyticsPath = QLatin1String(api::laterAnalyticsPath);
    return service;
}

Connection connectionTo(const auth::Account &account, net::Authorizer authorize)
{
    Connection connection;
    connection.apiUrl = account.addresses.apiUrl;
    if (!account.crestCid.isEmpty())
        connection.crestUrl = account.addresses.crestUrl;
    connection.crestCid = account.crestCid;
    connection.hasLaterAnalyticsPath = account.analyticsPath == auth::AnalyticsPath::Later;
    connection.notOffered = auth::notOffered(account.cloud);
    connection.authorize = std::move(authorize);
    return connection;
}

} // namespace spendglass::sync
