// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "support/testmain.h"

#include <QTemporaryDir>

using namespace spendglass;
using namespace std::chrono_literals;
using store::RunState;

/// The journal of synchronisations: which one goes on, and which is a new one; and what is entered at once.
class TestRuns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void goesOn_data();
    void goesOn();
    void isOfOneRequest();
    void goesOnTwice();
    void tellsTheLast();
    void forgetsTheOldest();
    void entersWhatIsNotOffered();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    void open()
    {
        m_store.reset();
        auto opened = store::Store::open(m_folder->filePath(QStringLiteral("a/store.duckdb")));
        QVERIFY(opened);
        m_store = std::move(*opened);
    }
};

namespace {

constexpr core::Instant start = core::Day(std::chrono::year(2026) / 11 / 20) + 12h;
const QString all = QStringLiteral("all");

} // namespace

void TestRuns::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    open();
}

void TestRuns::goesOn_data()
{
    QTest::addColumn<QString>("end"); // "": none, it was killed
    QTest::addColumn<int>("minutes"); // until the next one
    QTest::addColumn<bool>("goesOn");
    const int day = 24 * 60;
    QTest::newRow("killed") << QString() << 1 << true;
    QTest::newRow("killed, almost a day ago") << QString() << day - 1 << true;
    QTest::newRow("killed, a day ago") << QString() << day << false;
    QTest::newRow("killed, when the clock ran ahead") << QString() << -1 << false;
    QTest::newRow("stopped") << QStringLiteral("stopped") << 1 << true;
    QTest::newRow("stopped, a day ago") << QStringLiteral("stopped") << day << false;
    QTest::newRow("whole") << QStringLiteral("whole") << 1 << false;
}

void TestRuns::goesOn()
{
    QFETCH(QString, end);
    QFETCH(int, minutes);
    QFETCH(bool, goesOn);
    const auto first = m_store->beginRun(all, start);
    QVERIFY(first && !first->isContinued);
    if (!end.isEmpty())
        QVERIFY(m_store->endRun(
            first->id, end == QLatin1String("whole") ? RunState::Whole : RunState::Stopped, start + 1s));
    open();
    const core::Instant now = start + std::chrono::minutes(minutes);
    const auto seen = m_store->interruptedRun(all, now);
    QVERIFY(seen);
    QCOMPARE(seen->has_value(), goesOn);
    const auto second = m_store->beginRun(all, now);
    QVERIFY(second);
    QCOMPARE(second->isContinued, goesOn);
    QCOMPARE(second->startedAt, goesOn ? start : now);
    QCOMPARE(second->id == first->id, goesOn);
}

void TestRuns::isOfOneRequest()
{
    QVERIFY(m_store->beginRun(all, start));
    const auto other = m_store->beginRun(QStringLiteral("spend"), start + 1min);
    QVERIFY(other && !other->isContinued);
    QVERIFY(m_store->endRun(other->id, RunState::Whole, start + 2min));
    QVERIFY(m_store->beginRun(all, start + 3min)->isContinued);
}

/// A chain of interruptions counts from its beginning.
void TestRuns::goesOnTwice()
{
    for (const auto later : {0h, 10h, 20h}) {
        const auto run = m_store->beginRun(all, start + later);
        QVERIFY(run);
        QCOMPARE(run->startedAt, start);
        QVERIFY(m_store->endRun(run->id, RunState::Stopped, start + later + 1h));
    }
    QVERIFY(!m_store->beginRun(all, start + 24h)->isContinued);
}

void TestRuns::tellsTheLast()
{
    QVERIFY(!*m_store->lastRun());
    const auto run = m_store->beginRun(all, start);
    QCOMPARE((*m_store->lastRun())->endedAt, std::nullopt);
    QVERIFY(m_store->endRun(run->id, RunState::Whole, start + 5min));
    const auto last = m_store->lastRun();
    QCOMPARE((*last)->endedAt, std::optional<core::Instant>(start + 5min));
    QCOMPARE((*last)->state, RunState::Whole);
}

void TestRuns::forgetsTheOldest()
{
    for (int run = 0; run < 210; ++run) {
        const auto begun = m_store->beginRun(QString::number(run), start);
        QVERIFY(begun);
        QCOMPARE(begun->id, run + 1);
    }
    QVERIFY(!*m_store->interruptedRun(QStringLiteral("0"), start));
    QVERIFY(*m_store->interruptedRun(QStringLiteral("209"), start));
}

/// At once and with its reason: a fetch that brings nothing would cost three transactions a window.
void TestRuns::entersWhatIsNotOffered()
{
    store::WindowRecord window;
    window.key.customerId = QStringLiteral("c");
    window.state = store::WindowState::NotOffered;
    window.reason = QStringLiteral("Azure plan");
    QVERIFY(m_store->planWindows({&window, 1}));
    window.reason = QStringLiteral("another");
    QVERIFY(m_store->planWindows({&window, 1})); // it is known by then
    open();
    const auto known = m_store->windows();
    QVERIFY(known);
    QCOMPARE(known->size(), std::size_t(1));
    QCOMPARE(known->front().state, store::WindowState::NotOffered);
    QCOMPARE(known->front().reason, QStringLiteral("Azure plan"));
}

SPENDGLASS_TEST_MAIN(TestRuns)
#include "tst_runs.moc"
