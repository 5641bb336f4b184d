// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/pagewriter.h"
#include "support/testmain.h"

#include "storefixture.h"

using namespace spendglass;
using core::DataSet;
using store::WindowState;
using Rows = std::vector<store::UsageFact>;

/// Fetches, pages and windows: what is stored, what is shown, what an interruption leaves.
class TestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splitsExactly_data();
    void splitsExactly();
    void refusesAmountsThatDoNotFit();
    void keepsEveryDigit();
    void showsAFirstFetchAsItArrives();
    void hidesARepeatedFetchUntilItIsComplete();
    void keepsTheOldContentWhenARepeatedFetchFails();
    void dropsWhatAnInterruptedFetchLeft();
    void rollsBackAPageThatFails();
    void refusesPagesOfOtherFetches();
    void keepsTheHistoryOfSpend();
    void plansOnlyUnknownWindows();
    void saysHowWholeAndFreshAnAnswerIs();
    void datesRowsByTheWindowThatBroughtThem_data();
    void datesRowsByTheWindowThatBroughtThem();
    void asksByReportedDates();
    void keepsTheDirectory();
    void takesHostileTextAsText();
    void namesTheTagsThatThereAre();
};

void TestStore::splitsExactly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("hi");
    QTest::addColumn<qint64>("lo");
    QTest::newRow("zero") << QByteArray("0") << qint64(0) << qint64(0);
    QTest::newRow("22 places") << QByteArray("0.1999968000511991808131") << qint64(199996)
                               << qint64(8000511991808131);
    QTest::newRow("one") << QByteArray("1") << qint64(1'000'000) << qint64(0);
    QTest::newRow("least") << QByteArray("1e-22") << qint64(0) << qint64(1);
    QTest::newRow("least negative") << QByteArray("-1e-22") << qint64(-1) << qint64(9'999'999'999'999'999);
    QTest::newRow("negative millionth") << QByteArray("-0.000001") << qint64(-1) << qint64(0);
}

void TestStore::splitsExactly()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, hi);
    QFETCH(qint64, lo);
    const auto split = store::splitAmount(StoreFixture::decimal(text.constData()));
    QVERIFY(split);
    QCOMPARE(split->hi, hi);
    QCOMPARE(split->lo, lo);
}

void TestStore::refusesAmountsThatDoNotFit()
{
    StoreFixture fixture;
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fetch);
    const Rows rows{fixture.usage("new", "9223372036854.775807"), fixture.usage("new", "9223372036855")};
    const auto done = fixture.store().appendPage(*fetch, fixture.page(1), rows);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, core::ErrorKind::Storage);
    QVERIFY2(done.error().text.contains(QLatin1String("9223372036855")), qPrintable(done.error().text));
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList());
}

void TestStore::keepsEveryDigit()
{
    StoreFixture fixture;
    const QStringList texts{QStringLiteral("0.1999968000511991808131"),
                            QStringLiteral("-28.82860766744404945074"),
                            QStringLiteral("0.0000000000000000000001"),
                            QStringLiteral("-0.0000000000000000000001"),
                            QStringLiteral("9223372036854.7758079999999999999999"),
                            QStringLiteral("0"),
                            QStringLiteral("-1")};
    Rows rows;
    for (const QString &text : texts)
        rows.push_back(fixture.usage("c1", qPrintable(text)));
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Utilization), fixture.now());
    VERIFY_DONE(fetch);
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), rows));
    VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
    QVERIFY(fixture.reopen());
    QCOMPARE(fixture.quantities(DataSet::Utilization), texts);

    core::Decimal sum;
    for (const store::UsageFact &row : rows)
        sum = *sum.plus(row.quantity);
    query::Query query;
    query.dataSet = DataSet::Utilization;
    query.rows = {QStringLiteral("customerTenantId"), QStringLiteral("resourceUri")};
    query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}, {query::Aggregate::Count, {}}};
    const auto answer = fixture.store().ask(query, fixture.now());
    VERIFY_DONE(answer);
    QCOMPARE(answer->table.rowCount(), 1);
    QCOMPARE(answer->records, 7);
    QCOMPARE(answer->rowFieldCount, 2);
    QCOMPARE(answer->splitFieldCount, 1);
    QVERIFY(answer->table.at(0, 1) == query::Value());
    QCOMPARE(query::valueText(answer->table.at(0, 3)), sum.toString());
    QVERIFY(answer->table.at(0, 4) == query::Value(qint64(7)));
}

void TestStore::showsAFirstFetchAsItArrives()
{
    StoreFixture fixture;
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fetch);
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), Rows{fixture.usage("c1", "1")}));
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList{QStringLiteral("1")});
    auto windows = fixture.store().windows();
    VERIFY_DONE(windows);
    QCOMPARE(windows->at(0).state, WindowState::Fetching);
    QCOMPARE(windows->at(0).rows, 1);
    VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
    windows = fixture.store().windows();
    QCOMPARE(windows->at(0).state, WindowState::Complete);
    QCOMPARE(windows->at(0).pages, 1);
    QVERIFY(windows->at(0).fetchedTo == fixture.day("2026-10-01"));
    QVERIFY(windows->at(0).completedAt == fixture.now());
}

void TestStore::hidesARepeatedFetchUntilItIsComplete()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Crest);
    auto first = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*first, fixture.page(1), Rows{fixture.usage("c1", "1")}));
    VERIFY_DONE(fixture.store().finishFetch(*first, WindowState::Complete, {}, fixture.now()));

    auto second = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(second);
    VERIFY_DONE(fixture.store().appendPage(*second, fixture.page(1), Rows{fixture.usage("c1", "2")}));
    VERIFY_DONE(fixture.store().appendPage(*second, fixture.page(2), Rows{fixture.usage("c2", "3")}));
    QCOMPARE(fixture.quantities(DataSet::Crest), QStringList{QStringLiteral("1")});
    QCOMPARE(fixture.store().windows()->at(0).rows, 1);
    VERIFY_DONE(fixture.store().finishFetch(*second, WindowState::Complete, {}, fixture.now()));
    QCOMPARE(fixture.quantities(DataSet::Crest), (QStringList{QStringLiteral("2"), QStringLiteral("3")}));
    QCOMPARE(fixture.store().windows()->at(0).rows, 2);
}

void TestStore::keepsTheOldContentWhenARepeatedFetchFails()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Analytics);
    auto first = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*first, fixture.page(1), Rows{fixture.usage("c1", "1")}));
    VERIFY_DONE(fixture.store().finishFetch(*first, WindowState::Complete, {}, fixture.now()));
    auto second = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*second, fixture.page(1), Rows{fixture.usage("c1", "2")}));
    VERIFY_DONE(
        fixture.store().finishFetch(*second, WindowState::Failed, QStringLiteral("reset"), fixture.now()));
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList{QStringLiteral("1")});
    const auto windows = fixture.store().windows();
    QCOMPARE(windows->at(0).state, WindowState::Stale);
    QCOMPARE(windows->at(0).reason, QStringLiteral("reset"));
    QCOMPARE(windows->at(0).rows, 1);
    QVERIFY(!fixture.store().finishFetch(*second, WindowState::Complete, {}, fixture.now()));
}

void TestStore::dropsWhatAnInterruptedFetchLeft()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Analytics);
    auto killed = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*killed, fixture.page(1), Rows{fixture.usage("c1", "1")}));
    QVERIFY(fixture.reopen());
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList{QStringLiteral("1")});

    auto again = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(again);
    QVERIFY(*again > *killed);
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList());
    VERIFY_DONE(fixture.store().appendPage(*again, fixture.page(1), Rows{fixture.usage("c1", "2")}));
    VERIFY_DONE(fixture.store().finishFetch(*again, WindowState::Complete, {}, fixture.now()));

    auto staged = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*staged, fixture.page(1), Rows{fixture.usage("c1", "3")}));
    QVERIFY(fixture.reopen());
    auto last = fixture.store().beginFetch(window, fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*last, fixture.page(1), Rows{fixture.usage("c1", "4")}));
    VERIFY_DONE(fixture.store().finishFetch(*last, WindowState::Complete, {}, fixture.now()));
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList{QStringLiteral("4")});
}

void TestStore::rollsBackAPageThatFails()
{
    StoreFixture fixture;
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), Rows{fixture.usage("a", "1", "m1")}));
    const Rows bad{fixture.usage("b", "2", "m2"), fixture.usage("c", "1e13", "m3")};
    QVERIFY(!fixture.store().appendPage(*fetch, fixture.page(2), bad));
    // The names of the failed page were forgotten with it: they come again and get their rows.
    const Rows good{fixture.usage("c", "3", "m3"), fixture.usage("b", "2", "m2")};
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(2), good));
    QVERIFY(fixture.reopen());

    query::Query query;
    query.dataSet = DataSet::Analytics;
    query.rows = {QStringLiteral("customerName"), QStringLiteral("consumptionMeterId")};
    query.measures = {{query::Aggregate::Count, {}}};
    const auto answer = fixture.store().ask(query, fixture.now());
    VERIFY_DONE(answer);
    QStringList lines;
    for (qsizetype row = 0; row < answer->table.rowCount(); ++row)
        lines.append(query::valueText(answer->table.at(row, 0)) + query::valueText(answer->table.at(row, 1)));
    QCOMPARE(lines, (QStringList{QStringLiteral("am1"), QStringLiteral("bm2"), QStringLiteral("cm3")}));
    QCOMPARE(fixture.store().windows()->at(0).pages, 2);
}

void TestStore::refusesPagesOfOtherFetches()
{
    StoreFixture fixture;
    const Rows rows{fixture.usage("c1", "1")};
    QVERIFY(!fixture.store().appendPage(77, fixture.page(1), rows));
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Spend), fixture.now());
    QVERIFY(!fixture.store().appendPage(*fetch, fixture.page(1), rows));
    auto usage = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*usage, fixture.page(1), rows));
    const auto twice = fixture.store().appendPage(*usage, fixture.page(1), rows);
    QVERIFY(!twice);
    QCOMPARE(twice.error().kind, core::ErrorKind::Storage);
    QCOMPARE(fixture.quantities(DataSet::Analytics), QStringList{QStringLiteral("1")});
}

void TestStore::keepsTheHistoryOfSpend()
{
    StoreFixture fixture;
    store::WindowRecord window = fixture.window(DataSet::Spend, "");
    window.key.days = {};
    for (const char *cost : {"1.5", "2.5", "3.5"}) {
        store::SpendFact row;
        row.resourceId = "c1";
        row.currency = row.currencyCode = "EUR";
        row.totalCost = fixture.decimal(cost);
        auto fetch = fixture.store().beginFetch(window, fixture.now());
        VERIFY_DONE(fetch);
        VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), std::vector{row}));
        VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
    }
    fixture.close();
    auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    const auto amount = "cast(total_cost_hi as hugeint) * 10000000000000000 + total_cost_lo";
    QStringList kept, current;
    VERIFY_DONE((*raw)->run(std::string("select ") + amount + " from spend_history order by fetch_id", {},
                            [&](const store::RowView &row) { kept.append(query::valueText(row.value(0))); }));
    VERIFY_DONE((*raw)->run(std::string("select ") + amount + ", budget_amount_hi from spend_fact", {},
                            [&](const store::RowView &row) {
                                current.append(query::valueText(row.value(0)));
                                QVERIFY(row.isNull(1));
                            }));
    QCOMPARE(kept, (QStringList{QStringLiteral("1.5"), QStringLiteral("2.5")}));
    QCOMPARE(current, QStringList{QStringLiteral("3.5")});
}

void TestStore::plansOnlyUnknownWindows()
{
    StoreFixture fixture;
    const std::vector windows{fixture.window(DataSet::Analytics, "a"),
                              fixture.window(DataSet::Analytics, "b")};
    VERIFY_DONE(fixture.store().planWindows(windows));
    auto fetch = fixture.store().beginFetch(windows[0], fixture.now());
    VERIFY_DONE(
        fixture.store().finishFetch(*fetch, WindowState::NotOffered, QStringLiteral("no"), fixture.now()));
    VERIFY_DONE(fixture.store().planWindows(windows));
    const auto known = fixture.store().windows();
    QCOMPARE(known->size(), 2U);
    QCOMPARE(known->at(0).state, WindowState::NotOffered);
    QCOMPARE(known->at(1).state, WindowState::Planned);
    QVERIFY(known->at(0).key == windows[0].key);
}

void TestStore::saysHowWholeAndFreshAnAnswerIs()
{
    StoreFixture fixture;
    query::Query query;
    query.dataSet = DataSet::Analytics;
    query.measures = {{query::Aggregate::Count, {}}};
    auto answer = fixture.store().ask(query, fixture.now());
    VERIFY_DONE(answer);
    QVERIFY(answer->completeness.isPartial() && !answer->completeness.loadedAt);
    VERIFY_DONE(fixture.store().planWindows(std::vector{fixture.window(DataSet::Analytics)}));
    QVERIFY(fixture.store().ask(query, fixture.now())->completeness.isPartial());
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), Rows{fixture.usage("c1", "1")}));
    answer = fixture.store().ask(query, fixture.now());
    QVERIFY(answer->completeness.isPartial() && answer->completeness.loadedAt == fixture.now());
    VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
    answer = fixture.store().ask(query, fixture.now());
    QVERIFY(!answer->completeness.isPartial() && answer->completeness.loadedAt == fixture.now());
}

void TestStore::datesRowsByTheWindowThatBroughtThem_data()
{
    QTest::addColumn<int>("dataSet");
    QTest::addColumn<QString>("dates");
    const auto dates = QStringLiteral("2026-09-01 2026-10-01");
    QTest::newRow("analytics") << int(DataSet::Analytics) << QStringLiteral(" ");
    QTest::newRow("utilization") << int(DataSet::Utilization) << dates;
    QTest::newRow("crest") << int(DataSet::Crest) << dates;
}

void TestStore::datesRowsByTheWindowThatBroughtThem()
{
    QFETCH(int, dataSet);
    StoreFixture fixture;
    // Usage of 3 September each time; the second window is a single day, and all rows come twice.
    store::WindowRecord window = fixture.window(DataSet(dataSet));
    for (const char *end : {"2026-10-01", "2026-10-02"}) {
        window.key.days.to = fixture.day(end);
        for (int fetches = 0; fetches < 2; ++fetches) {
            auto fetch = fixture.store().beginFetch(window, fixture.now());
            VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), Rows{fixture.usage("c1", "1")}));
            VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
        }
        window.key.days.from = window.key.days.to;
    }
    fixture.close();
    auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    QStringList found;
    const std::string table = core::dataSetName(DataSet(dataSet)).toStdString() + "_fact";
    VERIFY_DONE(
        (*raw)->run("select reported_day from " + table + " order by rowid", {},
                    [&](const store::RowView &row) { found.append(query::valueText(row.value(0))); }));
    QTEST(found.join(QLatin1Char(' ')), "dates");
}

void TestStore::asksByReportedDates()
{
    StoreFixture fixture;
    store::WindowRecord window = fixture.window(DataSet::Utilization);
    for (const char *end : {"2026-10-01", "2026-10-08"}) {
        window.key.days.to = fixture.day(end);
        auto fetch = fixture.store().beginFetch(window, fixture.now());
        VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), Rows{fixture.usage("c1", "1")}));
        VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
        window.key.days.from = window.key.days.to;
    }
    query::Query october;
    october.dataSet = DataSet::Utilization;
    october.measures = {{query::Aggregate::Count, {}}};
    october.from = fixture.day("2026-10-01");
    auto answer = fixture.store().ask(october, fixture.now());
    VERIFY_DONE(answer);
    QCOMPARE(answer->records, 0); // all of it was used in September
    october.dateBasis = query::DateBasis::Reported;
    answer = fixture.store().ask(october, fixture.now());
    VERIFY_DONE(answer);
    QCOMPARE(answer->records, 1);

    query::Query filtered;
    filtered.dataSet = DataSet::Utilization;
    filtered.measures = october.measures;
    filtered.rows = {QStringLiteral("reportedDate"), QStringLiteral("usageDate")};
    filtered.where = query::Predicate::leaf(filtered.rows[0], query::Operator::GreaterOrEqual,
                                            {QStringLiteral("2026-10-01")});
    answer = fixture.store().ask(filtered, fixture.now());
    VERIFY_DONE(answer);
    QCOMPARE(answer->table.rowCount(), 1);
    QVERIFY(answer->table.at(0, 0) == query::Value(fixture.day("2026-10-01")));
    QVERIFY(answer->table.at(0, 1) == query::Value(fixture.day("2026-09-03")));
}

void TestStore::keepsTheDirectory()
{
    StoreFixture fixture;
    using store::CustomerRecord;
    using store::SubscriptionRecord;
    VERIFY_DONE(fixture.store().saveCustomers(std::vector<CustomerRecord>{
        {"2", "beta", "b.example", "reseller"}, {"1", "Alpha", "a.example", "reseller"}}));
    VERIFY_DONE(
        fixture.store().saveCustomers(std::vector<CustomerRecord>{{"2", "Beta 2", "b.example", "reseller"}}));
    const auto customers = fixture.store().customers();
    VERIFY_DONE(customers);
    QCOMPARE(customers->size(), 2U);
    QCOMPARE(customers->at(0).name, std::string("Alpha"));
    QCOMPARE(customers->at(1).name, std::string("Beta 2"));

    const SubscriptionRecord plan{"s1", "1", "Azure plan", "o", "", "active", "plan"};
    VERIFY_DONE(fixture.store().saveSubscriptions(QStringLiteral("1"), std::vector{plan}));
    VERIFY_DONE(fixture.store().saveSubscriptions(QStringLiteral("1"), {}));
    const auto subscriptions = fixture.store().subscriptions();
    VERIFY_DONE(subscriptions);
    QCOMPARE(subscriptions->size(), 1U);
    QCOMPARE(subscriptions->at(0).kind, std::string("plan"));
}

void TestStore::takesHostileTextAsText()
{
    StoreFixture fixture;
    const char *names[] = {"'); drop table analytics_fact; --",
                           "\"; delete from customer; --",
                           "$1",
                           "%s\\",
                           "<b>&amp;</b>",
                           "\xe6\x97\xa5\xe6\x9c\xac",
                           "a'b''c"};
    Rows rows;
    for (const char *name : names)
        rows.push_back(fixture.usage(name, "1", name));
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics, names[0]), fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), rows));
    VERIFY_DONE(
        fixture.store().finishFetch(*fetch, WindowState::Failed, QString::fromUtf8(names[0]), fixture.now()));
    for (const char *name : names) {
        query::Query query;
        query.dataSet = DataSet::Analytics;
        query.where = query::Predicate::leaf(QStringLiteral("customerName"), query::Operator::Is,
                                             {QString::fromUtf8(name)});
        query.rows = {QStringLiteral("customerName")};
        query.measures = {{query::Aggregate::Count, {}}};
        const auto answer = fixture.store().ask(query, fixture.now());
        VERIFY_DONE(answer);
        QCOMPARE(answer->table.rowCount(), 1);
        QCOMPARE(query::valueText(answer->table.at(0, 0)), QString::fromUtf8(name));
        QCOMPARE(answer->recordsInAll, 7);
        const auto facets = fixture.store().facets(query, QStringLiteral("customerName"),
                                                   QString::fromUtf8(name), 5, StoreFixture::now());
        VERIFY_DONE(facets);
        QVERIFY(!facets->values.empty());
    }
}

void TestStore::namesTheTagsThatThereAre()
{
    StoreFixture fixture;
    store::UsageFact tagged = fixture.usage("c1", "1");
    tagged.tags = R"({"env": "prod", "Cost center": "7", "it's": "x"})";
    store::UsageFact other = fixture.usage("c1", "2");
    other.resourceUri = "/r";
    other.tags = R"({"env": "test"})";
    other.info = R"({"vCores": "4"})";
    auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Utilization), fixture.now());
    VERIFY_DONE(
        fixture.store().appendPage(*fetch, fixture.page(1), Rows{tagged, other, fixture.usage("c2", "3")}));
    VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));

    const auto fields = fixture.store().familyFields(DataSet::Utilization);
    VERIFY_DONE(fields);
    const std::vector<query::FieldId> wanted{QStringLiteral("tag:Cost center"), QStringLiteral("tag:env"),
                                             QStringLiteral("tag:it's"), QStringLiteral("info:vCores")};
    QVERIFY(*fields == wanted);
    for (const query::FieldId &id : *fields)
        QVERIFY(query::findField(DataSet::Utilization, id));
    // The keys are of what the data set has itself, and some have no tags at all.
    VERIFY_DONE(fixture.store().familyFields(DataSet::Crest));
    QVERIFY(fixture.store().familyFields(DataSet::Crest)->empty());
    QVERIFY(fixture.store().familyFields(DataSet::Analytics)->empty());
}

SPENDGLASS_TEST_MAIN(TestStore)
#include "tst_store.moc"
