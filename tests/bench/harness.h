// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

/// What the benches share: a stopwatch, medians, resident memory, one line per figure.
namespace spendglass::bench {

using Seconds = std::chrono::duration<double>;

class Stopwatch
{
public:
    Seconds elapsed() const { return std::chrono::steady_clock::now() - m_start; }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// CPU time of the calling thread: for work that waits for nothing, and a machine that does other things too.
class WorkStopwatch
{
public:
    Seconds elapsed() const { return Seconds(now() - m_start); }

private:
    static double now()
    {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    }
    double m_start = now();
};

/// Each figure is seen as soon as it is known, into files, too. Once, at the start.
inline void printAtOnce()
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
}

class Samples
{
public:
    void add(double value) { m_values.push_back(value); }
    double least() const { return *std::min_element(m_values.begin(), m_values.end()); }
    double most() const { return *std::max_element(m_values.begin(), m_values.end()); }
    double median() const
    {
        auto sorted = m_values;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }

private:
    std::vector<double> m_values;
};

inline void print(const char *what, const Samples &samples, const char *unit)
{
    std::printf("%-40s %14.1f %s  [%.1f..%.1f]\n", what, samples.median(), unit, samples.least(),
                samples.most());
}

/// Work per second, from samples of seconds.
inline void printRate(const char *what, double work, const Samples &seconds, const char *unit)
{
    std::printf("%-40s %14.1f %s  [%.1f..%.1f]\n", what, work / seconds.median(), unit, work / seconds.most(),
                work / seconds.least());
}

inline void printRatio(const char *what, double ratio)
{
    std::printf("%-40s %14.2f x\n", what, ratio);
}

/// A figure that was taken once.
inline void print(const char *what, double value, const char *unit)
{
    std::printf("%-40s %14.1f %s\n", what, value, unit);
}

/// A line of a process's status in /proc that is in kB, in MiB: "VmRSS:", "VmHWM:".
inline double memoryMiB(const char *line, const std::string &status = "/proc/self/status")
{
    std::ifstream lines(status);
    for (std::string text; std::getline(lines, text);) {
        if (text.rfind(line, 0) == 0)
            return std::stod(text.substr(std::string_view(line).size())) / 1024;
    }
    return 0;
}

/// Resident memory of this process.
inline double residentMiB()
{
    return memoryMiB("VmRSS:");
}

/// The most memory of this process that was resident since the last forgetPeak().
inline double peakMiB()
{
    return memoryMiB("VmHWM:");
}

inline void forgetPeak()
{
    std::ofstream("/proc/self/clear_refs") << 5;
}

} // namespace spendglass::bench
