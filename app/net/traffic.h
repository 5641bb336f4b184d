// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"
#include "net/gate.h"

#include <QList>

namespace spendglass::net {

/// What all calls of one account share. It outlives the Client as long as a call is pending.
struct Traffic
{
    Traffic(ClientParts givenParts, QList<QUrl> givenOrigins)
        : parts(std::move(givenParts))
        , origins(std::move(givenOrigins))
        , gate(parts.clock, parts.inFlight, parts.inFlightPerScope)
        , retryBudget(parts.retryBudget)
    {}

    ClientParts parts;
    QList<QUrl> origins;
    Gate gate;
    int retryBudget;
    qint64 sent = 0;
    qint64 received = 0;
};

} // namespace spendglass::net
