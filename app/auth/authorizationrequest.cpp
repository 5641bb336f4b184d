// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/authorizationrequest.h"

#include "auth/claims.h"
#include "auth/tokenendpoint.h"
#include "net/origin.h"

#include <QUuid>

#include <map>

namespace spendglass::auth {

namespace {

QByteArray decoded(QByteArrayView text)
{
    return QByteArray::fromPercentEncoding(text.toByteArray().replace('+', ' '));
}

/// Nothing when a name comes twice.
std::optional<std::map<QByteArray, QByteArray>> pairsIn(QByteArrayView query)
{
    std::map<QByteArray, QByteArray> pairs;
    const auto parts = query.toByteArray().split('&');
    for (const QByteArrayView part : parts) {
        const qsizetype sign = part.toByteArray().indexOf('=');
        if (sign < 0)
            continue;
        if (!pairs.emplace(decoded(part.first(sign)), decoded(part.sliced(sign + 1))).second)
            return std::nullopt;
    }
    return pairs;
}

} // namespace

QUrl authorizationUrl(const SignInSettings &settings, const AuthorizationRequest &request)
{
    Form form{{"client_id", settings.clientId},
              {"response_type", QStringLiteral("code")},
              {"redirect_uri", request.redirect},
              {"response_mode", QStringLiteral("query")},
              {"scope", settings.scope},
              {"state", QString::fromLatin1(request.state)},
              {"nonce", QString::fromLatin1(request.nonce)},
              {"code_challenge", QString::fromLatin1(request.challenge)},
              {"code_challenge_method", QStringLiteral("S256")}};
    if (settings.loginHint.isEmpty())
        form.append({"prompt", QStringLiteral("select_account")});
    else
        form.append({"login_hint", settings.loginHint});
    form.append({"claims", QString::fromUtf8(signInClaims(settings.claims))});
    QUrl url = signInUrl(settings.loginUrl, settings.tenant, QStringLiteral("authorize"));
    url.setQuery(QString::fromLatin1(encoded(form)), QUrl::StrictMode);
    return url;
}

std::optional<AuthorizationAnswer> authorizationAnswerIn(QByteArrayView query)
{
    auto pairs = pairsIn(query);
    if (!pairs)
        return std::nullopt;
    AuthorizationAnswer answer;
    answer.code = QString::fromUtf8((*pairs)["code"]);
    answer.state = (*pairs)["state"];
    answer.error = QString::fromUtf8((*pairs)["error"]);
    answer.description = QString::fromUtf8((*pairs)["error_description"]);
    answer.issuer = QString::fromUtf8((*pairs)["iss"]);
    const bool isOne = answer.code.isEmpty() != answer.error.isEmpty();
    return isOne ? std::optional(answer) : std::nullopt;
}

bool isIssuer(const QString &issuer, const SignInSettings &settings)
{
    if (issuer.isEmpty())
        return true;
    const QUrl url(issuer, QUrl::StrictMode);
    if (!net::isSameOrigin(url, settings.loginUrl))
        return false;
    const QUuid asked = QUuid::fromString(settings.tenant);
    const QUuid named = QUuid::fromString(url.path().section(QLatin1Char('/'), 1, 1));
    return asked.isNull() || named.isNull() || asked == named;
}

} // namespace spendglass::auth
