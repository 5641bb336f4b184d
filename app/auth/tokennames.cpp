// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokennames.h"

#include "net/origin.h"

#include <QStringList>

#include <optional>

namespace spendglass::auth {

namespace {

/// The path's steps below an address; nothing when it does not lie there.
std::optional<QStringList> stepsBelow(const QUrl &base, const QUrl &url)
{
    QString folder = base.path();
    if (!folder.endsWith(QLatin1Char('/')))
        folder += QLatin1Char('/');
    if (base.isEmpty() || !net::isSameOrigin(base, url) || !url.path().startsWith(folder))
        return std::nullopt;
    return url.path().mid(folder.size()).split(QLatin1Char('/'), Qt::SkipEmptyParts);
}

/// Both services may have one address: all paths of the newer one begin like this.
bool isApiPath(const QStringList &steps)
{
    return !steps.isEmpty() &&
           (steps.first() == QLatin1String("v1") || steps.first() == QLatin1String("partner"));
}

QString crestTokenName(const Account &account, const QStringList &steps)
{
    const QString first = steps.value(0).toLower();
    const bool isResellers = steps.size() < 2 || first == QLatin1String("customers") ||
                             first == resellerToken || first == account.crestCid.toLower();
    return isResellers ? resellerToken : first;
}

core::Error audienceIsRetired(const QUrl &url)
{
    core::Error error;
    error.kind = core::ErrorKind::NotOffered;
    error.serverCode = QLatin1String(retiredAudience);
    error.text =
        QStringLiteral("tokens for CREST are no longer given: they need the audience "
                       "https://graph.windows.net, which Microsoft has retired. A token that you have "
                       "can be supplied with --crest-token-file");
    error.where = net::originOf(url).toString();
    return error;
}

} // namespace

core::Result<QString> tokenNameFor(const Account &account, const QUrl &url)
{
    const auto steps = stepsBelow(account.addresses.crestUrl, url);
    const auto apiSteps = stepsBelow(account.addresses.apiUrl, url);
    const bool isCrest = steps && !(apiSteps && isApiPath(*apiSteps));
    if (!isCrest && apiSteps)
        return accountToken;
    if (!isCrest)
        return core::fail(core::ErrorKind::Untrusted, QStringLiteral("no token goes to that address"),
                          net::originOf(url).toString());
    if (account.cloud != Cloud::Custom)
        return core::fail(audienceIsRetired(url));
    return crestTokenName(account, *steps);
}

QUrl crestTokenUrl(const Account &account, const QString &tokenName)
{
    QUrl url = account.addresses.crestUrl.adjusted(QUrl::StripTrailingSlash);
    url.setPath(url.path() + QLatin1Char('/') + tokenName + QStringLiteral("/tokens"));
    return url;
}

QString signInScope(const Account &account)
{
    QString resource = account.addresses.resource;
    while (resource.endsWith(QLatin1Char('/')))
        resource.chop(1);
    return resource + QStringLiteral("/user_impersonation offline_access openid profile");
}

} // namespace spendglass::auth
