// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/origin.h"

#include <QHostAddress>
#include <QString>

namespace spendglass::net {

namespace {

int impliedPort(const QString &scheme)
{
    return scheme == QLatin1String("https") ? 443 : 80;
}

} // namespace

QUrl originOf(const QUrl &url)
{
    const QString scheme = url.scheme();
    const bool isHttp = scheme == QLatin1String("https") || scheme == QLatin1String("http");
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty())
        return {};
    QUrl origin;
    origin.setScheme(scheme);
    origin.setHost(url.host());
    origin.setPort(url.port(impliedPort(scheme)));
    return origin;
}

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    const QUrl first = originOf(one);
    return first.isValid() && first == originOf(other);
}

} // namespace spendglass::net
