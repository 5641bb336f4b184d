// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/session.h"

#include <QFile>

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>

namespace spendglass::auth {

namespace {

constexpr qint64 longestToken = 64 * 1024;

/// Scheme, host and port; a port that is usual for the scheme and one that is written out are the same.
QString originOf(const QUrl &url)
{
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    return QStringLiteral("%1://%2:%3").arg(url.scheme(), url.host()).arg(url.port(usual));
}

} // namespace

struct Session::State
{
    mutable std::mutex mutex;
    std::map<QString, QByteArray> tokens; ///< by origin
};

Session::Session()
    : m_state(std::make_unique<State>())
{}

Session::~Session() = default;

void Session::setToken(const QUrl &origin, QByteArray token)
{
    const std::lock_guard lock(m_state->mutex);
    if (token.isEmpty())
        m_state->tokens.erase(originOf(origin));
    else
        m_state->tokens[originOf(origin)] = std::move(token);
}

bool Session::isSignedIn() const
{
    const std::lock_guard lock(m_state->mutex);
    return !m_state->tokens.empty();
}

core::Result<QByteArray> Session::bearer(const QUrl &origin) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto found = m_state->tokens.find(originOf(origin));
    if (found == m_state->tokens.end())
        return core::fail(core::ErrorKind::Unauthorised, QStringLiteral("not signed in"), originOf(origin));
    return found->second;
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
