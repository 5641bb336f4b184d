// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/suppliedtokens.h"

#include "net/origin.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace spendglass::auth {

namespace {

constexpr qint64 longestToken = 64 * 1024;

} // namespace

net::Authorizer suppliedTokens(const Account &account, QByteArray token, QByteArray crestToken)
{
    if (crestToken.isEmpty())
        crestToken = token;
    return net::authorizerOf(
        [addresses = account.addresses, token = std::move(token),
         crestToken = std::move(crestToken)](const QUrl &url) -> core::Result<QByteArray> {
            if (net::isSameOrigin(url, addresses.apiUrl))
                return token;
            if (net::isSameOrigin(url, addresses.crestUrl))
                return crestToken;
            return core::fail(core::ErrorKind::Unauthorised, QStringLiteral("no token for that address"),
                              net::originOf(url).toString());
        });
}

core::Result<QByteArray> readTokenFile(const QString &path)
{
    const bool isStandardInput = path == QLatin1String("-");
    QFile file(path);
    const bool isOpen =
        isStandardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    const QString where = isStandardInput ? QStringLiteral("standard input") : path;
    if (!isOpen)
        return core::fail(core::ErrorKind::File, file.errorString(), where);
    const QByteArray token = file.read(longestToken + 1).trimmed();
    if (token.isEmpty())
        return core::fail(core::ErrorKind::File, QStringLiteral("there is no token in it"), where);
    // What is not visible ASCII could end the header line that carries the token.
    const bool isPlain = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (!isPlain || token.size() > longestToken)
        return core::fail(core::ErrorKind::File, QStringLiteral("what is in it is not a token"), where);
    return token;
}

} // namespace spendglass::auth
