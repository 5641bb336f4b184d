// SPDX-License-Identifier: GPL-3.0-or-later
// From loopback HTTP to committed rows: analytics pages of 10,000, through the real Workspace. Beside it, in
// the same run, what each stage could do alone: receiving, decoding, appending. Medians of several rounds.
#include "bench/fillstore.h"
#include "bench/harness.h"
#include "bench/pageserver.h"

#include "core/clock.h"
#include "sync/workspace.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>

using namespace spendglass;

namespace {

constexpr int rounds = 3;

/// The real thing: a Workspace synchronises the month and everything is committed when it says so.
bench::Seconds endToEnd(QCoreApplication &app, const bench::PageServer &server, qint64 &rows)
{
    const QTemporaryDir folder;
    sync::Connection connection;
    connection.apiUrl = server.url();
    connection.authorize =
        net::authorizerOf([](const QUrl &) { return core::Result<QByteArray>(QByteArrayLiteral("bench")); });
    sync::Workspace workspace(folder.filePath(QStringLiteral("sync/store.duckdb")), connection,
                              std::make_shared<core::SystemClock>());
    sync::Report report;
    QObject::connect(&workspace, &sync::Workspace::syncFinished, &app, [&](const sync::Report &ended) {
        report = ended;
        app.quit();
    });
    sync::Request request;
    request.dataSets = {core::DataSet::Analytics};
    request.from = server.days().from;
    request.to = server.days().to;
    const bench::Stopwatch watch;
    workspace.startSync(request);
    app.exec();
    const auto elapsed = watch.elapsed();
    QStringList reasons;
    for (const auto &line : report.lines) {
        rows += line.rows;
        reasons += line.reasons;
    }
    if (report.error)
        reasons += report.error->text;
    if (!report.isComplete() || rows == 0) {
        std::fprintf(stderr, "the run was not complete: %s\n",
                     qPrintable(reasons.join(QStringLiteral("; "))));
        rows = 0; // the figure would be of something else
    }
    return elapsed;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const int pages = argc > 1 ? std::atoi(argv[1]) : 100;
    bench::PageServer server(pages);
    const auto total = double(pages) * bench::PageServer::rowsPerPage;
    bench::Samples receive, decode, append, whole;
    for (int round = 0; round < rounds; ++round) {
        qint64 stored = 0;
        receive.add(total / server.receiveAll().count());
        decode.add(total / bench::decodeAll(server).count());
        const QTemporaryDir folder;
        append.add(total /
                   bench::fillStore(server, folder.filePath(QStringLiteral("a/store.duckdb"))).count());
        whole.add(total / endToEnd(app, server, stored).count());
        if (stored != qint64(total))
            return 1;
    }
    bench::print("receive only, raw socket", receive, "rows/s");
    bench::print("decode only", decode, "rows/s");
    bench::print("append only, durable per page", append, "rows/s");
    bench::print("HTTP to committed rows", whole, "rows/s");
    bench::printRatio("end to end / slowest stage alone",
                      whole.median() / std::min(decode.median(), append.median()));
    return 0;
}
