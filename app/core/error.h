// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace spendglass::core {

/// What went wrong, as far as the person or the retry table needs to tell cases apart.
enum class ErrorKind
{
    Cancelled,    ///< the person or the program asked for it
    Offline,      ///< no connection: name not found, refused, reset
    Timeout,      ///< a deadline passed
    Unauthorised, ///< 401: the token is missing, expired or of the wrong kind
    Forbidden,    ///< 403: signed in, but without the right
    Throttled,    ///< 429: asked to wait
    NotFound,     ///< 404
    BadRequest,   ///< 400 and other permanent refusals of what was asked; also wrong usage on our side
    Server,       ///< 5xx
    Malformed,    ///< an answer that is not what its document promises
    Untrusted,    ///< the other side cannot prove who it is, or sends us to where no token may go
    NotReady,     ///< 204: ask again later
    NotOffered,   ///< this interface does not exist for that customer, subscription or cloud
    Storage,      ///< the store cannot be opened, read or written
    File,         ///< an export target or another file of the person
    Keychain,     ///< the platform's secret service
};

/// One value for every failure. It is made once, where the failure is seen, and passed on unchanged.
/// Texts are in English or as the server wrote them; ui/ maps the kind to a sentence.
struct Error
{
    ErrorKind kind = ErrorKind::BadRequest;
    QString text;          ///< what happened, one line, for logs and details
    QString where;         ///< method and path, file path, or SQL step; never a query string or a secret
    int httpStatus = 0;    ///< 0 when no HTTP answer was received
    QString serverCode;    ///< the service's own code, as text
    QString serverText;    ///< the service's own words, plain text
    QString requestId;     ///< MS-RequestId (or x-ms-tracking-id) of the call
    QString correlationId; ///< MS-CorrelationId of the call
    QString trace;         ///< what else support asks for: the answer's MS-CV, server and Date, as written
    std::optional<std::chrono::milliseconds> retryAfter; ///< how long the service asked to wait
    bool isUnsent = false; ///< the request never left: sent again it is the first, whatever it asks for

    friend bool operator==(const Error &, const Error &) = default;
};

/// The kind's stable name in logs and in --json output, e.g. "Throttled".
QString kindName(ErrorKind kind);

} // namespace spendglass::core
