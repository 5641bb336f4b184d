// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <memory>

namespace spendglass::net {

struct Traffic;

/// The one kind of Call.
///
///   waiting ─> authorising ─> sent ─> finished ─┐ refuse()
///      ^            ^           │               │
///      │            └── 401 ────┤ (once)        │
///      └──────── pausing <──────┴───────────────┘
///
/// It holds a place in the gate while authorising and sent: calls that need a new token wait for it there.
class PendingCall final : public Call
{
    Q_OBJECT
public:
    PendingCall(std::shared_ptr<Traffic> traffic, Request request, QString correlationId, QObject *parent);
    ~PendingCall() override;
    void cancel() override;
    void refuse(core::Error error) override;
    const core::CallRecord &record() const override { return m_record; }

private:
    enum class Phase
    {
        Waiting,
        Authorising,
        Sent,
        Pausing,
        Finished
    };

    void queue(bool isRepeat);
    void takeTurn();
    void authorise(const std::optional<Refusal> &refusal);
    void send(const QByteArray &token);
    void onAnswer(const core::Result<Response> &answer);
    void onResponse(Response response);
    void repeatOrGiveUp(core::Error error, bool isAnswered);
    void finish(core::Result<Response> result); ///< emitted from the event loop
    void deliver();
    void note();
    void leaveWire();
    core::Error described(core::Error error) const;

    std::shared_ptr<Traffic> m_traffic;
    Request m_request;
    core::CallRecord m_record;
    Phase m_phase = Phase::Waiting;
    QByteArray m_token; ///< of the attempt under way
    bool m_isRenewed = false;
    Exchange *m_exchange = nullptr;
    std::unique_ptr<QObject> m_pause; ///< the pause ends with it
    std::chrono::steady_clock::time_point m_firstSent;
    std::unique_ptr<core::Result<Response>> m_result;
};

} // namespace spendglass::net
