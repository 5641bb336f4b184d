// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/address.h"

namespace spendglass::api {

QUrl address(const QUrl &base, const QStringList &segments, const QList<Parameter> &parameters,
             const QByteArray &plain)
{
    QByteArray text = base.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (text.endsWith('/'))
        text.chop(1);
    for (const QString &segment : segments)
        text += '/' + QUrl::toPercentEncoding(segment);
    char separator = '?';
    for (const Parameter &parameter : parameters) {
        text += separator;
        text += parameter.name;
        text += '=' + QUrl::toPercentEncoding(parameter.value, plain);
        separator = '&';
    }
    return QUrl::fromEncoded(text, QUrl::StrictMode);
}

QStringList customerPath(const QString &customerId)
{
    return {QStringLiteral("v1"), QStringLiteral("customers"), customerId};
}

QStringList subscriptionsPath(const QString &customerId)
{
    return customerPath(customerId) + QStringList{QStringLiteral("subscriptions")};
}

net::Request partnerRequest(const Service &service, QUrl url, const QString &scope)
{
    net::Request request;
    request.url = std::move(url);
    request.headers = {{QByteArrayLiteral("X-Locale"), service.locale.toLatin1()}};
    request.scope = scope;
    return request;
}

net::Request slowPartnerRequest(const Service &service, QUrl url, const QString &scope)
{
    net::Request request = partnerRequest(service, std::move(url), scope);
    request.deadline = slowDeadline;
    return request;
}

net::Request crestRequest(QUrl url, const QString &scope)
{
    net::Request request;
    request.dialect = net::Request::Dialect::Crest;
    request.url = std::move(url);
    request.scope = scope;
    return request;
}

net::Request slowCrestRequest(QUrl url, const QString &scope)
{
    net::Request request = crestRequest(std::move(url), scope);
    request.deadline = slowDeadline;
    return request;
}

QString wireTime(core::Instant instant)
{
    return core::instantText(std::chrono::floor<std::chrono::seconds>(instant));
}

} // namespace spendglass::api
