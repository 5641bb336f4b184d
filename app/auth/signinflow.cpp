// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinflow.h"

#include "auth/claims.h"
#include "auth/signinproblem.h"
#include "auth/tokenendpoint.h"
#include "net/request.h"

#include <utility>

namespace spendglass::auth {

SignInFlow::SignInFlow(const SignInSettings &settings, const SignInParts &parts)
    : m_settings(settings)
    , m_parts(parts)
{}

void SignInFlow::start()
{
    if (m_phase != Phase::Idle)
        return;
    m_phase = Phase::UnderWay;
    const auto isSafe = checkAuthority(m_settings.loginUrl);
    if (!isSafe)
        return end(isSafe.error());
    if (m_settings.clientId.isEmpty())
        return end(errorOf(SignInProblem::Settings, QStringLiteral("the account has no client id")));
    begin();
}

void SignInFlow::cancel()
{
    end(core::fail(core::ErrorKind::Cancelled, QStringLiteral("cancelled")).value());
}

void SignInFlow::end(const Result &result)
{
    if (std::exchange(m_phase, Phase::Over) == Phase::Over)
        return;
    close(result);
    // From the event loop: who calls start() or cancel() never finds itself inside a slot.
    QMetaObject::invokeMethod(
        this, [this, result] { Q_EMIT finished(result); }, Qt::QueuedConnection);
}

SignInFlow::Result SignInFlow::read(const core::Result<net::Response> &answer)
{
    if (!answer)
        return core::fail(answer.error());
    setClaims(claimsOf(*answer));
    return tokenAnswerFrom(*answer, m_settings.clientId);
}

} // namespace spendglass::auth
