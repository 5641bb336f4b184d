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

    AccountSignIn(std::unique_ptr<SignIn> flow, TakeOver takeOver);
    void start() override;
    void cancel() override;

private:
    void onFinished(const Result &result);
    void end(const Result &result);

    std::unique_ptr<SignIn> m_flow;
    TakeOver m_takeOver;
    bool m_isOver = false;
};

} // namespace spendglass::auth
