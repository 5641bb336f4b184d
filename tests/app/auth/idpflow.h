// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"
#include "auth/signinproblem.h"
#include "net/transport.h"
#include "peers/idpserver.h"
#include "support/manualclock.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

namespace spendglass::test {

constexpr auto patience = 20'000; ///< ms

inline QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

/// What the provider knows this program by.
inline auth::SignInSettings settingsFor(const IdpServer &idp)
{
    auth::SignInSettings settings;
    settings.loginUrl = idp.loginUrl();
    settings.tenant = idp.tenant();
    settings.clientId = idp.clientId();
    settings.scope = QStringLiteral(
        "https://api.partnercenter.microsoft.com/user_impersonation offline_access openid profile");
    return settings;
}

using MakeSignIn = std::unique_ptr<auth::SignIn> (*)(const auth::SignInSettings &, const auth::SignInParts &);

/// A sign-in over real sockets on both sides, by a clock that stands still until it is moved.
class Flow
{
public:
    Flow(MakeSignIn make, const auth::SignInSettings &settings)
        : m_signIn(make(settings, {transport, clock}))
        , m_addresses(m_signIn.get(), &auth::SignIn::addressReady)
        , m_codes(m_signIn.get(), &auth::SignIn::codeReady)
        , m_finished(m_signIn.get(), &auth::SignIn::finished)
    {
        m_signIn->start();
    }
    bool hasAddress()
    {
        return QTest::qWaitFor([this] { return !m_addresses.isEmpty(); }, patience);
    }
    QUrl address() const { return m_addresses.value(0).value(0).toUrl(); }
    bool hasCode()
    {
        return QTest::qWaitFor([this] { return !m_codes.isEmpty(); }, patience);
    }
    auth::DeviceCode code() const { return m_codes.value(0).value(0).value<auth::DeviceCode>(); }
    bool isOver() const { return !m_finished.isEmpty(); }
    bool ends()
    {
        return QTest::qWaitFor([this] { return isOver(); }, patience);
    }
    core::Result<auth::TokenAnswer> result() const
    {
        return m_finished.at(0).at(0).value<core::Result<auth::TokenAnswer>>();
    }
    auth::SignInProblem problem() const
    {
        return result() ? auth::SignInProblem::None : auth::problemOf(result().error());
    }
    int endings() const { return int(m_finished.size()); }

    std::shared_ptr<net::HttpTransport> transport = std::make_shared<net::HttpTransport>();
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();

private:
    std::unique_ptr<auth::SignIn> m_signIn;
    QSignalSpy m_addresses, m_codes, m_finished;
};

} // namespace spendglass::test
