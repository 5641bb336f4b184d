// SPDX-License-Identifier: GPL-3.0-or-later
// How long the main window stands still while it synchronises: a heartbeat on its thread, usage of the
// customers by month in front, the list of activities below. bench_pauses [rows] [stacks]; with stacks, what
// it was doing each time that it worked for 25 ms is written to stderr.
#include "bench/heartbeat.h"
#include "bench/usagefill.h"
#include "bench/usageserver.h"

#include "sync/workspace.h"

#include "window/documents.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QDockWidget>
#include <QTemporaryDir>

#include <optional>

using namespace spendglass;

namespace {

constexpr std::chrono::milliseconds tellingWork{25};

void printGaps(const char *name, const bench::Gaps &gaps)
{
    const std::string label(name);
    bench::print((label + ", longest").c_str(), gaps.longest(), "ms");
    bench::print((label + ", 99.9 %").c_str(), gaps.quantile(0.999), "ms");
    bench::print((label + ", 99 %").c_str(), gaps.quantile(0.99), "ms");
    std::printf("%-40s %14zu of %zu\n", (label + ", above 50 ms").c_str(), gaps.above(50), gaps.count());
}

bool isWhole(const sync::Report &report, const bench::UsageWorld &world)
{
    qint64 rows = 0;
    for (const sync::Line &line : report.lines)
        rows += line.rows;
    return report.isComplete() && rows == world.rows();
}

} // namespace

int main(int argc, char **argv)
{
    bench::printAtOnce();
    const qint64 rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const bench::UsageWorld world(rows);
    const bench::UsageServer server(world); // before there is a second thread
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QTemporaryDir folder;
    window::MainWindow window{QString()};
    window.resize(1280, 800);
    auto workspace = std::make_unique<sync::Workspace>(folder.filePath(QStringLiteral("a/store.duckdb")),
                                                       bench::connectionTo(server.url()),
                                                       std::make_shared<bench::BenchClock>());
    std::optional<bench::Heartbeat> heartbeat;
    sync::Report report;
    QObject::connect(
        workspace.get(), &sync::Workspace::opened, &app,
        [&] {
            window.documents()->openDataSet(core::DataSet::Utilization);
            window.findChild<QDockWidget *>(QStringLiteral("activityDock"))->show();
            heartbeat.emplace(tellingWork, argc > 2);
            sync::Request request;
            request.dataSets = {core::DataSet::Utilization};
            request.from = bench::UsageWorld::days().from;
            request.to = bench::UsageWorld::days().to;
            window.workspace()->startSync(request);
        },
        Qt::QueuedConnection);
    QObject::connect(workspace.get(), &sync::Workspace::syncFinished, &app, [&](const sync::Report &ended) {
        report = ended;
        QObject::connect(&window, &window::MainWindow::settled, &app, &QCoreApplication::quit);
    });
    window.setWorkspace(std::move(workspace), QStringLiteral("bench"), false);
    window.show();
    const bench::Stopwatch watch;
    app.exec();
    heartbeat->stop();
    std::printf("%lld rows of %d customers in %.1f s\n", qlonglong(world.rows()), world.customers(),
                watch.elapsed().count());
    printGaps("pause of the window", heartbeat->gaps());
    printGaps("work of its thread in one go", heartbeat->work());
    printGaps("pause of an idle thread", heartbeat->idle());
    if (isWhole(report, world))
        return 0;
    std::fprintf(stderr, "the run was not complete\n");
    return 1;
}
