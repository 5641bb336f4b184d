// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/wirefault.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace spendglass::test {

namespace {

using End = Play::End;

constexpr int gzipWindow = 15 + 16; // zlib's way to ask for gzip
constexpr qsizetype gzipTrailer = 8;
constexpr int dripMs = 20;
const QByteArray interim = QByteArrayLiteral("HTTP/1.1 102 Processing\r\n\r\n");

/// Compresses `times` copies of the bytes without ever holding them.
QByteArray gzipOf(const QByteArray &bytes, int times)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out;
    std::array<Bytef, 65536> buffer{};
    QByteArray copy = bytes;
    for (int i = 0; i < times; ++i) {
        stream.next_in = reinterpret_cast<Bytef *>(copy.data());
        stream.avail_in = static_cast<uInt>(copy.size());
        do {
            stream.next_out = buffer.data();
            stream.avail_out = static_cast<uInt>(buffer.size());
            deflate(&stream, i + 1 == times ? Z_FINISH : Z_NO_FLUSH);
            out.append(reinterpret_cast<const char *>(buffer.data()),
                       static_cast<qsizetype>(buffer.size() - stream.avail_out));
        } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    return out;
}

/// Status line and headers without the length.
QByteArray head(const WholeAnswer &answer, const QByteArray &more)
{
    QByteArray bytes = answer.statusLine + "\r\n";
    for (const auto &[name, value] : answer.headers)
        bytes += name + ": " + value + "\r\n";
    return bytes + more + "\r\n";
}

QByteArray length(qsizetype size)
{
    return "Content-Length: " + QByteArray::number(size) + "\r\n";
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray encoded(const WholeAnswer &answer, const QByteArray &body)
{
    return head(answer, "Content-Encoding: gzip\r\n" + length(body.size())) + body;
}

QByteArray otherByte(QByteArray bytes, qsizetype place)
{
    bytes[place] = static_cast<char>(bytes[place] ^ 0x55);
    return bytes;
}

QByteArray plain(const QByteArray &status, const QByteArray &headers, const QByteArray &body = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + length(body.size()) + "\r\n" + body;
}

QByteArray manyHeaders()
{
    QByteArray bytes;
    for (int i = 0; i < 10'000; ++i)
        bytes += "X-Filler-" + QByteArray::number(i) + ": " + QByteArray::number(i) + "\r\n";
    return bytes;
}

QByteArray chunks(const QByteArray &body)
{
    QByteArray bytes;
    for (qsizetype at = 0; at < body.size(); at += 7)
        bytes += chunk(body.mid(at, 7));
    return bytes;
}

QByteArray half(const QByteArray &bytes)
{
    return bytes.left(bytes.size() / 2);
}

const QByteArray inChunks = QByteArrayLiteral("Transfer-Encoding: chunked\r\n");

struct Row
{
    WireFault fault;
    Play (*play)(const WholeAnswer &answer, const QByteArray &location);
};

using A = const WholeAnswer &;
using L = const QByteArray &;

const std::array rows{
    Row{WireFault::ResetBeforeAnswer,
        [](A, L) -> Play {
            return {{}, End::Reset};
        }},
    Row{WireFault::ResetInBody,
        [](A a, L) -> Play {
            return {half(a.bytes()), End::Reset};
        }},
    Row{WireFault::CloseBeforeAnswer,
        [](A, L) -> Play {
            return {{}, End::Close};
        }},
    Row{WireFault::Hang,
        [](A, L) -> Play {
            return {{}, End::Silence};
        }},
    Row{WireFault::HangInBody,
        [](A a, L) -> Play {
            return {half(a.bytes()), End::Silence};
        }},
    Row{WireFault::Drip,
        [](A a, L) -> Play {
            return {a.bytes(), End::Close, dripMs};
        }},
    Row{WireFault::ShortBody,
        [](A a, L) -> Play {
            return {head(a, length(a.body.size() + 10)) + a.body, End::Close};
        }},
    Row{WireFault::NoLengthCut,
        [](A a, L) -> Play {
            return {head(a, {}) + half(a.body), End::Close};
        }},
    Row{WireFault::ChunkedCut,
        [](A a, L) -> Play {
            return {head(a, inChunks) + QByteArray::number(a.body.size(), 16) + "\r\n" + half(a.body),
                    End::Close};
        }},
    Row{WireFault::ChunkedNoEnd,
        [](A a, L) -> Play {
            return {head(a, inChunks) + chunk(a.body), End::Close};
        }},
    Row{WireFault::ChunkedBadSize,
        [](A a, L) -> Play {
            return {head(a, inChunks) + "xyz\r\n" + a.body + "\r\n0\r\n\r\n", End::Close};
        }},
    Row{WireFault::GzipCut, [](A a, L) -> Play { return {encoded(a, half(gzip(a.body)))}; }},
    Row{WireFault::GzipDamaged,
        [](A a, L) -> Play {
            const QByteArray whole = gzip(a.body);
            return {encoded(a, otherByte(whole, whole.size() / 2))};
        }},
    Row{WireFault::GzipBadSum,
        [](A a, L) -> Play {
            const QByteArray whole = gzip(a.body);
            return {encoded(a, otherByte(whole, whole.size() - gzipTrailer))};
        }},
    Row{WireFault::NotGzip, [](A a, L) -> Play { return {encoded(a, a.body)}; }},
    Row{WireFault::GzipNoTrailer,
        [](A a, L) -> Play { return {encoded(a, gzip(a.body).chopped(gzipTrailer))}; }},
    Row{WireFault::GzipBomb,
        [](A a, L) -> Play {
            static const QByteArray bomb = gzipOf(QByteArray(1'000'000, ' '), 200);
            return {encoded(a, bomb)};
        }},
    Row{WireFault::HugeHeader,
        [](A a, L) -> Play {
            const QByteArray huge = "X-Filler: " + QByteArray(2'000'000, 'x') + "\r\n";
            return {head(a, huge + length(a.body.size())) + a.body};
        }},
    Row{WireFault::ManyHeaders,
        [](A a, L) -> Play { return {head(a, manyHeaders() + length(a.body.size())) + a.body}; }},
    Row{WireFault::Interim,
        [](A a, L) -> Play {
            return {"HTTP/1.1 103 Early Hints\r\n\r\n", End::KeepAlive, dripMs, false, a.bytes()};
        }},
    Row{WireFault::InterimStorm, [](A a, L) -> Play { return {interim.repeated(20'000) + a.bytes()}; }},
    Row{WireFault::InterimForEver,
        [](A, L) -> Play {
            return {interim, End::KeepAlive, dripMs, true};
        }},
    Row{WireFault::NotModified,
        [](A, L) -> Play { return {"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"}; }},
    Row{WireFault::Redirect, [](A, L l) -> Play { return {plain("302 Found", "Location: " + l + "\r\n")}; }},
    Row{WireFault::TwoLengths,
        [](A a, L) -> Play {
            return {head(a, length(half(a.body).size()) + length(a.body.size())) + a.body, End::Close};
        }},
    Row{WireFault::Http10,
        [](A a, L) -> Play {
            WholeAnswer old = a;
            old.statusLine.replace("HTTP/1.1", "HTTP/1.0");
            return {head(old, {}) + a.body, End::Close};
        }},
    Row{WireFault::Close,
        [](A a, L) -> Play {
            return {a.bytes(), End::Close};
        }},
    Row{WireFault::Gzip, [](A a, L) -> Play { return {encoded(a, gzip(a.body))}; }},
    Row{WireFault::Chunked,
        [](A a, L) -> Play { return {head(a, inChunks) + chunks(a.body) + "0\r\n\r\n"}; }},
    Row{WireFault::ProxyAuthentication,
        [](A, L) -> Play {
            return {plain("407 Proxy Authentication Required",
                          "Proxy-Authenticate: Basic realm=\"office\"\r\n", "sign in to the proxy")};
        }},
    Row{WireFault::CaptivePortal,
        [](A, L) -> Play {
            return {
                plain("200 OK", "Content-Type: text/html\r\n", "<html><title>Guest network</title></html>")};
        }},
    Row{WireFault::NoHttp,
        [](A, L) -> Play {
            return {"SSH-2.0-OpenSSH_9.2\r\n", End::Close};
        }},
};

} // namespace

QByteArray WholeAnswer::bytes() const
{
    return head(*this, length(body.size())) + body;
}

Play playOf(WireFault fault, const WholeAnswer &answer, const QByteArray &location)
{
    const auto row = std::ranges::find(rows, fault, &Row::fault);
    return row == rows.end() ? Play{} : row->play(answer, location);
}

QByteArray gzip(const QByteArray &bytes)
{
    return gzipOf(bytes, 1);
}

} // namespace spendglass::test
