// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/claims.h"
#include "auth/devicecode.h"
#include "auth/signinflow.h"
#include "auth/signinproblem.h"
#include "auth/tokenendpoint.h"
#include "net/transport.h"

#include <QPointer>

#include <algorithm>

namespace spendglass::auth {

namespace {

using core::ErrorKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds slowDown(5);      ///< RFC 8628 section 3.5
constexpr seconds longestPause(60); ///< that we come to by ourselves

/// start → code wanted → polling → over.
class DeviceSignIn final : public SignInFlow
{
public:
    using SignInFlow::SignInFlow;

private:
    void begin() override;
    void close(const Result &) override { delete m_exchange.data(); }
    void offer(const core::Result<net::Response> &answer);
    void wait(milliseconds asked = {});
    void poll();
    void look(const core::Result<net::Response> &answer);
    void post(const QString &endpoint, const Form &form,
              void (DeviceSignIn::*then)(const core::Result<net::Response> &));

    DeviceAnswer m_device;
    seconds m_pause{0}; ///< between two polls; it never gets shorter
    std::chrono::steady_clock::time_point m_until;
    QPointer<net::Exchange> m_exchange; ///< our child
};

void DeviceSignIn::post(const QString &endpoint, const Form &form,
                        void (DeviceSignIn::*then)(const core::Result<net::Response> &))
{
    const QUrl url = signInUrl(m_settings.loginUrl, m_settings.tenant, endpoint);
    m_exchange = postForm(*m_parts.transport, url, form, this,
                          [this, then](const core::Result<net::Response> &answer) { (this->*then)(answer); });
}

void DeviceSignIn::begin()
{
    const Form form{{"client_id", m_settings.clientId},
                    {"scope", m_settings.scope},
                    {"claims", QString::fromUtf8(signInClaims(m_settings.claims))}};
    post(QStringLiteral("devicecode"), form, &DeviceSignIn::offer);
}

void DeviceSignIn::offer(const core::Result<net::Response> &answer)
{
    if (!answer)
        return end(answer.error());
    const auto device = deviceAnswerFrom(*answer);
    if (!device)
        return end(device.error());
    m_device = *device;
    m_pause = device->interval;
    m_until = m_parts.clock->steady() + device->validFor;
    wait();
    DeviceCode code;
    code.userCode = device->userCode;
    code.verificationUrl = device->verificationUrl;
    code.isUrlTrusted = isTrustedVerification(device->verificationUrl, m_settings.loginUrl);
    code.until = m_until;
    code.validFor = device->validFor;
    Q_EMIT codeReady(code); // may delete this
}

/// At least the pause; asked: how long the service wants it to be this time.
void DeviceSignIn::wait(milliseconds asked)
{
    const auto left = std::chrono::ceil<milliseconds>(m_until - m_parts.clock->steady());
    const auto pause =
        std::clamp<milliseconds>(left, milliseconds(0), std::max<milliseconds>(m_pause, asked));
    m_parts.clock->after(pause, this, [this] { poll(); });
}

void DeviceSignIn::poll()
{
    if (isOver())
        return;
    if (m_parts.clock->steady() >= m_until)
        return end(
            errorOf(SignInProblem::Expired, QStringLiteral("nobody typed the code in before it expired")));
    const Form form{{"grant_type", QStringLiteral("urn:ietf:params:oauth:grant-type:device_code")},
                    {"client_id", m_settings.clientId},
                    {"device_code", m_device.deviceCode}};
    post(QStringLiteral("token"), form, &DeviceSignIn::look);
}

/// Pending is asked again at the same pace; what the service cannot bear, or the line, at a slower one.
void DeviceSignIn::look(const core::Result<net::Response> &answer)
{
    const auto tokens = read(answer);
    if (tokens)
        return end(tokens);
    const core::Error &error = tokens.error();
    const bool isPending = error.serverCode == QLatin1String("authorization_pending");
    const bool isTooFast = error.kind == ErrorKind::Throttled;
    const bool isDisturbed = error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Offline ||
                             error.kind == ErrorKind::Server;
    if (!isPending && !isTooFast && !isDisturbed)
        return end(tokens);
    if (isTooFast)
        m_pause += slowDown;
    else if (isDisturbed)
        m_pause = std::max(m_pause, std::min(2 * m_pause, longestPause));
    wait(error.retryAfter.value_or(milliseconds(0)));
}

} // namespace

std::unique_ptr<SignIn> deviceSignIn(const SignInSettings &settings, const SignInParts &parts)
{
    return std::make_unique<DeviceSignIn>(settings, parts);
}

} // namespace spendglass::auth
