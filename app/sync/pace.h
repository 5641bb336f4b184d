// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

namespace spendglass::sync {

/// How fast a run asks, over the last minute, and so how long a number of calls will take.
class Pace
{
public:
    using Time = std::chrono::steady_clock::time_point;

    void note(Time now, qint64 callsDone);
    void forget() { m_notes.clear(); } ///< after a pause: that time says nothing of the service
    /// Never less than a second; nothing as long as too few calls were seen to tell.
    std::optional<std::chrono::seconds> timeFor(qint64 calls) const;

private:
    struct Note
    {
        Time time;
        qint64 calls;
    };
    std::deque<Note> m_notes;
};

} // namespace spendglass::sync
