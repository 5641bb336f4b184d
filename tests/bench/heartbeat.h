// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/harness.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace spendglass::bench {

/// Times between beats, in milliseconds.
class Gaps
{
public:
    void add(double gap) { m_gaps.push_back(gap); }
    std::size_t count() const { return m_gaps.size(); }
    double longest() const { return quantile(1); }
    double quantile(double part) const; ///< 0.999: all but the longest thousandth are at most this
    std::size_t above(double bound) const;

private:
    std::vector<double> m_gaps;
};

/// A timer on the thread that made it, every few milliseconds: what holds that thread up shows as a gap. A
/// second thread that does nothing else beats beside it: its gaps are the machine's own.
class Heartbeat : public QObject
{
public:
    /// stacks: write the thread's stack to stderr as soon as it has worked for longest without a beat.
    Heartbeat(std::chrono::milliseconds longest, bool stacks);
    ~Heartbeat() override;
    void stop(); ///< after this the gaps can be read

    const Gaps &gaps() const { return m_gaps; } ///< as a person feels them
    const Gaps &work() const { return m_work; } ///< CPU time of the thread between two beats
    const Gaps &idle() const { return m_idle; } ///< of the thread that does nothing

private:
    using Steady = std::chrono::steady_clock;
    void beat();
    void watch();

    const std::chrono::milliseconds m_longest;
    const bool m_hasStacks;
    QTimer m_timer;
    Steady::time_point m_last = Steady::now();
    double m_lastWork = 0;
    Gaps m_gaps, m_work, m_idle;
    std::atomic<double> m_workAtBeat = 0;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isEnding = false;
    clockid_t m_clock{};
    pthread_t m_thread;
    std::thread m_watcher;
};

} // namespace spendglass::bench
