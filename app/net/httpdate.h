// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace spendglass::net {

/// IMF-fixdate, RFC 850 and asctime (RFC 9110 section 5.6.7). Qt reads none of them reliably.
std::optional<core::Instant> parseHttpDate(QByteArrayView text);

/// Retry-After in seconds or as a date; a date is taken against the answer's own Date, else against now.
/// Negative waits count as none, junk as no header.
std::optional<std::chrono::milliseconds> parseRetryAfter(QByteArrayView value, QByteArrayView date,
                                                         core::Instant now);

} // namespace spendglass::net
