// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace spendglass::sandbox {

/// One client connection: keeps alive, answers pipelined requests one after the other in order.
class Connection : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<Reply(Request &)>;
    Connection(QTcpSocket *socket, const Handler &handler, QObject *parent);

private:
    void read();
    void answer(const Request &request, const Reply &reply);
    void send(bool keepsAlive, const Reply &reply);

    QTcpSocket *m_socket;
    const Handler &m_handler;
    QByteArray m_buffer;
    bool m_isBusy = false; ///< a delayed or hanging answer is due: what arrives waits in the buffer
};

/// A small HTTP/1.1 server on loopback. Lives on the thread that made it.
class Server : public QObject
{
    Q_OBJECT
public:
    explicit Server(Connection::Handler handler, QObject *parent = nullptr);
    bool listen(quint16 port);
    quint16 port() const { return m_server.serverPort(); }
    QString errorText() const { return m_server.errorString(); }

private:
    void accept();
    Connection::Handler m_handler;
    QTcpServer m_server;
};

} // namespace spendglass::sandbox
