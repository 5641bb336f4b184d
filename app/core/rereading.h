// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"

#include <optional>

namespace spendglass::core {

// How long the content of a window still moves, and so how long and how often it is read again: one table
// for the synchronisation, which reads, and for the completeness of a number, which tells.

/// Whether what was read on readOn, whole up to the window's end (the first day after it), has to be read
/// again today. It counts how old the window was when it was read, not how old it is now: a month that was
/// read the day after its end and then left alone for a year still misses its late usage.
bool isRereadDue(DataSet dataSet, Day windowEnd, Day readOn, Day today);

/// From that day on nothing more is expected of a window that ends there (the first day after it), and one
/// that was read on it or later counts as settled: it is no longer read at every synchronisation. The looks
/// for corrections that follow are a margin. Nothing: it moves as long as the service is asked.
std::optional<Day> settledOn(DataSet dataSet, Day windowEnd);

} // namespace spendglass::core
