// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/maintenance.h"
#include "store/upkeep.h"
#include "store/wholefile.h"
#include "support/testmain.h"

#include "upkeepfixture.h"

using namespace spendglass;
using core::DataSet;

/// Size, forgetting a customer, retention, compacting.
class TestUpkeep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatTheStoreTakes();
    void saysThatAnEmptyStoreIsEmpty();
    void findsACustomer_data();
    void findsACustomer();
    void forgetsACustomer();
    void countsWhatAnswersStillHold();
    void forgetsNobodyUnknown();
    void leavesNoTraceInTheFile();
    void writesOnAfterForgetting();
    void keepsOnlyWhatIsNotOver_data();
    void keepsOnlyWhatIsNotOver();
    void takesNoWindowThatIsNotOver();
    void keepsHowItStood_data();
    void keepsHowItStood();
    void compactsToFewerBytes();
    void keepsEveryRowWhenCompacting();
    void leavesTheStoreWhenCompactingIsStopped();
    void removesWhatAKilledRunLeft();
    void refusesAnUnwrittenLog();
    void opensAgainAfterFailedWork();
    void saysWhyWhenItCannotOpenAgain();
    void reachesNothingButItsFolders();
};

static qint64 rowsOf(const core::StoreSize &size, DataSet dataSet)
{
    return size.dataSets.at(std::size_t(dataSet)).rows;
}

void TestUpkeep::saysWhatTheStoreTakes()
{
    UpkeepFixture fixture;
    fixture.fill();
    const auto size = fixture.store().size();
    VERIFY_DONE(size);
    QCOMPARE(size->path, fixture.path());
    QVERIFY(size->fileBytes > 0);
    QCOMPARE(size->customers, 2);
    QCOMPARE(size->subscriptions, 2);
    QVERIFY(size->schema >= 2);
    QCOMPARE(size->dataSets.size(), std::size_t(5));
    QCOMPARE(rowsOf(*size, DataSet::Analytics), 5);
    QCOMPARE(rowsOf(*size, DataSet::Utilization), 3);
    QCOMPARE(rowsOf(*size, DataSet::Spend), 2);
    QCOMPARE(rowsOf(*size, DataSet::Summary), 0);
    const core::DataSetSize &analytics = size->dataSets.front();
    QCOMPARE(analytics.windows, 2);
    QCOMPARE(analytics.calls, 2);
    QVERIFY(analytics.first == fixture.day("2026-09-03"));
    QVERIFY(analytics.last == fixture.day("2026-09-03"));
    const core::DataSetSize &spend = size->dataSets.at(std::size_t(DataSet::Spend));
    QCOMPARE(spend.snapshots, 2);
    QVERIFY(spend.first == fixture.day("2026-10-15"));
}

void TestUpkeep::saysThatAnEmptyStoreIsEmpty()
{
    UpkeepFixture fixture;
    const auto size = fixture.store().size();
    VERIFY_DONE(size);
    for (const core::DataSetSize &part : size->dataSets) {
        QCOMPARE(part.rows + part.snapshots + part.windows + part.calls, 0);
        QVERIFY(!part.first && !part.last);
    }
}

void TestUpkeep::findsACustomer_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("found");
    QTest::newRow("id") << "vanish-1" << 1;
    QTest::newRow("id in capitals") << "VANISH-1" << 1;
    QTest::newRow("name") << "Vanish Ltd" << 1;
    QTest::newRow("name in small letters") << "vanish ltd" << 1;
    QTest::newRow("part of a name") << "Vanish" << 0;
    QTest::newRow("nobody") << "nobody" << 0;
    QTest::newRow("nothing") << "" << 0;
    QTest::newRow("SQL") << "' or 1=1 --" << 0;
    QTest::newRow("name of two") << "Twins" << 2;
}

void TestUpkeep::findsACustomer()
{
    QFETCH(QString, text);
    QFETCH(int, found);
    UpkeepFixture fixture;
    fixture.fill();
    const std::vector<store::CustomerRecord> twins{{"t1", "Twins", "", ""}, {"t2", "twins", "", ""}};
    VERIFY_DONE(fixture.store().saveCustomers(twins));
    const auto customers = fixture.store().customersCalled(text);
    VERIFY_DONE(customers);
    QCOMPARE(int(customers->size()), found);
}

void TestUpkeep::forgetsACustomer()
{
    UpkeepFixture fixture;
    fixture.fill();
    const auto removed = fixture.store().forget(UpkeepFixture::gone());
    VERIFY_DONE(removed);
    QCOMPARE(removed->rows, 2 + 2 + 1 + 2);
    QCOMPARE(removed->windows, 2);
    QCOMPARE(removed->calls, 2);
    QCOMPARE(removed->entries, 2);
    QVERIFY(removed->texts > 0);
    QCOMPARE(fixture.quantities(DataSet::Analytics),
             (QStringList{QStringLiteral("2"), QStringLiteral("4"), QStringLiteral("5")}));
    QCOMPARE(fixture.quantities(DataSet::Utilization), QStringList{QStringLiteral("8")});
    QCOMPARE(fixture.quantities(DataSet::Crest), QStringList());
    QCOMPARE(fixture.store().customers()->size(), std::size_t(1));
    QCOMPARE(fixture.store().subscriptions()->size(), std::size_t(1));
    fixture.close();
    const QString all = UpkeepFixture::content(fixture.path()).join(u'\n');
    QVERIFY2(!all.contains(QLatin1String("vanish"), Qt::CaseInsensitive), qPrintable(all));
    QVERIFY(all.contains(QLatin1String("Stays")));
}

/// Rows that are there and rows of which the journal knows stay equal.
void TestUpkeep::countsWhatAnswersStillHold()
{
    UpkeepFixture fixture;
    fixture.fill();
    VERIFY_DONE(fixture.store().forget(UpkeepFixture::gone()));
    const auto windows = fixture.store().windows();
    VERIFY_DONE(windows);
    QMap<DataSet, qint64> counted;
    for (const auto &window : *windows)
        counted[window.key.dataSet] += window.rows;
    QCOMPARE(counted[DataSet::Analytics], 3);
    QCOMPARE(counted[DataSet::Utilization], 1);
    QCOMPARE(counted[DataSet::Spend], 1);
}

void TestUpkeep::forgetsNobodyUnknown()
{
    UpkeepFixture fixture;
    fixture.fill();
    const auto removed = fixture.store().forget(QStringLiteral("nobody"));
    VERIFY_DONE(removed);
    QCOMPARE(removed->rows + removed->windows + removed->entries, 0);
    QCOMPARE(fixture.quantities(DataSet::Analytics).size(), 5);
}

void TestUpkeep::leavesNoTraceInTheFile()
{
    UpkeepFixture fixture;
    fixture.fill();
    QVERIFY(fixture.fileHolds("vanish")); // the search finds what is there
    QVERIFY(fixture.fileHolds("m-vanish"));
    QVERIFY(fixture.reopen());
    VERIFY_DONE(fixture.store().forget(UpkeepFixture::gone()));
    store::StopSign stop;
    VERIFY_DONE(fixture.store().whileClosed([&stop](const QString &path) -> core::Result<void> {
        const auto room = store::compact(path, stop);
        return room ? core::Result<void>() : core::fail(room.error());
    }));
    QVERIFY(!fixture.fileHolds("vanish"));
    QVERIFY(fixture.fileHolds("stays"));
}

/// Keys of texts that are gone are not given to others while rows still use them.
void TestUpkeep::writesOnAfterForgetting()
{
    UpkeepFixture fixture;
    fixture.fill();
    VERIFY_DONE(fixture.store().forget(UpkeepFixture::gone()));
    for (const bool isReopened : {false, true}) {
        if (isReopened)
            QVERIFY(fixture.reopen());
        const char *const month = isReopened ? "2026-06-01" : "2026-07-01";
        const char *const end = isReopened ? "2026-07-01" : "2026-08-01";
        const char *const name = isReopened ? "second" : "first";
        QVERIFY(fixture.fillUse(DataSet::Analytics, "", month, end, {fixture.usage(name, "1", name)}));
    }
    query::Query query;
    query.dataSet = DataSet::Analytics;
    query.rows = {QStringLiteral("customerTenantId"), QStringLiteral("consumptionMeterId")};
    query.measures = {{query::Aggregate::Count, {}}};
    const auto answer = fixture.store().ask(query, fixture.now());
    VERIFY_DONE(answer);
    QStringList lines;
    for (qsizetype row = 0; row < answer->table.rowCount(); ++row)
        lines << query::valueText(answer->table.at(row, 0)) + u' ' +
                     query::valueText(answer->table.at(row, 1)) + u' ' +
                     query::valueText(answer->table.at(row, answer->table.columns.size() - 1));
    lines.sort();
    QCOMPARE(lines, (QStringList{QStringLiteral("c2 m1 3"), QStringLiteral("first first 1"),
                                 QStringLiteral("second second 1")}));
}

void TestUpkeep::keepsOnlyWhatIsNotOver_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("windows");
    QTest::newRow("all") << QByteArray("2026-07-01") << 0 << 0;
    QTest::newRow("a day too early") << QByteArray("2026-08-31") << 0 << 0;
    QTest::newRow("one month") << QByteArray("2026-09-01") << 3 << 2;
    QTest::newRow("both") << QByteArray("2026-10-01") << 9 << 5;
}

void TestUpkeep::keepsOnlyWhatIsNotOver()
{
    QFETCH(QByteArray, before);
    QFETCH(int, rows);
    QFETCH(int, windows);
    UpkeepFixture fixture;
    fixture.fill();
    const auto removed = fixture.store().removeBefore(fixture.day(before.constData()));
    VERIFY_DONE(removed);
    QCOMPARE(removed->rows, rows);
    QCOMPARE(removed->windows, windows);
    QCOMPARE(removed->calls, windows);
    const auto size = fixture.store().size();
    VERIFY_DONE(size);
    QCOMPARE(rowsOf(*size, DataSet::Analytics) + rowsOf(*size, DataSet::Utilization) +
                 rowsOf(*size, DataSet::Crest),
             9 - rows);
    QCOMPARE(rowsOf(*size, DataSet::Spend), 2);
    // The journal does not miss them.
    const auto left = fixture.store().windows();
    VERIFY_DONE(left);
    QCOMPARE(int(left->size()), 6 - windows);
    // They can be planned again when somebody asks for them.
    auto again = fixture.window(DataSet::Analytics, "");
    again.key.days = {fixture.day("2026-08-01"), fixture.day("2026-09-01")};
    VERIFY_DONE(fixture.store().planWindows({&again, 1}));
    QCOMPARE(int(fixture.store().windows()->size()), 6 - windows + (windows > 0 ? 1 : 0));
}

void TestUpkeep::takesNoWindowThatIsNotOver()
{
    UpkeepFixture fixture;
    auto notOffered = fixture.window(DataSet::Utilization, "plan");
    notOffered.key.days = {};
    VERIFY_DONE(fixture.store().planWindows({&notOffered, 1}));
    const auto removed = fixture.store().removeBefore(fixture.day("2027-01-01"));
    VERIFY_DONE(removed);
    QCOMPARE(removed->windows, 0);
}

void TestUpkeep::keepsHowItStood_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("rows");
    QTest::newRow("that day") << QByteArray("2026-10-15") << 0;
    QTest::newRow("the next day") << QByteArray("2026-10-16") << 2;
}

/// Of spend what was followed goes, and what stands now stays, however old.
void TestUpkeep::keepsHowItStood()
{
    QFETCH(QByteArray, before);
    QFETCH(int, rows);
    UpkeepFixture fixture;
    for (const char *cost : {"10", "11"})
        fixture.fillSpend(cost);
    const auto removed = fixture.store().removeBefore(fixture.day(before.constData()));
    VERIFY_DONE(removed);
    QCOMPARE(removed->rows, rows);
    QCOMPARE(removed->calls, rows / 2);
    const core::DataSetSize spend = fixture.store().size()->dataSets.at(std::size_t(DataSet::Spend));
    QCOMPARE(spend.rows, 2);
    QCOMPARE(spend.snapshots, 2 - rows);
}

/// Rows enough to fill more than one block of the file.
static void fillMuch(UpkeepFixture &fixture)
{
    std::vector<std::string> names;
    for (int i = 0; i < 40'000; ++i)
        names.push_back(std::to_string(i * 7919) + "-" + std::to_string(i));
    for (const auto &[from, to] :
         {std::pair{"2026-07-01", "2026-08-01"}, std::pair{"2026-09-01", "2026-10-01"}}) {
        std::vector<store::UsageFact> rows;
        for (const std::string &name : names) {
            rows.push_back(fixture.usage("c2", "1"));
            rows.back().resourceUri = name;
            rows.back().tags = from;
        }
        QVERIFY(fixture.fillUse(DataSet::Utilization, "c2", from, to, rows));
    }
}

void TestUpkeep::compactsToFewerBytes()
{
    UpkeepFixture fixture;
    fillMuch(fixture);
    QVERIFY(fixture.reopen());
    VERIFY_DONE(fixture.store().removeBefore(fixture.day("2026-08-01")));
    fixture.close();
    store::StopSign stop;
    const auto room = store::compact(fixture.path(), stop);
    VERIFY_DONE(room);
    QVERIFY2(room->after < room->before,
             qPrintable(QStringLiteral("%1 of %2").arg(room->after).arg(room->before)));
    QCOMPARE(room->after, QFileInfo(fixture.path()).size());
    QCOMPARE(QFileInfo(fixture.path()).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QVERIFY(fixture.reopen());
    QCOMPARE(rowsOf(*fixture.store().size(), DataSet::Utilization), 40'000);
}

void TestUpkeep::keepsEveryRowWhenCompacting()
{
    UpkeepFixture fixture;
    fixture.fill();
    fixture.close();
    const QStringList before = UpkeepFixture::content(fixture.path());
    QVERIFY(before.size() > 30);
    store::StopSign stop;
    VERIFY_DONE(store::compact(fixture.path(), stop));
    QCOMPARE(UpkeepFixture::content(fixture.path()), before);
    QVERIFY(!QFileInfo::exists(fixture.path() + QStringLiteral(".new")));
}

void TestUpkeep::leavesTheStoreWhenCompactingIsStopped()
{
    UpkeepFixture fixture;
    fixture.fill();
    fixture.close();
    const QStringList before = UpkeepFixture::content(fixture.path());
    store::StopSign stop;
    stop.raise();
    const auto room = store::compact(fixture.path(), stop);
    QVERIFY(!room);
    QCOMPARE(room.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(!QFileInfo::exists(fixture.path() + QStringLiteral(".new")));
    QCOMPARE(UpkeepFixture::content(fixture.path()), before);
}

void TestUpkeep::removesWhatAKilledRunLeft()
{
    UpkeepFixture fixture;
    fixture.fill();
    fixture.close();
    QFile half(fixture.path() + QStringLiteral(".new"));
    QVERIFY(half.open(QIODevice::WriteOnly) && half.write("Vanish") == 6);
    half.close();
    QVERIFY(fixture.reopen());
    QVERIFY(!half.exists());
    QCOMPARE(fixture.quantities(DataSet::Analytics).size(), 5);
}

void TestUpkeep::refusesAnUnwrittenLog()
{
    UpkeepFixture fixture;
    fixture.close();
    QFile log(fixture.path() + QStringLiteral(".wal"));
    store::WholeFile fresh(fixture.path());
    QVERIFY(QFile::copy(fixture.path(), fresh.path()));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.close();
    const auto done = fresh.takePlace();
    QVERIFY(!done);
    QCOMPARE(done.error().kind, core::ErrorKind::Storage);
    QVERIFY(log.remove());
    VERIFY_DONE(fresh.takePlace());
}

void TestUpkeep::opensAgainAfterFailedWork()
{
    UpkeepFixture fixture;
    fixture.fill();
    const auto done = fixture.store().whileClosed([](const QString &) -> core::Result<void> {
        return core::fail(core::ErrorKind::File, QStringLiteral("no room"));
    });
    QVERIFY(!done);
    QCOMPARE(done.error().text, QStringLiteral("no room"));
    QCOMPARE(fixture.quantities(DataSet::Analytics).size(), 5);
}

void TestUpkeep::saysWhyWhenItCannotOpenAgain()
{
    UpkeepFixture fixture;
    fixture.fill();
    const auto done = fixture.store().whileClosed([](const QString &path) -> core::Result<void> {
        QFile file(path);
        file.open(QIODevice::WriteOnly);
        file.write("not a store at all");
        return {};
    });
    QVERIFY(!done);
    const auto later = fixture.store().size();
    QVERIFY(!later);
    QCOMPARE(later.error().kind, core::ErrorKind::Storage);
    QVERIFY2(later.error().text.contains(QLatin1String("not a store")), qPrintable(later.error().text));
    QVERIFY(!fixture.store().saveCustomers(std::vector<store::CustomerRecord>{{"a", "b", "", ""}}));
}

void TestUpkeep::reachesNothingButItsFolders()
{
    QTemporaryDir inside, outside;
    store::StopSign stop;
    auto files =
        store::Maintenance::open(inside.filePath(QStringLiteral("store.duckdb")), {inside.path()}, stop);
    VERIFY_DONE(files);
    auto &connection = (*files)->connection();
    const auto to = [](const QTemporaryDir &folder) {
        return store::sqlText(folder.filePath(QStringLiteral("it's [a].csv")));
    };
    VERIFY_DONE(connection.script("copy (select 1 as one) to " + to(inside) + " (format csv)"));
    for (const std::string &sql :
         {"copy (select 1 as one) to " + to(outside), std::string("select * from read_csv('/etc/passwd')"),
          std::string("attach '/tmp/x.duckdb'"), std::string("install httpfs"), std::string("load httpfs"),
          std::string("set enable_external_access = true"), std::string("set allowed_directories = ['/']")})
        QVERIFY2(!connection.script(sql), sql.c_str());
}

SPENDGLASS_TEST_MAIN(TestUpkeep)
#include "tst_upkeep.moc"
