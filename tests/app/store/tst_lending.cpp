// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storefault.h"
#include "store/storethread.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <duckdb.h>

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QProcess>
#include <QRegularExpression>

#include <atomic>
#include <csignal>
#include <string_view>

using namespace spendglass;
using namespace std::chrono_literals;
using store::Store;
using store::StoreThread;

namespace {

constexpr int patience = 60'000;

/// Another process with the store; see storechild.cpp.
class Child
{
public:
    Child(const char *mode, const QString &path)
    {
        m_process.start(QStringLiteral(SPENDGLASS_STORE_CHILD), {QLatin1String(mode), path});
    }
    ~Child()
    {
        m_process.kill();
        m_process.waitForFinished(patience);
    }
    /// While this process's event loop runs, as it has to lend.
    QByteArray line()
    {
        const bool isThere = QTest::qWaitFor(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
            patience);
        return isThere ? m_process.readLine().trimmed() : QByteArray("nothing came");
    }
    void say() { m_process.write("rows\n"); }
    void signal(int number) { ::kill(pid_t(m_process.processId()), number); }
    QString pid() const { return QString::number(m_process.processId()); }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
};

/// A store thread with a fetch of one window, and what became of its tasks.
class Writer
{
public:
    explicit Writer(const QString &path, StoreThread::Told told = {})
        : m_thread(path, std::move(told))
    {
        write([this](Store &store) -> core::Result<void> {
            const auto fetch =
                store.beginFetch(StoreFixture::window(core::DataSet::Analytics), StoreFixture::now());
            if (fetch)
                m_fetch = *fetch;
            return fetch.map([](store::FetchId) {});
        });
    }
    void append(int page)
    {
        write([this, page](Store &store) {
            return store.appendPage(
                m_fetch, StoreFixture::page(page),
                std::vector{StoreFixture::usage("c1", "1"), StoreFixture::usage("c2", "2")});
        });
    }
    void finish()
    {
        write([this](Store &store) {
            return store.finishFetch(m_fetch, store::WindowState::Complete, {}, StoreFixture::now());
        });
    }
    void write(std::function<core::Result<void>(Store &)> work)
    {
        ++m_sent;
        m_thread.write([this, work = std::move(work)](const core::Result<Store *> &open) {
            const core::Result<void> done = open ? work(**open) : core::fail(open.error());
            if (!done)
                qWarning("%s", qPrintable(done.error().text));
            ++(done ? m_done : m_failed);
        });
    }
    bool isIdle() const { return m_done + m_failed == m_sent; }
    bool isAllDone() const { return m_done == m_sent; }
    StoreThread &thread() { return m_thread; }

private:
    store::FetchId m_fetch = 0; ///< of the store's thread
    int m_sent = 0;
    std::atomic<int> m_done = 0, m_failed = 0;
    StoreThread m_thread;
};

} // namespace

/// Two processes and more, one store.
class TestLending : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void borrowsFromAnIdleProcess();
    void goesOnWithAFetchThatWasLentInBetween();
    void dropsAFetchThatAnotherProcessTookAway();
    void servesTenProcessesWhileItWrites();
    void tellsThatAnotherProcessWrote();
    void takesOverFromAKilledProcess();
    void namesAStoppedProcess();
    void endsSoonWhileItWaits();
    void isNotHeldUpByAStoppedBorrower();
    void opensAgainAfterAFault();

private:
    QString path() const
    {
        return m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QStringLiteral("/s.duckdb"));
    }
    void fill(int pages)
    {
        Writer writer(path());
        for (int page = 1; page <= pages; ++page)
            writer.append(page);
        writer.finish();
        QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    }
    QTemporaryDir m_folder;
};

void TestLending::borrowsFromAnIdleProcess()
{
    fill(3);
    Child child("lend", path());
    QCOMPARE(child.line(), QByteArray("open"));
    {
        Writer writer(path());
        QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
        child.say(); // and back, while this one still runs
        QCOMPARE(child.line(), QByteArray("6"));
        writer.append(1);
        QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    }
    child.say();
    QCOMPARE(child.line(), QByteArray("6"));
}

void TestLending::goesOnWithAFetchThatWasLentInBetween()
{
    Writer writer(path());
    writer.append(1);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    Child child("lend", path());
    QCOMPARE(child.line(), QByteArray("open"));
    for (int page = 2; page <= 4; ++page) {
        writer.append(page);
        QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
        child.say();
        QCOMPARE(child.line(), QByteArray::number(2 * page));
    }
    writer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    child.say();
    QCOMPARE(child.line(), QByteArray("8"));
}

void TestLending::dropsAFetchThatAnotherProcessTookAway()
{
    Writer writer(path());
    writer.append(1);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    {
        Writer other(path()); // begins the same window anew, which drops what the first has brought
        other.append(1);
        QTRY_VERIFY_WITH_TIMEOUT(other.isAllDone(), patience);
    }
    QTest::ignoreMessage(QtWarningMsg, "The fetch is not running.");
    writer.append(2);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isIdle(), patience);
    QVERIFY(!writer.isAllDone());
}

void TestLending::servesTenProcessesWhileItWrites()
{
    constexpr int pages = 300, processes = 10;
    Writer writer(path());
    std::vector<std::unique_ptr<Child>> children;
    for (int i = 0; i < processes; ++i)
        children.push_back(std::make_unique<Child>("ask", path()));
    for (int page = 1; page <= pages; ++page)
        writer.append(page);
    for (const auto &child : children) {
        const QByteArray rows = child->line();
        bool isNumber = false;
        QVERIFY2(rows.toInt(&isNumber) <= 2 * pages && isNumber, rows.constData());
        QTRY_COMPARE_WITH_TIMEOUT(child->process().state(), QProcess::NotRunning, patience);
        QCOMPARE(child->process().exitCode(), 0);
    }
    writer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    Child last("ask", path());
    QCOMPARE(last.line(), QByteArray::number(2 * pages));
}

void TestLending::tellsThatAnotherProcessWrote()
{
    std::atomic<int> changes = 0;
    Writer writer(path(), {{}, [&changes] { ++changes; }});
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    {
        Child reader("ask", path());
        QCOMPARE(reader.line(), QByteArray("0"));
    }
    writer.append(1);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    QCOMPARE(changes.load(), 0);
    {
        Writer other(path());
        QTRY_VERIFY_WITH_TIMEOUT(other.isAllDone(), patience);
    }
    writer.write([](Store &store) { return store.windows().map([](const auto &) {}); });
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    QCOMPARE(changes.load(), 1);
}

void TestLending::takesOverFromAKilledProcess()
{
    fill(1);
    Child child("lend", path());
    QCOMPARE(child.line(), QByteArray("open"));
    child.signal(SIGSTOP);
    Child waiting("ask", path()); // asks one that does not hear …
    QTRY_VERIFY(waiting.process().state() == QProcess::Running);
    child.signal(SIGKILL); // … and then is no more
    QCOMPARE(waiting.line(), QByteArray("2"));
}

void TestLending::namesAStoppedProcess()
{
    fill(1);
    Child child("lend", path());
    QCOMPARE(child.line(), QByteArray("open"));
    child.signal(SIGSTOP);
    const auto refused = Store::open(path(), {700ms, {}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().serverCode, QLatin1String(core::storeFaults::inUse));
    const QString &text = refused.error().text;
    QVERIFY2(text.contains(child.pid()) && text.contains(QLatin1String("storechild")), qPrintable(text));
    child.signal(SIGCONT);
    VERIFY_DONE(Store::open(path(), {10s, {}}));
}

void TestLending::endsSoonWhileItWaits()
{
    fill(1);
    Child child("lend", path());
    QCOMPARE(child.line(), QByteArray("open"));
    child.signal(SIGSTOP);
    QElapsedTimer took;
    {
        StoreThread thread(path(), {});
        thread.ask(1, [](const core::Result<Store *> &) {});
        took.start();
    }
    QVERIFY2(took.elapsed() < 2000, qPrintable(QString::number(took.elapsed())));
}

void TestLending::isNotHeldUpByAStoppedBorrower()
{
    Writer writer(path());
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    // A client that is told, and takes nothing.
    QLocalSocket silent;
    silent.connectToServer(store::lenderName(path(), QCoreApplication::applicationPid()));
    QTRY_VERIFY(silent.bytesAvailable() == 1);
    writer.append(2);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    QCOMPARE(silent.state(), QLocalSocket::ConnectedState);
}

// The next commit ends in a fault that the database does not survive, as when the disk is full while it
// writes its file: the linker puts this between the program and the database (--wrap).
static std::atomic<bool> isCommitToFail = false, isFatal = false;
extern "C" {
duckdb_state __real_duckdb_query(duckdb_connection, const char *, duckdb_result *);
const char *__real_duckdb_result_error(duckdb_result *);

duckdb_state __wrap_duckdb_query(duckdb_connection connection, const char *sql, duckdb_result *result)
{
    if (std::string_view(sql) != "commit" || !isCommitToFail.exchange(false))
        return __real_duckdb_query(connection, sql, result);
    isFatal = true;
    return __real_duckdb_query(connection, "select error('planted')", result);
}

const char *__wrap_duckdb_result_error(duckdb_result *result)
{
    return isFatal.exchange(false) ? "FATAL Error: No space left on device"
                                   : __real_duckdb_result_error(result);
}
}

void TestLending::opensAgainAfterAFault()
{
    Writer writer(path());
    writer.append(1);
    QTRY_VERIFY_WITH_TIMEOUT(writer.isAllDone(), patience);
    std::atomic<bool> hasStopped = false;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("The disk is full")));
    isCommitToFail = true;
    writer.write([&](Store &store) {
        const auto done = store.planWindows(std::vector{StoreFixture::window(core::DataSet::Crest)});
        hasStopped = store.hasStopped();
        return done;
    });
    QTRY_VERIFY_WITH_TIMEOUT(writer.isIdle(), patience);
    QVERIFY(!writer.isAllDone() && hasStopped);
    // There is room again: the same fetch goes on with its next page.
    writer.append(2);
    writer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(writer.isIdle(), patience);
    Child last("ask", path());
    QCOMPARE(last.line(), QByteArray("4"));
}

SPENDGLASS_TEST_MAIN(TestLending)
#include "tst_lending.moc"
