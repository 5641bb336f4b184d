// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/paging.h"

#include "sandbox/problem.h"

#include <algorithm>

namespace spendglass::sandbox {

using Next = PagingFault::Next;

std::string pageToken(std::string_view kind, qint64 offset)
{
    return (QByteArray(kind.data(), static_cast<qsizetype>(kind.size())) + ':' + QByteArray::number(offset))
        .toBase64()
        .toStdString();
}

std::optional<qint64> pageStart(const Request &request, std::string_view kind)
{
    if (!request.parameter("seekOperation"))
        return 0;
    const std::string token = request.header("MS-ContinuationToken").value_or("");
    const QByteArray inner = QByteArray::fromBase64(QByteArray::fromStdString(token));
    const qint64 offset = inner.mid(inner.indexOf(':') + 1).toLongLong();
    return pageToken(kind, offset) == token ? std::optional(offset) : std::nullopt;
}

RowRange pageRows(const Request &request, qint64 offset, qint64 size)
{
    const qint64 begin = offset > 0 ? std::max<qint64>(0, offset - request.paging.shift) : offset;
    return {begin, request.paging.keepsEnd ? offset + size : begin + size};
}

std::optional<qint64> nextOffset(const Request &request, qint64 offset, qint64 size, bool hasMore)
{
    switch (request.paging.next) {
    case Next::Right:
        return hasMore ? std::optional(offset + size) : std::nullopt;
    case Next::Same:
    case Next::Endless:
        return offset;
    case Next::Pair:
        return offset == 0 ? size : 0;
    case Next::Elsewhere:
        return hasMore ? offset + size : offset;
    }
    return std::nullopt;
}

std::string nextUri(const Request &request, std::string uri)
{
    if (request.paging.next == Next::Elsewhere)
        return request.paging.location;
    if (request.paging.next != Next::Endless)
        return uri;
    // A parameter that nobody reads makes each link a new one.
    const qint64 round = QByteArray::fromStdString(request.parameter("round").value_or("0")).toLongLong();
    return uri + (uri.find('?') == std::string::npos ? "?" : "&") + "round=" + std::to_string(round + 1);
}

void writeNext(JsonWriter &out, const Request &request, const std::string &uri, const std::string &token)
{
    out.key("next").open('{').field("uri", nextUri(request, uri)).field("method", "GET");
    out.key("headers").open('[');
    if (!token.empty())
        out.open('{').field("key", "MS-ContinuationToken").field("value", token).close('}');
    for (const auto &[name, value] : request.paging.headers)
        out.open('{').field("key", name).field("value", value).close('}');
    out.close(']').close('}');
}

std::string closePaged(JsonWriter &out, const Request &request, const std::string &self,
                       const std::string &next, const std::string &token)
{
    out.close(']');
    if (!token.empty())
        out.field("continuationToken", token);
    out.key("links").open('{').link("self", self);
    if (!token.empty())
        writeNext(out, request, next, token);
    return out.close('}').objectType("Collection").close('}').take();
}

Reply collection(const Request &request, const std::string &items, qint64 count, const std::string &self)
{
    JsonWriter out;
    out.open('{').number("totalCount", count).key("items").raw('[' + items + ']');
    const bool hasNext = nextOffset(request, 0, count, false).has_value();
    if (hasNext || !self.empty())
        out.key("links").open('{');
    if (!self.empty())
        out.link("self", self);
    if (hasNext)
        writeNext(out, request, request.path.substr(std::string("/v1").size()), {});
    if (hasNext || !self.empty())
        out.close('}');
    return json(out.objectType("Collection").close('}').take());
}

} // namespace spendglass::sandbox
