// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pace.h"

namespace spendglass::sync {

namespace {

using namespace std::chrono_literals;

constexpr auto remembered = 60s;
constexpr auto noteEvery = 500ms; ///< two minutes of a fast run are not a thousand notes
constexpr auto leastTime = 3s;
constexpr qint64 leastCalls = 8;

} // namespace

void Pace::note(Time now, qint64 callsDone)
{
    if (m_notes.size() > 1 && now - m_notes[m_notes.size() - 2].time < noteEvery)
        m_notes.pop_back(); // the newest one always stands, to be written over
    m_notes.push_back({now, callsDone});
    while (m_notes.size() > 2 && now - m_notes[1].time >= remembered)
        m_notes.pop_front();
}

std::optional<std::chrono::seconds> Pace::timeFor(qint64 calls) const
{
    if (m_notes.empty())
        return std::nullopt;
    const auto time = m_notes.back().time - m_notes.front().time;
    const qint64 done = m_notes.back().calls - m_notes.front().calls;
    if (time < leastTime || done < leastCalls)
        return std::nullopt;
    const std::chrono::duration<double> left = time * (double(calls) / double(done));
    return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(left));
}

} // namespace spendglass::sync
