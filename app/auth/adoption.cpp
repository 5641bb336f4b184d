// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/adoption.h"

#include <utility>

namespace spendglass::auth {

namespace {

core::Error noneGiven()
{
    return core::fail(core::ErrorKind::NotOffered,
                      QStringLiteral("the sign-in service gave no refresh token: the sign-in ends with its "
                                     "access token"))
        .value();
}

} // namespace

Adoption::Adoption(const Account &account, const SessionParts &parts, const QByteArray &refreshToken,
                   QObject *parent)
    : QObject(parent)
    , m_key(account.id)
    , m_parts(parts)
    , m_lock(parts.folder, parts.clock, nullptr)
    , m_token(refreshToken)
{}

void Adoption::start(std::function<void(Outcome)> done)
{
    m_done = std::move(done);
    if (m_token.isEmpty())
        return finish(noneGiven());
    // Whatever another program does with the older token, this one is newer.
    m_lock.acquire([this](const core::Result<void> &) { write(); });
}

void Adoption::write()
{
    m_parts.secrets->write(m_key, m_token.copy(), this, [this](const core::Result<void> &written) {
        finish(written ? std::nullopt : std::optional(written.error()));
    });
}

void Adoption::giveUp()
{
    finish(secretError(secretFaults::other, QStringLiteral("the keychain has not answered")));
}

void Adoption::finish(std::optional<core::Error> notKept)
{
    const auto tell = [this, notKept = std::move(notKept)] {
        if (!m_done)
            return; // the keychain's answer after that
        Outcome outcome;
        if (notKept)
            outcome.kept = std::move(m_token);
        outcome.notKept = notKept;
        std::exchange(m_done, {})(std::move(outcome)); // may delete this
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace spendglass::auth
