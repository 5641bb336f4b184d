// SPDX-License-Identifier: GPL-3.0-or-later
// Memory and time stay flat over 10,000 pages of 1,000 rows, from loopback HTTP to decoded rows (faults.md
// 68). Fails when memory grows by more than 8 MiB from the second quarter to the last, or a page of the last
// quarter takes more than 1.5 times as long as one of the first.
#include "bench/fetchpages.h"
#include "bench/harness.h"
#include "bench/pageserver.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>

using namespace spendglass;

namespace {

constexpr int rowsPerPage = 1'000;
constexpr double mostGrowth = 8; ///< MiB
constexpr double mostSlower = 1.5;

struct Quarter
{
    bench::Samples seconds; ///< for ten pages
    bench::Samples memory;  ///< MiB
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const int pages = argc > 1 ? std::atoi(argv[1]) : 10'000;
    constexpr int step = 10;
    const bench::PageServer server(pages, rowsPerPage);
    std::array<Quarter, 4> quarters;
    bench::Stopwatch watch;
    const auto fetched = bench::fetchPages(app, server.url(), [&](qint64 page) {
        if (page % step != 0)
            return;
        Quarter &quarter = quarters[std::size_t((page - 1) * 4 / pages)];
        quarter.seconds.add(watch.elapsed().count());
        quarter.memory.add(bench::residentMiB());
        watch = bench::Stopwatch();
    });
    if (!fetched.isComplete || fetched.rows != qint64(pages) * rowsPerPage)
        return 1;
    std::printf("%lld pages, %lld rows, %.0f MB\n", qlonglong(fetched.pages), qlonglong(fetched.rows),
                double(fetched.bytes) / 1e6);
    for (const Quarter &quarter : quarters) {
        bench::print("resident", quarter.memory, "MiB");
        bench::printRate("pages", step, quarter.seconds, "pages/s");
    }
    const double growth = quarters.back().memory.median() - quarters[1].memory.median();
    const double slower = quarters.back().seconds.median() / quarters.front().seconds.median();
    std::printf("%-40s %14.2f MiB\n", "growth from the second quarter", growth);
    bench::printRatio("time per page, last / first quarter", slower);
    return growth <= mostGrowth && slower <= mostSlower ? 0 : 1;
}
