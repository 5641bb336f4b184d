// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/faultserver.h"

#include "peers/socketend.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <mutex>
#include <optional>

namespace spendglass::test {

namespace {

const QByteArray headEnd = QByteArrayLiteral("\r\n\r\n");

QByteArray headerIn(const QByteArray &head, QByteArrayView name)
{
    const auto lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && QByteArrayView(line).first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

/// Cuts the first whole message, a request or an answer with a length, off the front of the buffer.
struct Message
{
    QByteArray head, body;
};

std::optional<Message> takeMessage(QByteArray &buffer)
{
    const qsizetype end = buffer.indexOf(headEnd);
    if (end < 0)
        return std::nullopt;
    const QByteArray head = buffer.left(end);
    const qsizetype length = headerIn(head, "Content-Length").toLongLong();
    const qsizetype size = end + headEnd.size() + length;
    if (buffer.size() < size)
        return std::nullopt;
    Message message{head, buffer.mid(end + headEnd.size(), length)};
    buffer.remove(0, size);
    return message;
}

WholeAnswer answerFrom(const Message &message)
{
    WholeAnswer answer;
    const auto lines = message.head.split('\n');
    answer.statusLine = lines.first().trimmed();
    answer.headers.clear();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon);
        if (name.compare("Content-Length", Qt::CaseInsensitive) != 0 &&
            name.compare("Connection", Qt::CaseInsensitive) != 0)
            answer.headers.append({name, line.mid(colon + 1).trimmed()});
    }
    answer.body = message.body;
    return answer;
}

/// What the test's thread and the server's share.
class Book
{
public:
    void setAnswer(const WholeAnswer &answer)
    {
        const std::lock_guard lock(m_mutex);
        m_answer = answer;
    }
    WholeAnswer answer() const
    {
        const std::lock_guard lock(m_mutex);
        return m_answer;
    }
    void setFaults(std::vector<Strike> strikes)
    {
        const std::lock_guard lock(m_mutex);
        m_strikes.clear();
        for (Strike &strike : strikes)
            m_strikes.push_back({std::move(strike), 0});
    }
    std::vector<Heard> heard() const
    {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }
    int requests() const
    {
        const std::lock_guard lock(m_mutex);
        return int(m_heard.size());
    }
    int connections() const
    {
        const std::lock_guard lock(m_mutex);
        return m_connections;
    }
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_heard.clear();
        m_connections = 0;
    }
    void enterConnection()
    {
        const std::lock_guard lock(m_mutex);
        ++m_connections;
    }
    /// The fault that strikes this request.
    std::optional<Strike> enter(const Heard &request)
    {
        const std::lock_guard lock(m_mutex);
        m_heard.push_back(request);
        std::optional<Strike> struck;
        for (auto &[strike, matches] : m_strikes) {
            if (!request.target.contains(strike.target))
                continue;
            const int number = ++matches - strike.first;
            if (!struck && number >= 0 && (strike.times < 0 || number < strike.times))
                struck = strike;
        }
        return struck;
    }

private:
    struct Counted
    {
        Strike strike;
        int matches = 0;
    };
    mutable std::mutex m_mutex;
    WholeAnswer m_answer;
    std::vector<Counted> m_strikes;
    std::vector<Heard> m_heard;
    int m_connections = 0;
};

/// One client connection, one request after the other. States: reading → asking upstream → playing → reading.
class Talk : public QObject
{
public:
    Talk(QTcpSocket *socket, Book &book, QUrl upstream, QObject *parent)
        : QObject(parent)
        , m_socket(socket)
        , m_book(book)
        , m_upstreamUrl(std::move(upstream))
    {
        m_socket->setParent(this);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(m_socket, &QTcpSocket::readyRead, this, &Talk::read);
        connect(m_socket, &QTcpSocket::disconnected, this, &Talk::deleteLater);
        connect(&m_upstream, &QTcpSocket::readyRead, this, &Talk::onUpstream);
        connect(&m_upstream, &QTcpSocket::disconnected, this, &Talk::onUpstreamLost);
        connect(&m_drip, &QTimer::timeout, this, &Talk::drip);
    }
    ~Talk() override { m_upstream.disconnect(this); } // its end is told when half of this is gone

private:
    void read()
    {
        m_buffer += m_socket->readAll();
        if (m_isBusy)
            return;
        if (const auto message = takeMessage(m_buffer))
            onRequest(*message);
    }
    void onRequest(const Message &message)
    {
        m_isBusy = true;
        const auto words = message.head.left(message.head.indexOf('\r')).split(' ');
        m_strike = m_book.enter({words.value(0), words.value(1), message.head, message.body});
        if (m_upstreamUrl.isEmpty()) {
            onAnswer(m_book.answer());
            return;
        }
        m_question = message.head + headEnd + message.body;
        if (words.value(1).startsWith("http://")) // as a proxy is asked
            m_question.remove(words.value(0).size() + 1,
                              words.value(1).indexOf('/', qsizetype(sizeof "http://") - 1));
        if (m_upstream.state() == QAbstractSocket::UnconnectedState)
            m_upstream.connectToHost(m_upstreamUrl.host(), quint16(m_upstreamUrl.port()));
        m_isAsking = true;
        m_upstream.write(m_question);
    }
    void onUpstream()
    {
        m_answer += m_upstream.readAll();
        const QByteArray raw = m_answer;
        const auto message = takeMessage(m_answer);
        if (!message)
            return;
        m_isAsking = false;
        if (m_strike)
            onAnswer(answerFrom(*message));
        else
            play({raw.chopped(m_answer.size())});
    }
    void onUpstreamLost() ///< what it did to us is done to the client
    {
        if (!m_isAsking)
            return;
        m_socket->write(m_answer);
        m_socket->disconnectFromHost();
    }
    void onAnswer(const WholeAnswer &answer)
    {
        play(m_strike ? playOf(m_strike->fault, answer, m_strike->location) : Play{answer.bytes()});
    }
    void play(const Play &play)
    {
        m_play = play;
        m_place = 0;
        if (play.pauseMs > 0) {
            m_drip.start(play.pauseMs);
            return;
        }
        m_socket->write(play.bytes);
        end();
    }
    void drip()
    {
        if (!m_play.afterwards.isEmpty()) {
            m_socket->write(m_place == 0 ? m_play.bytes : m_play.afterwards);
            m_place = m_place == 0 ? 1 : m_play.bytes.size();
            finishDrip();
            return;
        }
        if (m_play.repeats) {
            m_socket->write(m_play.bytes);
            return;
        }
        m_socket->write(m_play.bytes.mid(m_place++, 1));
        finishDrip();
    }
    void finishDrip()
    {
        if (m_place < m_play.bytes.size())
            return;
        m_drip.stop();
        end();
    }
    void end()
    {
        switch (m_play.end) {
        case Play::End::KeepAlive:
            m_isBusy = false;
            QMetaObject::invokeMethod(this, &Talk::read, Qt::QueuedConnection);
            return;
        case Play::End::Close:
            m_socket->disconnectFromHost();
            return;
        case Play::End::Reset:
            m_socket->flush();
            resetConnection(*m_socket);
            return;
        case Play::End::Silence:
            return;
        }
    }

    QTcpSocket *m_socket;
    Book &m_book;
    QUrl m_upstreamUrl;
    QTcpSocket m_upstream;
    QByteArray m_buffer, m_question, m_answer;
    std::optional<Strike> m_strike;
    Play m_play;
    qsizetype m_place = 0;
    QTimer m_drip;
    bool m_isBusy = false;   ///< what arrives waits in the buffer
    bool m_isAsking = false; ///< the upstream owes an answer
};

} // namespace

class FaultServer::State
{
public:
    State(QUrl upstreamUrl, const QHostAddress &address, quint16 port)
        : upstream(std::move(upstreamUrl))
    {
        worker = new QObject;
        worker->moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
        thread.start();
        QMetaObject::invokeMethod(
            worker, [&] { open(address, port); }, Qt::BlockingQueuedConnection);
    }
    ~State()
    {
        thread.quit();
        thread.wait();
    }

    Book book;
    QUrl url;

private:
    void open(const QHostAddress &address, quint16 port)
    {
        auto *const server = new QTcpServer(worker);
        QObject::connect(server, &QTcpServer::newConnection, server, [this, server] {
            while (QTcpSocket *const socket = server->nextPendingConnection()) {
                book.enterConnection();
                new Talk(socket, book, upstream, worker);
            }
        });
        if (!server->listen(address, port))
            qFatal("no port for the fault server: %s", qPrintable(server->errorString()));
        url.setScheme(QStringLiteral("http"));
        url.setHost(server->serverAddress().toString());
        url.setPort(server->serverPort());
    }

    QUrl upstream;
    QThread thread;
    QObject *worker;
};

FaultServer::FaultServer(QUrl upstream, const QHostAddress &address, quint16 port)
    : m_state(std::make_unique<State>(std::move(upstream), address, port))
{}

FaultServer::~FaultServer() = default;

QUrl FaultServer::url() const
{
    return m_state->url;
}

void FaultServer::setAnswer(const WholeAnswer &answer)
{
    m_state->book.setAnswer(answer);
}

void FaultServer::setFaults(std::vector<Strike> strikes)
{
    m_state->book.setFaults(std::move(strikes));
}

std::vector<Heard> FaultServer::heard() const
{
    return m_state->book.heard();
}

int FaultServer::requests() const
{
    return m_state->book.requests();
}

int FaultServer::connections() const
{
    return m_state->book.connections();
}

void FaultServer::forget()
{
    m_state->book.forget();
}

bool Heard::hasToken() const
{
    return !header("Authorization").isEmpty();
}

QByteArray Heard::header(QByteArrayView name) const
{
    return headerIn(head, name);
}

} // namespace spendglass::test
