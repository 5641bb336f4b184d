// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/server.h"

#include <QHostAddress>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace spendglass::sandbox {

namespace {

/// Ends a connection so that the client sees a reset and not an orderly end.
void reset(QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger now{1, 0};
    setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
#endif
    socket.abort();
}

} // namespace

Connection::Connection(QTcpSocket *socket, const Handler &handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(handler)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::deleteLater);
}

void Connection::read()
{
    m_buffer += m_socket->readAll();
    while (!m_isBusy && m_socket->state() == QAbstractSocket::ConnectedState) {
        auto request = takeRequest(m_buffer);
        if (!request)
            return;
        if (request->method.empty()) {
            Reply refusal;
            refusal.status = 400;
            m_buffer.clear();
            send(false, refusal);
            return;
        }
        const Reply reply = m_handler(*request);
        answer(*request, reply);
    }
}

void Connection::answer(const Request &request, const Reply &reply)
{
    if (reply.hangs) {
        m_isBusy = true;
        return;
    }
    if (reply.delayMs <= 0) {
        send(request.keepsAlive, reply);
        return;
    }
    m_isBusy = true;
    QTimer::singleShot(reply.delayMs, this, [this, keepsAlive = request.keepsAlive, reply] {
        m_isBusy = false;
        send(keepsAlive, reply);
        read();
    });
}

void Connection::send(bool keepsAlive, const Reply &reply)
{
    if (reply.resets) {
        reset(*m_socket);
        return;
    }
    QByteArray bytes = serialize(reply, keepsAlive);
    if (reply.cutAfter) {
        const auto body = static_cast<qsizetype>(reply.body.size());
        bytes.truncate(bytes.size() - body + std::min(body, static_cast<qsizetype>(*reply.cutAfter)));
    }
    m_socket->write(bytes);
    if (!keepsAlive || reply.cutAfter)
        m_socket->disconnectFromHost();
}

Server::Server(Connection::Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{
    connect(&m_server, &QTcpServer::newConnection, this, &Server::accept);
}

bool Server::listen(quint16 port)
{
    return m_server.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void Server::accept()
{
    while (QTcpSocket *const socket = m_server.nextPendingConnection())
        new Connection(socket, m_handler, this);
}

} // namespace spendglass::sandbox
