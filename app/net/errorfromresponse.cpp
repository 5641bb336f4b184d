// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"

#include "net/httpdate.h"
#include "net/plainline.h"
#include "net/servicecodes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <array>

namespace spendglass::net {

namespace {

using core::ErrorKind;

constexpr int textCap = 4096; // bytes of a text that is no JSON

struct StatusKind
{
    int first, last;
    ErrorKind kind;
};

/// The first row that fits counts.
constexpr std::array statusKinds{
    StatusKind{204, 204, ErrorKind::NotReady},     StatusKind{300, 399, ErrorKind::Untrusted},
    StatusKind{401, 401, ErrorKind::Unauthorised}, StatusKind{403, 403, ErrorKind::Forbidden},
    StatusKind{404, 404, ErrorKind::NotFound},     StatusKind{407, 407, ErrorKind::Offline},
    StatusKind{408, 408, ErrorKind::Timeout},      StatusKind{429, 429, ErrorKind::Throttled},
    StatusKind{400, 499, ErrorKind::BadRequest},   StatusKind{500, 599, ErrorKind::Server},
};

ErrorKind kindOf(int status)
{
    for (const StatusKind &row : statusKinds) {
        if (row.first <= status && status <= row.last)
            return row.kind;
    }
    return ErrorKind::Malformed;
}

QJsonValue member(const QJsonObject &object, QLatin1String name)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key().compare(name, Qt::CaseInsensitive) == 0)
            return it.value();
    }
    return QJsonValue::Undefined;
}

/// Codes come as numbers and as texts.
QString textOf(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toInteger());
    return value.toString();
}

QString firstText(const QJsonObject &object, std::initializer_list<const char *> names)
{
    for (const char *const name : names) {
        const QString text = textOf(member(object, QLatin1String(name)));
        if (!text.isEmpty())
            return text;
    }
    return {};
}

/// The standard body, the gateway's, CREST's, OData's (one level down) and the sign-in service's.
void readBody(QByteArray body, core::Error &error)
{
    if (body.startsWith("\xEF\xBB\xBF"))
        body.remove(0, 3);
    QJsonObject object = QJsonDocument::fromJson(body).object();
    if (object.isEmpty()) {
        error.serverText = plainLine(QString::fromUtf8(body.left(textCap)));
        return;
    }
    const QJsonValue inner = member(object, QLatin1String("error"));
    if (inner.isObject())
        object = inner.toObject();
    error.serverCode = firstText(object, {"code", "error", "statusCode"});
    error.serverText =
        plainLine(firstText(object, {"description", "message", "reason", "error_description"}));
}

/// What a refusal without body says: until 2023 a missing second factor stood in the reason phrase alone.
QString challengeOf(const Response &response)
{
    QString text = plainLine(QString::fromLatin1(response.header("WWW-Authenticate")));
    if (!response.reason.isEmpty() && response.reason != "Unauthorized")
        text = plainLine(QString::fromLatin1(response.reason)) + QStringLiteral("; ") + text;
    return text;
}

/// Absent where somebody between here and the service answered.
QString traceOf(const Response &response)
{
    QStringList lines;
    for (const char *const name :
         {"MS-CV", "MS-ServerId", "x-ms-session-id", "X-Server", "WWW-Authenticate", "Date"}) {
        const QString value = plainLine(QString::fromLatin1(response.header(name)));
        if (!value.isEmpty())
            lines << QLatin1String(name) + QStringLiteral(": ") + value;
    }
    return lines.join(QStringLiteral("; "));
}

} // namespace

core::Error errorFromResponse(const Response &response, const Request &request, core::Instant now)
{
    core::Error error;
    error.kind = kindOf(response.status);
    error.httpStatus = response.status;
    error.where = describe(request);
    error.requestId = response.call.requestId;
    error.correlationId = response.call.correlationId;
    error.retryAfter = parseRetryAfter(response.header("Retry-After"), response.header("Date"), now);
    error.trace = traceOf(response);
    readBody(response.body, error);
    if (response.status >= 300 && response.status < 400)
        error.text =
            QStringLiteral("the service redirects with status %1; not followed").arg(response.status);
    else if (response.status == 204)
        error.text = QStringLiteral("the data is not ready yet (status 204)");
    else
        error.text = QStringLiteral("the service answered with status %1").arg(response.status);
    const QString meaning = meaningOf(response.status, error.serverCode, error.serverText);
    if (!meaning.isEmpty())
        error.text += QStringLiteral(": ") + meaning;
    if (error.kind == ErrorKind::Unauthorised && error.serverText.isEmpty())
        error.serverText = challengeOf(response);
    return error;
}

} // namespace spendglass::net
