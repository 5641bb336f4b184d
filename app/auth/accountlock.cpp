// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/accountlock.h"

#include "core/ownfolder.h"

#include <utility>

namespace spendglass::auth {

namespace {

using namespace std::chrono_literals;

constexpr auto longestWait = 2min; ///< a renewal seldom takes longer, with all its repeats
constexpr auto pause = 100ms;
constexpr auto staleAfter =
    3min; ///< counts only where the program that took it is gone and its number reused

} // namespace

AccountLock::AccountLock(const QString &folder, std::shared_ptr<const core::Clock> clock, QObject *parent)
    : QObject(parent)
    , m_file(folder + QStringLiteral("/signin.lock"))
    , m_clock(std::move(clock))
{
    core::makeOwnFolder(folder);
    m_file.setStaleLockTime(int(std::chrono::milliseconds(staleAfter).count()));
}

void AccountLock::acquire(std::function<void(const core::Result<void> &)> done)
{
    m_done = std::move(done);
    m_until = m_clock->steady() + longestWait;
    attempt();
}

void AccountLock::attempt()
{
    const bool isTaken = !m_file.tryLock(0) && m_file.error() == QLockFile::LockFailedError;
    if (!isTaken)
        return std::exchange(m_done, {})({});
    if (m_clock->steady() < m_until)
        return m_clock->after(pause, this, [this] { attempt(); });
    std::exchange(m_done, {})(core::fail(
        core::ErrorKind::Timeout,
        QStringLiteral("another program has been busy with this account's sign-in for two minutes"),
        m_file.fileName()));
}

} // namespace spendglass::auth
