// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"

#include <functional>

namespace spendglass::auth {

/// What every sign-in has in common: it begins once and ends once. States: idle → under way → over.
class SignInFlow : public SignIn
{
public:
    SignInFlow(const SignInSettings &settings, const SignInParts &parts);
    void start() final;
    void cancel() final;

protected:
    using Result = core::Result<TokenAnswer>;
    virtual void begin() = 0;                     ///< the settings are such that somebody can be asked
    virtual void close(const Result &result) = 0; ///< whatever is open; on every end
    bool isOver() const { return m_phase == Phase::Over; }
    /// From the event loop; later calls do nothing.
    void end(const Result &result);
    void end(core::Error error) { end(Result(core::fail(std::move(error)))); }
    /// The answer of the token endpoint ends it, with what a refusal demands of the next sign-in.
    Result read(const core::Result<net::Response> &answer);

    const SignInSettings m_settings;
    const SignInParts m_parts;

private:
    enum class Phase
    {
        Idle,
        UnderWay,
        Over
    } m_phase = Phase::Idle;
};

} // namespace spendglass::auth
