// SPDX-License-Identifier: GPL-3.0-or-later
// What anybody may say to the listener on loopback: half of it is no request yet, junk never becomes one, and
// the same answer to a sign-in is read however it is written.
#include "auth/authorizationrequest.h"
#include "auth/loopbackrequest.h"
#include "auth/tokenendpoint.h"

#include <algorithm>
#include <cstdlib>

using namespace spendglass;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool isVisible(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool isSame(const auth::LoopbackRequest &one, const auth::LoopbackRequest &other)
{
    return one.verb == other.verb && one.path == other.path && one.query == other.query &&
           one.host == other.host;
}

void checkRequest(QByteArrayView bytes, const auth::LoopbackRequest &request)
{
    require(bytes.startsWith(request.verb + ' ' + request.path));
    require(!request.verb.isEmpty() && isVisible(request.verb) && request.path.startsWith('/'));
    require(isVisible(request.path) && isVisible(request.query) && !request.path.contains('?'));
    require(request.host == request.host.toLower() && !request.host.contains('\n'));
    // It was whole as soon as its head was, and not before; what follows changes nothing.
    const qsizetype end = bytes.indexOf("\r\n\r\n") + 4;
    const auto early = auth::loopbackRequestIn(bytes.first(end - 1));
    require(early && !*early);
    const auto again = auth::loopbackRequestIn(bytes.first(end));
    require(again && *again && isSame(**again, request));
}

void checkAnswer(QByteArrayView query)
{
    const auto answer = auth::authorizationAnswerIn(query);
    if (!answer)
        return;
    require(answer->code.isEmpty() != answer->error.isEmpty());
    const auto written = auth::encoded({{"code", answer->code},
                                        {"error", answer->error},
                                        {"error_description", answer->description},
                                        {"iss", answer->issuer}});
    const auto again = auth::authorizationAnswerIn(written);
    require(again && again->code == answer->code && again->error == answer->error);
    require(again->description == answer->description && again->issuer == answer->issuer);
    auth::SignInSettings settings;
    settings.loginUrl = QUrl(QStringLiteral("https://login.example"));
    const bool isOurs = auth::isIssuer(answer->issuer, settings);
    require(!isOurs || answer->issuer.isEmpty() ||
            QUrl(answer->issuer, QUrl::StrictMode).host() == QLatin1String("login.example"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    checkAnswer(bytes);
    const auto request = auth::loopbackRequestIn(bytes);
    if (!request) {
        require(request.error().kind == core::ErrorKind::Malformed);
        return 0;
    }
    require(*request || bytes.size() < auth::longestHead);
    if (*request) {
        checkRequest(bytes, **request);
        checkAnswer((*request)->query);
    }
    return 0;
}
