// SPDX-License-Identifier: GPL-3.0-or-later
// The page decoder: any bytes give a page or an error, never a crash, and a next link never leaves the
// origin.
#include "api/usageanalytics.h"

#include <QUrl>

#include <cstdlib>

using namespace spendglass;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    api::Service service;
    service.apiUrl = QUrl(QStringLiteral("https://api.partnercenter.microsoft.com"));
    const api::UsageAnalyticsQuery query;
    const net::Request asked = api::UsageAnalytics::request(service, query);
    net::Response response;
    response.status = 200;
    response.headers = {{QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json")}};
    response.body = QByteArray(reinterpret_cast<const char *>(data), qsizetype(size));
    response.url = asked.url;
    const auto page = api::UsageAnalytics::decode(response, asked, query);
    if (page && page->next &&
        (page->next->url.host() != service.apiUrl.host() ||
         page->next->url.scheme() != service.apiUrl.scheme()))
        std::abort();
    return 0;
}
