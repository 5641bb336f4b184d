// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

// The database's own interface, of which one call fails as it would on a broken disk. A test that links
// spendglass_failing_database has every call of the program to the database pass through here: the linker
// puts it between the two (--wrap), so that the program needs no door for it.

namespace spendglass::test {

/// From now on calls are counted from 1, and the nth fails, that one alone; 0: none.
void failDatabaseCall(int nth);
int databaseCalls(); ///< since then
/// The one that failed, with the statement or table it was about; empty as long as none has.
std::string failedDatabaseCall();

} // namespace spendglass::test
