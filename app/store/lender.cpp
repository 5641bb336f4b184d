// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lender.h"

#include "store/storelock.h"

#include <QCoreApplication>
#include <QLocalSocket>

#include <utility>

namespace spendglass::store {

Lender::Lender(QString storePath, Asked asked)
    : m_path(std::move(storePath))
    , m_asked(std::move(asked))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &Lender::accept);
}

Lender::~Lender()
{
    for (QLocalSocket *const socket : m_server.findChildren<QLocalSocket *>())
        socket->disconnect(this);
}

void Lender::listen()
{
    if (m_server.isListening())
        return;
    removeDeadLenders(m_path);
    m_server.listen(lenderName(m_path, QCoreApplication::applicationPid()));
}

void Lender::accept()
{
    while (QLocalSocket *const socket = m_server.nextPendingConnection()) {
        m_waiting.push_back(socket);
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            std::erase(m_waiting, socket);
            std::erase(m_told, socket);
            socket->deleteLater();
            report();
        });
    }
    report();
}

void Lender::tellFree()
{
    m_server.close();
    const std::vector<QLocalSocket *> told = std::exchange(m_waiting, {});
    m_told.insert(m_told.end(), told.begin(), told.end());
    for (QLocalSocket *const socket : told) {
        socket->write("f", 1);
        socket->flush();
    }
    report();
}

void Lender::report() const
{
    m_asked(int(m_waiting.size()), int(m_told.size()));
}

} // namespace spendglass::store
