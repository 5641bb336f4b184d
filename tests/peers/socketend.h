// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace spendglass::test {

/// Ends a connection so that the other side sees a reset and not an orderly end.
inline void resetConnection(QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger now{1, 0};
    setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
#endif
    socket.abort();
}

} // namespace spendglass::test
