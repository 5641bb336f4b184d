// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of the sign-in service: any bytes give tokens that may stand in a header, with a life within
// bounds, or an error on one line that holds none of them. First byte: the status; the rest is the body,
// which is read as an answer of each kind.
#include "auth/claims.h"
#include "auth/devicecode.h"
#include "auth/signincodes.h"
#include "auth/tokenanswer.h"
#include "net/request.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace spendglass;

namespace {

constexpr int longestText = 1024;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool isVisible(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool isOneLine(const QString &text)
{
    return text.size() <= longestText &&
           std::ranges::none_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

void checkError(const core::Error &error)
{
    require(error.kind != core::ErrorKind::Cancelled && !error.text.isEmpty());
    for (const QString &text : {error.serverCode, error.serverText, error.requestId, error.correlationId})
        require(isOneLine(text));
    require(error.where == QLatin1String("POST /t/oauth2/v2.0/token"));
    (void)auth::meaningOfRefusal(error.serverCode, error.serverText);
}

void checkTokens(const core::Result<auth::TokenAnswer> &answer)
{
    if (!answer)
        return checkError(answer.error());
    require(!answer->accessToken.isEmpty() && isVisible(answer->accessToken) &&
            isVisible(answer->refreshToken));
    require(answer->expiresIn >= std::chrono::seconds(10) && answer->expiresIn <= std::chrono::hours(24));
    require(isOneLine(answer->scope));
    require(answer->identity || answer->nonce.isEmpty());
    if (!answer->identity)
        return;
    const auth::Identity &who = *answer->identity;
    require(!who.userId.isEmpty());
    for (const QString &text : {who.user, who.name, who.tenantId, who.userId})
        require(isOneLine(text));
}

void checkDevice(const core::Result<auth::DeviceAnswer> &answer)
{
    if (!answer)
        return checkError(answer.error());
    require(!answer->deviceCode.isEmpty() && !answer->userCode.isEmpty() && isOneLine(answer->userCode));
    require(answer->verificationUrl.isValid());
    require(answer->interval >= std::chrono::seconds(1) && answer->interval <= std::chrono::hours(1));
    require(answer->validFor >= std::chrono::minutes(1) && answer->validFor <= std::chrono::hours(1));
    const QUrl authority(QStringLiteral("https://login.example"));
    const bool isTrusted = auth::isTrustedVerification(answer->verificationUrl, authority);
    require(!isTrusted || (answer->verificationUrl.scheme() == QLatin1String("https") &&
                           answer->verificationUrl.userInfo().isEmpty()));
}

void checkClaims(const QByteArray &claims)
{
    require(claims.isEmpty() || QJsonDocument::fromJson(claims).isObject());
    require(QJsonDocument::fromJson(auth::signInClaims(claims)).isObject());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    static constexpr std::array statuses{200, 400, 401, 503, 302, 204, 429, 200};
    if (size == 0)
        return 0;
    net::Response response;
    response.status = statuses[data[0] % statuses.size()];
    response.body = QByteArray(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    response.url = QUrl(QStringLiteral("https://login.example/t/oauth2/v2.0/token"));
    checkTokens(auth::tokenAnswerFrom(response, QStringLiteral("client")));
    checkDevice(auth::deviceAnswerFrom(response));
    checkError(auth::signInError(response));
    checkClaims(auth::claimsOf(response));
    checkClaims(auth::claimsOfChallenge(response.body));
    require(QJsonDocument::fromJson(auth::signInClaims(response.body)).isObject());
    return 0;
}
