// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokenendpoint.h"

#include "net/origin.h"

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

using core::ErrorKind;

/// What nobody may read in a log.
constexpr std::array secretNames{"code",  "code_verifier", "refresh_token", "device_code",
                                 "token", "assertion",     "client_secret", "password"};

QByteArray percentEncoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

/// What is shorter may stand in an answer by chance.
constexpr int shortestSecret = 8;

net::Request formRequest(const QUrl &url, const Form &form)
{
    net::Request request;
    request.verb = QByteArrayLiteral("POST");
    request.url = url;
    request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = encoded(form);
    request.deadline = std::chrono::seconds(30);
    return request;
}

bool isSecret(const std::pair<QByteArray, QString> &field)
{
    return field.second.size() >= shortestSecret &&
           std::ranges::any_of(secretNames, [&field](const char *each) { return field.first == each; });
}

net::Response withoutEcho(net::Response response, const Form &form)
{
    if (response.status == 200 && !response.body.contains("\"error\""))
        return response; // with tokens, one of which may be the old one
    for (const auto &field : form) {
        if (!isSecret(field))
            continue;
        response.body.replace(field.second.toUtf8(), "...");
        response.body.replace(percentEncoded(field.second), "...");
    }
    return response;
}

core::Result<net::Response> answerTo(const net::Request &request, const Form &form,
                                     const core::Result<net::Response> &result)
{
    if (result)
        return withoutEcho(*result, form);
    core::Error error = result.error();
    if (error.where.isEmpty())
        error.where = describe(request);
    return core::fail(std::move(error));
}

} // namespace

QByteArray encoded(const Form &form)
{
    QByteArray text;
    for (const auto &[name, value] : form)
        text += (text.isEmpty() ? "" : "&") + name + '=' + percentEncoded(value);
    return text;
}

QUrl signInUrl(const QUrl &authority, const QString &tenant, const QString &what)
{
    QUrl url = authority.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    const QByteArray who = percentEncoded(tenant.isEmpty() ? QStringLiteral("organizations") : tenant);
    path += QLatin1Char('/') + QString::fromLatin1(who) + QStringLiteral("/oauth2/v2.0/") + what;
    url.setPath(path, QUrl::StrictMode);
    return url;
}

core::Result<void> checkAuthority(const QUrl &authority)
{
    const QUrl origin = net::originOf(authority);
    if (origin.isValid() && (origin.scheme() == QLatin1String("https") || net::isLoopback(origin.host())))
        return {};
    return core::fail(ErrorKind::Untrusted, QStringLiteral("the sign-in service has to be asked over https"),
                      authority.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

net::Exchange *postForm(net::Transport &transport, const QUrl &url, const Form &form, QObject *context,
                        std::function<void(const core::Result<net::Response> &)> done)
{
    const net::Request request = formRequest(url, form);
    net::Exchange *const exchange = transport.send(request, context);
    QObject::connect(exchange, &net::Exchange::finished, exchange,
                     [=](const core::Result<net::Response> &result) {
                         exchange->deleteLater();
                         done(answerTo(request, form, result));
                     });
    return exchange;
}

} // namespace spendglass::auth
