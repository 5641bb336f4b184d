// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/azureentitlements.h"
#include "api/crestusagerecords.h"
#include "api/customers.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "support/scriptedtransport.h"

#include <QTest>

namespace spendglass::test {

using Result = core::Result<net::JobTotals>;

inline api::Service service()
{
    return {QUrl(QStringLiteral("https://api.example")), QUrl(QStringLiteral("https://crest.example")),
            QStringLiteral("cid")};
}

constexpr auto customersTarget = "/v1/customers?size=500";
constexpr auto tokenName = "MS-ContinuationToken";

inline QByteArray quoted(QByteArray text)
{
    return '"' + text.replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

/// A page of one customer; members: what else stands on top, e.g. links.
inline QByteArray page(const QByteArray &id, const QByteArray &members = {})
{
    return R"({"items":[{"id":")" + id + R"("}])" + (members.isEmpty() ? "" : ",") + members + '}';
}

inline QByteArray next(const QByteArray &uri, const QByteArray &token = {},
                       const QByteArray &otherHeaders = {})
{
    const QByteArray header = R"({"key":"MS-ContinuationToken","value":)" + quoted(token) + '}';
    return R"("links":{"next":{"uri":)" + quoted(uri) + R"(,"method":"GET","headers":[)" +
           (token.isEmpty() ? QByteArray() : header) + otherHeaders + "]}}";
}

inline QByteArray href(const QByteArray &link)
{
    return R"({"items":[],"links":{"next":{"href":)" + quoted(link) + R"(,"method":"GET"}}})";
}

inline QByteArray headerOf(const net::Request &request, QByteArrayView name)
{
    QByteArrayList values;
    for (const auto &[key, value] : request.headers) {
        if (QByteArrayView(key).compare(name, Qt::CaseInsensitive) == 0)
            values.append(value);
    }
    return values.join(" and ");
}

/// One query against a script, run to its end; what came out of it.
class Conversation
{
public:
    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    net::Client client{scriptedParts(transport), {service().apiUrl, service().crestUrl}};
    QStringList pages; ///< the first id or the count of rows of each
    std::optional<Result> result;

    template <class Row>
    api::Sink<Row> sink()
    {
        return [this](const api::Page<Row> &received, const std::function<void()> &took) {
            pages += QString::number(received.rows.size());
            took();
        };
    }
    void run(net::Job &job)
    {
        QObject::connect(&job, &net::Job::finished, &client, [this](const Result &end) { result = end; });
        job.start();
        QTRY_VERIFY(result);
        QVERIFY2(transport->isUsedUp(), qPrintable(transport->trouble()));
    }
    void runCustomers()
    {
        api::Customers job(client, service(), sink<api::CustomerRow>());
        run(job);
    }
    void runCrest()
    {
        api::CrestUsageRecords job(client, service(), {}, sink<api::CrestUsageRow>());
        run(job);
    }
    void runAnalytics(const api::UsageAnalyticsQuery &query)
    {
        api::UsageAnalytics job(client, service(), query, sink<api::UsageAnalyticsRow>());
        run(job);
    }
    QByteArray sent(int index) const { return transport->requests().at(index).url.toEncoded(); }
    core::ErrorKind errorKind() const { return result->error().kind; }
};

} // namespace spendglass::test
