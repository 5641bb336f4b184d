// SPDX-License-Identifier: GPL-3.0-or-later
// The store at a million rows: appending pages, grouping, jumping in the table; beside a hand-written scan of
// plain arrays and the engine's own sum of doubles, measured in the same run.
#include "bench/harness.h"
#include "store/duckdb.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <map>
#include <random>
#include <string>
#include <thread>

using namespace spendglass;

namespace {

constexpr int rowCount = 1'000'000;
constexpr int pageRows = 10'000;
constexpr int customerCount = 1'000;
constexpr int meterCount = 400;
constexpr int placeCount = 42;
constexpr int monthCount = 24;
constexpr int unitCount = 3;
constexpr int rounds = 15;

/// The same rows in the plainest form that can be scanned.
struct Arrays
{
    std::vector<qint32> customer, meter, place, day;
    std::vector<qint64> hi, lo; ///< millionths and the rest in 1e-22
};

/// Names as the service has them, made once: the benches measure the store, not snprintf.
struct Names
{
    explicit Names(int count, const char *stem)
    {
        for (int i = 0; i < count; ++i) {
            const auto mixed = std::uint32_t(i) * 2'654'435'761U; // ids differ from their first letter on
            ids.push_back(std::to_string(mixed) + "-7c5e-4b18-9a64-" + std::to_string(100'000'000'000 + i));
            names.push_back(std::string(stem) + ' ' + std::to_string(i));
        }
    }
    std::vector<std::string> ids, names;
};

/// 1/(k+1): a few large customers and meters, many small ones.
std::discrete_distribution<int> zipf(int count)
{
    std::vector<double> weights;
    for (int i = 0; i < count; ++i)
        weights.push_back(1.0 / (i + 1));
    return {weights.begin(), weights.end()};
}

Arrays madeUp()
{
    std::mt19937_64 engine(20261120);
    auto customers = zipf(customerCount);
    auto meters = zipf(meterCount);
    Arrays result;
    for (int i = 0; i < rowCount; ++i) {
        result.customer.push_back(customers(engine));
        result.meter.push_back(meters(engine));
        result.place.push_back(int(engine() % placeCount));
        result.day.push_back(int(engine() % 730));
        result.hi.push_back(qint64(engine() % 50'000'000));
        result.lo.push_back(engine() % 2 == 0 ? 0 : qint64(engine() % 10'000'000'000'000'000));
    }
    return result;
}

const char *unitOf(int meter)
{
    static constexpr const char *units[unitCount]{"1 Hour", "1 GB", "10K"};
    return units[meter % unitCount];
}

core::Day firstDay()
{
    return core::Day(std::chrono::year(2024) / 10 / 1);
}

/// Months since October 2024 by day.
std::vector<qint32> monthsByDay()
{
    std::vector<qint32> months;
    for (int day = 0; day < 730; ++day) {
        const std::chrono::year_month_day date(firstDay() + std::chrono::days(day));
        months.push_back((int(date.year()) - 2024) * 12 + int(unsigned(date.month())) - 10);
    }
    return months;
}

template <class T>
T must(core::Result<T> result, const char *what)
{
    if (!result) {
        std::fprintf(stderr, "%s: %s\n", what, qPrintable(result.error().text));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::vector<store::UsageFact> pageOf(const Arrays &arrays, int from, const Names &customers,
                                     const Names &meters, const Names &places)
{
    std::vector<store::UsageFact> rows;
    for (std::size_t i = std::size_t(from); i < std::size_t(from + pageRows); ++i) {
        const auto customer = std::size_t(arrays.customer[i]);
        const auto meter = std::size_t(arrays.meter[i]);
        store::UsageFact row;
        row.customerId = row.subscriptionId = customers.ids[customer];
        row.customerName = row.subscriptionName = customers.names[customer];
        row.meterId = meters.ids[meter];
        row.meterCategory = meters.names[meter % 30];
        row.meterSubcategory = meters.names[meter % 90];
        row.meterName = meters.names[meter];
        row.unit = unitOf(arrays.meter[i]);
        row.resourceLocation = row.meterRegion = places.names[std::size_t(arrays.place[i])];
        row.usageDay = firstDay() + std::chrono::days(arrays.day[i]);
        row.usageStart = row.usageDay;
        row.usageEnd = row.usageDay + std::chrono::days(1);
        row.quantity =
            core::Decimal::fromUnits(core::Int128(arrays.hi[i]) * core::powerOfTen(16) + arrays.lo[i]);
        rows.push_back(row);
    }
    return rows;
}

void benchAppend(store::Store &store, const Arrays &arrays)
{
    const Names customers(customerCount, "Customer"), meters(meterCount, "Meter"),
        places(placeCount, "Region");
    store::WindowRecord window;
    window.key.days = {firstDay(), firstDay() + std::chrono::days(730)};
    const auto fetch = must(store.beginFetch(window, core::Instant()), "begin");
    bench::Samples perPage;
    bench::Seconds total{};
    for (int page = 0; page < rowCount / pageRows; ++page) {
        const auto rows = pageOf(arrays, page * pageRows, customers, meters, places);
        store::PageRecord record;
        record.number = page + 1;
        const bench::Stopwatch watch;
        must(store.appendPage(fetch, record, rows), "append");
        total += watch.elapsed();
        perPage.add(watch.elapsed().count() * 1e3);
    }
    must(store.finishFetch(fetch, store::WindowState::Complete, {}, core::Instant()), "finish");
    bench::print("append a page of 10,000, durable", perPage, "ms");
    std::printf("%-40s %14.0f rows/s\n", "append 1 M rows, durable per page", rowCount / total.count());
}

template <class Task>
bench::Samples measured(const Task &task)
{
    bench::Samples samples;
    task(); // the first run warms the caches
    for (int round = 0; round < rounds; ++round) {
        const bench::Stopwatch watch;
        task();
        samples.add(watch.elapsed().count() * 1e3);
    }
    return samples;
}

/// Sums by customer, month and unit on two threads; the bound of what any engine can do with these rows.
std::vector<core::Int128> scanned(const Arrays &arrays, const std::vector<qint32> &months)
{
    constexpr std::size_t cells = std::size_t(customerCount) * monthCount * unitCount;
    struct Half
    {
        std::vector<qint64> hi = std::vector<qint64>(cells), lo = std::vector<qint64>(cells);
    };
    Half halves[2];
    const auto scan = [&](Half &half, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            const auto cell = std::size_t(
                (arrays.customer[i] * monthCount + months[std::size_t(arrays.day[i])]) * unitCount +
                arrays.meter[i] % unitCount);
            half.hi[cell] += arrays.hi[i];
            half.lo[cell] += arrays.lo[i];
        }
    };
    std::thread other(scan, std::ref(halves[1]), rowCount / 2, rowCount);
    scan(halves[0], 0, rowCount / 2);
    other.join();
    std::vector<core::Int128> sums(cells);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        sums[cell] = core::Int128(halves[0].hi[cell] + halves[1].hi[cell]) * core::powerOfTen(16) +
                     halves[0].lo[cell] + halves[1].lo[cell];
    }
    return sums;
}

query::Query byCustomerAndMonth(bool bySplit)
{
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    query.rows = {QStringLiteral("customerTenantId"), QStringLiteral("usageDate")};
    query.granularity = core::Granularity::Monthly;
    query.measures = {bySplit ? query::Measure{query::Aggregate::Sum, QStringLiteral("quantity")}
                              : query::Measure{query::Aggregate::Count, {}}};
    return query;
}

/// The answer and the scan must agree before their times are compared.
bool agrees(const query::Answer &answer, const std::vector<core::Int128> &sums)
{
    core::Int128 ours = 0, theirs = 0;
    for (const core::Int128 sum : sums)
        theirs += sum;
    const int column = answer.table.columnOf(u"sum(quantity)");
    for (qsizetype row = 0; row < answer.table.rowCount(); ++row)
        ours += std::get<core::Decimal>(answer.table.at(row, column)).units();
    return ours == theirs;
}

/// The median of the exact sum, in milliseconds.
double benchGroups(store::Store &store, const Arrays &arrays)
{
    const auto months = monthsByDay();
    if (!agrees(must(store.ask(byCustomerAndMonth(true), core::Instant()), "ask"), scanned(arrays, months))) {
        std::fprintf(stderr, "the store and the scan disagree\n");
        std::exit(1);
    }
    const auto scan = measured([&] { scanned(arrays, months); });
    const auto count = measured([&] { must(store.ask(byCustomerAndMonth(false), core::Instant()), "ask"); });
    const auto sum = measured([&] { must(store.ask(byCustomerAndMonth(true), core::Instant()), "ask"); });
    bench::print("scan of arrays, 2 threads", scan, "ms");
    bench::print("count by customer and month", count, "ms");
    bench::print("exact sum by customer, month, unit", sum, "ms");
    bench::printRatio("  exact sum to scan", sum.median() / scan.median());
    return sum.median();
}

void benchBlocks(store::Store &store)
{
    std::mt19937 engine(7);
    query::Query all;
    all.dataSet = core::DataSet::Analytics;
    query::Query some = all;
    some.where =
        query::Predicate::leaf(QStringLiteral("meterUnit"), query::Operator::Is, {QStringLiteral("1 GB")});
    const auto jump = [&](const query::Query &query, int end) {
        must(store.records(query, int(engine() % unsigned(end)), 128, {}), "records");
    };
    const auto unfiltered = measured([&] { jump(all, rowCount - 128); });
    const bench::Stopwatch watch;
    must(store.records(some, 0, 128, {}), "records");
    const double top = watch.elapsed().count() * 1e3;
    const bench::Stopwatch list;
    jump(some, 200'000);
    const double first = list.elapsed().count() * 1e3;
    const auto filtered = measured([&] { jump(some, 200'000); });
    bench::print("random block of 128 records", unfiltered, "ms");
    bench::print("random block of 128 filtered records", filtered, "ms");
    std::printf("%-40s %14.1f ms\n", "  the first block from the top", top);
    std::printf("%-40s %14.1f ms\n", "  the first jump, which lists them", first);
}

/// What the engine needs for the same groups with inexact sums, keys only: the store must be closed.
void benchDoubles(const QString &path, double exact)
{
    auto raw = must(store::Connection::open(path, store::Limits::ofThisMachine()), "open");
    must(raw->script("create temp table doubles as select customer_key, meter_key, usage_day, "
                     "quantity_hi / 1e6 + quantity_lo / 1e22 as quantity from analytics_fact"),
         "doubles");
    const auto keys = measured([&] {
        must(raw->run("select customer_key, date_trunc('month', usage_day), sum(quantity) from doubles "
                      "group by 1, 2"),
             "sum");
    });
    const auto units = measured([&] {
        must(raw->run(
                 "select customer_key, date_trunc('month', usage_day), m.unit, sum(quantity) from doubles "
                 "as f join meter as m on m.key = f.meter_key group by 1, 2, 3"),
             "sum");
    });
    bench::print("sum(double) by customer and month", keys, "ms");
    bench::print("sum(double) by customer, month, unit", units, "ms");
    bench::printRatio("  exact sum to sum(double)", exact / units.median());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bench/store.duckdb"));
    const Arrays arrays = madeUp();
    {
        auto store = must(store::Store::open(path), "open");
        benchAppend(*store, arrays);
        benchGroups(*store, arrays);
        benchBlocks(*store);
        const bench::Stopwatch watch;
        store.reset();
        std::printf("%-40s %14.1f ms\n", "close, with checkpoint", watch.elapsed().count() * 1e3);
    }
    double exact = 0;
    {
        const bench::Stopwatch watch;
        auto store = must(store::Store::open(path), "open");
        std::printf("%-40s %14.1f ms\n", "open again", watch.elapsed().count() * 1e3);
        std::printf("the same after a checkpoint:\n");
        exact = benchGroups(*store, arrays);
        benchBlocks(*store);
    }
    benchDoubles(path, exact);
    std::printf("%-40s %14.0f MiB\n", "resident memory", bench::residentMiB());
    return 0;
}
