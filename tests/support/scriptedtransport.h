// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"
#include "net/transport.h"
#include "support/manualclock.h"

#include <QFile>
#include <QStringList>
#include <QTimer>

#include <deque>

namespace spendglass::test {

/// The other side of the network as a script: each request must be the next one expected.
///
///     transport->expect("GET", "/v1/customers?size=500").replyFile("customers-page1.json");
///     transport->expect("GET", "/v1/customers?size=500").throttle(57);
///     …
///     QVERIFY2(transport->isUsedUp(), qPrintable(transport->trouble()));
///
/// Anything beyond the script is noted as trouble and answered with 418, which nobody repeats.
class ScriptedTransport final : public net::Transport
{
public:
    struct Step
    {
        QByteArray verb;
        QByteArray target;                                 ///< path and query as sent; empty: any
        std::optional<core::Result<net::Response>> answer; ///< nothing: silence

        Step &reply(int status, QByteArray body = {}, net::HeaderList headers = jsonHeaders())
        {
            net::Response response;
            response.status = status;
            response.headers = std::move(headers);
            response.body = std::move(body);
            answer = std::move(response);
            return *this;
        }
        Step &reply(const QByteArray &body) { return reply(200, body); }
        Step &replyFile(const QString &name)
        {
            QFile file(QStringLiteral(SPENDGLASS_TEST_DATA "/api/") + name);
            if (!file.open(QIODevice::ReadOnly))
                qFatal("no test data %s", qPrintable(name));
            return reply(200, file.readAll());
        }
        Step &throttle(int seconds, const QByteArray &retryAfter = {})
        {
            const QByteArray wait = retryAfter.isNull() ? QByteArray::number(seconds) : retryAfter;
            return reply(429, R"({"statusCode":429,"message":"Rate limit is exceeded."})",
                         jsonHeaders() + net::HeaderList{{"Retry-After", wait}});
        }
        Step &notReady(int seconds) { return reply(204, {}, {{"Retry-After", QByteArray::number(seconds)}}); }
        Step &cut() { return lose(core::ErrorKind::Offline, QStringLiteral("connection closed")); }
        Step &time() { return lose(core::ErrorKind::Timeout, QStringLiteral("timed out")); }
        Step &silent()
        {
            answer.reset();
            return *this;
        }

    private:
        Step &lose(core::ErrorKind kind, const QString &text)
        {
            answer = core::fail(kind, text);
            return *this;
        }
    };

    static net::HeaderList jsonHeaders() { return {{"Content-Type", "application/json; charset=utf-8"}}; }

    Step &expect(const QByteArray &verb, const QByteArray &target)
    {
        m_script.push_back({verb, target, {}});
        m_script.back().reply(200, "{}");
        return m_script.back();
    }
    Step &expect(const QByteArray &target = {}) { return expect("GET", target); }
    /// From now on any request is trouble.
    void expectNothing() { m_script.clear(); }

    bool isUsedUp() const { return m_script.empty() && m_trouble.isEmpty(); }
    QString trouble() const
    {
        const QString left =
            m_script.empty() ? QString() : QStringLiteral("%1 steps left").arg(m_script.size());
        return (m_trouble + QStringList{left}).join(QLatin1Char('\n'));
    }
    const QList<net::Request> &requests() const { return m_requests; }
    int pending() const { return m_pending; } ///< exchanges that live and have not ended

    net::Exchange *send(const net::Request &request, QObject *parent) override;

private:
    friend class ScriptedExchange;
    std::deque<Step> m_script; // references to steps stay valid while it grows
    QStringList m_trouble;
    QList<net::Request> m_requests;
    int m_pending = 0;
};

class ScriptedExchange final : public net::Exchange
{
public:
    ScriptedExchange(ScriptedTransport &transport, std::optional<core::Result<net::Response>> answer,
                     QObject *parent)
        : Exchange(parent)
        , m_transport(transport)
    {
        ++m_transport.m_pending;
        if (answer)
            QMetaObject::invokeMethod(
                this, [this, answer] { conclude(*answer); }, Qt::QueuedConnection);
    }
    ~ScriptedExchange() override { settle(); }
    void abort() override { conclude(core::fail(core::ErrorKind::Cancelled, QStringLiteral("cancelled"))); }

private:
    void settle()
    {
        m_transport.m_pending -= m_isOver ? 0 : 1;
        m_isOver = true;
    }
    void conclude(const core::Result<net::Response> &answer)
    {
        if (m_isOver)
            return;
        settle();
        Q_EMIT finished(answer); // may delete this
    }
    ScriptedTransport &m_transport;
    bool m_isOver = false;
};

inline net::Exchange *ScriptedTransport::send(const net::Request &request, QObject *parent)
{
    m_requests.append(request);
    const QByteArray target = request.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    const bool isNext = !m_script.empty() && m_script.front().verb == request.verb &&
                        (m_script.front().target.isEmpty() || m_script.front().target == target);
    Step step;
    if (isNext) {
        step = m_script.front();
        m_script.pop_front();
    } else {
        m_trouble += QStringLiteral("not expected: ") + QString::fromLatin1(request.verb + ' ' + target);
        if (!m_script.empty())
            m_trouble += QStringLiteral("    expected: ") + QString::fromLatin1(m_script.front().target);
        step.reply(418);
    }
    if (step.answer && *step.answer)
        (*step.answer)->url = request.url;
    return new ScriptedExchange(*this, step.answer, parent);
}

/// A client's parts over a script: token "token", no jitter, a clock a thousand times faster.
inline net::ClientParts scriptedParts(std::shared_ptr<ScriptedTransport> transport)
{
    net::ClientParts parts;
    parts.transport = std::move(transport);
    parts.clock = std::make_shared<ManualClock>(1000);
    parts.authorize = net::authorizerOf([](const QUrl &) { return core::Result<QByteArray>("token"); });
    parts.random = [] { return 0.5; };
    return parts;
}

} // namespace spendglass::test
