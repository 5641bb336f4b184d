// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokenanswer.h"

#include "auth/jsonnumber.h"
#include "auth/signincodes.h"
#include "net/httpdate.h"
#include "net/plainline.h"
#include "net/request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace spendglass::auth {

namespace {

using core::ErrorKind;

constexpr qsizetype longestToken = 64 * 1024;

QString whereOf(const net::Response &response)
{
    return QStringLiteral("POST ") + response.url.path(QUrl::FullyEncoded);
}

tl::unexpected<core::Error> malformed(const net::Response &response, const char *what)
{
    core::Error error =
        core::fail(ErrorKind::Malformed, QString::fromLatin1(what), whereOf(response)).value();
    error.httpStatus = response.status;
    return core::fail(std::move(error));
}

/// May stand in a header: nothing in it ends the line.
bool isVisibleAscii(const QString &text)
{
    return !text.isEmpty() && text.size() <= longestToken &&
           std::ranges::all_of(text, [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

/// Unsaid: so that it is renewed soon, but not at once.
constexpr SecondsRange lives{10, 24 * 3600, 600};

/// Source: RFC 7519 section 4.1.3: one receiver or a list.
bool isFor(const QJsonValue &audience, const QString &clientId)
{
    const QJsonArray all = audience.isArray() ? audience.toArray() : QJsonArray{audience};
    return !clientId.isEmpty() && std::ranges::any_of(all, [&clientId](const QJsonValue &each) {
        return each.toString().compare(clientId, Qt::CaseInsensitive) == 0;
    });
}

QString firstText(const QJsonObject &object, std::initializer_list<const char *> names)
{
    for (const char *const name : names) {
        const QString text = net::plainLine(object.value(QLatin1String(name)).toString());
        if (!text.isEmpty())
            return text;
    }
    return {};
}

/// The claims of a token that came from the token endpoint itself over TLS: its signature need not be looked
/// at (OpenID Connect Core section 3.1.3.7). Nothing when it is no such token.
std::optional<QJsonObject> claimsIn(const QString &idToken)
{
    const auto parts = idToken.split(QLatin1Char('.'));
    if (parts.size() != 3 || idToken.size() > longestToken)
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(
        parts[1].toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const QJsonDocument document = decoded ? QJsonDocument::fromJson(*decoded) : QJsonDocument();
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

Identity identityOf(const QJsonObject &claims)
{
    Identity identity;
    identity.user = firstText(claims, {"preferred_username", "upn", "unique_name", "email"});
    identity.name = firstText(claims, {"name"});
    identity.tenantId = firstText(claims, {"tid"});
    identity.userId = firstText(claims, {"oid", "sub"});
    return identity;
}

/// Words of a foreign service with what might be a secret in them taken out: no word of its own is that long,
/// but identifiers are.
QString harmless(const QString &text)
{
    static const QRegularExpression opaque(QStringLiteral(
        "(?<![\\w-])(?![0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b)[\\w~+=-]{30,}[\\w~+=./-]*"));
    return net::plainLine(QString(text).replace(opaque, QStringLiteral("\u2026")));
}

ErrorKind kindOf(int status)
{
    if (status >= 500)
        return ErrorKind::Server;
    if (status == 429)
        return ErrorKind::Throttled;
    if (status >= 400)
        return ErrorKind::BadRequest; // 401: the client is not known
    return status >= 300 ? ErrorKind::Untrusted : ErrorKind::Malformed;
}

} // namespace

core::Result<TokenAnswer> tokenAnswerFrom(const net::Response &response, const QString &clientId)
{
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    const QJsonObject object = document.object();
    const bool isRefusal = object.value(QLatin1String("error")).isString();
    if (response.status != 200 || isRefusal)
        return core::fail(signInError(response));
    const QString type = object.value(QLatin1String("token_type")).toString(QStringLiteral("Bearer"));
    const QString access = object.value(QLatin1String("access_token")).toString();
    const QJsonValue refresh = object.value(QLatin1String("refresh_token"));
    if (!document.isObject())
        return malformed(response, "the sign-in service's answer is not a JSON object");
    if (type.compare(QLatin1String("Bearer"), Qt::CaseInsensitive) != 0)
        return malformed(response, "the sign-in service gave a token of an unknown type");
    if (!isVisibleAscii(access))
        return malformed(response, "the sign-in service gave no access token");
    const bool hasRefresh = !refresh.isUndefined() && !refresh.isNull() && refresh != QJsonValue(QString());
    if (hasRefresh && !isVisibleAscii(refresh.toString()))
        return malformed(response, "the sign-in service gave a refresh token that is none");
    TokenAnswer answer;
    answer.accessToken = access.toLatin1();
    answer.refreshToken = refresh.toString().toLatin1();
    answer.expiresIn = secondsIn(object, QLatin1String("expires_in"), lives);
    answer.scope = net::plainLine(object.value(QLatin1String("scope")).toString());
    if (!object.contains(QLatin1String("id_token")))
        return answer;
    const auto claims = claimsIn(object.value(QLatin1String("id_token")).toString());
    if (!claims || !isFor(claims->value(QLatin1String("aud")), clientId))
        return malformed(response, "the sign-in service says who signed in, but not to this program");
    answer.identity = identityOf(*claims);
    if (answer.identity->userId.isEmpty())
        return malformed(response, "the sign-in service does not say who signed in");
    answer.nonce = claims->value(QLatin1String("nonce")).toString();
    return answer;
}

core::Error signInRefusal(const QString &code, const QString &description)
{
    core::Error error;
    error.serverCode = harmless(code);
    error.serverText = harmless(description);
    const auto meaning = meaningOfRefusal(error.serverCode, error.serverText);
    error.kind = meaning ? meaning->kind : ErrorKind::BadRequest;
    error.text = QStringLiteral("the sign-in service refuses: %1").arg(error.serverCode);
    return error;
}

core::Error signInError(const net::Response &response)
{
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    const QString code = object.value(QLatin1String("error")).toString();
    core::Error error = signInRefusal(code, object.value(QLatin1String("error_description")).toString());
    if (!meaningOfRefusal(error.serverCode, error.serverText))
        error.kind = kindOf(response.status);
    error.httpStatus = response.status;
    error.where = whereOf(response);
    error.requestId = harmless(firstText(object, {"trace_id"}));
    error.correlationId = harmless(firstText(object, {"correlation_id"}));
    // A date is no wait without the answer's own time: ours may be wrong.
    const QByteArray wait = response.header("Retry-After"), date = response.header("Date");
    error.retryAfter = net::parseRetryAfter(wait, date.isEmpty() ? wait : date, {});
    if (response.status >= 300 && response.status < 400)
        error.text =
            QStringLiteral("the sign-in service redirects with status %1; not followed").arg(response.status);
    else if (error.serverCode.isEmpty())
        error.text = QStringLiteral("the sign-in service answered with status %1").arg(response.status);
    return error;
}

} // namespace spendglass::auth
