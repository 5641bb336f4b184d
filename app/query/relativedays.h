// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace spendglass::query {

/// A period that moves with today (UTC).
///
///     today · yesterday · this month · last month · last 3 full months · last 7 days
///     last 7 days starting 2 days ago
///
/// "this" is the unit that today is in, up to today. "last N" are N units of which the one that today is in
/// is the last, up to today; "last N full" are the N whole units before that. "last month" is "last 1 full
/// month". "starting n days ago" takes the day n days ago for today.
struct RelativeDays
{
    enum class Unit
    {
        Day,
        Week, ///< from Monday
        Month,
        Quarter,
        Year,
        BillingPeriod, ///< from the 28th to the 27th
    };

    Unit unit = Unit::Month;
    int count = 1;       ///< 1 to 1000
    bool isFull = false; ///< without the unit that today is in
    int startingDaysAgo = 0;

    /// Never empty.
    core::DayRange daysAt(core::Day today) const;
    QString text() const; ///< in the filter language
    /// What text() writes, in any case and with any blanks, and the shorter forms above; nothing else.
    static std::optional<RelativeDays> fromText(QStringView text);

    struct Reading;
    static Reading read(const QStringList &words);
    friend bool operator==(const RelativeDays &, const RelativeDays &) = default;
};

/// How far words, in any case, make a period: for text in which a period stands among other words.
struct RelativeDays::Reading
{
    std::optional<RelativeDays> period; ///< of the first words that are used; nothing when words are missing
    qsizetype used = 0;                 ///< words with which a period can begin
    QStringList next;                   ///< what may follow them; empty: a number, or nothing
};

} // namespace spendglass::query
