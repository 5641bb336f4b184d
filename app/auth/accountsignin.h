// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"

#include <functional>
#include <memory>

namespace spendglass::auth {

/// A sign-in whose answer is taken over by a session before others see it.
class AccountSignIn final : public SignIn
{
    Q_OBJECT
public:
    using Result = core::Result<TokenAnswer>;
    /// Gets the answer and an object; calls back with what others shall see, once, later, while the object
    /// lives.
    using TakeOver = std::function<void(const TokenAnswer &, QObject *, std::function<void(const Result &)>)>;

    /// check: what stands in the way is said before anybody is asked for anything. hurry: is called when a
    /// person does not want to wait for the taking over.
    AccountSignIn(std::unique_ptr<SignIn> flow, std::function<core::Result<void>()> check, TakeOver takeOver,
                  std::function<void()> hurry);
    void start() override;
    /// What has been answered has happened: it is then taken over for this run, without the keychain.
    void cancel() override;

private:
    void onFinished(const Result &result);
    void end(const Result &result);

    std::unique_ptr<SignIn> m_flow;
    std::function<core::Result<void>()> m_check;
    TakeOver m_takeOver;
    std::function<void()> m_hurry;
    bool m_isAnswered = false, m_isOver = false;
};

} // namespace spendglass::auth
