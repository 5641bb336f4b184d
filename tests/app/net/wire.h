// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/customerusagerecords.h"
#include "net/client.h"
#include "peers/wirefault.h"
#include "support/scriptedtransport.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>

namespace spendglass::test {

constexpr int pageRows = 40;

/// A page of customers' usage records, some 8 KB.
inline WholeAnswer usagePage(int rows = pageRows)
{
    WholeAnswer answer;
    answer.body = R"({"items":[)";
    for (int i = 0; i < rows; ++i) {
        const QByteArray number = QByteArray::number(i);
        answer.body += (i > 0 ? R"(,{"resourceId":"c-)" : R"({"resourceId":"c-)") + number +
                       R"(","resourceName":"Customer )" + number +
                       R"(","budget":{"amount":90},"percentUsed":7.68,"isUpgraded":true,"totalCost":590.27)" +
                       number + R"(,"currencyCode":"SEK","usdTotalCost":59.4,)" +
                       R"("lastModifiedDate":"2026-11-01T23:00:16.57+00:00"})";
    }
    answer.body += R"(],"totalCount":)" + QByteArray::number(rows) + '}';
    return answer;
}

/// A client over real sockets with the token "secret-token", with pauses that nobody waits for.
inline net::ClientParts wireParts(const net::TransportLimits &limits = {})
{
    net::ClientParts parts = scriptedParts({});
    parts.transport = std::make_shared<net::HttpTransport>(limits);
    parts.inFlightPerScope = parts.inFlight;
    return parts;
}

/// How a query for customers' usage records ended.
struct Outcome
{
    core::Result<net::JobTotals> totals;
    qint64 rows = 0;     ///< that the sink was given
    qint64 requests = 0; ///< that the client sent, repeats included
    std::chrono::milliseconds took{0};

    QString text() const { return totals ? QStringLiteral("no error") : totals.error().text; }
};

/// Asks one server, in one run of a job with all its repeats.
class Asker
{
public:
    explicit Asker(const QUrl &url, net::ClientParts parts = wireParts())
        : m_service{url, {}, {}, QStringLiteral("en-US")}
        , m_client(std::move(parts), {url})
    {}

    /// Runs so many jobs at once; the outcome of one that failed stands for all.
    Outcome ask(int jobs = 1)
    {
        Outcome outcome;
        int running = jobs;
        QObject owner;
        const qint64 before = m_client.requestsSent();
        QElapsedTimer took;
        took.start();
        for (int i = 0; i < jobs; ++i) {
            net::Job *const job = makeJob(outcome, &owner);
            QObject::connect(job, &net::Job::finished, &owner, [&](const auto &totals) {
                if (--running == jobs - 1 || !totals)
                    outcome.totals = totals;
            });
            job->start();
        }
        if (!QTest::qWaitFor([&running] { return running == 0; }, 20'000))
            outcome.totals = core::fail(core::ErrorKind::BadRequest, QStringLiteral("a job never ended"));
        outcome.took = std::chrono::milliseconds(took.elapsed());
        outcome.requests = m_client.requestsSent() - before;
        return outcome;
    }

private:
    net::Job *makeJob(Outcome &outcome, QObject *owner)
    {
        const auto sink = [&outcome](const api::Page<api::CustomerUsageRow> &page, const auto &took) {
            outcome.rows += qint64(page.rows.size());
            took();
        };
        return new api::CustomerUsageRecords(m_client, m_service, sink, owner);
    }

    api::Service m_service;
    net::Client m_client;
};

} // namespace spendglass::test
