// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::store {

/// A name beside that store that no other database of any process spills under: it does so into a folder of
/// that name with ".tmp" behind. Such folders of processes that are no more are removed first.
QString newSpillName(const QString &path);

} // namespace spendglass::store
