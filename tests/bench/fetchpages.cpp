// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/fetchpages.h"

#include "core/clock.h"
#include "net/client.h"
#include "net/transport.h"
#include "api/usageanalytics.h"

#include <QCoreApplication>

#include <cstdio>

namespace spendglass::bench {

namespace {

net::ClientParts partsFor(const QUrl &)
{
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = std::make_shared<core::SystemClock>();
    parts.authorize =
        net::authorizerOf([](const QUrl &) { return core::Result<QByteArray>(QByteArrayLiteral("bench")); });
    parts.random = [] { return 0.5; };
    return parts;
}

} // namespace

Fetched fetchPages(QCoreApplication &app, const QUrl &service, const std::function<void(qint64)> &afterPage)
{
    net::Client client(partsFor(service), {service});
    api::Service where;
    where.apiUrl = service;
    Fetched fetched;
    const auto sink = [&](api::Page<api::UsageAnalyticsRow> page, const std::function<void()> &took) {
        ++fetched.pages;
        fetched.rows += qint64(page.rows.size());
        if (afterPage)
            afterPage(fetched.pages);
        took();
    };
    api::UsageAnalytics job(client, where, {}, sink);
    QObject::connect(&job, &net::Job::finished, &app, [&](const core::Result<net::JobTotals> &totals) {
        fetched.isComplete = totals.has_value();
        fetched.bytes = totals ? totals->bytes : 0;
        if (!totals)
            std::fprintf(stderr, "%s\n", qPrintable(totals.error().text));
        app.quit();
    });
    job.start();
    app.exec();
    return fetched;
}

} // namespace spendglass::bench
