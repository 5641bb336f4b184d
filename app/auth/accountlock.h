// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QLockFile>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace spendglass::auth {

/// Keeps other programs from using an account's refresh token while this lives: signin.lock in its folder.
/// Never blocks: it looks again until it is free. One that a dead program left is taken over; where there can
/// be none, as in a folder that is read-only, everything goes on without.
class AccountLock : public QObject
{
    Q_OBJECT
public:
    AccountLock(const QString &folder, std::shared_ptr<const core::Clock> clock, QObject *parent);

    /// done is called once, now or later: Timeout when another program has held it for two minutes.
    void acquire(std::function<void(const core::Result<void> &)> done);

private:
    void attempt();

    QLockFile m_file;
    std::shared_ptr<const core::Clock> m_clock;
    std::chrono::steady_clock::time_point m_until;
    std::function<void(const core::Result<void> &)> m_done;
};

} // namespace spendglass::auth
