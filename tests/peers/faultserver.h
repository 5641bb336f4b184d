// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "peers/wirefault.h"

#include <QHostAddress>
#include <QUrl>

#include <memory>
#include <vector>

namespace spendglass::test {

/// When a fault strikes. Requests that match are counted from 1 since setFaults().
struct Strike
{
    WireFault fault = WireFault::Close;
    QByteArray target = {}; ///< part of path and query; empty: every request matches
    int first = 1;          ///< the first matching request that is hit
    int times = 1;          ///< so many of them in a row; -1: all from there on
    QByteArray location = {};
};

/// A request as it came in, for questions about what was sent where.
struct Heard
{
    QByteArray verb, target;
    QByteArray head; ///< request line and headers
    QByteArray body;

    bool hasToken() const;                        ///< an Authorization header
    QByteArray header(QByteArrayView name) const; ///< empty when absent
};

/// A server of raw bytes on loopback, on a thread of its own: it passes requests on to an upstream server and
/// its answer back, unchanged but where a fault strikes. Without upstream everybody is answered the same
/// page. Serves as an HTTP proxy too: then the upstream is asked whatever host the request names.
class FaultServer
{
public:
    explicit FaultServer(QUrl upstream = {}, const QHostAddress &address = QHostAddress::LocalHost,
                         quint16 port = 0);
    ~FaultServer();
    FaultServer(const FaultServer &) = delete;
    FaultServer &operator=(const FaultServer &) = delete;

    QUrl url() const;
    void setAnswer(const WholeAnswer &answer);   ///< without upstream
    void setFaults(std::vector<Strike> strikes); ///< in place of those before; counts start anew
    std::vector<Heard> heard() const;            ///< whole requests, the earliest first
    int requests() const;
    int connections() const; ///< accepted, with or without a request
    void forget();           ///< what was heard and counted

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::test
