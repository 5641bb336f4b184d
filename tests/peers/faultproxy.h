// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <memory>

namespace spendglass::test {

/// What a bad line does to the bytes from server to client.
struct Toxics
{
    int latencyMs = 0;          ///< before each piece
    int pieceSize = 0;          ///< bytes that pass at once; 0: as they come
    int bytesPerSecond = 0;     ///< 0: no bound
    qint64 limit = -1;          ///< so many bytes of a connection pass, then it is cut; -1: all
    bool resetsAtLimit = false; ///< the cut is a reset and not an orderly end
    bool swallows = false;      ///< bytes of the client go nowhere, none come back, no end is told
    int slowCloseMs = 0;        ///< the server's end of a connection is told so much later
    int connections = -1;       ///< the next so many connections have these, later ones none; -1: all
};

/// A line between a client and a server, on a thread of its own: it knows no HTTP.
class FaultProxy
{
public:
    explicit FaultProxy(const QUrl &server);
    ~FaultProxy();
    FaultProxy(const FaultProxy &) = delete;
    FaultProxy &operator=(const FaultProxy &) = delete;

    QUrl url() const;
    void setToxics(const Toxics &toxics); ///< for connections that are made from now on
    /// The connections of this moment go dead: what is sent on them is lost, and nobody is told. New ones are
    /// well. As after a computer slept longer than the routers on the way remember.
    void forgetConnections();
    int connections() const; ///< accepted until now

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::test
