// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/pendingcall.h"

#include "net/origin.h"
#include "net/traffic.h"

#include <QLoggingCategory>
#include <QUuid>

#include <algorithm>

namespace spendglass::net {

namespace {

Q_LOGGING_CATEGORY(log, "spendglass.net", QtWarningMsg)

using core::ErrorKind;
using std::chrono::milliseconds;

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QByteArrayView requestIdHeader(Request::Dialect dialect)
{
    return dialect == Request::Dialect::Crest ? "x-ms-tracking-id" : "MS-RequestId";
}

} // namespace

PendingCall::PendingCall(std::shared_ptr<Traffic> traffic, Request request, QString correlationId,
                         QObject *parent)
    : Call(parent)
    , m_traffic(std::move(traffic))
    , m_request(std::move(request))
    , m_correlationId(std::move(correlationId))
    , m_requestId(newId())
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] { queue(true); });
    const bool isKnown = std::ranges::any_of(
        m_traffic->origins, [this](const QUrl &origin) { return isSameOrigin(origin, m_request.url); });
    if (isKnown)
        queue(false);
    else
        finish(core::fail(ErrorKind::BadRequest,
                          QStringLiteral("the address is not one of the configured services")));
}

PendingCall::~PendingCall()
{
    leaveWire();
}

void PendingCall::cancel()
{
    if (m_phase != Phase::Finished)
        finish(core::fail(ErrorKind::Cancelled, QStringLiteral("cancelled")));
}

void PendingCall::queue(bool isRepeat)
{
    m_phase = Phase::Waiting;
    m_traffic->gate.wait(this, m_request.scope, isRepeat ? Gate::Place::First : Gate::Place::Last,
                         [this] { send(); });
}

void PendingCall::send()
{
    if (m_phase != Phase::Waiting) { // cancelled while it waited
        m_traffic->gate.leave(m_request.scope);
        return;
    }
    m_phase = Phase::Sent;
    const auto token = m_traffic->parts.authorize(originOf(m_request.url));
    if (!token) {
        m_traffic->gate.leave(m_request.scope);
        m_phase = Phase::Waiting;
        finish(core::fail(token.error()));
        return;
    }
    ++m_attempts;
    ++m_traffic->sent;
    m_sentAt = m_traffic->parts.clock->steady();
    qCDebug(log) << describe(m_request) << "attempt" << m_attempts << m_requestId;
    m_exchange = m_traffic->parts.transport->send(dressed(*token), this);
    connect(m_exchange, &Exchange::finished, this, &PendingCall::onAnswer);
}

Request PendingCall::dressed(const QByteArray &token) const
{
    Request request = m_request;
    const bool isCrest = request.dialect == Request::Dialect::Crest;
    const auto add = [&request](QByteArrayView name, const QByteArray &value) {
        request.headers.append({name.toByteArray(), value});
    };
    add("Accept", QByteArrayLiteral("application/json"));
    add("Authorization", (isCrest ? QByteArrayLiteral("bearer ") : QByteArrayLiteral("Bearer ")) + token);
    add(requestIdHeader(request.dialect), m_requestId.toLatin1());
    add(isCrest ? "x-ms-correlation-id" : "MS-CorrelationId", m_correlationId.toLatin1());
    if (isCrest)
        add("api-version", QByteArrayLiteral("2015-03-31"));
    return request;
}

void PendingCall::onAnswer(const core::Result<Response> &answer)
{
    leaveWire();
    if (!answer) {
        repeatOrGiveUp(answer.error(), false);
        return;
    }
    Response response = *answer;
    const QString echoed = QString::fromLatin1(response.header(requestIdHeader(m_request.dialect)));
    if (!echoed.isEmpty() && echoed.compare(m_requestId, Qt::CaseInsensitive) != 0)
        qCInfo(log) << describe(m_request) << "sent as" << m_requestId << "answered as" << echoed;
    response.requestId = echoed.isEmpty() ? m_requestId : echoed;
    response.correlationId = m_correlationId;
    response.took = std::chrono::duration_cast<milliseconds>(m_traffic->parts.clock->steady() - m_sentAt);
    qCDebug(log) << describe(m_request) << response.status << response.requestId << response.took.count()
                 << "ms";
    if (response.status == 200)
        finish(std::move(response));
    else
        repeatOrGiveUp(errorFromResponse(response, m_request, m_traffic->parts.clock->now()), true);
}

void PendingCall::repeatOrGiveUp(core::Error error, bool isAnswered)
{
    const auto pause = pauseBeforeRetry(error, m_attempts, m_traffic->parts.random);
    if (!pause || m_traffic->retryBudget <= 0) {
        finish(core::fail(std::move(error)));
        return;
    }
    --m_traffic->retryBudget;
    if (isAnswered) // the id makes a repeat of the same request recognisable, an answered one is over
        m_requestId = newId();
    const milliseconds length = *pause / m_traffic->parts.pauseDivisor;
    if (error.kind == ErrorKind::Throttled) {
        m_traffic->gate.pause(m_request.scope, length);
        queue(true);
    } else {
        m_phase = Phase::Pausing;
        m_pause.start(length);
    }
    Q_EMIT waiting(described(std::move(error)), *pause);
}

void PendingCall::finish(core::Result<Response> result)
{
    if (m_phase == Phase::Finished)
        return;
    leaveWire();
    m_pause.stop();
    m_phase = Phase::Finished;
    if (!result)
        result = core::fail(described(result.error()));
    m_result = std::make_unique<core::Result<Response>>(std::move(result));
    QMetaObject::invokeMethod(this, &PendingCall::deliver, Qt::QueuedConnection);
}

void PendingCall::deliver()
{
    const auto result = std::move(m_result);
    Q_EMIT finished(*result); // may delete this
}

void PendingCall::leaveWire()
{
    if (m_phase != Phase::Sent)
        return;
    m_phase = Phase::Waiting;
    m_exchange->disconnect(this);
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_traffic->gate.leave(m_request.scope);
}

core::Error PendingCall::described(core::Error error) const
{
    if (error.where.isEmpty())
        error.where = describe(m_request);
    if (error.requestId.isEmpty())
        error.requestId = m_requestId;
    error.correlationId = m_correlationId;
    return error;
}

} // namespace spendglass::net
