// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to give a store of a million rows away and to take it back.
#include "bench/harness.h"
#include "store/store.h"
#include "store/storethread.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTimer>

#include <string>

using namespace spendglass;
using bench::Samples;
using bench::Stopwatch;

namespace {

constexpr int pageCount = 100, pageRows = 10'000, rounds = 15;
constexpr auto longerThanATenure = std::chrono::milliseconds(400);

core::Result<void> appendPage(store::Store &store, store::FetchId fetch, int number)
{
    static const std::string unit = "1 Hour";
    std::vector<std::string> names;
    for (int i = 0; i < pageRows; ++i)
        names.push_back(std::to_string((number * 7919 + i) % 40'000) + "-7c5e-4b18-9a64");
    std::vector<store::UsageFact> rows(pageRows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].customerId = rows[i].customerName = names[i % 1000];
        rows[i].meterId = names[i % 400];
        rows[i].resourceUri = names[i];
        rows[i].unit = unit;
        rows[i].usageDay = core::Day(std::chrono::days(20'000 + i % 30));
        rows[i].quantity = core::Decimal::fromInteger(qint64(i));
    }
    store::PageRecord page;
    page.number = number;
    return store.appendPage(fetch, page, rows);
}

store::FetchId begin(store::Store &store)
{
    store::WindowRecord window;
    window.key.dataSet = core::DataSet::Utilization;
    window.key.customerId = QStringLiteral("c1");
    window.key.days = {core::Day(std::chrono::days(20'000)), core::Day(std::chrono::days(20'030))};
    return *store.beginFetch(window, core::Instant(std::chrono::days(20'040)));
}

std::unique_ptr<store::Store> opened(const QString &path)
{
    auto store = store::Store::open(path);
    if (!store)
        qFatal("%s", qPrintable(store.error().text));
    return std::move(*store);
}

void measureParts(const QString &path)
{
    Samples opening, closing, closingAfterAPage, firstPage;
    for (int round = 0; round < rounds; ++round) {
        const Stopwatch open;
        auto store = opened(path);
        opening.add(open.elapsed().count() * 1000);
        const Stopwatch close;
        store.reset();
        closing.add(close.elapsed().count() * 1000);
        store = opened(path);
        const store::FetchId fetch = begin(*store);
        const Stopwatch append;
        if (!appendPage(*store, fetch, round + 1))
            qFatal("the page was not taken");
        firstPage.add(append.elapsed().count() * 1000);
        const Stopwatch closeAgain;
        store.reset();
        closingAfterAPage.add(closeAgain.elapsed().count() * 1000);
    }
    bench::print("open", opening, "ms");
    bench::print("close, nothing written", closing, "ms");
    bench::print("close, a page written", closingAfterAPage, "ms");
    bench::print("first page after opening", firstPage, "ms");
}

/// From the question to its answer, by whoever does not have the store.
void measureTurns(const QString &path)
{
    store::StoreThread first(path, {}), second(path, {});
    Samples turn;
    for (int round = 0; round < 2 * rounds; ++round) {
        QTimer::singleShot(longerThanATenure, qApp, &QCoreApplication::quit);
        QCoreApplication::exec();
        const Stopwatch watch;
        auto &asking = round % 2 == 0 ? first : second;
        asking.ask(1, [](const core::Result<store::Store *> &store) {
            if (!store || !(*store)->windows())
                qFatal("no answer");
            QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        });
        QCoreApplication::exec();
        turn.add(watch.elapsed().count() * 1000);
    }
    bench::print("question to a store lent elsewhere", turn, "ms");
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("store.duckdb"));
    {
        const auto store = opened(path);
        const store::FetchId fetch = begin(*store);
        for (int page = 1; page <= pageCount; ++page) {
            if (!appendPage(*store, fetch, page))
                qFatal("the page was not taken");
        }
        if (!store->finishFetch(fetch, store::WindowState::Complete, {}, core::Instant()))
            qFatal("the fetch was not finished");
    }
    std::printf("%d rows\n", pageCount * pageRows);
    measureParts(path);
    measureTurns(path);
    return 0;
}
