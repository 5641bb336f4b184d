// SPDX-License-Identifier: GPL-3.0-or-later
// Next links of every kind: any text gives an error or a GET to the origin that was asked, whose only new
// header is a token without control characters. First byte: which rule and which origin; then link, line
// break, token.
#include "api/links.h"

#include <array>
#include <cstdlib>

using namespace spendglass;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

const std::array<QUrl, 4> &origins()
{
    static const std::array<QUrl, 4> all{
        QUrl(QStringLiteral("https://api.partnercenter.microsoft.com/v1/customers?size=2")),
        QUrl(QStringLiteral("https://partner.example:8443/base/v1/customers/c/subscriptions")),
        QUrl(QStringLiteral("http://127.0.0.1:4711/partner/v1/analytics/azureusage?top=10000")),
        QUrl(QStringLiteral("http://[::1]:80/abc/entitlements/e/usage-records?api-version=2015-03-31"))};
    return all;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

core::Result<net::Request> follow(unsigned rule, const net::Request &asked, std::string_view text)
{
    const std::size_t line = text.find('\n');
    api::Link link;
    link.isPresent = true;
    link.uri = text.substr(0, line);
    const std::string_view token = line == std::string_view::npos ? "" : text.substr(line + 1);
    switch (rule) {
    case 0:
        return api::followLink(asked, link, token);
    case 1:
        return api::followRelative(asked, link.uri);
    case 2:
        return api::followHref(asked, link);
    default:
        link.token = token;
        return api::followLink(asked, link, {});
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size == 0)
        return 0;
    net::Request asked;
    asked.url = origins()[data[0] / 4 % 4];
    asked.headers = {{"X-Locale", "en-US"}};
    const auto next = follow(data[0] % 4, asked, {reinterpret_cast<const char *>(data) + 1, size - 1});
    if (!next) {
        require(next.error().kind == core::ErrorKind::Untrusted && !next.error().text.isEmpty());
        return 0;
    }
    require(next->url.isValid() && next->url.userInfo().isEmpty());
    require(next->url.scheme() == asked.url.scheme() && next->url.host() == asked.url.host());
    require(portOf(next->url) == portOf(asked.url));
    require(next->verb == "GET" && next->body.isEmpty() && next->headers.first() == asked.headers.first());
    for (const auto &[name, value] : next->headers) {
        require(name == "X-Locale" || name == "MS-ContinuationToken");
        for (const char c : value)
            require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    }
    // What goes over the wire is what was checked: written out and read again it is the same address.
    const QUrl sent = QUrl::fromEncoded(next->url.toEncoded(), QUrl::StrictMode);
    require(sent.isValid() && sent.host() == asked.url.host() && sent.scheme() == asked.url.scheme());
    return 0;
}
