// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace spendglass::test {

/// Ways in which an answer goes wrong between a correct service and the program.
enum class WireFault
{
    ResetBeforeAnswer,
    ResetInBody,
    CloseBeforeAnswer,
    Hang,       ///< takes the request, says nothing
    HangInBody, ///< half of the answer, then nothing
    Drip,       ///< one byte at a time, far slower than any line
    ShortBody,  ///< the document is whole, the announced length is larger
    NoLengthCut,
    ChunkedCut,
    ChunkedNoEnd, ///< all of the document, no last chunk
    ChunkedBadSize,
    GzipCut,
    GzipDamaged, ///< a byte in the middle is another
    GzipBadSum,
    NotGzip,
    GzipNoTrailer,
    GzipBomb,       ///< 200 MB of blanks
    HugeHeader,     ///< 2 MB in one
    ManyHeaders,    ///< 10,000
    Interim,        ///< one answer 103, and the right one a moment later
    InterimStorm,   ///< 20,000 answers 102, then the right one
    InterimForEver, ///< answers 102 and never another
    NotModified,
    Redirect,
    TwoLengths, ///< two different Content-Length headers
    Http10,     ///< HTTP/1.0 without length, ended by the close: this one is a whole answer
    Close,      ///< a whole answer, then the connection ends without having been announced
    Gzip,       ///< a whole answer, compressed
    Chunked,    ///< a whole answer in chunks of 7 bytes
    ProxyAuthentication,
    CaptivePortal,
    NoHttp, ///< what speaks here is another service
};

/// An answer as the service gave it.
struct WholeAnswer
{
    QByteArray statusLine = QByteArrayLiteral("HTTP/1.1 200 OK");
    QList<std::pair<QByteArray, QByteArray>> headers{{"Content-Type", "application/json"}};
    QByteArray body = QByteArrayLiteral(R"({"totalCount":0,"items":[]})");

    QByteArray bytes() const; ///< with the right Content-Length
};

/// What to do on the connection in place of sending the answer.
struct Play
{
    enum class End
    {
        KeepAlive,
        Close,
        Reset,
        Silence ///< the connection stays open and says nothing more
    };
    QByteArray bytes;
    End end = End::KeepAlive;
    int pauseMs = 0;       ///< between bytes; 0: all at once
    bool repeats = false;  ///< the bytes again and again
    QByteArray afterwards = {}; ///< sent when the pause is over
};

/// location: where redirects lead.
Play playOf(WireFault fault, const WholeAnswer &answer, const QByteArray &location);

/// As gzip has it, with trailer.
QByteArray gzip(const QByteArray &bytes);

} // namespace spendglass::test
