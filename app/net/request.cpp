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

} // namespace spendglass::net
