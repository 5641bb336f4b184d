// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace spendglass::net {

/// Scheme, host and port of a URL and nothing else; invalid unless it is http or https with a host and
/// without user information.
QUrl originOf(const QUrl &url);

/// Whether both have the same scheme, host and (also the implied) port.
bool isSameOrigin(const QUrl &one, const QUrl &other);

/// "localhost", or an address that leads to no other computer. The one place to which tokens may go without
/// TLS.
bool isLoopback(const QString &host);

} // namespace spendglass::net
