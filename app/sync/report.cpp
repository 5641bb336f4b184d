// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/report.h"

#include <algorithm>

namespace spendglass::sync {

bool Report::isComplete() const
{
    return !error &&
           std::all_of(lines.begin(), lines.end(), [](const Line &line) { return line.isComplete(); });
}

} // namespace spendglass::sync
