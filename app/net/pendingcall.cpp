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

} // namespace

PendingCall::PendingCall(std::shared_ptr<Traffic> traffic, Request request, QString correlationId,
                         QObject *parent)
    : Call(parent)
    , m_traffic(std::move(traffic))
    , m_request(std::move(request))
{
    m_record.verb = QString::fromLatin1(m_request.verb);
    m_record.path = m_request.url.path(QUrl::FullyEncoded);
    m_record.requestId = newId();
    m_record.correlationId = std::move(correlationId);
    const bool isKnown = std::ranges::any_of(
        m_traffic->origins, [this](const QUrl &origin) { return isSameOrigin(origin, m_request.url); });
    if (isKnown)
        queue(false);
    else
        finish(core::fail(ErrorKind::Untrusted,
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

void PendingCall::refuse(core::Error error)
{
    if (m_phase != Phase::Finished)
        return;
    m_phase = Phase::Waiting;
    repeatOrGiveUp(std::move(error), true);
}

void PendingCall::queue(bool isRepeat)
{
    m_phase = Phase::Waiting;
    m_traffic->gate.wait(this, m_request.scope, isRepeat ? Gate::Place::First : Gate::Place::Last,
                         [this] { takeTurn(); });
}

void PendingCall::takeTurn()
{
    if (m_phase != Phase::Waiting) { // cancelled while it waited
        m_traffic->gate.leave(m_request.scope);
        return;
    }
    m_phase = Phase::Authorising;
    authorise(std::nullopt);
}

void PendingCall::authorise(const std::optional<Refusal> &refusal)
{
    const auto onToken = [this](const core::Result<QByteArray> &token) {
        if (m_phase != Phase::Authorising)
            return;
        token ? send(*token) : finish(core::fail(token.error()));
    };
    m_traffic->parts.authorize(m_request.url, refusal, this, onToken);
}

void PendingCall::send(const QByteArray &token)
{
    m_phase = Phase::Sent;
    m_token = token;
    ++m_record.attempts;
    ++m_traffic->sent;
    if (m_record.attempts == 1) {
        m_record.sentAt = m_traffic->parts.clock->now();
        m_firstSent = m_traffic->parts.clock->steady();
    }
    qCDebug(log) << describe(m_request) << "attempt" << m_record.attempts << m_record.requestId;
    const Request sent = dressed(m_request, {m_record.requestId, m_record.correlationId}, token);
    m_exchange = m_traffic->parts.transport->send(sent, this);
    connect(m_exchange, &Exchange::finished, this, &PendingCall::onAnswer);
}

void PendingCall::onAnswer(const core::Result<Response> &answer)
{
    m_exchange->disconnect(this);
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_record.status = answer ? answer->status : 0;
    m_record.bytes = answer ? answer->body.size() : 0;
    m_traffic->received += m_record.bytes;
    if (answer)
        onResponse(*answer);
    else
        repeatOrGiveUp(answer.error(), false);
}

void PendingCall::onResponse(Response response)
{
    const QString sent = m_record.requestId;
    const QString echoed = QString::fromLatin1(response.header(requestIdHeader(m_request.dialect)));
    if (!echoed.isEmpty() && echoed.compare(sent, Qt::CaseInsensitive) != 0)
        qCWarning(log) << describe(m_request) << "sent as" << sent << "answered as" << echoed;
    m_record.requestId = echoed.isEmpty() ? sent : echoed;
    note();
    response.call = m_record;
    qCDebug(log) << describe(m_request) << response.status << m_record.requestId << m_record.took.count()
                 << "ms";
    if (response.status == 200) {
        finish(std::move(response));
        return;
    }
    // Pages for developers and some proxies show the headers they were sent.
    if (!m_token.isEmpty())
        response.body.replace(m_token, QByteArrayLiteral("(token)"));
    const core::Error error = errorFromResponse(response, m_request, m_traffic->parts.clock->now());
    if (error.kind == ErrorKind::Unauthorised && !m_isRenewed) {
        m_isRenewed = true;
        m_phase = Phase::Authorising;
        m_record.requestId = newId();
        authorise(Refusal{m_token, error, response.header("WWW-Authenticate")});
        return;
    }
    repeatOrGiveUp(error, true);
}

void PendingCall::repeatOrGiveUp(core::Error error, bool isAnswered)
{
    const auto repeat = planRepeat(error, m_record.attempts, m_traffic->parts.random);
    if (!repeat || m_traffic->retryBudget < repeat->cost) {
        finish(core::fail(std::move(error)));
        return;
    }
    leaveWire();
    m_traffic->retryBudget -= repeat->cost;
    error = described(std::move(error));
    if (isAnswered) // the id makes a repeat of the same request recognisable, an answered one is over
        m_record.requestId = newId();
    if (error.kind == ErrorKind::Throttled) {
        m_traffic->gate.pause(m_request.scope, repeat->pause);
        queue(true);
    } else {
        m_phase = Phase::Pausing;
        m_pause = std::make_unique<QObject>();
        m_traffic->parts.clock->after(repeat->pause, m_pause.get(), [this] { queue(true); });
    }
    Q_EMIT waiting(error, repeat->pause);
}

void PendingCall::finish(core::Result<Response> result)
{
    if (m_phase == Phase::Finished)
        return;
    leaveWire();
    m_pause.reset();
    m_phase = Phase::Finished;
    m_token.clear();
    note();
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

void PendingCall::note()
{
    if (m_record.attempts > 0)
        m_record.took =
            std::chrono::duration_cast<milliseconds>(m_traffic->parts.clock->steady() - m_firstSent);
}

void PendingCall::leaveWire()
{
    if (m_phase != Phase::Sent && m_phase != Phase::Authorising)
        return;
    m_phase = Phase::Waiting;
    if (m_exchange) {
        m_exchange->disconnect(this);
        m_exchange->deleteLater();
        m_exchange = nullptr;
    }
    m_traffic->gate.leave(m_request.scope);
}

core::Error PendingCall::described(core::Error error) const
{
    if (error.where.isEmpty())
        error.where = describe(m_request);
    if (error.requestId.isEmpty())
        error.requestId = m_record.requestId;
    error.correlationId = m_record.correlationId;
    return error;
}

} // namespace spendglass::net
