// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <optional>

namespace spendglass::auth {

/// The head of a request to our own listener.
struct LoopbackRequest
{
    QByteArray verb;
    QByteArray path;
    QByteArray query; ///< as written
    QByteArray host;  ///< in lower case
};

/// How long a head may be; codes of Entra have some 2 KB.
inline constexpr qsizetype longestHead = 16 * 1024;

/// Reads what has come so far. Nothing: not all of it is there. Malformed: it never becomes a request of
/// HTTP/1 with one Host.
core::Result<std::optional<LoopbackRequest>> loopbackRequestIn(QByteArrayView bytes);

} // namespace spendglass::auth
