// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/request.h"

#include <QObject>

#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace spendglass::net {

/// One request under way. Emits finished exactly once, never from inside send(); deleting it is silent and
/// aborts. Errors: Offline, Timeout, Cancelled, Malformed (body too large, bad encoding), Untrusted (TLS);
/// any HTTP status is a Response. An error says whether the request had left (Error::isUnsent).
class Exchange : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void abort() = 0; ///< finishes with Cancelled
Q_SIGNALS:
    void finished(const spendglass::core::Result<spendglass::net::Response> &result);
};

/// The door to the network, an interface so that tests can script the other side.
class Transport
{
public:
    virtual ~Transport() = default;
    virtual Exchange *send(const Request &request, QObject *parent) = 0;
};

/// How much and how long an answer may be; Request::deadline is for the whole of it.
struct TransportLimits
{
    qint64 bodyCap = 256 * 1024 * 1024;     ///< bytes after decompression
    qint64 announcedCap = 32 * 1024 * 1024; ///< up to which room is made for an announced length
    /// From so many bytes on a body that is more than 40 times its compressed size is taken for a bomb.
    /// Honest pages of usage compress 116:1, but are some 17 MB long.
    qint64 ratioFrom = 64 * 1024 * 1024;
    std::chrono::milliseconds idle =
        std::chrono::seconds(180); ///< without a byte; slow calls think for two minutes
    /// Once a body has begun, less than leastBytes in leastOver is a drip that would never end.
    qint64 leastBytes = 4096;
    std::chrono::milliseconds leastOver = std::chrono::seconds(60);
};

/// The sole owner of a QNetworkAccessManager. Redirects are never followed; bodies are capped; a total
/// deadline and a least throughput stand beside the idle deadline. After a failure the next requests get new
/// connections. Lives on the thread it was made on and outlives its exchanges.
class HttpTransport final : public Transport
{
public:
    explicit HttpTransport(TransportLimits limits = {});
    ~HttpTransport() override;
    Exchange *send(const Request &request, QObject *parent) override;

private:
    void retire(const QNetworkAccessManager *manager);

    const TransportLimits m_limits;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_retired; ///< they serve what is still under way
};

} // namespace spendglass::net
