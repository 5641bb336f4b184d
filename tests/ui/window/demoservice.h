// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"
#include "sandbox/host.h"
#include "support/manualclock.h"
#include "sync/workspace.h"

#include <atomic>
#include <memory>

namespace spendglass::test {

/// The sample service as a window's tests have it, of the day of ManualClock; null when it does not start.
inline std::shared_ptr<sandbox::Host> demoService()
{
    sandbox::Options options;
    options.customers = 8;
    options.days = 40;
    options.rowsPerDay = 60;
    options.today = core::dayOf(ManualClock::start); // never the day on which the test runs
    auto host = sandbox::Host::start(options);
    return host ? std::shared_ptr<sandbox::Host>(std::move(*host)) : nullptr;
}

/// A workspace on it that needs no sign-in, as long as nobody is locked out.
inline std::unique_ptr<sync::Workspace> demoWorkspace(
    const std::shared_ptr<sandbox::Host> &host, const QString &storePath,
    const std::shared_ptr<std::atomic<bool>> &isLockedOut = std::make_shared<std::atomic<bool>>(false))
{
    sync::Connection connection;
    connection.apiUrl = host->address().apiUrl;
    connection.crestUrl = host->address().crestUrl;
    connection.crestCid = host->address().crestCid;
    connection.authorize = net::authorizerOf([=](const QUrl &) -> core::Result<QByteArray> {
        if (*isLockedOut)
            return core::fail(core::ErrorKind::Forbidden, QStringLiteral("locked out"));
        return host->freshToken();
    });
    return std::make_unique<sync::Workspace>(storePath, connection, std::make_shared<ManualClock>(1));
}

} // namespace spendglass::test
