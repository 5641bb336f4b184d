// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/migrations.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <QDir>
#include <QFileInfo>

using namespace spendglass;
using core::DataSet;
using store::CallLine;
using store::WindowState;
using Rows = std::vector<store::UsageFact>;

/// The journal of calls: which of them brought what a window shows, and which failed.
class TestCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryMember();
    void listsPagesInOrder();
    void showsTheCallThatFailed_data();
    void showsTheCallThatFailed();
    void forgetsTheFailureOfAnEarlierFetch();
    void tellsOfTheNewContentOnly();
    void keepsNothingOfAPageThatWasRolledBack();
    void knowsNoOtherWindows();
    void takesPagesOfTheFirstSchema();
    void migratesOnce();
};

namespace {

core::CallRecord recordOf(int number, int status = 200)
{
    core::CallRecord call;
    call.verb = QStringLiteral("GET");
    call.path = QStringLiteral("/v1/customers/c/subscriptions/s/utilizations/azure");
    call.status = status;
    call.requestId = QStringLiteral("request %1").arg(number);
    call.correlationId = QStringLiteral("correlation");
    call.sentAt = *StoreFixture::instant("2026-10-15T11:59:03Z");
    call.took = std::chrono::milliseconds(57'123);
    call.attempts = number;
    call.bytes = 5'000'000'000; // more than 32 bits
    return call;
}

store::PageRecord pageOf(int number)
{
    return {number, 0, number % 2, recordOf(number), StoreFixture::now()};
}

/// Pages of one row each.
store::FetchId fetched(StoreFixture &fixture, const store::WindowRecord &window,
                       std::initializer_list<int> pages)
{
    const auto fetch = fixture.store().beginFetch(window, fixture.now());
    for (const int page : pages) {
        if (!fixture.store().appendPage(*fetch, pageOf(page), Rows{fixture.usage("c1", "1")}))
            qWarning("page %d was refused", page);
    }
    return *fetch;
}

core::Result<void> finished(StoreFixture &fixture, store::FetchId fetch, WindowState state,
                            const std::optional<core::CallRecord> &failed = std::nullopt)
{
    return fixture.store().finishFetch(fetch, state, QStringLiteral("why"), fixture.now(), failed);
}

/// "page rows quarantined status", of each line.
QStringList textOf(const std::vector<CallLine> &lines)
{
    QStringList texts;
    for (const CallLine &line : lines) {
        const QString page = line.page ? QString::number(*line.page) : QStringLiteral("none");
        texts += QStringLiteral("%1 %2 %3 %4")
                     .arg(page)
                     .arg(line.rows)
                     .arg(line.quarantined)
                     .arg(line.call.status);
    }
    return texts;
}

QStringList callsOf(StoreFixture &fixture, const store::WindowRecord &window)
{
    const auto lines = fixture.store().calls(window.key);
    return lines ? textOf(*lines) : QStringList{lines.error().text};
}

} // namespace

void TestCalls::keepsEveryMember()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    const auto fetch = fetched(fixture, window, {3});
    VERIFY_DONE(finished(fixture, fetch, WindowState::Complete));
    for (int opening = 0; opening < 2; ++opening) {
        const auto lines = fixture.store().calls(window.key);
        VERIFY_DONE(lines);
        QCOMPARE(lines->size(), std::size_t(1));
        const CallLine &line = lines->front();
        QVERIFY(line.page == std::optional(3));
        QCOMPARE(line.rows, 1);
        QCOMPARE(line.quarantined, 1);
        QCOMPARE(line.call, recordOf(3));
        QCOMPARE(line.receivedAt, StoreFixture::now());
        QVERIFY(fixture.reopen());
    }
}

void TestCalls::listsPagesInOrder()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    fetched(fixture, window, {2, 10, 1}); // under way: what has arrived can be looked at
    QCOMPARE(callsOf(fixture, window), (QStringList{QStringLiteral("1 1 1 200"), QStringLiteral("2 1 0 200"),
                                                    QStringLiteral("10 1 0 200")}));
}

void TestCalls::showsTheCallThatFailed_data()
{
    QTest::addColumn<bool>("hasContent"); // of an earlier fetch, which stays
    QTest::newRow("the first fetch") << false;
    QTest::newRow("a repeated fetch") << true;
}

void TestCalls::showsTheCallThatFailed()
{
    QFETCH(bool, hasContent);
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    if (hasContent)
        VERIFY_DONE(finished(fixture, fetched(fixture, window, {1, 2}), WindowState::Complete));
    VERIFY_DONE(finished(fixture, fetched(fixture, window, {1}), WindowState::Failed, recordOf(5, 503)));
    QStringList lines{QStringLiteral("1 1 1 200")};
    if (hasContent)
        lines += QStringLiteral("2 1 0 200");
    lines += QStringLiteral("none 0 0 503");
    QCOMPARE(callsOf(fixture, window), lines);
    const auto calls = fixture.store().calls(window.key);
    QCOMPARE(calls->back().call, recordOf(5, 503));
    const auto windows = fixture.store().windows();
    QCOMPARE(windows->front().rows, hasContent ? 2 : 1); // a call without a page counts for nothing
    QCOMPARE(windows->front().pages, hasContent ? 2 : 1);
}

void TestCalls::forgetsTheFailureOfAnEarlierFetch()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    VERIFY_DONE(finished(fixture, fetched(fixture, window, {1}), WindowState::Complete));
    for (int time = 0; time < 3; ++time)
        VERIFY_DONE(finished(fixture, fetched(fixture, window, {}), WindowState::Failed, recordOf(1, 0)));
    QCOMPARE(callsOf(fixture, window),
             (QStringList{QStringLiteral("1 1 1 200"), QStringLiteral("none 0 0 0")}));
    VERIFY_DONE(finished(fixture, fetched(fixture, window, {2}), WindowState::Complete));
    QCOMPARE(callsOf(fixture, window), QStringList{QStringLiteral("2 1 0 200")});
}

void TestCalls::tellsOfTheNewContentOnly()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    VERIFY_DONE(finished(fixture, fetched(fixture, window, {1, 2, 3}), WindowState::Complete));
    const auto second = fetched(fixture, window, {1});
    QCOMPARE(callsOf(fixture, window).size(), 3); // the old rows are still what is shown
    VERIFY_DONE(finished(fixture, second, WindowState::Complete));
    QCOMPARE(callsOf(fixture, window), QStringList{QStringLiteral("1 1 1 200")});
}

/// The journal never names a page whose rows are not there.
void TestCalls::keepsNothingOfAPageThatWasRolledBack()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization);
    const auto fetch = fetched(fixture, window, {1});
    const Rows tooMuch{fixture.usage("c1", "9223372036855")};
    QVERIFY(!fixture.store().appendPage(fetch, pageOf(2), tooMuch));
    QCOMPARE(callsOf(fixture, window), QStringList{QStringLiteral("1 1 1 200")});
}

void TestCalls::knowsNoOtherWindows()
{
    StoreFixture fixture;
    const auto window = fixture.window(DataSet::Utilization), other = fixture.window(DataSet::Crest);
    VERIFY_DONE(finished(fixture, fetched(fixture, window, {1}), WindowState::Complete));
    QCOMPARE(callsOf(fixture, other), QStringList());
    VERIFY_DONE(fixture.store().planWindows(std::span(&other, 1)));
    QCOMPARE(callsOf(fixture, other), QStringList());
    QCOMPARE(callsOf(fixture, window).size(), 1);
}

namespace {

/// A store as the first schema had it: one complete window of one row on two pages.
void makeOldStore(const QString &path)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    auto raw = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    const auto steps = store::shippedMigrations();
    VERIFY_DONE(store::migrate(**raw, std::span(steps).first(1), path));
    VERIFY_DONE((*raw)->script(
        "insert into fetch_window values ('utilization', 'c1', '', '2026-09-01', '2026-10-01', 'complete', "
        "false, true, '', '2026-10-01', '2026-10-05 12:00:00', 41, 41);"
        "insert into fetch_page values (41, 1, 700, 1234, 2, 'first', 'both', '2026-10-05 11:00:00'), "
        "(41, 2, 5, 99, 0, 'second', 'both', '2026-10-05 11:01:00')"));
}

} // namespace

void TestCalls::takesPagesOfTheFirstSchema()
{
    StoreFixture fixture;
    fixture.close();
    QVERIFY(QFile::remove(fixture.path()));
    makeOldStore(fixture.path());
    if (QTest::currentTestFailed())
        return;
    QVERIFY(fixture.reopen());
    const auto windows = fixture.store().windows();
    VERIFY_DONE(windows);
    QCOMPARE(windows->size(), std::size_t(1));
    QCOMPARE(windows->front().rows, 705);
    QCOMPARE(windows->front().pages, 2);
    QCOMPARE(windows->front().state, WindowState::Complete);
    const auto lines = fixture.store().calls(windows->front().key);
    VERIFY_DONE(lines);
    QCOMPARE(textOf(*lines), (QStringList{QStringLiteral("1 700 2 200"), QStringLiteral("2 5 0 200")}));
    const CallLine &second = lines->back();
    QCOMPARE(second.call.verb, QStringLiteral("GET"));
    QCOMPARE(second.call.requestId, QStringLiteral("second"));
    QCOMPARE(second.call.correlationId, QStringLiteral("both"));
    QCOMPARE(second.call.bytes, 99);
    QCOMPARE(second.call.attempts, 1);
    QCOMPARE(second.call.sentAt, core::Instant{}); // was not remembered then
    QCOMPARE(second.receivedAt, *StoreFixture::instant("2026-10-05T11:01:00Z"));
    // A fetch that begins now takes a number that no old page has.
    QVERIFY(fetched(fixture, windows->front(), {1}) > 41);
}

void TestCalls::migratesOnce()
{
    StoreFixture fixture;
    fixture.close();
    QVERIFY(QFile::remove(fixture.path()));
    makeOldStore(fixture.path());
    if (QTest::currentTestFailed())
        return;
    for (int opening = 0; opening < 3; ++opening) {
        QVERIFY(fixture.reopen());
        QCOMPARE(callsOf(fixture, fixture.store().windows()->front()).size(), 2);
    }
    fixture.close();
    auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    const char *old = "select count(*) from information_schema.tables where table_name = 'fetch_page'";
    QVERIFY((*raw)->scalar(old) == query::Value(qint64(0)));
    QVERIFY((*raw)->scalar("select count(*) from schema_version") ==
            query::Value(qint64(store::shippedMigrations().size())));
}

SPENDGLASS_TEST_MAIN(TestCalls)
#include "tst_calls.moc"
