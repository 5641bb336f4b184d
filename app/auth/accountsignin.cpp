// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/accountsignin.h"

#include <utility>

namespace spendglass::auth {

AccountSignIn::AccountSignIn(std::unique_ptr<SignIn> flow, std::function<core::Result<void>()> check,
                             TakeOver takeOver, std::function<void()> hurry)
    : m_flow(std::move(flow))
    , m_check(std::move(check))
    , m_takeOver(std::move(takeOver))
    , m_hurry(std::move(hurry))
{
    connect(m_flow.get(), &SignIn::addressReady, this, &SignIn::addressReady);
    connect(m_flow.get(), &SignIn::codeReady, this, &SignIn::codeReady);
    connect(m_flow.get(), &SignIn::answered, this, &SignIn::answered);
    connect(m_flow.get(), &SignIn::finished, this, &AccountSignIn::onFinished);
}

void AccountSignIn::start()
{
    if (const auto allowed = m_check(); allowed)
        return m_flow->start();
    else
        QMetaObject::invokeMethod(
            this, [this, error = allowed.error()] { end(core::fail(error)); }, Qt::QueuedConnection);
}

void AccountSignIn::cancel()
{
    m_isAnswered ? m_hurry() : m_flow->cancel();
}

void AccountSignIn::onFinished(const Result &result)
{
    setClaims(m_flow->claims());
    if (!result)
        return end(result);
    m_isAnswered = true;
    m_takeOver(*result, this, [this](const Result &seen) { end(seen); });
}

void AccountSignIn::end(const Result &result)
{
    if (!std::exchange(m_isOver, true))
        Q_EMIT finished(result); // may delete this
}

} // namespace spendglass::auth
