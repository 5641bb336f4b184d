// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/tokenanswer.h"
#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

#include <chrono>
#include <memory>

namespace spendglass::net {
class Transport;
}

namespace spendglass::auth {

/// What a sign-in is made with. Source: wire reference, Signing in.
struct SignInSettings
{
    QUrl loginUrl;  ///< authority of the cloud
    QString tenant; ///< id or domain; empty: "organizations"
    QString clientId;
    QString scope;              ///< of the API, with offline_access openid profile
    QString loginHint;          ///< who signed in last; empty: the person chooses
    QByteArray claims;          ///< of a claims challenge, JSON; empty: none
    bool usesLocalhost = false; ///< redirect to http://localhost:PORT/ and not to http://127.0.0.1:PORT/
};

/// A code that a person types in at another place.
struct DeviceCode
{
    QString userCode;
    QUrl verificationUrl;
    bool isUrlTrusted = false;                   ///< https (or our own loopback authority): may be opened
    std::chrono::steady_clock::time_point until; ///< by the clock that the flow was given
    std::chrono::seconds validFor;
};

/// A sign-in that a person takes part in. Ends once, never from inside start(); also after cancel(), with
/// Cancelled. Deleting it is silent and closes what it has open.
class SignIn : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void cancel() = 0;
    /// After a refusal: what the sign-in service demands of the next sign-in, JSON for
    /// SignInSettings::claims; empty: nothing.
    const QByteArray &claims() const { return m_claims; }

Q_SIGNALS:
    /// To be opened in the system's browser, or to be copied there; holds no token.
    void addressReady(const QUrl &address);
    void codeReady(const spendglass::auth::DeviceCode &code);
    /// The person is done, the token is being fetched.
    void answered();
    void finished(const spendglass::core::Result<spendglass::auth::TokenAnswer> &result);

protected:
    void setClaims(QByteArray claims) { m_claims = std::move(claims); }

private:
    QByteArray m_claims;
};

struct SignInParts
{
    std::shared_ptr<net::Transport> transport;
    std::shared_ptr<const core::Clock> clock;
};

/// Authorization code with PKCE (S256) through the system's browser and a listener on loopback that is open
/// only meanwhile, and at most five seconds longer so that the browser can fetch its last page. RFC 8252,
/// 7636, 9207. Gives up after five minutes.
std::unique_ptr<SignIn> browserSignIn(const SignInSettings &settings, const SignInParts &parts);

/// Device code, RFC 8628 with Entra's words.
std::unique_ptr<SignIn> deviceSignIn(const SignInSettings &settings, const SignInParts &parts);

} // namespace spendglass::auth
