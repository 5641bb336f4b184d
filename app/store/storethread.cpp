// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storethread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace spendglass::store {

namespace {

struct Question
{
    int channel = 0;
    StoreThread::Task task;
};

core::Result<Store *> withdrawn()
{
    return core::fail(core::ErrorKind::Cancelled, QStringLiteral("A later question replaced this one."));
}

} // namespace

/// What both sides see, under the mutex; the store itself is touched by its thread alone, but for interrupts,
/// which are sent under the mutex and only while a question runs.
///
///   opening ──> idle ⇄ running (replaced questions first, then questions, then writes) ──> ended
///   after the destructor said so: replaced and waiting questions are dropped, writes run to the last
struct StoreThread::State
{
    mutable std::mutex mutex;
    std::condition_variable wake;
    std::deque<Task> writes;
    std::deque<Question> questions;
    std::deque<Task> replaced;
    std::optional<int> runningChannel;
    bool isWriting = false;
    bool isEnding = false;
    core::Result<std::unique_ptr<Store>> store = nullptr;
    std::thread thread;

    void run(const QString &path, const std::function<void(const core::Result<void> &)> &opened);
    bool runNext();
    void runQuestion(std::unique_lock<std::mutex> &lock);
    core::Result<Store *> access() const
    {
        return store ? core::Result<Store *>(store->get()) : core::fail(store.error());
    }
    void interruptRunning()
    {
        if (runningChannel && store)
            (*store)->interrupt();
    }
};

void StoreThread::State::run(const QString &path,
                             const std::function<void(const core::Result<void> &)> &opened)
{
    auto outcome = Store::open(path);
    {
        const std::lock_guard lock(mutex);
        store = std::move(outcome);
    }
    if (opened)
        opened(store ? core::Result<void>() : core::fail(store.error()));
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
    question.task(access());
    lock.lock();
    runningChannel.reset();
    if (store)
        (*store)->clearInterrupt();
}

/// One task; false when there is nothing left to do.
bool StoreThread::State::runNext()
{
    std::unique_lock lock(mutex);
    wake.wait(lock,
              [this] { return isEnding || !writes.empty() || !questions.empty() || !replaced.empty(); });
    if (!isEnding && !replaced.empty()) {
        const Task task = std::move(replaced.front());
        replaced.pop_front();
        lock.unlock();
        task(withdrawn());
        return true;
    }
    if (!isEnding && !questions.empty()) {
        runQuestion(lock);
        return true;
    }
    if (writes.empty())
        return false;
    const Task task = std::move(writes.front());
    writes.pop_front();
    isWriting = true;
    lock.unlock();
    task(access());
    lock.lock();
    isWriting = false;
    return true;
}

StoreThread::StoreThread(const QString &path, std::function<void(const core::Result<void> &)> opened)
    : m_state(std::make_unique<State>())
{
    m_state->thread = std::thread([state = m_state.get(), path, opened = std::move(opened)] {
        state->run(path, opened); //
    });
}

StoreThread::~StoreThread()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isEnding = true;
        m_state->interruptRunning();
    }
    m_state->wake.notify_one();
    m_state->thread.join();
}

void StoreThread::write(Task task)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->writes.push_back(std::move(task));
    }
    m_state->wake.notify_one();
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
