// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::query {

/// Windows of what was asked that are not as they should be, all of one state and for one reason.
struct Lack
{
    QString state;       ///< a window state's name, or "neverAsked"
    QString reason;      ///< why, for a person: one line of plain text, may be empty
    core::DayRange days; ///< from the first to the last of their days; empty where windows have none
    int windows = 0;
    int customers = 0;      ///< that they are of; 0: of the whole partner
    bool isMissing = false; ///< rows are missing; otherwise they are only older, or there can be none
    friend bool operator==(const Lack &, const Lack &) = default;
};

/// Whether numbers still move.
enum class Standing
{
    Open,     ///< the period is not over
    Settling, ///< it is over, late usage may still come
    Settled   ///< nothing more is expected
};
QString standingName(Standing standing); ///< "open", "settling", "settled": for files

/// How whole and how fresh the data behind an answer are. One value that the window, the exports and the
/// command line show alike; it is about what was asked: the data set, the period, the customers.
struct Completeness
{
    std::optional<core::Instant> loadedAt; ///< when the newest part arrived; nothing: there is none
    std::optional<core::Day> usedTo;       ///< the last day with usage; nothing without usage or days
    Standing standing = Standing::Open;
    std::optional<core::Day> settlesOn; ///< the day from which on it counts as settled; nothing: never
    std::vector<Lack> lacks;            ///< what is missing first

    bool isPartial() const; ///< rows are missing: no number of this may be called complete
    friend bool operator==(const Completeness &, const Completeness &) = default;
};

// In the user's language, for the window, files and the command line alike.

/// "open", "settling until 15 Nov 2026", "settled".
QString standingText(const Completeness &completeness);
/// One line for each lack; missing: only for those that miss rows.
QStringList lackLines(const Completeness &completeness, bool missingOnly);

} // namespace spendglass::query
