// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/devicecode.h"

#include "auth/jsonnumber.h"
#include "auth/tokenanswer.h"
#include "net/origin.h"
#include "net/plainline.h"
#include "net/request.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

/// Where Microsoft's own device code pages are, in all clouds.
constexpr std::array knownHosts{"microsoft.com",
                                "www.microsoft.com",
                                "login.microsoft.com",
                                "aka.ms",
                                "login.microsoftonline.com",
                                "login.microsoftonline.us",
                                "login.live.com",
                                "login.chinacloudapi.cn",
                                "login.partner.microsoftonline.cn",
                                "login.microsoftonline.de"};

constexpr int longestUserCode = 64; ///< somebody has to type it
constexpr SecondsRange validities{60, 3600, 900};
constexpr SecondsRange intervals{0, 3600, 5};

} // namespace

core::Result<DeviceAnswer> deviceAnswerFrom(const net::Response &response)
{
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    if (response.status != 200 || object.contains(QLatin1String("error")))
        return core::fail(signInError(response));
    const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString(); };
    DeviceAnswer answer;
    answer.deviceCode = text("device_code");
    answer.userCode = net::plainLine(text("user_code"));
    const QString address = text("verification_uri");
    answer.verificationUrl = QUrl(address.isEmpty() ? text("verification_url") : address, QUrl::StrictMode);
    answer.validFor = secondsIn(object, QLatin1String("expires_in"), validities);
    answer.interval = secondsIn(object, QLatin1String("interval"), intervals);
    if (answer.interval.count() < 1)
        answer.interval = std::chrono::seconds(intervals.unsaid);
    const bool hasCode = !answer.userCode.isEmpty() && answer.userCode.size() <= longestUserCode;
    if (answer.deviceCode.isEmpty() || !hasCode || !answer.verificationUrl.isValid())
        return core::fail(core::ErrorKind::Malformed,
                          QStringLiteral("the sign-in service gave no code to type in"),
                          QStringLiteral("POST ") + response.url.path(QUrl::FullyEncoded));
    return answer;
}

bool isTrustedVerification(const QUrl &url, const QUrl &authority)
{
    if (net::isSameOrigin(url, authority)) // checked when it was asked
        return true;
    const bool isPlain =
        url.scheme() == QLatin1String("https") && url.userInfo().isEmpty() && url.port(443) == 443;
    const QString host = url.host(QUrl::FullyEncoded);
    return isPlain && std::ranges::any_of(knownHosts, [&host](const char *each) {
               return host.compare(QLatin1String(each), Qt::CaseInsensitive) == 0;
           });
}

} // namespace spendglass::auth
