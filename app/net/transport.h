// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/request.h"

#include <QObject>

#include <memory>

class QNetworkAccessManager;

namespace spendglass::net {

/// One request under way. Emits finished exactly once, never from inside send(); deleting it is silent and
/// aborts. Errors: Offline, Timeout, Cancelled, Malformed (body too large, bad encoding); any HTTP status
/// is a Response.
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

/// The sole owner of a QNetworkAccessManager. Redirects are never followed; bodies are capped; a total
/// deadline stands beside the idle one. Lives on the thread it was made on.
class HttpTransport final : public Transport
{
public:
    HttpTransport();
    ~HttpTransport() override;
    Exchange *send(const Request &request, QObject *parent) override;

private:
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

} // namespace spendglass::net
