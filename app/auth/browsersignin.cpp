// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/authorizationrequest.h"
#include "auth/loopbacklistener.h"
#include "auth/pkce.h"
#include "auth/signinflow.h"
#include "auth/signinproblem.h"
#include "auth/tokenendpoint.h"
#include "net/transport.h"

#include <QPointer>

namespace spendglass::auth {

namespace {

using core::ErrorKind;
using namespace std::chrono_literals;

constexpr auto patience = 5min; ///< with the person in the browser

SignInPage pageOf(const core::Result<TokenAnswer> &result)
{
    if (result)
        return SignInPage::Success;
    const ErrorKind kind = result.error().kind;
    const bool isRefusal = kind == ErrorKind::Forbidden || kind == ErrorKind::Cancelled;
    return isRefusal ? SignInPage::Refused : SignInPage::Failed;
}

/// start → listening → answered (the code is redeemed, once) → over.
class BrowserSignIn final : public SignInFlow
{
public:
    using SignInFlow::SignInFlow;

private:
    void begin() override;
    void close(const Result &result) override;
    void announce(const QUrl &address);
    bool take(QByteArrayView query);
    void hear(const AuthorizationAnswer &answer);
    void redeem(const QString &code);
    void conclude(const core::Result<net::Response> &answer);
    void timeOut();

    const Pkce m_pkce = newPkce();
    AuthorizationRequest m_request;
    std::unique_ptr<LoopbackListener> m_listener;
    QPointer<net::Exchange> m_exchange; ///< our child, while the code is redeemed
};

void BrowserSignIn::begin()
{
    m_listener = std::make_unique<LoopbackListener>(m_parts.clock,
                                                    [this](QByteArrayView query) { return take(query); });
    const auto redirect = m_listener->open(m_settings.usesLocalhost);
    if (!redirect)
        return end(redirect.error());
    m_request = {*redirect, randomText(32), randomText(32), m_pkce.challenge};
    m_parts.clock->after(patience, this, [this] { timeOut(); });
    const QUrl address = authorizationUrl(m_settings, m_request);
    QMetaObject::invokeMethod(
        this, [this, address] { announce(address); }, Qt::QueuedConnection);
}

void BrowserSignIn::announce(const QUrl &address)
{
    if (!isOver())
        Q_EMIT addressReady(address);
}

void BrowserSignIn::close(const Result &result)
{
    delete m_exchange.data();
    if (m_listener)
        LoopbackListener::end(std::move(m_listener), pageOf(result));
}

/// Anybody can ask the listener: only who knows the state is heard.
bool BrowserSignIn::take(QByteArrayView query)
{
    const auto answer = authorizationAnswerIn(query);
    if (!answer || answer->state != m_request.state)
        return false;
    // The listener still has to answer the browser.
    QMetaObject::invokeMethod(
        this, [this, answer = *answer] { hear(answer); }, Qt::QueuedConnection);
    return true;
}

void BrowserSignIn::hear(const AuthorizationAnswer &answer)
{
    if (isOver())
        return;
    if (!isIssuer(answer.issuer, m_settings))
        return end(
            core::fail(ErrorKind::Untrusted, QStringLiteral("another service answered the sign-in")).value());
    if (answer.error.isEmpty()) {
        redeem(answer.code);
        Q_EMIT answered(); // may delete this
        return;
    }
    core::Error error = signInRefusal(answer.error, answer.description);
    error.where = QStringLiteral("GET ") + authorizationUrl(m_settings, m_request).path();
    end(std::move(error));
}

void BrowserSignIn::redeem(const QString &code)
{
    const Form form{{"grant_type", QStringLiteral("authorization_code")},
                    {"client_id", m_settings.clientId},
                    {"scope", m_settings.scope},
                    {"code", code},
                    {"redirect_uri", m_request.redirect},
                    {"code_verifier", QString::fromLatin1(m_pkce.verifier)}};
    const QUrl url = signInUrl(m_settings.loginUrl, m_settings.tenant, QStringLiteral("token"));
    m_exchange = postForm(*m_parts.transport, url, form, this,
                          [this](const core::Result<net::Response> &answer) { conclude(answer); });
}

void BrowserSignIn::conclude(const core::Result<net::Response> &answer)
{
    auto tokens = read(answer);
    if (tokens && tokens->identity && tokens->nonce != QString::fromLatin1(m_request.nonce))
        tokens = core::fail(ErrorKind::Untrusted, QStringLiteral("the token is of another sign-in"));
    end(tokens);
}

void BrowserSignIn::timeOut()
{
    if (!m_exchange) // the code is there, and its redemption has a deadline of its own
        end(errorOf(SignInProblem::TimedOut,
                    QStringLiteral("the browser did not come back in five minutes")));
}

} // namespace

std::unique_ptr<SignIn> browserSignIn(const SignInSettings &settings, const SignInParts &parts)
{
    return std::make_unique<BrowserSignIn>(settings, parts);
}

} // namespace spendglass::auth
