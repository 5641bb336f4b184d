// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "net/authorizer.h"
#include "net/request.h"
#include "net/retry.h"
#include "net/transport.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>
#include <map>
#include <memory>

namespace spendglass::net {

/// What a client works with; tests replace each part.
struct ClientParts
{
    std::shared_ptr<Transport> transport;
    std::shared_ptr<const core::Clock> clock;
    Authorizer authorize;
    Random random;
    int inFlight = 4;         ///< per account
    int inFlightPerScope = 1; ///< per customer
    int retryBudget = 500;    ///< what all repeats of the client may cost together, by the retry table
};

/// One pending call: everything between a Job and the Transport. It waits for its turn, adds token and
/// identifiers, refuses to leave the configured origins, has a refused token renewed once, repeats by the
/// retry table, and ends once, but for refuse().
class Call : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void cancel() = 0;
    /// To be called from a slot of finished: the Response is not what its document promises. It is asked for
    /// again if the retry table allows, and finished comes a second time; with the error at the latest.
    virtual void refuse(core::Error error) = 0;
    /// The call as far as it has come.
    virtual const core::CallRecord &record() const = 0;
Q_SIGNALS:
    /// Only 200 is a Response here; every other status is an Error.
    void finished(const spendglass::core::Result<spendglass::net::Response> &result);
    /// The service asked to wait, or a repeat is due: for the activity list.
    void waiting(const spendglass::core::Error &reason, std::chrono::milliseconds pause);
};

/// Sends calls of one account with its pacing, retry budget and origins.
class Client : public QObject
{
    Q_OBJECT
public:
    /// origins: scheme, host and port of API and CREST; a request to any other is refused before it is sent.
    Client(ClientParts parts, QList<QUrl> origins, QObject *parent = nullptr);
    ~Client() override;

    /// correlationId: one for all pages of a query. The call starts from the event loop, not in here.
    Call *call(const Request &request, const QString &correlationId, QObject *parent);

    /// Sends nothing more until it is let go; what is under way comes to its end.
    void hold(bool isHeld);

    qint64 requestsSent() const;  ///< repeats included
    qint64 bytesReceived() const; ///< of bodies, decompressed

private:
    class State;
    std::unique_ptr<State> m_state;
};

/// The error that an answer with a status other than 200 amounts to, in every documented body shape; 204 is
/// NotReady, a redirect Untrusted.
core::Error errorFromResponse(const Response &response, const Request &request, core::Instant now);

} // namespace spendglass::net
