// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/links.h"

#include "net/origin.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace spendglass::api {

namespace {

constexpr auto tokenHeader = "MS-ContinuationToken";

struct LinkHeader
{
    std::string_view key, value;
};

Read readLinkHeader(void *target, JsonValue &value)
{
    static constexpr std::array members{
        Member{"key", &Members<LinkHeader>::field<&LinkHeader::key>},
        Member{"value", &Members<LinkHeader>::field<&LinkHeader::value>},
    };
    LinkHeader header;
    const Read result = value.readObject(members, &header);
    const QByteArrayView key(header.key.data(), qsizetype(header.key.size()));
    if (result == Read::Good && key.compare(tokenHeader, Qt::CaseInsensitive) == 0)
        static_cast<Link *>(target)->token = header.value;
    return result;
}

Read readLinkHeaders(void *target, JsonValue &value)
{
    return value.readArray(&readLinkHeader, target);
}

constexpr std::array linkMembers{
    Member{"uri", &Members<Link>::field<&Link::uri>},
    Member{"href", &Members<Link>::field<&Link::uri>},
    Member{"method", &Members<Link>::field<&Link::verb>},
    Member{"headers", &readLinkHeaders},
};

Read readNext(void *target, JsonValue &value)
{
    const Read result = value.readObject(linkMembers, target);
    static_cast<Link *>(target)->isPresent = result == Read::Good;
    // A link that cannot be read is not the end of the data.
    return result == Read::Bad ? value.broken("the next link is not of the documented form") : result;
}

constexpr std::array linksMembers{Member{"next", &readNext}};

core::Result<net::Request> refuse(const net::Request &asked, const char *why)
{
    return core::fail(core::ErrorKind::Untrusted, QStringLiteral("the next link ") + QLatin1String(why),
                      net::describe(asked));
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Blanks are left to the caller's escaping; a backslash is a slash to some parsers and not to others.
bool isOddText(std::string_view text)
{
    return text.empty() || std::ranges::any_of(text, [](char c) { return isControl(c) || c == '\\'; });
}

bool isAbsolute(const QByteArray &link)
{
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]*:"));
    return link.startsWith("//") || scheme.match(QString::fromLatin1(link)).hasMatch();
}

QByteArray rootOf(const QUrl &asked)
{
    return asked.toEncoded(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                           QUrl::RemoveFragment);
}

/// What the service's own paths hang below: everything before "/v1/".
QByteArray baseOf(const QUrl &asked)
{
    const QByteArray path = asked.path(QUrl::FullyEncoded).toLatin1();
    const qsizetype version = path.indexOf("/v1/");
    return rootOf(asked) + path.left(std::max<qsizetype>(version, 0));
}

core::Result<net::Request> withAddress(const net::Request &asked, const QUrl &url)
{
    if (!net::isSameOrigin(asked.url, url))
        return refuse(asked, "leaves the service that was asked");
    net::Request next = asked;
    next.url = url;
    next.url.setPort(asked.url.port()); // one way to write an address, so that loops are recognised
    return next;
}

core::Result<net::Request> withToken(net::Request request, std::string_view token)
{
    request.headers.removeIf([](const net::Header &header) {
        return header.first.compare(tokenHeader, Qt::CaseInsensitive) == 0;
    });
    if (token.empty())
        return request;
    if (std::ranges::any_of(token, isControl))
        return refuse(request, "has a token that is no header value");
    request.headers.append({QByteArray(tokenHeader), bytes(token)});
    return request;
}

/// A link with characters that no address may hold was not escaped at all: then a plus, a hash and a percent
/// sign mean themselves.
QByteArray escaped(const QByteArray &link)
{
    const bool isPlain = std::ranges::any_of(link, [](char c) {
        return std::string_view(" \"<>^`{|}").find(c) != std::string_view::npos || (c & 0x80) != 0;
    });
    return isPlain ? QUrl::toPercentEncoding(QString::fromUtf8(link), "!$&'()*,/:;=?@") : link;
}

bool isGet(std::string_view verb)
{
    return verb.empty() || bytes(verb).compare("GET", Qt::CaseInsensitive) == 0;
}

} // namespace

Read readNextLink(void *target, JsonValue &value)
{
    const Read result = value.readObject(linksMembers, target);
    return result == Read::Bad ? value.broken("the links are not of the documented form") : result;
}

core::Result<net::Request> followLink(const net::Request &asked, const Link &link, std::string_view bodyToken)
{
    if (isOddText(link.uri) || !isGet(link.verb))
        return refuse(asked, "is not of the documented form");
    QByteArray text = bytes(link.uri);
    if (!isAbsolute(text)) {
        if (text.startsWith('/'))
            text.remove(0, 1);
        text = baseOf(asked.url) + (text.startsWith("v1/") ? "/" : "/v1/") + text;
    }
    const auto next = withAddress(asked, QUrl::fromEncoded(text, QUrl::TolerantMode));
    return next ? withToken(*next, link.token.empty() ? bodyToken : link.token) : next;
}

core::Result<net::Request> followToken(const net::Request &asked, std::string_view token)
{
    net::Request next = asked;
    const QString query = next.url.query(QUrl::FullyEncoded);
    const QString seek = QStringLiteral("seekOperation=Next");
    if (!query.contains(seek))
        next.url.setQuery(query.isEmpty() ? seek : query + QLatin1Char('&') + seek);
    return withToken(next, token);
}

core::Result<net::Request> followRelative(const net::Request &asked, std::string_view link)
{
    if (isOddText(link))
        return refuse(asked, "is not of the documented form");
    const QUrl relative = QUrl::fromEncoded(escaped(bytes(link)), QUrl::TolerantMode);
    return withAddress(asked, asked.url.resolved(relative));
}

core::Result<net::Request> followHref(const net::Request &asked, const Link &link)
{
    if (isOddText(link.uri) || !isGet(link.verb))
        return refuse(asked, "is not of the documented form");
    QByteArray text = bytes(link.uri);
    if (!isAbsolute(text)) {
        const bool hasSlash = text.startsWith('/');
        text = rootOf(asked.url) + (hasSlash ? "" : "/") + text;
    }
    return withAddress(asked, QUrl::fromEncoded(text, QUrl::TolerantMode));
}

} // namespace spendglass::api
