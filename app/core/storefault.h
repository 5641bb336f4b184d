// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace spendglass::core {

/// What keeps a store from working, as the serverCode of a Storage error; without one it is something else.
namespace storeFaults {
inline constexpr const char *inUse = "inUse";       ///< another process has it; the text names that one
inline constexpr const char *damaged = "damaged";   ///< it cannot be read, or the file is no store
inline constexpr const char *newer = "newer";       ///< made by a newer version of this program
inline constexpr const char *diskFull = "diskFull"; ///< what was committed is there
inline constexpr const char *denied = "denied";     ///< the file or its folder is not ours to read and write
inline constexpr const char *sound = "sound";       ///< not moved aside: it can be read from end to end
inline constexpr const char *absent = "absent";     ///< not moved aside: there is none
} // namespace storeFaults

Error storeError(const char *fault, QString text, QString where);
bool isStoreFault(const Error &error, const char *fault);

} // namespace spendglass::core
