// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/loopbacklistener.h"

#include "auth/loopbackrequest.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <algorithm>

namespace spendglass::auth {

namespace {

using core::ErrorKind;
using namespace std::chrono_literals;

constexpr std::size_t mostAsking = 64; ///< connections at a time whose request is not all there
constexpr int burst = 256;     ///< connections that come at once: with fewer the browser's waits for seconds
constexpr auto patience = 10s; ///< for a request
constexpr auto lingering = 5s; ///< for the browser to fetch the last page
constexpr int mostPorts = 20;  ///< that are tried
constexpr const char *lastPath = "/done";

/// Says it and hangs up. What was not read is taken first: a connection that is closed before that is reset,
/// and the answer lost.
void say(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->disconnect();
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    socket->readAll();
    socket->write(bytes);
    socket->flush(); // this may be the last that happens here
    socket->disconnectFromHost();
}

} // namespace

LoopbackListener::LoopbackListener(std::shared_ptr<const core::Clock> clock, Judge judge)
    : m_clock(std::move(clock))
    , m_judge(std::move(judge))
{}

LoopbackListener::~LoopbackListener() = default;

bool LoopbackListener::bind(bool usesLocalhost)
{
    m_servers.clear();
    const auto listen = [this](const QHostAddress &address, quint16 port) {
        m_servers.push_back(std::make_unique<QTcpServer>());
        m_servers.back()->setListenBacklogSize(burst);
        return m_servers.back()->listen(address, port);
    };
    if (!listen(QHostAddress::LocalHost, 0))
        return false;
    if (!usesLocalhost || listen(QHostAddress::LocalHostIPv6, m_servers.front()->serverPort()))
        return true;
    // Where there is no such family nobody else can listen to it either.
    const auto problem = m_servers.back()->serverError();
    m_servers.pop_back();
    return problem == QAbstractSocket::SocketAddressNotAvailableError ||
           problem == QAbstractSocket::UnsupportedSocketOperationError;
}

core::Result<QString> LoopbackListener::open(bool usesLocalhost)
{
    bool isBound = false;
    for (int tries = 0; !isBound && tries < mostPorts; ++tries)
        isBound = bind(usesLocalhost);
    if (!isBound) {
        m_servers.clear();
        return core::fail(ErrorKind::Offline,
                          QStringLiteral("no port of this computer is free for the browser's answer"));
    }
    for (const auto &server : m_servers)
        connect(server.get(), &QTcpServer::newConnection, this,
                [this, from = server.get()] { welcome(*from); });
    m_host =
        (usesLocalhost ? "localhost:" : "127.0.0.1:") + QByteArray::number(m_servers.front()->serverPort());
    return QStringLiteral("http://%1/").arg(QString::fromLatin1(m_host));
}

void LoopbackListener::welcome(QTcpServer &server)
{
    while (QTcpSocket *const socket = server.nextPendingConnection()) {
        socket->setParent(this);
        socket->setReadBufferSize(longestHead);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        m_clock->after(patience, socket, [this, socket] {
            if (socket != m_waiting)
                socket->abort();
        });
        std::erase_if(m_asking, [](const auto &each) { return !each; });
        m_asking.emplace_back(socket);
        if (m_asking.size() <= mostAsking)
            continue;
        delete m_asking.front();
        m_asking.pop_front();
    }
}

void LoopbackListener::read(QTcpSocket *socket)
{
    const auto request = loopbackRequestIn(socket->peek(longestHead));
    if (request && !*request)
        return;
    std::erase(m_asking, QPointer(socket));
    if (request)
        answer(socket, **request);
    else
        say(socket, plainAnswer("400 Bad Request"));
}

void LoopbackListener::answer(QTcpSocket *socket, const LoopbackRequest &request)
{
    if (request.host != m_host) // a page that has its own name point here
        return say(socket, plainAnswer("400 Bad Request"));
    if (request.verb != "GET")
        return say(socket, plainAnswer("405 Method Not Allowed", "Allow: GET\r\n"));
    if (request.path == lastPath && m_isAnswered)
        return show(socket);
    if (request.path != "/" || m_isAnswered)
        return say(socket, plainAnswer("404 Not Found"));
    m_isAnswered = m_judge(request.query);
    say(socket, m_isAnswered ? plainAnswer("303 See Other", QByteArray("Location: ") + lastPath + "\r\n")
                             : plainAnswer("400 Bad Request"));
}

void LoopbackListener::show(QTcpSocket *socket)
{
    if (!m_page) {
        m_waiting = socket;
        return;
    }
    say(socket, signInPage(*m_page));
    deleteLater();
}

void LoopbackListener::end(std::unique_ptr<LoopbackListener> owned, SignInPage page)
{
    if (!owned->m_isAnswered)
        return;
    LoopbackListener *const listener = owned.release();
    QObject *const program = QCoreApplication::instance();
    if (program && program->thread() == listener->thread())
        listener->setParent(program);
    listener->m_page = page;
    listener->m_clock->after(lingering, listener, [listener] { listener->deleteLater(); });
    if (listener->m_waiting)
        listener->show(listener->m_waiting);
}

} // namespace spendglass::auth
