// SPDX-License-Identifier: GPL-3.0-or-later
// From loopback HTTP to committed rows: utilization of many customers through the real Workspace, a window
// for each month of each subscription. Beside it, in the same run, what decoding and appending could do
// alone, and the memory that it takes. bench_synchronise [rows] [rounds] [FOLDER to leave the store in].
#include "bench/harness.h"
#include "bench/usagefill.h"
#include "bench/usageserver.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

#include <memory>

using namespace spendglass;

int main(int argc, char **argv)
{
    bench::printAtOnce();
    const qint64 rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 3;
    const QTemporaryDir scratch;
    const QString kept = argc > 3 ? QString::fromLocal8Bit(argv[3]) : scratch.path();
    const bench::UsageWorld world(rows);
    const bench::UsageServer server(world); // before there is a second thread
    QCoreApplication app(argc, argv);
    std::printf("%lld rows, %d windows\n", qlonglong(world.rows()),
                world.subscriptions() * bench::UsageWorld::months);
    bench::Samples whole, decode, append, memory;
    const double before = bench::residentMiB();
    for (int round = 0; round < rounds; ++round) {
        // First, and apart: what the other two leave behind in memory is not its own.
        const QString folder = QDir(kept).filePath(QStringLiteral("synchronised"));
        QDir(folder).removeRecursively();
        bench::forgetPeak();
        whole.add(
            bench::synchronise(app, world, server.url(), folder + QStringLiteral("/store.duckdb")).count());
        memory.add(bench::peakMiB());
        decode.add(bench::decodeOnly(world).count());
        const QTemporaryDir other;
        append.add(bench::appendOnly(world, other.filePath(QStringLiteral("a/store.duckdb"))).count());
    }
    bench::printRate("HTTP to committed rows", double(rows), whole, "rows/s");
    bench::printRate("decode only", double(rows), decode, "rows/s");
    bench::printRate("append only, durable per page", double(rows), append, "rows/s");
    bench::printRatio("end to end / slower stage (goal 0.6)",
                      std::max(decode.median(), append.median()) / whole.median());
    bench::print("most memory while synchronising (<500)", memory, "MiB");
    bench::print("  before it began", before, "MiB");
    bench::print("  of the server's process", server.peakMiB(), "MiB");
    return 0;
}
