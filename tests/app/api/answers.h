// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/request.h"

#include <QFile>

namespace spendglass::test {

/// A 200 with a body of JSON.
inline net::Response answer(const QByteArray &body)
{
    net::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = body;
    response.call.requestId = QStringLiteral("request");
    response.call.correlationId = QStringLiteral("correlation");
    response.call.took = std::chrono::milliseconds(7);
    response.call.bytes = body.size();
    return response;
}

/// The same with a body of tests/data/api.
inline net::Response answerFile(const QString &name)
{
    QFile file(QStringLiteral(SPENDGLASS_TEST_DATA "/api/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no test data %s", qPrintable(name));
    return answer(file.readAll());
}

inline net::Request asked(const char *url = "https://api.example/v1/customers")
{
    net::Request request;
    request.url = QUrl::fromEncoded(url, QUrl::StrictMode);
    return request;
}

} // namespace spendglass::test
