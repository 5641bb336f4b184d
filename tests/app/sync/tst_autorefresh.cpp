// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "sync/autorefresh.h"
#include "sync/pace.h"
#include "support/testmain.h"

#include <array>

using namespace spendglass;
using namespace std::chrono_literals;
using sync::RefreshEvery;
using test::ManualClock;
using test::Partner;

/// What happens by the clock: synchronisations by themselves, and what is told of the time that is left.
class TestAutoRefresh : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isDue_data();
    void isDue();
    void hasNames();
    void startsByItself();
    void tellsTheTimeLeft_data();
    void tellsTheTimeLeft();
    void forgetsTheFirstMinutes();
};

void TestAutoRefresh::isDue_data()
{
    QTest::addColumn<RefreshEvery>("every");
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("hours"); // 0: never
    QTest::newRow("never") << RefreshEvery::Never << 0 << 0;
    QTest::newRow("hourly") << RefreshEvery::Hour << 0 << 1;
    QTest::newRow("every six hours") << RefreshEvery::SixHours << 0 << 6;
    QTest::newRow("daily") << RefreshEvery::Day << 0 << 24;
    QTest::newRow("hourly, failed once") << RefreshEvery::Hour << 1 << 2;
    QTest::newRow("hourly, failed four times") << RefreshEvery::Hour << 4 << 16;
    QTest::newRow("hourly, failed for ever") << RefreshEvery::Hour << 1'000'000 << 24;
    QTest::newRow("every six hours, failed twice") << RefreshEvery::SixHours << 2 << 24;
    QTest::newRow("daily, failed twice") << RefreshEvery::Day << 2 << 24;
}

void TestAutoRefresh::isDue()
{
    QFETCH(RefreshEvery, every);
    QFETCH(int, failures);
    QFETCH(int, hours);
    const auto due = sync::nextRefresh(every, ManualClock::start, failures);
    QCOMPARE(due, hours == 0 ? std::nullopt
                             : std::optional<core::Instant>(ManualClock::start + std::chrono::hours(hours)));
}

void TestAutoRefresh::hasNames()
{
    for (const auto every :
         {RefreshEvery::Never, RefreshEvery::Hour, RefreshEvery::SixHours, RefreshEvery::Day})
        QCOMPARE(sync::refreshFromName(sync::refreshName(every)), std::optional(every));
    QVERIFY(!sync::refreshFromName(u"often"));
}

/// The clock that rings stands still; the one of the network runs, so that nobody waits there.
void TestAutoRefresh::startsByItself()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 2;
    options.days = 5;
    Partner partner(options);
    test::Account account(partner);
    const auto clock = std::make_shared<ManualClock>();
    bool mayStart = false;
    sync::AutoRefresh refresh(account.workspace(), clock, [&mayStart] { return mayStart; });
    QSignalSpy started(&account.workspace(), &sync::Workspace::syncStarted);
    QSignalSpy finished(&account.workspace(), &sync::Workspace::syncFinished);
    const auto pass = [&clock](std::chrono::minutes minutes) {
        for (; minutes > 0min; minutes -= 1min) {
            clock->advance(1min);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
        }
    };
    pass(120min);
    QCOMPARE(started.size(), 0); // it is off
    refresh.setEvery(RefreshEvery::Hour);
    pass(2min);
    QCOMPARE(started.size(), 0); // signed out
    mayStart = true;
    pass(1min);
    QCOMPARE(started.size(), 1); // long due
    pass(120min);
    QCOMPARE(started.size(), 1); // one runs
    QVERIFY(finished.size() == 1 || finished.wait(60'000));
    pass(59min);
    QCOMPARE(started.size(), 1);
    QVERIFY(partner.setFaults(R"([{"status": 401}])"));
    pass(2min);
    QCOMPARE(started.size(), 2);
    QVERIFY(finished.size() == 2 || finished.wait(60'000));
    QVERIFY(finished.last().first().value<sync::Report>().error);
    pass(100min);
    QCOMPARE(started.size(), 2); // it failed: two hours this time
    QVERIFY(partner.setFaults({}));
    pass(21min);
    QCOMPARE(started.size(), 3);
    QVERIFY(finished.size() == 3 || finished.wait(60'000));
    refresh.setEvery(RefreshEvery::Never);
    pass(300min);
    QCOMPARE(started.size(), 3);
}

void TestAutoRefresh::tellsTheTimeLeft_data()
{
    using Notes = QList<std::pair<int, int>>; // milliseconds, calls done
    QTest::addColumn<Notes>("notes");
    QTest::addColumn<int>("calls");
    QTest::addColumn<int>("seconds"); // 0: nothing is told
    QTest::newRow("nothing seen") << Notes{} << 100 << 0;
    QTest::newRow("one look") << Notes{{0, 50}} << 100 << 0;
    QTest::newRow("too soon") << Notes{{0, 0}, {2900, 500}} << 100 << 0;
    QTest::newRow("too few calls") << Notes{{0, 0}, {30'000, 7}} << 100 << 0;
    QTest::newRow("ground enough") << Notes{{0, 0}, {3000, 8}} << 8 << 3;
    QTest::newRow("ten calls a second") << Notes{{0, 0}, {4000, 40}, {8000, 80}} << 1000 << 100;
    QTest::newRow("never nothing") << Notes{{0, 0}, {4000, 4000}} << 1 << 1;
    QTest::newRow("rounded up") << Notes{{0, 0}, {10'000, 100}} << 11 << 2;
    QTest::newRow("nothing comes any more") << Notes{{0, 0}, {5000, 50}, {95'000, 50}} << 50 << 0;
}

void TestAutoRefresh::tellsTheTimeLeft()
{
    using Notes = QList<std::pair<int, int>>;
    QFETCH(Notes, notes);
    QFETCH(int, calls);
    QFETCH(int, seconds);
    sync::Pace pace;
    for (const auto &[time, done] : notes)
        pace.note(sync::Pace::Time(std::chrono::milliseconds(time)), done);
    const auto left = pace.timeFor(calls);
    QCOMPARE(left ? int(left->count()) : 0, seconds);
    pace.forget();
    QVERIFY(!pace.timeFor(calls));
}

/// A slow start does not count for ever, however often somebody looks.
void TestAutoRefresh::forgetsTheFirstMinutes()
{
    sync::Pace pace;
    const auto at = [](int milliseconds) {
        return sync::Pace::Time(std::chrono::milliseconds(milliseconds));
    };
    int done = 0;
    for (int time = 0; time < 120'000; time += 100)
        pace.note(at(time), done += time % 1000 == 0 ? 1 : 0); // one a second
    for (int time = 120'000; time < 240'000; time += 100)
        pace.note(at(time), ++done); // ten a second
    const auto left = pace.timeFor(1000);
    QVERIFY(left);
    QVERIFY2(left->count() >= 99 && left->count() <= 102, qPrintable(QString::number(left->count())));
}

SPENDGLASS_TEST_MAIN(TestAutoRefresh)
#include "tst_autorefresh.moc"
