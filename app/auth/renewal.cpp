// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/renewal.h"

#include "auth/claims.h"
#include "auth/signinproblem.h"
#include "auth/tokenendpoint.h"
#include "auth/tokennames.h"
#include "net/retry.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace spendglass::auth {

namespace {

Q_LOGGING_CATEGORY(log, "spendglass.auth", QtWarningMsg)

using core::ErrorKind;
using namespace std::chrono_literals;

constexpr int mostAttempts = 3;
constexpr std::size_t mostTokens = 3; ///< of other programs, one after the other
constexpr auto longestPause = 30s; ///< calls wait meanwhile; who is asked for more patience says so to them

core::Error vanishedError()
{
    return secretError(secretFaults::vanished,
                       QStringLiteral("the keychain has no sign-in of this account, though there was one"));
}

} // namespace

Renewal::Renewal(const Account &account, const SessionParts &parts, Secret kept, const Identity &who,
                 QObject *parent)
    : QObject(parent)
    , m_account(account)
    , m_parts(parts)
    , m_who(who)
    , m_lock(parts.folder, parts.clock, nullptr)
    , m_token(std::move(kept))
{}

void Renewal::start(std::function<void(Outcome)> done)
{
    m_done = std::move(done);
    if (const auto allowed = checkAuthority(m_account.addresses.loginUrl); !allowed)
        return finish(core::fail(allowed.error()));
    m_lock.acquire([this](const core::Result<void> &locked) {
        const auto allowed = locked.and_then(
            [this] { return checkTokenSource(m_parts.folder, m_account.addresses.loginUrl); });
        if (!allowed)
            finish(core::fail(allowed.error()));
        else
            m_token.isEmpty() ? read() : redeem();
    });
}

void Renewal::read()
{
    m_parts.secrets->read(m_account.id, this,
                          [this](const core::Result<std::optional<QByteArray>> &found) { onRead(found); });
}

void Renewal::onRead(const core::Result<std::optional<QByteArray>> &found)
{
    if (!found)
        return finish(core::fail(found.error()));
    if (!*found || (*found)->isEmpty())
        return finish(core::fail(vanishedError()));
    m_token = Secret(**found);
    m_isInKeychain = true;
    redeem();
}

void Renewal::redeem()
{
    ++m_attempt;
    const Form form{{"client_id", m_account.clientId},
                    {"grant_type", QStringLiteral("refresh_token")},
                    {"refresh_token", QString::fromUtf8(m_token.copy())},
                    {"scope", signInScope(m_account)}};
    const QUrl url = signInUrl(m_account.addresses.loginUrl, m_account.tenant, QStringLiteral("token"));
    postForm(*m_parts.transport, url, form, this,
             [this](const core::Result<net::Response> &response) { onResponse(response); });
}

void Renewal::onResponse(const core::Result<net::Response> &response)
{
    if (!response)
        return repeatOrGiveUp(response.error());
    const auto answer = tokenAnswerFrom(*response, m_account.clientId);
    if (answer)
        return onGranted(*answer);
    qCInfo(log).noquote() << "renewal:" << answer.error().serverCode << answer.error().httpStatus
                          << answer.error().requestId;
    m_outcome.claims = claimsOf(*response);
    if (answer.error().serverCode == QLatin1String("invalid_grant") &&
        problemOf(answer.error()) == SignInProblem::Ended)
        return lookForAnother(answer.error());
    repeatOrGiveUp(answer.error());
}

/// Only what the service has surely not done, or says it has not, is asked for again.
void Renewal::repeatOrGiveUp(const core::Error &error)
{
    const bool isHarmless =
        error.isUnsent || error.kind == ErrorKind::Server || error.kind == ErrorKind::Throttled;
    const auto repeat = isHarmless && m_attempt < mostAttempts
                            ? net::planRepeat(error, m_attempt, m_parts.random)
                            : std::nullopt;
    if (!repeat || repeat->pause > longestPause)
        return finish(core::fail(error));
    m_parts.clock->after(repeat->pause, this, [this] { redeem(); });
}

void Renewal::onGranted(const TokenAnswer &answer)
{
    const bool isKnown = answer.identity && !m_who.userId.isEmpty();
    if (isKnown && !isSamePerson(*answer.identity, m_who))
        return finish(
            core::fail(errorOf(SignInProblem::WrongAccount,
                               QStringLiteral("the token is another person's than this account's"))));
    const bool isNew = !answer.refreshToken.isEmpty() && !m_token.is(answer.refreshToken);
    if (isNew)
        m_token = Secret(answer.refreshToken);
    isNew || !m_isInKeychain ? write(answer) : finish(answer);
}

void Renewal::write(const TokenAnswer &answer)
{
    m_parts.secrets->write(m_account.id, m_token.copy(), this,
                           [this, answer](const core::Result<void> &written) {
                               m_isInKeychain = written.has_value();
                               if (!written)
                                   m_outcome.notKept = written.error();
                               finish(answer);
                           });
}

/// A token that was refused for good may have been used by another program, which keeps a newer one.
void Renewal::lookForAnother(const core::Error &refusal)
{
    m_refused.push_back(std::move(m_token));
    m_parts.secrets->read(
        m_account.id, this, [this, refusal](const core::Result<std::optional<QByteArray>> &found) {
            const bool hasOne = found && *found && !(*found)->isEmpty();
            const bool isRefused = hasOne && std::ranges::any_of(m_refused, [&found](const Secret &each) {
                                       return each.is(**found);
                                   });
            if (hasOne && !isRefused && m_refused.size() < mostTokens)
                return onRead(found);
            isRefused ? bury(refusal) : finish(core::fail(refusal));
        });
}

void Renewal::bury(const core::Error &refusal)
{
    m_parts.secrets->remove(m_account.id, this, [this, refusal](const core::Result<void> &) {
        m_outcome.isDead = true;
        finish(core::fail(refusal));
    });
}

void Renewal::finish(core::Result<TokenAnswer> answer)
{
    m_outcome.answer = std::move(answer);
    if (!m_isInKeychain)
        m_outcome.kept = std::move(m_token);
    const auto tell = [this] { std::exchange(m_done, {})(std::move(m_outcome)); }; // may delete this
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace spendglass::auth
