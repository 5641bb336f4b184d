// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"

#include "net/pendingcall.h"
#include "net/traffic.h"

namespace spendglass::net {

class Client::State
{
public:
    std::shared_ptr<Traffic> traffic;
};

Client::Client(ClientParts parts, QList<QUrl> origins, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>())
{
    m_state->traffic = std::make_shared<Traffic>(std::move(parts), std::move(origins));
}

Client::~Client() = default;

Call *Client::call(const Request &request, const QString &correlationId, QObject *parent)
{
    return new PendingCall(m_state->traffic, request, correlationId, parent);
}

void Client::hold(bool isHeld)
{
    m_state->traffic->gate.hold(isHeld);
}

qint64 Client::bytesReceived() const
{
    return m_state->traffic->received;
}

qint64 Client::requestsSent() const
{
    return m_state->traffic->sent;
}

} // namespace spendglass::net
