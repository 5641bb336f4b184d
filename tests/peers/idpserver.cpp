// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/idpserver.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QJsonDocument>
#include <QMap>
#include <QTcpSocket>
#include <QtDebug>

namespace spendglass::test {

namespace {

constexpr int patience = 20'000; ///< ms

QString peers()
{
    return QStringLiteral(SPENDGLASS_SOURCE "/tests/peers");
}

} // namespace

IdpServer::IdpServer(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(peers() + QStringLiteral("/idp/run"), arguments);
    const QDeadlineTimer deadline(patience);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(int(deadline.remainingTime())))
        continue;
    const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_loginUrl = QUrl(ready.value(QLatin1String("loginUrl")).toString());
    m_tenant = ready.value(QLatin1String("tenant")).toString();
    m_clientId = ready.value(QLatin1String("clientId")).toString();
    if (m_loginUrl.isEmpty())
        m_problem = QStringLiteral("The identity provider does not start: run packaging/setup --tests");
}

IdpServer::~IdpServer()
{
    m_process.closeWriteChannel();
    if (m_process.state() == QProcess::NotRunning || m_process.waitForFinished(5000))
        return;
    m_process.kill();
    m_process.waitForFinished();
}

QString IdpServer::issuer() const
{
    return QStringLiteral("%1/%2/v2.0").arg(m_loginUrl.toString(), m_tenant);
}

QUrl IdpServer::endpoint(const QString &name) const
{
    return QUrl(QStringLiteral("%1/%2/oauth2/v2.0/%3").arg(m_loginUrl.toString(), m_tenant, name));
}

void IdpServer::fault(const QString &endpoint, const QJsonObject &members)
{
    QJsonObject fault = members;
    fault.insert(QLatin1String("endpoint"), endpoint);
    control("faults", fault);
}

void IdpServer::refuse(const QString &endpoint, const QString &error, const QJsonObject &more)
{
    QJsonObject members = more;
    members.insert(QLatin1String("error"), error);
    fault(endpoint, {{QStringLiteral("error"), members}});
}

void IdpServer::loseAnswer(const QString &endpoint)
{
    fault(endpoint, {{QStringLiteral("after"), true}, {QStringLiteral("drop"), true}});
}

int IdpServer::waitingFaults() const
{
    return control("faults").toObject().value(QLatin1String("waiting")).toInt(-1);
}

void IdpServer::release() const
{
    control("release", QJsonObject());
}

void IdpServer::person(Person does, const QString &userCode) const
{
    const char *what = "";
    switch (does) {
    case Person::Approves:
        what = "approve";
        break;
    case Person::Declines:
        what = "deny";
        break;
    case Person::ComesTooLate:
        what = "expire";
        break;
    }
    control("device", QJsonObject{{QStringLiteral("do"), QString::fromLatin1(what)},
                                  {QStringLiteral("user_code"), userCode}});
}

void IdpServer::set(const QJsonObject &settings) const
{
    control("settings", settings);
}

void IdpServer::revokeAll() const
{
    control("revoke", QJsonObject());
}

void IdpServer::expireAccessTokens() const
{
    control("expire", QJsonObject());
}

void IdpServer::reset() const
{
    control("reset", QJsonObject());
}

int IdpServer::count(const QString &what) const
{
    return control("counts").toObject().value(what).toInt();
}

QJsonArray IdpServer::calls(const QString &endpoint) const
{
    QJsonArray found;
    const QJsonArray all = control("calls").toArray();
    for (const QJsonValue &call : all) {
        if (call.toObject().value(QLatin1String("endpoint")).toString() == endpoint)
            found.append(call);
    }
    return found;
}

QUrl IdpServer::resource() const
{
    return m_loginUrl.resolved(QUrl(QStringLiteral("/peer/resource")));
}

bool IdpServer::accepts(const QByteArray &accessToken) const
{
    return request("GET", "/peer/resource", {"Authorization: Bearer " + accessToken}).status == 200;
}

QUrl IdpServer::follow(const QUrl &address) const
{
    QUrl url = address;
    QMap<QByteArray, QByteArray> jar;
    for (int hops = 0; hops < 20 && url.authority() == m_loginUrl.authority(); ++hops) {
        const QByteArray target =
            url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
        QByteArrayList cookies;
        for (auto cookie = jar.cbegin(); cookie != jar.cend(); ++cookie)
            cookies += cookie.key() + '=' + cookie.value();
        const Answer answer = request("GET", target, {"Cookie: " + cookies.join("; ")});
        if (answer.location.isEmpty())
            return {};
        for (const QByteArray &cookie : answer.cookies)
            jar.insert(cookie.left(cookie.indexOf('=')), cookie.mid(cookie.indexOf('=') + 1));
        url = url.resolved(QUrl::fromEncoded(answer.location));
    }
    return url;
}

bool IdpServer::browse(const QUrl &address)
{
    return QProcess::startDetached(browserFolder() + QStringLiteral("/xdg-open"),
                                   {QString::fromUtf8(address.toEncoded())});
}

QString IdpServer::browserFolder()
{
    return peers() + QStringLiteral("/standinbrowser");
}

/// A GET without a body, a POST with one.
QJsonValue IdpServer::control(const QByteArray &what, const QJsonValue &body) const
{
    const bool isGet = body.isNull() || body.isUndefined();
    const QByteArray text =
        isGet ? QByteArray() : QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    const Answer answer =
        request(isGet ? "GET" : "POST", "/peer/" + what, {"Content-Type: application/json"}, text);
    if (answer.status != 200)
        qWarning() << "identity provider:" << what << "answered" << answer.status;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

/// By hand and blocking: a manager of network access would need an event loop, and run the test's own events.
IdpServer::Answer IdpServer::request(const QByteArray &method, const QByteArray &target,
                                     const QByteArrayList &headers, const QByteArray &body) const
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, quint16(m_loginUrl.port()));
    if (!socket.waitForConnected(patience))
        return {};
    QByteArrayList lines{method + ' ' + target + " HTTP/1.1", "Host: " + m_loginUrl.authority().toUtf8(),
                         "Connection: close"};
    lines += headers;
    if (!body.isEmpty())
        lines += "Content-Length: " + QByteArray::number(body.size());
    socket.write(lines.join("\r\n") + "\r\n\r\n" + body);
    QByteArray text;
    while (socket.state() == QTcpSocket::ConnectedState && socket.waitForReadyRead(patience))
        text += socket.readAll();
    text += socket.readAll();

    Answer answer;
    const qsizetype end = text.indexOf("\r\n\r\n");
    if (end < 0)
        return answer;
    answer.body = text.mid(end + 4);
    QByteArrayList head = text.left(end).split('\n');
    answer.status = head.takeFirst().mid(9, 3).toInt();
    for (const QByteArray &line : head) {
        const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
        if (line.toLower().startsWith("location:"))
            answer.location = value;
        if (line.toLower().startsWith("set-cookie:"))
            answer.cookies += value.left(value.indexOf(';'));
    }
    return answer;
}

} // namespace spendglass::test
