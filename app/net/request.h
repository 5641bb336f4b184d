// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/callrecord.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>

namespace spendglass::net {

using Header = std::pair<QByteArray, QByteArray>;
using HeaderList = QList<Header>;

/// One call as a value: sent again it is byte-identical. Identifiers and the token are added on sending.
struct Request
{
    QByteArray verb = QByteArrayLiteral("GET");
    QUrl url;
    HeaderList headers;
    QByteArray body;
    QString scope; ///< customer id for limits per customer; empty: the partner
    std::chrono::milliseconds deadline = std::chrono::seconds(180); ///< for the whole answer
    /// Which identifier headers the interface wants.
    enum class Dialect
    {
        PartnerCenter,
        Crest
    } dialect = Dialect::PartnerCenter;
    friend bool operator==(const Request &, const Request &) = default;
};

/// A whole answer: transport errors never look like one.
struct Response
{
    int status = 0;
    HeaderList headers;
    QByteArray body;
    QUrl url; ///< what was asked
    core::CallRecord call;
    QByteArray reason; ///< of the status line, as sent

    QByteArray header(QByteArrayView name) const; ///< without regard to case; empty when absent
    friend bool operator==(const Response &, const Response &) = default;
};

/// "GET /v1/customers": for logs and errors, never a query string.
QString describe(const Request &request);

/// The identifiers of one attempt.
struct Ids
{
    QString requestId;
    QString correlationId;
};
/// The request as it goes out, with every header that is added on sending.
Request dressed(Request request, const Ids &ids, const QByteArray &token);
/// The name of the header with the request's id, in requests and answers.
QByteArrayView requestIdHeader(Request::Dialect dialect);

} // namespace spendglass::net
