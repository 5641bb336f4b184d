// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"
#include "auth/signinproblem.h"
#include "net/transport.h"
#include "peers/idpserver.h"
#include "support/manualclock.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
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

/// The person's browser: what it shows in the end. A form makes it a POST.
inline QByteArray visit(const QUrl &url, const QByteArray &form = {})
{
    QNetworkAccessManager browser;
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QStringLiteral("application/x-www-form-urlencoded"));
    const std::unique_ptr<QNetworkReply> reply(form.isEmpty() ? browser.get(request)
                                                              : browser.post(request, form));
    return QTest::qWaitFor([&reply] { return reply->isFinished(); }, patience) ? reply->readAll()
                                                                               : QByteArray();
}

/// A sign-in over real sockets on both sides, by a clock that stands still until it is moved.
class Flow
{
public:
    Flow(MakeSignIn make, const auth::SignInSettings &settings)
        : Flow(std::make_shared<ManualClock>(), make, settings)
    {}
    explicit Flow(std::unique_ptr<auth::SignIn> signIn, std::shared_ptr<ManualClock> itsClock)
        : clock(std::move(itsClock))
        , m_signIn(std::move(signIn))
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

    const std::shared_ptr<ManualClock> clock;

private:
    Flow(const std::shared_ptr<ManualClock> &itsClock, MakeSignIn make, const auth::SignInSettings &settings)
        : Flow(make(settings, {std::make_shared<net::HttpTransport>(), itsClock}), itsClock)
    {}

    std::unique_ptr<auth::SignIn> m_signIn;
    QSignalSpy m_addresses, m_codes, m_finished;
};

/// The browser opens the address, the person agrees, and it comes back to the listener.
inline QByteArray goThrough(const IdpServer &idp, Flow &flow)
{
    return flow.hasAddress() ? visit(idp.follow(flow.address())) : QByteArray();
}

} // namespace spendglass::test
