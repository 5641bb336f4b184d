// SPDX-License-Identifier: GPL-3.0-or-later
// From loopback HTTP to decoded rows: analytics pages of 10,000 through HttpTransport, Client and Job. Beside
// it one curl process that fetches the same pages over one connection to /dev/null. Goal: at most 1.5 times
// its time. Medians of rounds that take turns.
#include "bench/fetchpages.h"
#include "bench/harness.h"
#include "bench/pageserver.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>

using namespace spendglass;

namespace {

constexpr int rounds = 7;

/// The time of the process; nothing without curl.
std::optional<bench::Seconds> curlAll(const bench::PageServer &server)
{
    QStringList arguments{QStringLiteral("-s")};
    for (int page = 0; page < server.pages(); ++page) {
        arguments += QStringLiteral("-o");
        arguments += QStringLiteral("/dev/null");
        arguments += server.url().toString() + QStringLiteral("/partner/v1/analytics/azureusage?skip=%1")
                                                   .arg(page * bench::PageServer::rowsPerPage);
    }
    QProcess curl;
    const bench::Stopwatch watch;
    curl.start(QStringLiteral("curl"), arguments);
    if (!curl.waitForFinished(600'000) || curl.exitCode() != 0)
        return std::nullopt;
    return watch.elapsed();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const int pages = argc > 1 ? std::atoi(argv[1]) : 60;
    const bench::PageServer server(pages);
    bench::Samples ours, theirs;
    for (int round = 0; round < rounds; ++round) {
        const auto curl = curlAll(server);
        if (!curl) {
            std::fprintf(stderr, "curl is missing or failed\n");
            return 1;
        }
        theirs.add(curl->count());
        const bench::Stopwatch watch;
        const auto fetched = bench::fetchPages(app, server.url());
        ours.add(watch.elapsed().count());
        if (!fetched.isComplete || fetched.rows != qint64(pages) * bench::PageServer::rowsPerPage)
            return 1;
    }
    const double rows = double(pages) * bench::PageServer::rowsPerPage;
    bench::printRate("HTTP to decoded rows", rows, ours, "rows/s");
    bench::printRate("curl to /dev/null", rows, theirs, "rows/s");
    bench::printRatio("time / curl's time (goal 1.5)", ours.median() / theirs.median());
    return 0;
}
