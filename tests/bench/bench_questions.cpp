// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a day on a store full of utilization: each through the store, as the window asks it,
// beside the same written by hand for bare DuckDB on the same file and beside the scan limit of the machine.
// bench_questions [rows, or STORE FILE [part of a question's name]]; a store that is given is only read.
#include "bench/bareduckdb.h"
#include "bench/harness.h"
#include "bench/scanlimit.h"
#include "bench/usagefill.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>

using namespace spendglass;
using query::Aggregate;
using query::Operator;
using query::Predicate;
using query::Query;

namespace {

constexpr int rounds = 15;
constexpr double mostForAPerson = 250;
constexpr double mostForThePicker = 150;

core::Instant today()
{
    return bench::BenchClock().now();
}

QString id(const char *text)
{
    return QString::fromLatin1(text);
}

template <class T>
T must(core::Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
    std::exit(1);
}

template <class Task>
bench::Samples samplesOf(const Task &task)
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

Query sums(std::vector<query::FieldId> rows, std::vector<query::FieldId> columns = {})
{
    Query query;
    query.dataSet = core::DataSet::Utilization;
    query.rows = std::move(rows);
    query.columns = std::move(columns);
    query.granularity = core::Granularity::Monthly;
    query.measures = {{Aggregate::Sum, id("quantity")}};
    return query;
}

/// One question in three hands.
struct Question
{
    const char *name;
    Query query;
    query::FieldId facet; ///< not empty: the values of that field under the query's filter
    std::string sql;      ///< by hand, as well as it can be written
    std::vector<bench::ScanLimit::Axis> axes;
};

constexpr const char *month = "f.usage_day - (cast(extract(day from f.usage_day) as integer) - 1)";
constexpr const char *exact = "sum(t.h) * 10000000000000000 + sum(t.l)";
constexpr const char *units = "(select key, min(key) over (partition by unit) as first_key from meter) as u";

/// Groups facts by keys and the first key of their unit, then gives names: groups of the inner and the outer
/// select.
std::string grouped(const std::string &keys, const std::string &names, const std::string &joins,
                    const std::string &where, const std::string &end)
{
    return "select " + names + ", m.unit, " + exact + " from (select " + keys +
           ", u.first_key as unit_key, sum(quantity_hi) as h, sum(quantity_lo) as l from utilization_fact as "
           "f join " +
           units + " on u.key = f.meter_key " + where +
           " group by all) as t join meter as m on m.key = t.unit_key " + joins + " " + end;
}

Question customerByMonth(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    return {
        "customer x month",
        sums({id("customerTenantId"), id("usageDate")}),
        {},
        grouped(std::string("f.customer_key, ") + month + " as month", "c.id, t.month",
                "join customer as c on c.key = t.customer_key", "", "group by all order by all"),
        {limit.axis(duck, "customer", "select cast(key as bigint), cast(key as bigint) from customer"),
         limit.months(),
         limit.axis(duck, "meter",
                    "select cast(key as bigint), cast(dense_rank() over (order by unit) - 1 as bigint) from "
                    "meter")}};
}

Question categoryByRegion(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query = sums({id("resourceLocation")});
    query.where = Predicate::all({Predicate::leaf(id("meterCategory"), Operator::Is, {id("Category 3")})});
    query.from = core::parseDay("2026-01-01");
    query.to = core::parseDay("2026-04-01");
    const auto days = [](core::Day day) { return qint32(day.time_since_epoch().count()); };
    return {
        "category, three months, by region",
        query,
        {},
        grouped(
            "f.place_key", "p.resource_location", "join place as p on p.key = t.place_key",
            "where f.usage_day >= date '2026-01-01' and f.usage_day < date '2026-04-01' and f.meter_key in "
            "(select key from meter where lower(category) = 'category 3')",
            "group by all order by all"),
        {limit.axis(duck, "place",
                    "select cast(key as bigint), cast(dense_rank() over (order by resource_location) - 1 as "
                    "bigint) from place"),
         limit.months(days(*query.from), days(*query.to)),
         limit.axis(duck, "meter",
                    "select cast(key as bigint), cast(dense_rank() over (order by unit) - 1 as bigint) from "
                    "meter where category = 'Category 3'")}};
}

Question topResources(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query = sums({id("resourceUri")});
    query.where = Predicate::all({Predicate::leaf(id("resourceLocation"), Operator::Is, {id("region7")})});
    query.sort = {{id("sum(quantity)"), true}};
    query.limit = 100;
    return {"top 100 resources of a region",
            query,
            {},
            grouped("f.resource_key", "r.uri", "join resource as r on r.key = t.resource_key",
                    "where f.place_key in (select key from place where lower(resource_location) = 'region7')",
                    "group by all order by 3 desc, 1, 2 limit 100"),
            {limit.axis(duck, "resource", "select cast(key as bigint), cast(key as bigint) from resource"),
             limit.axis(duck, "place",
                        "select cast(key as bigint), cast(0 as bigint) from place where resource_location = "
                        "'region7'")}};
}

Question picker(bench::ScanLimit &limit, bench::BareDuckDb &duck, const char *name, const char *field,
                const char *table, const char *column)
{
    const std::string key = std::string(table) + "_key";
    return {
        name,
        sums({id("customerTenantId")}),
        id(field),
        "with lines as (" +
            grouped("count(*) as n, f." + key,
                    std::string("d.") + column + " as v, cast(sum(t.n) as bigint) as n",
                    std::string("join ") + table + " as d on d.key = t." + key, "", "group by 1, m.unit") +
            "), best as (select v, sum(n) as total from lines group by v order by total desc, v limit 1000) "
            "select "
            "* from best join lines on lines.v = best.v order by best.total desc, best.v",
        {limit.axis(duck, table,
                    std::string("select cast(key as bigint), cast(key as bigint) from ") + table),
         limit.axis(duck, "meter",
                    "select cast(key as bigint), cast(dense_rank() over (order by unit) - 1 as bigint) from "
                    "meter")}};
}

Question textSearch(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query = sums({id("customerTenantId")});
    query.where =
        Predicate::all({Predicate::leaf(id("resourceUri"), Operator::Contains, {id("rg-workload-7")})});
    return {
        "text search, by customer",
        query,
        {},
        grouped(
            "f.customer_key", "c.id", "join customer as c on c.key = t.customer_key",
            "where f.resource_key in (select key from resource where contains(lower(uri), 'rg-workload-7'))",
            "group by all order by all"),
        {limit.axis(duck, "customer", "select cast(key as bigint), cast(key as bigint) from customer"),
         limit.axis(duck, "resource",
                    "select cast(key as bigint), cast(0 as bigint) from resource where contains(lower(uri), "
                    "'rg-workload-7')")}};
}

Question nested(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query =
        sums({id("customerName"), id("subscriptionName"), id("meterCategory"), id("meterSubcategory")});
    query.subtotals = true;
    return {
        "four levels with subtotals",
        query,
        {},
        std::string(
            "with t as (select f.customer_key, f.subscription_key, x.first_key, sum(quantity_hi) as h, "
            "sum(quantity_lo) as l from utilization_fact as f join (select key, min(key) over (partition "
            "by category, subcategory, unit) as first_key from meter) as x on x.key = f.meter_key group "
            "by all) select c.name, s.name, m.category, m.subcategory, m.unit, ") +
            exact +
            " from t join customer as c on c.key = t.customer_key join subscription as s on s.key = "
            "t.subscription_key join meter as m on m.key = t.first_key group by grouping sets ((1, 2, 3, 4, "
            "5), "
            "(1, 2, 3, 5), (1, 2, 5), (1, 5), (5)) order by 1, 2, 3, 4, 5",
        {limit.axis(duck, "subscription",
                    "select cast(key as bigint), cast(key as bigint) from subscription"),
         limit.axis(
             duck, "meter",
             "select cast(key as bigint), cast(dense_rank() over (order by category, subcategory, unit) - "
             "1 as bigint) from meter")}};
}

Question crossTable(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query = sums({id("customerName")}, {id("usageDate")});
    query.subtotals = true;
    return {"cross table of 1,000 x 24 with totals",
            query,
            {},
            std::string("with t as (select f.customer_key, ") + month +
                " as month, u.first_key, sum(quantity_hi) as h, sum(quantity_lo) as l from utilization_fact "
                "as f join " +
                units + " on u.key = f.meter_key group by all) select c.name, t.month, m.unit, " + exact +
                " from t join customer as c on c.key = t.customer_key join meter as m on m.key = t.first_key "
                "group by "
                "grouping sets ((1, 2, 3), (1, 3), (2, 3), (3)) order by 1, 2, 3",
            customerByMonth(limit, duck).axes};
}

Question percentChange(bench::ScanLimit &limit, bench::BareDuckDb &duck)
{
    Query query = sums({id("customerName")});
    query.from = core::parseDay("2026-04-01");
    query.to = core::parseDay("2026-07-01");
    query.comparison = query::Comparison{};
    query.measures.push_back({Aggregate::Sum, id("quantity"), query::ShowAs::PercentDifference});
    const auto side = [](const char *from, const char *to) {
        return std::string(
                   "(select f.customer_key, u.first_key, sum(quantity_hi) as h, sum(quantity_lo) as l from "
                   "utilization_fact as f join ") +
               units + " on u.key = f.meter_key where f.usage_day >= date '" + from +
               "' and f.usage_day < date '" + to + "' group by all)";
    };
    auto axes = customerByMonth(limit, duck).axes;
    axes[1] = limit.months(qint32(core::parseDay("2026-01-01")->time_since_epoch().count()),
                           qint32(query.to->time_since_epoch().count()));
    return {"change of two periods in %, by customer",
            query,
            {},
            "select c.name, m.unit, sum(a.h) * 10000000000000000 + sum(a.l), sum(b.h) * 10000000000000000 + "
            "sum(b.l) "
            "from " +
                side("2026-04-01", "2026-07-01") + " as a full join " + side("2026-01-01", "2026-04-01") +
                " as b on a.customer_key = b.customer_key and a.first_key = b.first_key join customer as c "
                "on c.key = "
                "coalesce(a.customer_key, b.customer_key) join meter as m on m.key = coalesce(a.first_key, "
                "b.first_key) group by all order by all",
            axes};
}

void measure(store::Store &store, bench::BareDuckDb &duck, const bench::ScanLimit &limit,
             const Question &question)
{
    const bool isFacet = !question.facet.isEmpty();
    qint64 lines = 0;
    const auto ours = samplesOf([&] {
        if (isFacet) {
            lines =
                qint64(must(store.facets(question.query, question.facet, {}, 1000, today())).values.size());
        } else {
            const query::Answer answer = must(store.ask(question.query, today()));
            lines = answer.table.rowCount();
        }
    });
    const auto byHand = samplesOf([&] { duck.ask(question.sql); });
    const auto scan = samplesOf([&] { limit.sum(question.axes); });
    const double most = isFacet ? mostForThePicker : mostForAPerson;
    std::printf("%s: %lld lines\n", question.name, qlonglong(lines));
    bench::print("  answered", ours, "ms");
    bench::print("  by hand in bare DuckDB", byHand, "ms");
    bench::print("  scan limit", scan, "ms");
    bench::printRatio("  answered / (1.2 by hand + 10 ms), goal 1",
                      ours.median() / (1.2 * byHand.median() + 10));
    bench::printRatio("  answered / scan limit", ours.median() / scan.median());
    bench::printRatio("  worst / goal for a person", ours.most() / most);
}

} // namespace

int main(int argc, char **argv)
{
    bench::printAtOnce();
    const QCoreApplication app(argc, argv);
    const QString given = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("1000000");
    const QTemporaryDir scratch;
    QString path = given;
    if (const qint64 rows = given.toLongLong(); rows > 0) {
        path = scratch.filePath(QStringLiteral("a/store.duckdb"));
        bench::appendOnly(bench::UsageWorld(rows), path);
    }
    std::vector<Question> questions;
    std::unique_ptr<bench::ScanLimit> limit;
    {
        bench::BareDuckDb source(path, bench::BareDuckDb::Open::Read);
        limit = std::make_unique<bench::ScanLimit>(source);
        for (const auto make :
             {customerByMonth, categoryByRegion, topResources, textSearch, nested, crossTable, percentChange})
            questions.push_back(make(*limit, source));
        questions.push_back(
            picker(*limit, source, "values of customers", "customerName", "customer", "name"));
        questions.push_back(picker(*limit, source, "values of resources", "resourceUri", "resource", "uri"));
    }
    // A second file, since one file is for one process and one kind of opening.
    const QString copy = scratch.filePath(QStringLiteral("bare.duckdb"));
    QFile::copy(path, copy);
    bench::BareDuckDb bare(copy, bench::BareDuckDb::Open::Read);
    auto store = must(store::Store::open(path));
    const QString wanted = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    for (const Question &question : questions) {
        if (id(question.name).contains(wanted))
            measure(*store, bare, *limit, question);
    }
    const Question &first = questions.front();
    must(store->answer(first.query, today()));
    bench::print("the first question again", samplesOf([&] { must(store->answer(first.query, today())); }),
                 "ms");
    return 0;
}
