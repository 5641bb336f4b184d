// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace spendglass::net {

namespace {

using core::ErrorKind;
using std::chrono::milliseconds;

constexpr qint64 bodyCap = 256 * 1024 * 1024;               ///< after decompression
constexpr milliseconds idleCap = std::chrono::seconds(120); ///< rate card calls think for two minutes

/// An answer with a status, whatever it says, as opposed to a failure on the way. QNetworkReply reports both
/// as errors; those from 201 on speak of HTTP, but 299 is also a body that does not decompress.
bool isAnswer(QNetworkReply::NetworkError error, int status)
{
    if (error == QNetworkReply::NoError)
        return status > 0;
    return error >= QNetworkReply::ContentAccessDenied && status >= 300;
}

ErrorKind kindOf(QNetworkReply::NetworkError error)
{
    if (error == QNetworkReply::TimeoutError || error == QNetworkReply::OperationCanceledError)
        return ErrorKind::Timeout; // our own abort is told apart before
    const bool isOnTheWay = error < QNetworkReply::ContentAccessDenied;
    return isOnTheWay && error != QNetworkReply::NoError ? ErrorKind::Offline : ErrorKind::Malformed;
}

QNetworkRequest wireRequest(const Request &request)
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
    // Honest pages compress 100:1, which Qt takes for a bomb; the cap below is our own check.
    wire.setDecompressedSafetyCheckThreshold(bodyCap);
    wire.setTransferTimeout(int(std::min(request.deadline, idleCap).count()));
    return wire;
}

class HttpExchange final : public Exchange
{
public:
    HttpExchange(QNetworkAccessManager &manager, const Request &request, QObject *parent);
    ~HttpExchange() override;
    void abort() override { stop(ErrorKind::Cancelled, QStringLiteral("cancelled")); }

private:
    void collect();
    void conclude();
    void stop(ErrorKind kind, QString why);
    core::Result<Response> result();

    QUrl m_url;
    QByteArray m_body;
    std::optional<core::Error> m_stopped; ///< why we aborted the reply ourselves
    QTimer m_deadline;
    QPointer<QNetworkReply> m_reply;
};

HttpExchange::HttpExchange(QNetworkAccessManager &manager, const Request &request, QObject *parent)
    : Exchange(parent)
    , m_url(request.url)
    , m_reply(manager.sendCustomRequest(wireRequest(request), request.verb, request.body))
{
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpExchange::collect);
    connect(m_reply, &QNetworkReply::finished, this, &HttpExchange::conclude);
    // The idle timeout restarts with each byte: a slow drip would never end.
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { stop(ErrorKind::Timeout, QStringLiteral("no complete answer before the deadline")); });
    m_deadline.start(request.deadline);
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

void HttpExchange::collect()
{
    if (m_stopped)
        return;
    m_body += m_reply->readAll();
    if (m_body.size() > bodyCap)
        stop(ErrorKind::Malformed, QStringLiteral("the answer is larger than 256 MiB"));
}

void HttpExchange::conclude()
{
    m_deadline.stop();
    const auto whole = result();
    Q_EMIT finished(whole); // may delete this
}

core::Result<Response> HttpExchange::result()
{
    if (m_stopped)
        return core::fail(*m_stopped);
    m_body += m_reply->readAll();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = m_reply->error();
    if (!isAnswer(error, status))
        return core::fail(kindOf(error), m_reply->errorString());
    Response response;
    response.status = status;
    const auto pairs = m_reply->rawHeaderPairs();
    response.headers = HeaderList(pairs.begin(), pairs.end());
    response.body = std::move(m_body);
    response.url = m_url;
    return response;
}

} // namespace

HttpTransport::HttpTransport()
    : m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

HttpTransport::~HttpTransport() = default;

Exchange *HttpTransport::send(const Request &request, QObject *parent)
{
    return new HttpExchange(*m_manager, request, parent);
}

} // namespace spendglass::net
