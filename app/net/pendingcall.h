// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QTimer>

#include <memory>

namespace spendglass::net {

struct Traffic;

/// The one kind of Call. States: waiting for a turn → sent → (pausing → waiting) → finished. It holds a place
/// in the gate only while sent.
class PendingCall final : public Call
{
    Q_OBJECT
public:
    PendingCall(std::shared_ptr<Traffic> traffic, Request request, QString correlationId, QObject *parent);
    ~PendingCall() override;
    void cancel() override;

private:
    enum class Phase
    {
        Waiting,
        Sent,
        Pausing,
        Finished
    };

    void queue(bool isRepeat);
    void send();
    void onAnswer(const core::Result<Response> &answer);
    void repeatOrGiveUp(core::Error error, bool isAnswered);
    void finish(core::Result<Response> result); ///< emitted from the event loop
    void deliver();
    void leaveWire();
    Request dressed(const QByteArray &token) const;
    core::Error described(core::Error error) const;

    std::shared_ptr<Traffic> m_traffic;
    Request m_request;
    QString m_correlationId;
    QString m_requestId;
    Phase m_phase = Phase::Waiting;
    int m_attempts = 0;
    Exchange *m_exchange = nullptr;
    QTimer m_pause;
    std::chrono::steady_clock::time_point m_sentAt;
    std::unique_ptr<core::Result<Response>> m_result;
};

} // namespace spendglass::net
