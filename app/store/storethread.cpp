// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storethread.h"

#include "core/courier.h"
#include "store/lender.h"

#include <QDateTime>
#include <QFileInfo>

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace spendglass::store {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto patience = 10s;    ///< with another process that has the store
constexpr auto tenure = 250ms;    ///< whoever has opened it may keep it so long
constexpr auto letting = 2s;      ///< so long one who was told that it is free may take to take it
constexpr auto failureLasts = 1s; ///< before an opening that failed is tried again

struct Question
{
    int channel = 0;
    StoreThread::Task task;
};

struct Failure
{
    core::Error error;
    Steady::time_point until;
};

core::Result<Store *> withdrawn()
{
    return core::fail(core::ErrorKind::Cancelled, QStringLiteral("A later question replaced this one."));
}

/// What tells that somebody else has written: times and sizes of the file and its log.
using Stamp = std::array<std::pair<QDateTime, qint64>, 2>;
Stamp stampOf(const QString &path)
{
    const QFileInfo file(path), log(path + QStringLiteral(".wal"));
    return {std::pair(file.lastModified(), file.size()), std::pair(log.lastModified(), log.size())};
}

} // namespace

/// What both sides see, under the mutex; the store itself is touched by its thread alone, but for interrupts,
/// which are sent under the mutex and only while a question runs.
///
///   opening ──> idle ⇄ running (replaced questions first, then questions, then writes) ──> ended
///                │  └── asked, and its tenure is over ──> lent: closed, until a task comes
///                └── a task comes and the store is closed ──> opening
///   after the destructor said so: replaced and waiting questions are dropped, writes run to the last
struct StoreThread::State
{
    mutable std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> writes;
    std::deque<Question> questions;
    std::deque<Task> replaced;
    std::optional<int> runningChannel;
    bool isInterruptWanted = false; ///< of a running question, for which the store may still be opened
    bool isWriting = false;
    bool isEnding = false;
    std::unique_ptr<Store> store;
    int waiting = 0;         ///< processes that ask for the store …
    int told = 0;            ///< … and that were told it is free, and have not taken it
    bool isFreeSaid = false; ///< since either was last counted

    // Of the store's thread alone.
    QString path;
    Told tell;
    std::function<void()> listen, tellFree; ///< of the lender, on its own thread
    std::stop_source stop;
    std::optional<Failure> failure;
    Steady::time_point openedAt, closedAt;
    RunningFetches running; ///< while it is closed
    std::optional<Stamp> stamp;
    std::thread thread;

    void run();
    bool runNext();
    void runQuestion(std::unique_lock<std::mutex> &lock);
    void runWrite(std::unique_lock<std::mutex> &lock);
    bool waitForWork(std::unique_lock<std::mutex> &lock);
    core::Result<Store *> open();
    void close();

    bool hasTask() const { return !writes.empty() || !questions.empty() || !replaced.empty(); }
    bool isAsked() const { return waiting > 0 && !isFreeSaid; }
    bool isGivenUp() const { return isFreeSaid || told > 0; } ///< to somebody who has not taken it yet
    void interruptRunning()
    {
        if (runningChannel && store)
            store->interrupt();
        isInterruptWanted = runningChannel.has_value();
    }
};

/// The store, opened if it is not.
core::Result<Store *> StoreThread::State::open()
{
    if (store)
        return store.get();
    if (failure && Steady::now() < failure->until)
        return core::fail(failure->error);
    auto opened = Store::open(path, {patience, stop.get_token()});
    core::Result<void> done =
        opened ? (*opened)->resume(std::exchange(running, {})) : core::fail(opened.error());
    if (!done) {
        failure = Failure{done.error(), Steady::now() + failureLasts};
        return core::fail(done.error());
    }
    failure.reset();
    openedAt = Steady::now();
    listen();
    if (stamp && *std::exchange(stamp, {}) != stampOf(path) && tell.changed)
        tell.changed();
    const std::lock_guard lock(mutex);
    store = std::move(*opened);
    if (isInterruptWanted)
        store->interrupt();
    return store.get();
}

/// Not under the mutex: closing writes the log into the file.
void StoreThread::State::close()
{
    std::unique_ptr<Store> closing;
    {
        const std::lock_guard lock(mutex);
        closing = std::move(store);
    }
    if (closing) {
        running = closing->runningFetches();
        closing.reset();
        stamp = stampOf(path);
    }
    closedAt = Steady::now();
    {
        const std::lock_guard lock(mutex);
        isFreeSaid = waiting > 0;
    }
    tellFree();
}

void StoreThread::State::run()
{
    const auto outcome = open();
    if (tell.opened)
        tell.opened(outcome.map([](Store *) {}));
    while (runNext()) {
    }
    const std::lock_guard lock(mutex);
    store = nullptr; // closed by the thread that used it
}

void StoreThread::State::runQuestion(std::unique_lock<std::mutex> &lock)
{
    const Question question = std::move(questions.front());
    questions.pop_front();
    runningChannel = question.channel;
    lock.unlock();
    question.task(open());
    lock.lock();
    runningChannel.reset();
    isInterruptWanted = false;
    if (store)
        store->clearInterrupt();
}

void StoreThread::State::runWrite(std::unique_lock<std::mutex> &lock)
{
    const std::function<void()> work = std::move(writes.front());
    writes.pop_front();
    isWriting = true;
    lock.unlock();
    work();
    lock.lock();
    isWriting = false;
}

/// False when somebody shall have the store now.
bool StoreThread::State::waitForWork(std::unique_lock<std::mutex> &lock)
{
    for (;;) {
        const auto now = Steady::now();
        const auto mayLend = store ? openedAt + tenure : now;
        const auto mayTake = isGivenUp() ? closedAt + letting : now;
        if (isEnding || (hasTask() && now >= mayTake && (!isAsked() || now < mayLend)))
            return true;
        if (isAsked() && now >= mayLend)
            return false;
        if (isAsked())
            wake.wait_until(lock, mayLend);
        else if (hasTask())
            wake.wait_until(lock, mayTake);
        else
            wake.wait(lock);
    }
}

/// One task; false when there is nothing left to do.
bool StoreThread::State::runNext()
{
    std::unique_lock lock(mutex);
    if (!waitForWork(lock)) {
        lock.unlock();
        close();
        return true;
    }
    if (!isEnding && !replaced.empty()) {
        const Task task = std::move(replaced.front());
        replaced.pop_front();
        lock.unlock();
        task(withdrawn());
        return true;
    }
    if (!isEnding && !questions.empty())
        runQuestion(lock);
    else if (!writes.empty())
        runWrite(lock);
    else
        return false;
    lock.unlock();
    if (store && store->hasStopped())
        close();
    return true;
}

StoreThread::StoreThread(const QString &path, Told told)
    : m_state(std::make_unique<State>())
{
    State *const state = m_state.get();
    const auto asked = [state](int waiting, int toldOnes) {
        const std::lock_guard lock(state->mutex);
        state->waiting = waiting;
        state->told = toldOnes;
        state->isFreeSaid = false;
        state->wake.notify_one();
    };
    m_lender = std::make_unique<Lender>(path, asked);
    const auto mail = std::make_shared<core::Courier>(m_lender.get());
    state->path = path;
    state->tell = std::move(told);
    state->listen = [mail, lender = m_lender.get()] { mail->post([lender] { lender->listen(); }); };
    state->tellFree = [mail, lender = m_lender.get()] { mail->post([lender] { lender->tellFree(); }); };
    state->thread = std::thread([state] { state->run(); });
}

StoreThread::~StoreThread()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isEnding = true;
        m_state->interruptRunning();
    }
    m_state->stop.request_stop();
    m_state->wake.notify_one();
    m_state->thread.join();
}

void StoreThread::write(Task task)
{
    State *const state = m_state.get();
    {
        const std::lock_guard lock(state->mutex);
        state->writes.emplace_back([state, task = std::move(task)] { task(state->open()); });
    }
    state->wake.notify_one();
}

void StoreThread::whileClosed(std::function<void()> work)
{
    State *const state = m_state.get();
    {
        const std::lock_guard lock(state->mutex);
        state->writes.emplace_back([state, work = std::move(work)] {
            state->close();
            work();
            state->failure.reset();
        });
    }
    state->wake.notify_one();
}

void StoreThread::ask(int channel, Task task)
{
    {
        const std::lock_guard lock(m_state->mutex);
        auto &questions = m_state->questions;
        for (auto waiting = questions.begin(); waiting != questions.end(); ++waiting) {
            if (waiting->channel != channel)
                continue;
            m_state->replaced.push_back(std::move(waiting->task));
            questions.erase(waiting);
            break;
        }
        questions.push_back({channel, std::move(task)});
        if (m_state->runningChannel == channel)
            m_state->interruptRunning();
    }
    m_state->wake.notify_one();
}

int StoreThread::waitingWrites() const
{
    const std::lock_guard lock(m_state->mutex);
    return int(m_state->writes.size()) + (m_state->isWriting ? 1 : 0);
}

} // namespace spendglass::store
