// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/loopbackserver.h"
#include "bench/usageworld.h"

namespace spendglass::bench {

/// Customers, subscriptions and utilization records of a made-up partner, in a process of its own. The rows
/// are put together from ready texts while they are asked for. Any other path answers an empty collection.
class UsageServer
{
public:
    explicit UsageServer(const UsageWorld &world);
    QUrl url() const { return m_server.url(); }
    double peakMiB() const { return m_server.peakMiB(); }

private:
    LoopbackServer m_server;
};

} // namespace spendglass::bench
