// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spendglass::sandbox {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, without regard to case; nothing when absent.
std::optional<std::string> findHeader(const Headers &headers, std::string_view name);

/// What a fault does to the pages of an answer.
struct PagingFault
{
    enum class Next
    {
        Right,
        Same,     ///< leads back to the same page
        Endless,  ///< as Same, but every link is a new one
        Pair,     ///< the second page leads back to the first
        Elsewhere ///< leads to location
    } next = Next::Right;
    std::string location;
    Headers headers;       ///< more headers in the next link
    qint64 shift = 0;      ///< later pages begin so many rows early (negative: late)
    bool keepsEnd = false; ///< and yet end where they would
};

/// A parsed request. Texts are as sent, the path split and decoded on top of that.
struct Request
{
    std::string method;
    std::string target;                                     ///< path and query as sent
    std::string path;                                       ///< without query, not decoded
    std::vector<std::string> steps;                         ///< of the path, decoded
    std::vector<std::pair<std::string, std::string>> query; ///< decoded; + is a blank, as form style has it
    Headers headers;
    std::string body;
    bool keepsAlive = true;
    // Faults
    PagingFault paging;
    std::string vanished; ///< in lower case: the customer or subscription that is there no more

    std::optional<std::string> header(std::string_view name) const { return findHeader(headers, name); }
    /// A query parameter by name without regard to case; nothing when absent.
    std::optional<std::string> parameter(std::string_view name) const;
    bool hasLost(std::string_view id) const; ///< whether a fault made that one vanish
};

/// What is sent back, and how a fault spoils it.
struct Reply
{
    int status = 200;
    Headers headers;
    std::string body;
    std::string contentType = "application/json; charset=utf-8";
    // Faults
    int delayMs = 0;
    std::optional<std::size_t> cutAfter; ///< bytes of the body, then the connection ends
    bool resets = false;                 ///< the connection is reset without an answer
    bool hangs = false;                  ///< accepted and never answered
};

/// Cuts the first whole request off the front of the buffer; nothing when more bytes are needed. A buffer
/// that cannot be a request gives a Request with an empty method.
std::optional<Request> takeRequest(QByteArray &buffer);

/// Status line, headers (Content-Length and Connection added) and body, ready to be sent.
QByteArray serialize(const Reply &reply, bool keepsAlive);

/// "a=1&b=2" decoded, in order; a query or the body of a form.
std::vector<std::pair<std::string, std::string>> parseForm(std::string_view text);
std::string percentDecode(std::string_view text, bool plusIsBlank);
std::string
percentEncode(std::string_view text); ///< all but unreserved characters, hexadecimal in upper case
/// As form style has it: blank to +, hexadecimal in lower case ("2015-06-14+00%3a00%3a00Z").
std::string formEncode(std::string_view text);

} // namespace spendglass::sandbox
