// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/upkeep.h"

#include <QString>

#include <vector>

namespace spendglass::store {

class Connection;
class StopSign;

/// A customer as the store knows it.
struct KnownCustomer
{
    QString id, name;
};

// On the open store; each in one transaction. Nothing may be fetching meanwhile.

core::Result<core::StoreSize> sizeOf(Connection &connection, const QString &path);

/// Whose id is that text, or whose name if it is nobody's id; without regard to case. One entry for each id,
/// also of customers that only old rows name; several when a name is not one customer's alone.
core::Result<std::vector<KnownCustomer>> customersCalled(Connection &connection, const QString &text);

/// Takes out every row, snapshot, window, call and directory entry of the customer with that id, and every
/// text that only those referred to. Their bytes stay in the file until it is compacted.
core::Result<core::Removed> forgetCustomer(Connection &connection, const QString &id);

/// Takes out the windows that end on that day or before, with their rows and calls, and snapshots that were
/// followed by others before that day.
core::Result<core::Removed> removeBefore(Connection &connection, core::Day day);

// On a closed store, under its lock.

/// Writes the store anew without the room of what was deleted; it takes the place of the old one when it
/// holds the same rows. Needs room for both meanwhile.
core::Result<core::Room> compact(const QString &path, StopSign &stop);

} // namespace spendglass::store
