// SPDX-License-Identifier: GPL-3.0-or-later
// Another process for the tests of the store: "hold PATH" keeps it open until its input ends, "fill PATH
// BYTES" writes pages until no file may grow past so many bytes (0: until the disk is full) and prints how
// many pages were acknowledged and the error, "migrate PATH" begins a step of the schema that takes long.
// "lend PATH" keeps it open as the programs do, lends it, and prints the number of rows for each line of its
// input; "ask PATH" prints it once.
#include "store/duckdb.h"
#include "store/migrations.h"
#include "store/store.h"
#include "store/storethread.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

using namespace spendglass;

namespace {

int hold(const QString &path)
{
    const auto store = store::Store::open(path);
    std::printf("%s\n", store ? "open" : qPrintable(store.error().text));
    std::fflush(stdout);
    std::getchar();
    return store ? 0 : 1;
}

/// Holds the database's own lock and not ours, as another tool would.
int holdRaw(const QString &path)
{
    const auto database = store::Connection::open(path, store::Limits::ofThisMachine());
    std::printf("%s\n", database ? "open" : qPrintable(database.error().text));
    std::fflush(stdout);
    std::getchar();
    return database ? 0 : 1;
}

/// The rows of all windows, or the error.
QByteArray rowsText(const core::Result<store::Store *> &open)
{
    const auto windows = open.and_then([](store::Store *store) { return store->windows(); });
    if (!windows)
        return windows.error().text.toUtf8();
    qint64 rows = 0;
    for (const store::WindowRecord &window : *windows)
        rows += window.rows;
    return QByteArray::number(rows);
}

void printRows(const core::Result<store::Store *> &open)
{
    std::printf("%s\n", rowsText(open).constData());
    std::fflush(stdout);
}

int lend(const QString &path, QCoreApplication &app)
{
    store::StoreThread thread(path, {[](const core::Result<void> &outcome) {
                                         std::printf("%s\n",
                                                     outcome ? "open" : qPrintable(outcome.error().text));
                                         std::fflush(stdout);
                                     },
                                     {}});
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [&] {
        char line[80];
        if (::read(STDIN_FILENO, line, sizeof line) > 0)
            thread.write(printRows);
        else
            app.quit();
    });
    return app.exec();
}

int ask(const QString &path, QCoreApplication &app)
{
    store::StoreThread thread(path, {});
    thread.ask(1, [&app](const core::Result<store::Store *> &open) {
        printRows(open);
        QMetaObject::invokeMethod(&app, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    return app.exec();
}

core::Result<void> appendPage(store::Store &store, store::FetchId fetch, int number)
{
    std::vector<std::string> texts;
    for (int i = 0; i < 2000; ++i)
        texts.push_back("resource " + std::to_string(number * 2000 + i) + " of a name that takes room");
    std::vector<store::UsageFact> rows;
    for (const std::string &text : texts) {
        store::UsageFact row;
        row.resourceUri = text;
        row.quantity = core::Decimal::fromInteger(1);
        rows.push_back(row);
    }
    store::PageRecord page;
    page.number = number;
    return store.appendPage(fetch, page, rows);
}

int fill(const QString &path, rlim_t bytes)
{
    auto store = store::Store::open(path);
    if (!store)
        return 1;
    store::WindowRecord window;
    window.key.customerId = QStringLiteral("c1");
    window.key.days = {core::Day(), core::Day(std::chrono::days(30))};
    const auto fetch = (*store)->beginFetch(window, core::Instant());
    if (!fetch)
        return 1;
    if (bytes > 0) {
        const rlimit limit{bytes, bytes};
        std::signal(SIGXFSZ, SIG_IGN); // so that a write answers EFBIG
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    for (int page = 1; page < 1000; ++page) {
        const auto done = appendPage(**store, *fetch, page);
        if (done)
            continue;
        std::printf("%d\n%s\n", page - 1, qPrintable(done.error().text));
        return 0;
    }
    return 2;
}

/// Says so when it begins; to be killed in the middle.
int migrate(const QString &path)
{
    auto raw = store::Connection::open(path, {1024LL * 1024 * 1024, 1});
    if (!raw)
        return 1;
    std::vector<store::Migration> steps = store::shippedMigrations();
    steps.push_back(
        {steps.back().number + 1,
         "create table half as select i, hash(i) as h from range(1000000) as r(i); "
         "insert into half select i, hash(i) from range(5000000000) as r(i) where hash(i) % 1000 = 0"});
    std::printf("migrating\n");
    std::fflush(stdout);
    return store::migrate(**raw, steps, path) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("hold"))
        return hold(arguments.value(2));
    if (arguments.value(1) == QLatin1String("hold-raw"))
        return holdRaw(arguments.value(2));
    if (arguments.value(1) == QLatin1String("lend"))
        return lend(arguments.value(2), app);
    if (arguments.value(1) == QLatin1String("ask"))
        return ask(arguments.value(2), app);
    if (arguments.value(1) == QLatin1String("fill"))
        return fill(arguments.value(2), arguments.value(3).toULongLong());
    if (arguments.value(1) == QLatin1String("migrate"))
        return migrate(arguments.value(2));
    return 3;
}
