// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signinpage.h"
#include "core/clock.h"
#include "core/result.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QTcpServer;
class QTcpSocket;

namespace spendglass::auth {

struct LoopbackRequest;

/// The receiver of the browser's answer: on loopback alone, on a free port, one path, and only while a
/// sign-in is under way. States: closed → open → answered → ending → gone. RFC 8252 sections 7.3 and 8.3.
///
/// What is not a GET of the one path at the one host is answered with an error and forgotten; connections
/// are bounded in number, size and time. The answer itself is met with a redirect to a bare path, where the
/// browser waits for the page that says how it ended: no code is left in the address.
class LoopbackListener : public QObject
{
public:
    /// Whether a query (as written) is the answer that is waited for. The first one that is ends the asking.
    /// Must not delete the listener, which has yet to answer.
    using Judge = std::function<bool(QByteArrayView query)>;
    LoopbackListener(std::shared_ptr<const core::Clock> clock, Judge judge);
    ~LoopbackListener() override;

    /// Gives the redirect address, "http://127.0.0.1:PORT/". With localhost no other program may be able to
    /// listen at the same port of the other address family: both are taken, or it is Offline.
    core::Result<QString> open(bool usesLocalhost);

    /// Shows how it ended to the browser that waits for it, or does so in the next seconds, and is gone then.
    static void end(std::unique_ptr<LoopbackListener> listener, SignInPage page);

private:
    bool bind(bool usesLocalhost);
    void welcome(QTcpServer &server);
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const LoopbackRequest &request);
    void show(QTcpSocket *socket);

    std::shared_ptr<const core::Clock> m_clock;
    Judge m_judge;
    std::vector<std::unique_ptr<QTcpServer>> m_servers;
    QByteArray m_host;                         ///< "127.0.0.1:PORT"
    std::deque<QPointer<QTcpSocket>> m_asking; ///< whose request is not all there, the oldest first
    QPointer<QTcpSocket> m_waiting;            ///< for the page
    std::optional<SignInPage> m_page;
    bool m_isAnswered = false;
};

} // namespace spendglass::auth
