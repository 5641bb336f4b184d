// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the window on a store of a million rows: from the first constructor to the first answer painted,
// and the memory it takes. Baseline of the same run: an empty main window with an empty table.
#include "bench/fillstore.h"
#include "bench/harness.h"
#include "bench/pageserver.h"

#include "core/clock.h"
#include "sync/workspace.h"

#include "window/documents.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QMainWindow>
#include <QTableView>
#include <QTemporaryDir>

using namespace spendglass;

namespace {

constexpr int rounds = 5;

double openEmpty()
{
    const bench::Stopwatch watch;
    QMainWindow window;
    window.setCentralWidget(new QTableView(&window));
    window.resize(1280, 800);
    window.show();
    window.grab();
    return watch.elapsed().count() * 1000;
}

struct Opened
{
    double window = 0;  ///< to the portfolio painted
    double grouped = 0; ///< then to a million rows by customer and month, chart and table
    double records = 0; ///< then to the list of a million records
};

/// Runs until everything asked is answered, then paints.
void settle(QApplication &app, window::MainWindow &window)
{
    if (!window.isSettled())
        app.exec();
    window.grab();
}

Opened openOn(QApplication &app, const QString &path)
{
    Opened result;
    const bench::Stopwatch first;
    window::MainWindow window{QString()};
    window.resize(1280, 800);
    QObject::connect(&window, &window::MainWindow::settled, &app, &QCoreApplication::quit);
    window.setWorkspace(
        std::make_unique<sync::Workspace>(path, sync::Connection(), std::make_shared<core::SystemClock>()),
        QStringLiteral("bench"), false);
    window.show();
    settle(app, window);
    result.window = first.elapsed().count() * 1000;
    const bench::Stopwatch second;
    window.documents()->openDataSet(core::DataSet::Analytics);
    settle(app, window);
    result.grouped = second.elapsed().count() * 1000;
    const bench::Stopwatch third;
    window.documents()->openAllRecords(core::DataSet::Analytics);
    settle(app, window);
    result.records = third.elapsed().count() * 1000;
    return result;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bench/store.duckdb"));
    {
        const bench::PageServer server(argc > 1 ? std::atoi(argv[1]) : 100);
        bench::fillStore(server, path);
    }
    const double before = bench::residentMiB();
    bench::Samples empty, window, grouped, records;
    for (int round = 0; round < rounds; ++round) {
        empty.add(openEmpty());
        const Opened opened = openOn(app, path);
        window.add(opened.window);
        grouped.add(opened.grouped);
        records.add(opened.records);
    }
    bench::print("empty window with an empty table", empty, "ms");
    bench::print("window on a store of a million rows", window, "ms");
    bench::print("a million rows by customer and month", grouped, "ms");
    bench::print("list of a million records", records, "ms");
    std::printf("%-40s %14.1f MiB, %.1f before the first window\n", "resident memory at the end",
                bench::residentMiB(), before);
    return 0;
}
