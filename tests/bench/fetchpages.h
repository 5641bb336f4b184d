// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <functional>

class QCoreApplication;

namespace spendglass::bench {

/// What arrived of the pages that were asked for.
struct Fetched
{
    qint64 pages = 0;
    qint64 rows = 0;
    qint64 bytes = 0;
    bool isComplete = false;
};

/// All analytics pages of the service, through HttpTransport, Client and Job, decoded and dropped. Runs the
/// program's event loop until the last. afterPage: called with the number of pages so far.
Fetched fetchPages(QCoreApplication &app, const QUrl &service,
                   const std::function<void(qint64)> &afterPage = {});

} // namespace spendglass::bench
