// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/request.h"

namespace spendglass::net {

QByteArray Response::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (QByteArrayView(key).compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QString describe(const Request &request)
{
    return QString::fromLatin1(request.verb) + QLatin1Char(' ') + request.url.path(QUrl::FullyEncoded);
}

QByteArrayView requestIdHeader(Request::Dialect dialect)
{
    return dialect == Request::Dialect::Crest ? "x-ms-tracking-id" : "MS-RequestId";
}

Request dressed(Request request, const Ids &ids, const QByteArray &token)
{
    const bool isCrest = request.dialect == Request::Dialect::Crest;
    const auto add = [&request](QByteArrayView name, const QByteArray &value) {
        request.headers.append({name.toByteArray(), value});
    };
    add("Accept", QByteArrayLiteral("application/json"));
    add("Authorization", (isCrest ? QByteArrayLiteral("bearer ") : QByteArrayLiteral("Bearer ")) + token);
    add(requestIdHeader(request.dialect), ids.requestId.toLatin1());
    add(isCrest ? "x-ms-correlation-id" : "MS-CorrelationId", ids.correlationId.toLatin1());
    if (isCrest)
        add("api-version", QByteArrayLiteral("2015-03-31"));
    return request;
}

} // namespace spendglass::net
