// SPDX-License-Identifier: GPL-3.0-or-later
// A store full of utilization: its size beside the JSON that it came as and beside SQLite's files with the
// same rows; opening it to the first answer; the exact sums by customer and month beside sums of doubles in
// bare DuckDB and beside SQLite. bench_answers [rows, or STORE FILE]; a store that is given is only read.
#include "bench/harness.h"
#include "bench/peers.h"
#include "bench/usagefill.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

using namespace spendglass;

namespace {

constexpr int rounds = 15;
constexpr int slowRounds = 3;
constexpr qint64 mostFlatRows = 10'000'000; ///< more than that fill a disk

core::Instant today()
{
    return bench::BenchClock().now();
}

query::Query byCustomerAndMonth()
{
    query::Query query;
    query.dataSet = core::DataSet::Utilization;
    query.rows = {QStringLiteral("customerTenantId"), QStringLiteral("usageDate")};
    query.granularity = core::Granularity::Monthly;
    query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}};
    return query;
}

/// What the window asks first of these data.
query::Query byCategoryAndMonth()
{
    query::Query query = byCustomerAndMonth();
    query.rows = {QStringLiteral("meterCategory")};
    query.columns = {QStringLiteral("usageDate")};
    return query;
}

query::Answer must(core::Result<query::Answer> answer)
{
    if (answer)
        return std::move(*answer);
    std::fprintf(stderr, "%s\n", qPrintable(answer.error().text));
    std::exit(1);
}

std::unique_ptr<store::Store> opened(const QString &path)
{
    auto store = store::Store::open(path);
    if (store)
        return std::move(*store);
    std::fprintf(stderr, "%s\n", qPrintable(store.error().text));
    std::exit(1);
}

template <class Task>
bench::Samples measured(int times, const Task &task)
{
    bench::Samples samples;
    task(); // the first run warms the caches
    for (int round = 0; round < times; ++round) {
        const bench::Stopwatch watch;
        task();
        samples.add(watch.elapsed().count() * 1e3);
    }
    return samples;
}

double megabytes(const QString &path)
{
    return double(QFileInfo(path).size()) / 1e6;
}

/// A process that opens the store and asks for the sums by category and month, from its start to its end.
double openedElsewhere(const QString &path)
{
    const bench::Stopwatch watch;
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--open"), path});
    if (!process.waitForFinished(600'000) || process.exitCode() != 0)
        std::exit(1);
    return watch.elapsed().count() * 1e3;
}

/// Takes the file out of the page cache; with the right to do so, everything else, too.
void chill(const QString &path)
{
    const int file = ::open(path.toLocal8Bit().constData(), O_RDONLY);
    ::fdatasync(file);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
    if (qEnvironmentVariableIsSet("BENCH_DROP_CACHES"))
        std::ofstream("/proc/sys/vm/drop_caches") << 3;
}

void benchOpening(const QString &path)
{
    bench::Samples warm, cold;
    openedElsewhere(path);
    for (int round = 0; round < rounds / 2; ++round)
        warm.add(openedElsewhere(path));
    for (int round = 0; round < slowRounds; ++round) {
        chill(path);
        cold.add(openedElsewhere(path));
    }
    bench::print("process start to first answer (<300)", warm, "ms");
    bench::print("  with nothing in the page cache", cold, "ms");
}

double benchStore(const QString &path)
{
    const bench::Stopwatch opening;
    auto store = opened(path);
    bench::print("open", opening.elapsed().count() * 1e3, "ms");
    const bench::Stopwatch first;
    must(store->ask(byCategoryAndMonth(), today()));
    bench::print("first answer", first.elapsed().count() * 1e3, "ms");
    const auto answer = must(store->ask(byCustomerAndMonth(), today()));
    const auto samples = measured(rounds, [&] { must(store->ask(byCustomerAndMonth(), today())); });
    bench::print("exact sum by customer, month", samples, "ms");
    std::printf("%-40s %14lld rows\n", "  its answer", qlonglong(answer.table.rowCount()));
    return samples.median();
}

/// The same answer over doubles, in the ways in which one would write it: the fastest counts.
void benchDoubles(const QString &path, const QString &scratch, double exact)
{
    const QString file = scratch + QStringLiteral("/doubles.duckdb");
    {
        bench::BareDuckDb make(file, bench::BareDuckDb::Open::Make);
        make.run("set checkpoint_threshold = '256MB'");
        make.run("attach '" + path.toStdString() + "' as kept (read_only)");
        make.run("create table customer as from kept.customer");
        make.run("create table meter as from kept.meter");
        make.run(
            "create table fact as select customer_key, subscription_key, meter_key, place_key, resource_key, "
            "usage_day, quantity_hi / 1e6 + quantity_lo / 1e22 as quantity from kept.utilization_fact");
        make.run("checkpoint");
    }
    bench::BareDuckDb duck(file, bench::BareDuckDb::Open::Read);
    const std::string month = "cast(date_trunc('month', f.usage_day) as date)";
    const std::string quickMonth = "f.usage_day - (cast(extract(day from f.usage_day) as integer) - 1)";
    const std::string plain =
        "select c.id, " + month +
        ", m.unit, sum(f.quantity) from fact as f join customer as c on c.key = f.customer_key "
        "join meter as m on m.key = f.meter_key group by 1, 2, 3 order by 1, 2, 3";
    const std::string keys =
        "select c.id, t.month, m.unit, sum(t.quantity) from (select f.customer_key, f.meter_key, " + month +
        " as month, sum(f.quantity) as quantity from fact as f group by 1, 2, 3) as t join customer as c on "
        "c.key = t.customer_key join meter as m on m.key = t.meter_key group by 1, 2, 3 order by 1, 2, 3";
    const auto unitFirst = [](const std::string &itsMonth) {
        return "select c.id, t.month, t.unit, t.quantity from (select f.customer_key, m.unit, " + itsMonth +
               " as month, sum(f.quantity) as quantity from fact as f join meter as m on m.key = f.meter_key "
               "group by 1, 2, 3) as t join customer as c on c.key = t.customer_key order by 1, 2, 3";
    };
    // As the store asks, but for the split of the amounts.
    const std::string unitKeys =
        "select c.id, t.month, m.unit, sum(t.quantity) from (select f.customer_key, u.first_key, " +
        quickMonth +
        " as month, sum(f.quantity) as quantity from fact as f join (select key, min(key) over (partition by "
        "unit) as first_key from meter) as u on u.key = f.meter_key group by 1, 2, 3) as t join customer as "
        "c on "
        "c.key = t.customer_key join meter as m on m.key = t.first_key group by 1, 2, 3 order by 1, 2, 3";
    const std::string noUnit =
        "select f.customer_key, " + month + ", sum(f.quantity) from fact as f group by 1, 2";
    double best = 0, usual = 0;
    for (const auto &[name, sql] : {std::pair{"doubles, names joined first", plain},
                                    {"doubles, by keys, names last", keys},
                                    {"doubles, by unit, names last", unitFirst(month)},
                                    {"doubles, by unit, days counted back", unitFirst(quickMonth)},
                                    {"doubles, by keys of units, names last", unitKeys}}) {
        const auto samples = measured(rounds, [&] { duck.ask(sql); });
        bench::print(name, samples, "ms");
        best = best == 0 ? samples.median() : std::min(best, samples.median());
        usual = usual == 0 ? samples.median() : usual;
    }
    bench::print("doubles, keys only, no unit", measured(rounds, [&] { duck.ask(noUnit); }), "ms");
    bench::printRatio("exact / doubles, names joined first", exact / usual);
    bench::printRatio("exact / fastest of the doubles (<1.5)", exact / best);
}

void fillStar(bench::Sqlite &sqlite, bench::BareDuckDb &source)
{
    const std::pair<const char *, const char *> dimensions[] = {
        {"customer", "id, name"},
        {"subscription", "id, name, entitlement_id"},
        {"meter", "category, subcategory, name, id, unit"},
        {"place", "resource_location, meter_region"},
        {"reservation", "order_id, reservation_id, service_type"},
        {"resource", "uri, resource_group, part_number, order_number, tags, info"},
    };
    for (const auto &[table, columns] : dimensions) {
        sqlite.fill(table, std::string("key integer primary key, ") + columns, source,
                    std::string("select cast(key as bigint), ") + columns + " from " + table);
    }
    // usage_month: so that an index can hold the groups ready.
    sqlite.fill(
        "fact",
        "fetch_id int, page int, customer_key int, subscription_key int, meter_key int, place_key int, "
        "reservation_key int, resource_key int, usage_day int, usage_start int, usage_end int, "
        "reported_day int, written_day int, quantity_hi int, quantity_lo int, usage_month int",
        source,
        "select fetch_id, cast(page as bigint), cast(customer_key as bigint), cast(subscription_key as "
        "bigint), cast(meter_key as bigint), cast(place_key as bigint), cast(reservation_key as bigint), "
        "cast(resource_key as bigint), cast(usage_day - date '1970-01-01' as bigint), "
        "epoch(usage_start)::bigint, epoch(usage_end)::bigint, cast(reported_day - date '1970-01-01' as "
        "bigint), cast(written_day - date '1970-01-01' as bigint), quantity_hi, quantity_lo, "
        "cast(year(usage_day) * 12 + month(usage_day) as bigint) from "
        "utilization_fact");
}

void fillFlat(bench::Sqlite &sqlite, bench::BareDuckDb &source)
{
    sqlite.fill(
        "fact",
        "customer_id, customer_name, subscription_id, subscription_name, entitlement_id, meter_category, "
        "meter_subcategory, meter_name, meter_id, unit, resource_location, meter_region, uri, "
        "resource_group, part_number, order_number, tags, info, usage_day, usage_start, usage_end, "
        "quantity_hi int, quantity_lo int, usage_month int",
        source,
        "select c.id, c.name, s.id, s.name, s.entitlement_id, m.category, m.subcategory, m.name, m.id, "
        "m.unit, p.resource_location, p.meter_region, r.uri, r.resource_group, r.part_number, "
        "r.order_number, r.tags, r.info, cast(f.usage_day as varchar), cast(f.usage_start as varchar), "
        "cast(f.usage_end as varchar), f.quantity_hi, f.quantity_lo, cast(year(f.usage_day) * 12 + "
        "month(f.usage_day) as bigint) from utilization_fact as f join customer as c on c.key = "
        "f.customer_key join subscription as s on s.key = f.subscription_key join meter as m on m.key = "
        "f.meter_key join place as p on p.key = f.place_key join resource as r on r.key = "
        "f.resource_key");
}

void benchSqlite(bench::Sqlite &sqlite, const QString &file, const char *name, const std::string &sql,
                 const std::string &index, double exact, double ours)
{
    const std::string label(name);
    bench::print((label + ", file").c_str(), megabytes(file), "MB");
    const auto scan = measured(slowRounds, [&] { sqlite.ask(sql); });
    bench::print((label + ", sums without index").c_str(), scan, "ms");
    const bench::Stopwatch watch;
    sqlite.run(index + "; analyze");
    bench::print((label + ", making the index").c_str(), watch.elapsed().count() * 1e3, "ms");
    bench::print((label + ", file with index").c_str(), megabytes(file), "MB");
    const auto indexed = measured(slowRounds, [&] { sqlite.ask(sql); });
    bench::print((label + ", sums by a covering index").c_str(), indexed, "ms");
    bench::printRatio((label + ", time / ours (goal 20)").c_str(),
                      std::min(scan.median(), indexed.median()) / exact);
    bench::printRatio((label + ", file with index / ours (8)").c_str(), megabytes(file) / ours);
}

void checkSum(bench::Sqlite &sqlite, bench::BareDuckDb &source, const char *table)
{
    const std::string sum = "sum(quantity_hi + quantity_lo % 1000003) from "; // fits 64 bits
    if (sqlite.number("select " + sum + "fact") ==
        source.number("select cast(" + sum.substr(0, sum.find(" from")) + " as bigint) from " + table))
        return;
    std::fprintf(stderr, "SQLite and the store disagree\n");
    std::exit(1);
}

void benchPeers(const QString &path, const QString &scratch, double exact)
{
    bench::BareDuckDb source(path, bench::BareDuckDb::Open::Read);
    const double bytes = double(source.number("select cast(sum(bytes) as bigint) from fetch_call"));
    const double ours = megabytes(path);
    const qint64 rows = source.number("select count(*) from utilization_fact");
    bench::print("store file", ours, "MB");
    bench::print("JSON", bytes / 1e6, "MB");
    bench::print("store file, a row", ours * 1e6 / double(rows), "bytes");
    bench::printRatio("JSON / store file (goal 20)", bytes / 1e6 / ours);
    {
        const QString file = scratch + QStringLiteral("/star.sqlite");
        bench::Sqlite sqlite(file);
        fillStar(sqlite, source);
        checkSum(sqlite, source, "utilization_fact");
        benchSqlite(
            sqlite, file, "SQLite star",
            "select c.id, t.usage_month, m.unit, sum(t.hi), sum(t.lo) from (select customer_key, "
            "usage_month, "
            "meter_key, sum(quantity_hi) as hi, sum(quantity_lo >> 20) as lo from fact group by 1, 2, 3) as "
            "t "
            "join customer as c on c.key = t.customer_key join meter as m on m.key = t.meter_key "
            "group by 1, 2, 3",
            "create index best on fact (customer_key, usage_month, meter_key, quantity_hi, quantity_lo)",
            exact, ours);
    }
    QFile::remove(scratch + QStringLiteral("/star.sqlite"));
    if (rows > mostFlatRows)
        return;
    const QString file = scratch + QStringLiteral("/flat.sqlite");
    bench::Sqlite sqlite(file);
    fillFlat(sqlite, source);
    checkSum(sqlite, source, "utilization_fact");
    benchSqlite(
        sqlite, file, "SQLite flat",
        "select customer_id, usage_month, unit, sum(quantity_hi), sum(quantity_lo >> 20) from fact group "
        "by 1, 2, 3",
        "create index best on fact (customer_id, usage_month, unit, quantity_hi, quantity_lo)", exact, ours);
}

} // namespace

int main(int argc, char **argv)
{
    bench::printAtOnce();
    const QCoreApplication app(argc, argv);
    const QString given = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("1000000");
    if (given == QLatin1String("--open") && argc > 2) {
        must(opened(QString::fromLocal8Bit(argv[2]))->ask(byCategoryAndMonth(), today()));
        return 0;
    }
    const QTemporaryDir scratch;
    QString path = given;
    if (const qint64 rows = given.toLongLong(); rows > 0) {
        path = scratch.filePath(QStringLiteral("a/store.duckdb"));
        bench::appendOnly(bench::UsageWorld(rows), path);
    }
    benchOpening(path);
    const double exact = benchStore(path);
    benchDoubles(path, scratch.path(), exact);
    benchPeers(path, scratch.path(), exact);
    return 0;
}
