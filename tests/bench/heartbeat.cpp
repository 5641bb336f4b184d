// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/heartbeat.h"

#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace spendglass::bench {

namespace {

constexpr std::chrono::milliseconds pace{2};

double milliseconds(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

void writeStack(int)
{
    std::array<void *, 60> frames{};
    const int count = ::backtrace(frames.data(), int(frames.size()));
    ::backtrace_symbols_fd(frames.data(), count, STDERR_FILENO);
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "\n", 1);
}

} // namespace

double Gaps::quantile(double part) const
{
    auto sorted = m_gaps;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0
                          : sorted[std::min(sorted.size() - 1, std::size_t(part * double(sorted.size())))];
}

std::size_t Gaps::above(double bound) const
{
    return std::size_t(
        std::count_if(m_gaps.begin(), m_gaps.end(), [bound](double gap) { return gap > bound; }));
}

Heartbeat::Heartbeat(std::chrono::milliseconds longest, bool stacks)
    : m_longest(longest)
    , m_hasStacks(stacks)
    , m_thread(::pthread_self())
{
    ::pthread_getcpuclockid(m_thread, &m_clock);
    m_lastWork = milliseconds(m_clock);
    m_workAtBeat = m_lastWork;
    if (m_hasStacks) {
        std::array<void *, 1> frame{};
        ::backtrace(frame.data(), 1); // loads what it needs, which a signal must not
        ::signal(SIGUSR1, writeStack);
    }
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(pace);
    m_watcher = std::thread([this] { watch(); });
}

Heartbeat::~Heartbeat()
{
    stop();
}

void Heartbeat::stop()
{
    m_timer.stop();
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_ended.notify_one();
    if (m_watcher.joinable())
        m_watcher.join();
}

void Heartbeat::beat()
{
    const auto now = Steady::now();
    const double work = milliseconds(m_clock);
    m_gaps.add(std::chrono::duration<double, std::milli>(now - m_last).count());
    m_work.add(work - m_lastWork);
    m_last = now;
    m_lastWork = work;
    m_workAtBeat = work;
}

void Heartbeat::watch()
{
    double told = 0;
    auto last = Steady::now();
    std::unique_lock lock(m_mutex);
    while (!m_ended.wait_for(lock, pace, [this] { return m_isEnding; })) {
        const auto now = Steady::now();
        m_idle.add(std::chrono::duration<double, std::milli>(now - last).count());
        last = now;
        const double beat = m_workAtBeat;
        if (!m_hasStacks || beat == told || milliseconds(m_clock) - beat < double(m_longest.count()))
            continue;
        told = beat;
        ::pthread_kill(m_thread, SIGUSR1);
    }
}

} // namespace spendglass::bench
