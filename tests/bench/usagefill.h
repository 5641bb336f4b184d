// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/harness.h"
#include "bench/usageworld.h"
#include "sync/connection.h"

#include <QString>
#include <QUrl>

class QCoreApplication;

namespace spendglass::bench {

/// A service that takes any token.
sync::Connection connectionTo(const QUrl &service);

/// Synchronises all usage of the service into a new store, through the real Workspace. The time until
/// everything is committed; the program ends when not every row has arrived.
Seconds synchronise(QCoreApplication &app, const UsageWorld &world, const QUrl &service, const QString &path);

/// The time that decoding every page takes, without network and store.
Seconds decodeOnly(const UsageWorld &world);

/// The time that the store takes for the same windows and pages as a synchronisation brings, one transaction
/// a page, closed at the end.
Seconds appendOnly(const UsageWorld &world, const QString &path);

} // namespace spendglass::bench
