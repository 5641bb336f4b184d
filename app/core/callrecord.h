// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>

#include <chrono>

namespace spendglass::core {

/// What is remembered of one call to a service, for support and for "Show request". Status and request id are
/// those of the last attempt. Holds no query string and no secret.
struct CallRecord
{
    QString verb;
    QString path;
    int status = 0; ///< 0: no answer
    QString requestId, correlationId;
    Instant sentAt{};                  ///< the first attempt
    std::chrono::milliseconds took{0}; ///< from the first attempt to the end, pauses included
    int attempts = 0;                  ///< 0: never sent
    qint64 bytes = 0;                  ///< of the answer's body, decompressed
    friend bool operator==(const CallRecord &, const CallRecord &) = default;
};

} // namespace spendglass::core
