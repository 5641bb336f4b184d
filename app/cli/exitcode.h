// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace spendglass::cli {

/// What a run ends with; schedules and scripts rely on the numbers.
enum ExitCode
{
    Done = 0,
    Failed = 1,
    WrongUsage = 2,
    Incomplete = 3,
    SignInNeeded = 4,
    NetworkFailed = 5,
    StoreFailed = 6,
    FileFailed = 7,
};

/// The code that an error amounts to. A bad request that the service never saw is wrong usage.
ExitCode exitCodeOf(const core::Error &error);

/// What a person needs besides the bare fact.
struct Advice
{
    QString whose; ///< whose fault it is
    QString what;  ///< what to do
};
Advice adviceOn(const core::Error &error);

} // namespace spendglass::cli
