// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/faultproxy.h"

#include "peers/socketend.h"

#include <QTcpServer>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>

namespace spendglass::test {

namespace {

/// One connection and its way on to the server. Upstream bytes pass at once, downstream ones as the toxics
/// have it: they wait in m_waiting, and each tick of m_pace lets a piece through.
class Pipe : public QObject
{
public:
    Pipe(QTcpSocket *client, const QUrl &server, const Toxics &toxics, QObject *parent)
        : QObject(parent)
        , m_client(client)
        , m_toxics(toxics)
    {
        m_client->setParent(this);
        m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(m_client, &QTcpSocket::readyRead, this, &Pipe::pass);
        connect(m_client, &QTcpSocket::disconnected, this, &Pipe::deleteLater);
        connect(&m_server, &QTcpSocket::connected, this, &Pipe::pass);
        connect(&m_server, &QTcpSocket::readyRead, this, &Pipe::fill);
        connect(&m_server, &QTcpSocket::disconnected, this, &Pipe::onServerClosed);
        connect(&m_pace, &QTimer::timeout, this, &Pipe::let);
        m_pace.setSingleShot(true);
        m_server.connectToHost(server.host(), quint16(server.port()));
    }
    ~Pipe() override { m_server.disconnect(this); } // its end is told when half of this is gone
    void die() { m_toxics.swallows = true; }

private:
    void pass()
    {
        if (m_toxics.swallows)
            m_client->readAll();
        else if (m_server.state() == QAbstractSocket::ConnectedState)
            m_server.write(m_client->readAll());
    }
    void fill()
    {
        m_waiting += m_server.readAll();
        if (!m_pace.isActive())
            m_pace.start(m_toxics.latencyMs);
    }
    void let()
    {
        if (m_toxics.swallows)
            return;
        const qint64 size = m_toxics.pieceSize > 0 ? std::min<qint64>(m_toxics.pieceSize, m_waiting.size())
                                                   : m_waiting.size();
        const qint64 allowed = m_toxics.limit < 0 ? size : std::min(size, m_toxics.limit - m_passed);
        m_client->write(m_waiting.left(allowed));
        m_client->flush();
        m_passed += allowed;
        m_waiting.remove(0, size);
        if (m_toxics.limit >= 0 && m_passed >= m_toxics.limit) {
            cut();
            return;
        }
        if (!m_waiting.isEmpty())
            m_pace.start(pauseAfter(size));
        else if (m_isServerGone && size > 0)
            m_pace.start(m_toxics.slowCloseMs);
        else if (m_isServerGone)
            m_client->disconnectFromHost();
    }
    int pauseAfter(qint64 size) const
    {
        const qint64 rate = m_toxics.bytesPerSecond;
        return m_toxics.latencyMs + (rate > 0 ? int(size * 1000 / rate) : 0);
    }
    void cut()
    {
        if (m_toxics.resetsAtLimit)
            resetConnection(*m_client);
        else
            m_client->disconnectFromHost();
    }
    void onServerClosed()
    {
        if (m_toxics.swallows)
            return;
        m_isServerGone = true;
        if (m_waiting.isEmpty())
            m_pace.start(m_toxics.slowCloseMs);
    }

    QTcpSocket *m_client;
    QTcpSocket m_server;
    Toxics m_toxics;
    QTimer m_pace;
    QByteArray m_waiting;
    qint64 m_passed = 0;
    bool m_isServerGone = false;
};

} // namespace

class FaultProxy::State
{
public:
    explicit State(QUrl serverUrl)
        : server(std::move(serverUrl))
    {
        worker = new QObject;
        worker->moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
        thread.start();
        run([this] { open(); });
    }
    ~State()
    {
        thread.quit();
        thread.wait();
    }
    template <class Work>
    void run(Work work)
    {
        QMetaObject::invokeMethod(worker, work, Qt::BlockingQueuedConnection);
    }
    void forgetConnections()
    {
        for (QObject *const child : worker->children()) {
            if (auto *const pipe = dynamic_cast<Pipe *>(child))
                pipe->die();
        }
    }

    QUrl url;
    Toxics toxics; ///< on the thread only
    std::atomic<int> connections = 0;

private:
    void open()
    {
        auto *const listener = new QTcpServer(worker);
        QObject::connect(listener, &QTcpServer::newConnection, listener, [this, listener] {
            while (QTcpSocket *const socket = listener->nextPendingConnection())
                accept(socket);
        });
        if (!listener->listen(QHostAddress::LocalHost))
            qFatal("no port for the fault proxy: %s", qPrintable(listener->errorString()));
        url = server;
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(listener->serverPort());
    }
    void accept(QTcpSocket *socket)
    {
        ++connections;
        new Pipe(socket, server, toxics.connections == 0 ? Toxics{} : toxics, worker);
        if (toxics.connections > 0)
            --toxics.connections;
    }

    QUrl server;
    QThread thread;
    QObject *worker;
};

FaultProxy::FaultProxy(const QUrl &server)
    : m_state(std::make_unique<State>(server))
{}

FaultProxy::~FaultProxy() = default;

QUrl FaultProxy::url() const
{
    return m_state->url;
}

void FaultProxy::setToxics(const Toxics &toxics)
{
    m_state->run([&] { m_state->toxics = toxics; });
}

void FaultProxy::forgetConnections()
{
    m_state->run([&] { m_state->forgetConnections(); });
}

int FaultProxy::connections() const
{
    return m_state->connections;
}

} // namespace spendglass::test
