// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace spendglass::net {

namespace {

using core::ErrorKind;
using std::chrono::milliseconds;

/// An answer with a status, whatever it says, as opposed to a failure on the way. QNetworkReply reports both
/// as errors; those from 201 on speak of HTTP, but 299 is also a body that does not decompress.
bool isAnswer(QNetworkReply::NetworkError error, int status)
{
    if (error == QNetworkReply::NoError)
        return status > 0;
    return error >= QNetworkReply::ContentAccessDenied && status >= 300;
}

/// Of what is not an answer.
ErrorKind kindOf(QNetworkReply::NetworkError error)
{
    constexpr std::array timeouts{QNetworkReply::TimeoutError, QNetworkReply::ProxyTimeoutError,
                                  QNetworkReply::OperationCanceledError}; // our own is told apart before
    constexpr std::array badBytes{QNetworkReply::NoError, QNetworkReply::UnknownContentError};
    if (std::ranges::count(timeouts, error) > 0)
        return ErrorKind::Timeout;
    if (std::ranges::count(badBytes, error) > 0)
        return ErrorKind::Malformed;
    // The others have lost the connection. An HTTP/2 stream that the server ended, by GOAWAY or RST_STREAM,
    // bears the number of an HTTP error, but has no such status.
    return error == QNetworkReply::SslHandshakeFailedError ? ErrorKind::Untrusted : ErrorKind::Offline;
}

/// Who was asked in place of the service; empty without a proxy. Never the proxy's user and password.
QString proxyOf(const QUrl &url)
{
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    if (proxies.isEmpty() || proxies.first().hostName().isEmpty())
        return {};
    return QStringLiteral("%1:%2").arg(proxies.first().hostName()).arg(proxies.first().port());
}

QNetworkRequest wireRequest(const Request &request, const TransportLimits &limits)
{
    QNetworkRequest wire(request.url);
    for (const auto &[name, value] : request.headers)
        wire.setRawHeader(name, value);
    // The default follows to another host and takes the Authorization header along.
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    // With four in flight HTTP/2 brings nothing, and Qt 6.4 now and then forgets a stream when a server says
    // GOAWAY: nothing but the idle deadline ends that.
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // A body whose length is announced is written straight to where it is read from.
    wire.setAttribute(QNetworkRequest::MaximumDownloadBufferSizeAttribute, limits.announcedCap);
    wire.setDecompressedSafetyCheckThreshold(limits.ratioFrom);
    wire.setTransferTimeout(int(std::min(request.deadline, limits.idle).count()));
    return wire;
}

/// A body that can be read once. When a connection ends before an answer Qt sends the request again by
/// itself, and a code or a token that is redeemed twice is worth nothing any more; it cannot send what it
/// cannot rewind.
class OneTimeBody final : public QIODevice
{
public:
    explicit OneTimeBody(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    qint64 bytesAvailable() const override { return m_bytes.size() + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const QByteArray part = m_bytes.left(size);
        m_bytes.remove(0, part.size());
        std::ranges::copy(part, data);
        return part.isEmpty() ? -1 : part.size();
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
};

QNetworkReply *begin(QNetworkAccessManager &manager, const TransportLimits &limits, const Request &request)
{
    QNetworkRequest wire = wireRequest(request, limits);
    if (request.body.isEmpty())
        return manager.sendCustomRequest(wire, request.verb);
    wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    wire.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    auto *const body = new OneTimeBody(request.body);
    QNetworkReply *const reply = manager.sendCustomRequest(wire, request.verb, body);
    body->setParent(reply);
    return reply;
}

class HttpExchange final : public Exchange
{
public:
    /// onDoubt: what is left of the connection may be dead or out of step.
    HttpExchange(QNetworkAccessManager &manager, const TransportLimits &limits, const Request &request,
                 std::function<void()> onDoubt, QObject *parent);
    ~HttpExchange() override;
    void abort() override { stop(ErrorKind::Cancelled, QStringLiteral("cancelled")); }

private:
    void receive();
    void collect();
    void checkThroughput();
    void conclude();
    void stop(ErrorKind kind, QString why);
    core::Result<Response> result();
    core::Result<Response> answer();

    const TransportLimits &m_limits; ///< the transport's, which outlives its exchanges
    std::function<void()> m_onDoubt;
    QUrl m_url;
    QByteArray m_body;
    qint64 m_checkedAt = 0;               ///< size of the body when the throughput was last looked at
    std::optional<core::Error> m_stopped; ///< why we aborted the reply ourselves
    bool m_isSent = false;
    QTimer m_deadline, m_throughput;
    QPointer<QNetworkReply> m_reply;
};

HttpExchange::HttpExchange(QNetworkAccessManager &manager, const TransportLimits &limits,
                           const Request &request, std::function<void()> onDoubt, QObject *parent)
    : Exchange(parent)
    , m_limits(limits)
    , m_onDoubt(std::move(onDoubt))
    , m_url(request.url)
    , m_reply(begin(manager, limits, request))
{
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_isSent = true; });
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpExchange::collect);
    connect(m_reply, &QNetworkReply::finished, this, &HttpExchange::conclude);
    // The idle timeout restarts with each byte: a slow drip would never end.
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { stop(ErrorKind::Timeout, QStringLiteral("no complete answer before the deadline")); });
    m_deadline.start(request.deadline);
    connect(&m_throughput, &QTimer::timeout, this, &HttpExchange::checkThroughput);
}

HttpExchange::~HttpExchange()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
}

void HttpExchange::stop(ErrorKind kind, QString why)
{
    if (m_stopped || !m_reply || m_reply->isFinished())
        return;
    m_stopped = core::fail(kind, std::move(why)).value();
    m_reply->abort();
}

/// Takes what is there, to where it stays: page after page of 5 MB, each copy is felt. Behind an announced
/// length room is left for a parser that reads a little past the end.
void HttpExchange::receive()
{
    constexpr qint64 room = 256;
    if (m_body.isEmpty())
        m_body.reserve(room + std::min(m_limits.announcedCap,
                                       m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong()));
    const qsizetype before = m_body.size();
    m_body.resize(before + m_reply->bytesAvailable());
    const qint64 got = m_reply->read(m_body.data() + before, m_body.size() - before);
    m_body.resize(before + std::max<qint64>(got, 0));
}

void HttpExchange::collect()
{
    if (m_stopped)
        return;
    receive();
    if (!m_throughput.isActive())
        m_throughput.start(m_limits.leastOver);
    if (m_body.size() > m_limits.bodyCap)
        stop(ErrorKind::Malformed,
             QStringLiteral("the answer is larger than %1 MiB").arg(m_limits.bodyCap / (1024 * 1024)));
}

void HttpExchange::checkThroughput()
{
    const qint64 received = m_body.size() - std::exchange(m_checkedAt, m_body.size());
    if (received < m_limits.leastBytes)
        stop(ErrorKind::Timeout, QStringLiteral("the answer came too slowly")); // may delete this
}

void HttpExchange::conclude()
{
    m_deadline.stop();
    m_throughput.stop();
    const auto whole = result();
    if (!whole && whole.error().kind != ErrorKind::Cancelled)
        m_onDoubt();
    Q_EMIT finished(whole); // may delete this
}

core::Result<Response> HttpExchange::result()
{
    auto whole = answer();
    // Not told by the kind of the failure: a deadline passes before it and after it.
    if (!whole)
        whole.error().isUnsent = !m_isSent;
    return whole;
}

core::Result<Response> HttpExchange::answer()
{
    if (m_stopped)
        return core::fail(*m_stopped);
    if (m_reply->isOpen()) // not after a timeout
        receive();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = m_reply->error();
    if (!isAnswer(error, status)) {
        const QString proxy = proxyOf(m_url);
        return core::fail(
            kindOf(error),
            proxy.isEmpty() ? m_reply->errorString()
                            : QStringLiteral("%1 (through the proxy %2)").arg(m_reply->errorString(), proxy));
    }
    // To Qt an interim answer is one like others; the real one would then come as that to the next request.
    if (status < 200)
        return core::fail(ErrorKind::Malformed, QStringLiteral("an interim answer, status %1").arg(status));
    Response response;
    response.status = status;
    const auto pairs = m_reply->rawHeaderPairs();
    response.headers = HeaderList(pairs.begin(), pairs.end());
    response.body = std::move(m_body);
    response.url = m_url;
    response.reason = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    return response;
}

} // namespace

HttpTransport::HttpTransport(TransportLimits limits)
    : m_limits(limits)
{}

HttpTransport::~HttpTransport() = default;

Exchange *HttpTransport::send(const Request &request, QObject *parent)
{
    std::erase_if(m_retired, [](const auto &manager) {
        return manager->template findChildren<QNetworkReply *>(Qt::FindDirectChildrenOnly).isEmpty();
    });
    if (!m_manager) {
        m_manager = std::make_unique<QNetworkAccessManager>();
        m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }
    return new HttpExchange(
        *m_manager, m_limits, request, [this, manager = m_manager.get()] { retire(manager); }, parent);
}

/// Qt would go on using a connection that a sleeping computer has lost or that says GOAWAY: the repeats of a
/// request would fail on it one after the other.
void HttpTransport::retire(const QNetworkAccessManager *manager)
{
    if (m_manager.get() == manager)
        m_retired.push_back(std::move(m_manager));
}

} // namespace spendglass::net
