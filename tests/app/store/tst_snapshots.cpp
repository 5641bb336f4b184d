// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/migrations.h"
#include "support/testmain.h"

#include "storefixture.h"

using namespace spendglass;
using core::DataSet;
using store::SpendFact;
using store::WindowState;

/// Readings of spend, kept as changes: --as-of answers as each of them stood.
class TestSnapshots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersAsItStood();
    void keepsChangesOnly();
    void keepsTheCallsOfWhatItKeeps();
    void losesNothingToAReadingThatFails();
    void knowsNothingBeforeTheFirst();
    void listsRecordsAsTheyStood();
    void refusesThePastOfUsage();
    void takesHistoriesOfBefore();
};

namespace {

core::Instant onDay(int day, int hour = 12)
{
    return core::Instant(core::Day(std::chrono::year(2026) / 10 / day)) + std::chrono::hours(hour);
}

struct Cost
{
    const char *customer;
    const char *cost;
    const char *budget = nullptr;
};

store::WindowRecord spendWindow()
{
    store::WindowRecord window;
    window.key.dataSet = DataSet::Spend;
    window.key.days = {core::Day(), core::Day()};
    return window;
}

/// One reading of everybody's spend.
void read(StoreFixture &fixture, int day, const std::vector<Cost> &costs,
          WindowState state = WindowState::Complete)
{
    std::vector<SpendFact> rows;
    for (const Cost &cost : costs) {
        SpendFact row;
        row.resourceId = row.resourceName = cost.customer;
        row.currency = row.currencyCode = "EUR";
        row.totalCost = StoreFixture::decimal(cost.cost);
        if (cost.budget)
            row.budgetAmount = StoreFixture::decimal(cost.budget);
        rows.push_back(row);
    }
    auto fetch = fixture.store().beginFetch(spendWindow(), onDay(day));
    VERIFY_DONE(fetch);
    auto page = StoreFixture::page(1);
    page.receivedAt = onDay(day, 11);
    VERIFY_DONE(fixture.store().appendPage(*fetch, page, rows));
    VERIFY_DONE(fixture.store().finishFetch(*fetch, state, {}, onDay(day)));
}

query::Query costs(std::optional<core::Instant> asOf)
{
    query::Query query;
    query.dataSet = DataSet::Spend;
    query.rows = {QStringLiteral("customerTenantId")};
    query.measures = {{query::Aggregate::Sum, QStringLiteral("totalCost")}};
    query.asOf = asOf;
    return query;
}

/// "a=1 b=2"
QString answered(StoreFixture &fixture, std::optional<core::Instant> asOf)
{
    const auto answer = fixture.store().ask(costs(asOf), onDay(30));
    if (!answer)
        return answer.error().text;
    QStringList lines;
    for (qsizetype row = 0; row < answer->table.rowCount(); ++row)
        lines << query::valueText(answer->table.at(row, 0)) + u'=' +
                     query::valueText(answer->table.at(row, answer->table.columns.size() - 1));
    return lines.join(u' ');
}

qint64 count(StoreFixture &fixture, const char *sql)
{
    fixture.close();
    auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
    const auto value = raw ? (*raw)->scalar(sql) : query::Value();
    raw->reset();
    fixture.reopen();
    return value && std::holds_alternative<qint64>(*value) ? std::get<qint64>(*value) : -1;
}

} // namespace

void TestSnapshots::answersAsItStood()
{
    StoreFixture fixture;
    read(fixture, 1, {{"a", "1"}, {"b", "2"}});
    read(fixture, 2, {{"a", "1"}, {"b", "3"}});
    read(fixture, 3, {{"b", "3"}, {"c", "0.0000000000000000000001"}}); // a has gone
    read(fixture, 4, {{"a", "1"}, {"b", "2"}, {"c", "5"}});            // and is back; b as on the first
    QCOMPARE(answered(fixture, onDay(1, 13)), QStringLiteral("a=1 b=2"));
    QCOMPARE(answered(fixture, onDay(2, 11)), QStringLiteral("a=1 b=2")); // until the reading is whole
    QCOMPARE(answered(fixture, onDay(2)), QStringLiteral("a=1 b=3"));
    QCOMPARE(answered(fixture, onDay(3)), QStringLiteral("b=3 c=0.0000000000000000000001"));
    QCOMPARE(answered(fixture, onDay(4)), QStringLiteral("a=1 b=2 c=5"));
    QCOMPARE(answered(fixture, onDay(20)), QStringLiteral("a=1 b=2 c=5"));
    QCOMPARE(answered(fixture, {}), QStringLiteral("a=1 b=2 c=5"));
    QVERIFY(fixture.reopen());
    QCOMPARE(answered(fixture, onDay(2)), QStringLiteral("a=1 b=3"));
}

void TestSnapshots::keepsChangesOnly()
{
    StoreFixture fixture;
    for (int day = 1; day <= 20; ++day)
        read(fixture, day, {{"a", "1", "100"}, {"b", "2"}, {"c", day < 10 ? "3" : "4"}});
    QCOMPARE(count(fixture, "select count(*) from spend_fact"), 3);
    QCOMPARE(count(fixture, "select count(*) from spend_history"), 1);
    QCOMPARE(count(fixture, "select count(*) from spend_stage"), 0);
    QCOMPARE(count(fixture, "select count(*) from snapshot"), 20);
    read(fixture, 21, {{"a", "1", "101"}, {"b", "2"}, {"c", "4"}}); // a budget is a change
    QCOMPARE(count(fixture, "select count(*) from spend_history"), 2);
    const auto answer = fixture.store().ask(costs(onDay(15)), onDay(30));
    VERIFY_DONE(answer);
    QCOMPARE(answer->completeness.loadedAt, std::optional(onDay(15)));
    QVERIFY(!answer->completeness.isPartial());
}

/// Behind a number of the past stands the call that last confirmed it; of calls that nothing bears on any
/// more there are none.
void TestSnapshots::keepsTheCallsOfWhatItKeeps()
{
    StoreFixture fixture;
    for (int day = 1; day <= 4; ++day)
        read(fixture, day, {{"a", "1"}, {"b", day < 3 ? "2" : "3"}});
    QCOMPARE(count(fixture, "select count(*) from fetch_call"), 2);
    const auto then = fixture.store().callsBehind(costs(onDay(1)), StoreFixture::now());
    VERIFY_DONE(then);
    QCOMPARE(then->rowCount(), 2); // a by the last reading, b by the second
    const auto now = fixture.store().callsBehind(costs({}), StoreFixture::now());
    VERIFY_DONE(now);
    QCOMPARE(now->rowCount(), 1);
}

void TestSnapshots::losesNothingToAReadingThatFails()
{
    StoreFixture fixture;
    read(fixture, 1, {{"a", "1"}, {"b", "2"}});
    read(fixture, 2, {{"a", "9"}}, WindowState::Failed);
    QCOMPARE(answered(fixture, {}), QStringLiteral("a=1 b=2"));
    QCOMPARE(answered(fixture, onDay(2)), QStringLiteral("a=1 b=2"));
    QCOMPARE(fixture.store().windows()->front().state, WindowState::Stale);
    const auto answer = fixture.store().ask(costs({}), onDay(30));
    QVERIFY(!answer->completeness.isPartial()); // it is older, and whole
    QCOMPARE(answer->completeness.lacks.size(), std::size_t(1));
    read(fixture, 3, {{"a", "9"}, {"b", "2"}});
    QCOMPARE(answered(fixture, onDay(2)), QStringLiteral("a=1 b=2"));
    QCOMPARE(answered(fixture, onDay(3)), QStringLiteral("a=9 b=2"));
}

void TestSnapshots::knowsNothingBeforeTheFirst()
{
    StoreFixture fixture;
    read(fixture, 5, {{"a", "1"}});
    const auto answer = fixture.store().ask(costs(onDay(4)), onDay(30));
    VERIFY_DONE(answer);
    QCOMPARE(answer->table.rowCount(), 0);
    QVERIFY(answer->completeness.isPartial());
    QVERIFY(!answer->completeness.loadedAt);
}

void TestSnapshots::listsRecordsAsTheyStood()
{
    StoreFixture fixture;
    read(fixture, 1, {{"a", "1"}, {"b", "2"}, {"c", "3"}});
    read(fixture, 2, {{"a", "1"}, {"b", "4"}});
    const auto rows = [&](core::Instant asOf, qint64 first, qint64 rowCount) {
        const auto table = fixture.store().records(costs(asOf), first, rowCount, StoreFixture::now());
        QStringList names;
        for (qsizetype row = 0; table && row < table->rowCount(); ++row)
            names << query::valueText(table->at(row, table->columnOf(u"customerTenantId"))) + u'=' +
                         query::valueText(table->at(row, table->columnOf(u"totalCost")));
        return names.join(u' ');
    };
    const QString whole = rows(onDay(1), 0, 10);
    QCOMPARE(whole.split(u' ').size(), 3);
    QVERIFY(whole.contains(QLatin1String("b=2")) && whole.contains(QLatin1String("c=3")));
    QCOMPARE(rows(onDay(1), 1, 1), whole.section(u' ', 1, 1));
    QCOMPARE(rows(onDay(1), 2, 5), whole.section(u' ', 2, 2));
    QCOMPARE(rows(onDay(2), 0, 10), QStringLiteral("a=1 b=4"));
    const auto answer = fixture.store().ask(costs(onDay(1)), onDay(30));
    QCOMPARE(answer->recordsInAll, 3);
    const auto facets =
        fixture.store().facets(costs(onDay(1)), QStringLiteral("customerName"), {}, 10, StoreFixture::now());
    VERIFY_DONE(facets);
    QCOMPARE(facets->values.size(), std::size_t(3));
}

void TestSnapshots::refusesThePastOfUsage()
{
    StoreFixture fixture;
    query::Query query;
    query.dataSet = DataSet::Utilization;
    query.measures = {{query::Aggregate::Count, {}}};
    query.asOf = onDay(1);
    const auto answer = fixture.store().ask(query, onDay(30));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, core::ErrorKind::BadRequest);
}

/// The second schema kept every reading whole and bore no times.
void TestSnapshots::takesHistoriesOfBefore()
{
    StoreFixture fixture;
    fixture.close();
    QVERIFY(QFile::remove(fixture.path()));
    {
        auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
        VERIFY_DONE(raw);
        auto steps = store::shippedMigrations();
        steps.resize(2);
        VERIFY_DONE(store::migrate(**raw, steps, fixture.path()));
        const auto row = [](const char *table, int fetch, const char *cost) {
            return QStringLiteral("insert into %1 (fetch_id, page, resource_id, currency, total_cost_hi, "
                                  "total_cost_lo) values (%2, 1, 'a', 'EUR', %3, 0);")
                .arg(QLatin1String(table))
                .arg(fetch)
                .arg(QLatin1String(cost))
                .toStdString();
        };
        const auto call = [](int fetch, int day) {
            return QStringLiteral(
                       "insert into fetch_call values (%1, 1, 1, 0, 'GET', '', 200, '', '', null, 0, 1, "
                       "0, timestamp '2026-10-%2 12:00:00');")
                .arg(fetch)
                .arg(day, 2, 10, QLatin1Char('0'))
                .toStdString();
        };
        VERIFY_DONE((*raw)->script(row("spend_history", 1, "1000000") + row("spend_history", 2, "1000000") +
                                   row("spend_fact", 3, "2000000") + call(1, 1) + call(2, 2) + call(3, 3)));
        VERIFY_DONE((*raw)->script(
            "insert into fetch_window values ('spend', '', '', date '1970-01-01', date '1970-01-01', "
            "'complete', false, true, '', date '2026-10-03', timestamp '2026-10-03 12:00:00', 3, 3)"));
    }
    QVERIFY(fixture.reopen());
    QCOMPARE(answered(fixture, onDay(1)), QStringLiteral("a=1"));
    QCOMPARE(answered(fixture, onDay(2, 13)), QStringLiteral("a=1"));
    QCOMPARE(answered(fixture, onDay(3)), QStringLiteral("a=2"));
    read(fixture, 4, {{"a", "2"}});
    read(fixture, 5, {{"a", "3"}});
    QCOMPARE(answered(fixture, onDay(4)), QStringLiteral("a=2"));
    QCOMPARE(answered(fixture, {}), QStringLiteral("a=3"));
    QCOMPARE(answered(fixture, onDay(1)), QStringLiteral("a=1"));
}

SPENDGLASS_TEST_MAIN(TestSnapshots)
#include "tst_snapshots.moc"
