// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storethread.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <QMutex>

#include <atomic>
#include <future>
#include <thread>

using namespace spendglass;
using store::Store;
using store::StoreThread;

/// What was done, in order, from whatever thread.
class Log
{
public:
    void add(const QString &text)
    {
        const QMutexLocker lock(&m_mutex);
        m_lines.append(text);
    }
    QStringList lines() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_lines;
    }

private:
    mutable QMutex m_mutex;
    QStringList m_lines;
};

/// A gate that holds the store's thread inside a task until it is opened.
struct Gate
{
    std::promise<void> reached, opened;
    StoreThread::Task task()
    {
        return [this](const core::Result<Store *> &) {
            reached.set_value();
            opened.get_future().wait();
        };
    }
};

class TestStoreThread : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsWritesInOrderAndQuestionsFirst();
    void replacesAWaitingQuestion();
    void interruptsARunningQuestion();
    void leavesOtherChannelsAlone();
    void drainsWritesWhenItEnds();
    void passesOnWhyOpeningFailed();
    void takesTasksFromManyThreads();

private:
    static StoreThread::Task note(Log &log, const char *name)
    {
        return [&log, name](const core::Result<Store *> &store) {
            log.add(QLatin1String(name) +
                    (store ? QString() : QLatin1Char(':') + core::kindName(store.error().kind)));
        };
    }
    /// A question that runs for minutes unless somebody interrupts it.
    static core::Result<query::Answer> endless(Store &store)
    {
        query::Query query;
        query.dataSet = core::DataSet::Utilization;
        query.rows = {QStringLiteral("usageDate")};
        query.measures = {{query::Aggregate::Count, {}}};
        core::Result<query::Answer> answer = store.ask(query, core::Instant());
        while (answer)
            answer = store.ask(query, core::Instant());
        return answer;
    }
    QString path() const
    {
        return m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QStringLiteral("/s.duckdb"));
    }
    QTemporaryDir m_folder;
};

void TestStoreThread::runsWritesInOrderAndQuestionsFirst()
{
    Log log;
    Gate gate;
    {
        StoreThread thread(path(), {});
        thread.write(gate.task());
        gate.reached.get_future().wait();
        thread.write(note(log, "w1"));
        thread.write(note(log, "w2"));
        thread.ask(1, note(log, "q1"));
        thread.ask(2, note(log, "q2"));
        thread.write(note(log, "w3"));
        QCOMPARE(thread.waitingWrites(), 4);
        gate.opened.set_value();
        QTRY_COMPARE(thread.waitingWrites(), 0);
    }
    QCOMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("q1 q2 w1 w2 w3"));
}

void TestStoreThread::replacesAWaitingQuestion()
{
    Log log;
    Gate gate;
    StoreThread thread(path(), {});
    thread.write(gate.task());
    gate.reached.get_future().wait();
    thread.ask(1, note(log, "old"));
    thread.ask(2, note(log, "other"));
    thread.ask(1, note(log, "new"));
    gate.opened.set_value();
    QTRY_COMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("old:Cancelled other new"));
}

void TestStoreThread::interruptsARunningQuestion()
{
    Log log;
    std::promise<void> running;
    StoreThread thread(path(), {});
    thread.ask(1, [&](const core::Result<Store *> &store) {
        running.set_value();
        const auto answer = endless(**store);
        log.add(core::kindName(answer.error().kind));
    });
    running.get_future().wait();
    thread.ask(1, [&](const core::Result<Store *> &store) {
        // The interrupt was for the other: this one is answered.
        log.add((*store)->windows() ? QStringLiteral("answered") : QStringLiteral("refused"));
    });
    QTRY_COMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("Cancelled answered"));
}

void TestStoreThread::leavesOtherChannelsAlone()
{
    Log log;
    Gate gate;
    StoreThread thread(path(), {});
    thread.ask(1, [&](const core::Result<Store *> &store) {
        gate.reached.set_value();
        gate.opened.get_future().wait();
        log.add((*store)->windows() ? QStringLiteral("answered") : QStringLiteral("refused"));
    });
    gate.reached.get_future().wait();
    thread.ask(2, note(log, "other"));
    gate.opened.set_value();
    QTRY_COMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("answered other"));
}

void TestStoreThread::drainsWritesWhenItEnds()
{
    Log log;
    std::promise<void> running;
    auto thread = std::make_unique<StoreThread>(path(), StoreThread::Told());
    thread->ask(1, [&](const core::Result<Store *> &store) {
        running.set_value();
        log.add(core::kindName(endless(**store).error().kind));
    });
    running.get_future().wait();
    thread->ask(2, note(log, "dropped"));
    thread->write([&log](const core::Result<Store *> &store) {
        const std::vector<store::CustomerRecord> rows{{"1", "One", "", ""}};
        log.add((*store)->saveCustomers(rows) ? QStringLiteral("saved") : QStringLiteral("lost"));
    });
    thread->write(note(log, "last"));
    thread.reset();
    QCOMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("Cancelled saved last"));
    auto store = Store::open(path());
    VERIFY_DONE(store);
    QCOMPARE((*store)->customers()->size(), 1U);
}

void TestStoreThread::passesOnWhyOpeningFailed()
{
    Log log;
    {
        StoreThread thread(QStringLiteral("/proc/nowhere/s.duckdb"),
                           {[&log](const core::Result<void> &outcome) {
                                log.add(outcome ? QStringLiteral("opened")
                                                : core::kindName(outcome.error().kind));
                            },
                            {}});
        thread.ask(1, note(log, "q"));
        QTRY_COMPARE(log.lines().size(), 2);
        thread.write(note(log, "w"));
    }
    QCOMPARE(log.lines().join(QLatin1Char(' ')), QStringLiteral("Storage q:Storage w:Storage"));
}

void TestStoreThread::takesTasksFromManyThreads()
{
    std::atomic<int> writes = 0, questions = 0, cancelled = 0;
    {
        StoreThread thread(path(), {});
        std::vector<std::thread> senders;
        for (int sender = 0; sender < 4; ++sender) {
            senders.emplace_back([&thread, &writes, &questions, &cancelled, sender] {
                for (int i = 0; i < 200; ++i) {
                    thread.write([&writes](const core::Result<Store *> &) { ++writes; });
                    thread.ask(sender % 2, [&](const core::Result<Store *> &store) {
                        const bool isAnswered = store && (*store)->windows();
                        ++(isAnswered ? questions : cancelled);
                    });
                }
            });
        }
        for (std::thread &sender : senders)
            sender.join();
        QTRY_COMPARE(questions + cancelled, 800);
        QVERIFY(questions >= 1);
    }
    QCOMPARE(writes.load(), 800);
}

SPENDGLASS_TEST_MAIN(TestStoreThread)
#include "tst_storethread.moc"
