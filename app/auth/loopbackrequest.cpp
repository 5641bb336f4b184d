// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/loopbackrequest.h"

#include <QList>

#include <algorithm>

namespace spendglass::auth {

namespace {

constexpr QByteArrayView lineEnd("\r\n");
constexpr QByteArrayView headEnd("\r\n\r\n");

tl::unexpected<core::Error> junk()
{
    return core::fail(core::ErrorKind::Malformed, QStringLiteral("not a request"));
}

bool isPlain(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

/// Whether this can still become a request: otherwise the answer need not wait for more.
bool isBeginning(QByteArrayView bytes)
{
    constexpr qsizetype longestVerb = 8;
    const QByteArrayView start = bytes.first(std::min(bytes.size(), longestVerb + 1));
    const auto end =
        std::find_if_not(start.begin(), start.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return end == start.end() ? start.size() <= longestVerb : *end == ' ' && end != start.begin();
}

bool readLine(const QByteArray &line, LoopbackRequest &request)
{
    const auto parts = line.split(' ');
    if (parts.size() != 3 || !isPlain(line) || (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0"))
        return false;
    if (parts[0].isEmpty() || !parts[1].startsWith('/'))
        return false;
    const qsizetype mark = parts[1].indexOf('?');
    request.verb = parts[0];
    request.path = mark < 0 ? parts[1] : parts[1].left(mark);
    request.query = mark < 0 ? QByteArray() : parts[1].mid(mark + 1);
    return true;
}

bool readHost(QByteArrayView lines, LoopbackRequest &request)
{
    int hosts = 0;
    for (const QByteArray &line : lines.toByteArray().replace("\r\n", "\n").split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || line.left(colon).compare("Host", Qt::CaseInsensitive) != 0)
            continue;
        request.host = line.mid(colon + 1).trimmed().toLower();
        ++hosts;
    }
    return hosts == 1;
}

} // namespace

core::Result<std::optional<LoopbackRequest>> loopbackRequestIn(QByteArrayView bytes)
{
    if (!isBeginning(bytes))
        return junk();
    const qsizetype end = bytes.indexOf(headEnd);
    if (end < 0 && bytes.size() < longestHead)
        return std::optional<LoopbackRequest>();
    if (end < 0 || end > longestHead)
        return junk();
    const QByteArrayView head = bytes.first(end);
    const qsizetype lineSize = head.indexOf(lineEnd);
    LoopbackRequest request;
    const bool isRequest = lineSize > 0 && readLine(head.first(lineSize).toByteArray(), request) &&
                           readHost(head.sliced(lineSize + lineEnd.size()), request);
    if (!isRequest)
        return junk();
    return request;
}

} // namespace spendglass::auth
