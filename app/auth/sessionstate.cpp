// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/sessionstate.h"

#include "auth/claims.h"
#include "auth/signinproblem.h"
#include "auth/tokennames.h"

#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::auth {

namespace {

Q_LOGGING_CATEGORY(log, "spendglass.auth", QtWarningMsg)

using Phase = SessionState::Phase;

core::Error cancelled()
{
    return core::fail(core::ErrorKind::Cancelled, QStringLiteral("the session is over")).value();
}

core::Error notSignedIn()
{
    return errorOf(SignInProblem::NotSignedIn, QStringLiteral("nobody is signed in to this account"));
}

/// What a new token of the same sign-in cannot mend, said by a service that refuses a token.
bool isBeyondRenewal(SignInProblem problem)
{
    constexpr std::array beyond{SignInProblem::MoreProof, SignInProblem::SecondFactor, SignInProblem::Consent,
                                SignInProblem::WrongAudience};
    return std::ranges::count(beyond, problem) > 0;
}

/// What only a person can mend, said by the sign-in service of a refresh token.
bool isEnd(SignInProblem problem)
{
    constexpr std::array ends{SignInProblem::Ended, SignInProblem::Refused, SignInProblem::Settings,
                              SignInProblem::WrongAccount};
    return isBeyondRenewal(problem) || std::ranges::count(ends, problem) > 0;
}

/// A claims challenge is one whatever else the service says.
core::Error meant(core::Error error, const QByteArray &claims)
{
    if (!claims.isEmpty() && !isBeyondRenewal(problemOf(error)))
        error.serverCode = QStringLiteral("insufficient_claims");
    return error;
}

bool isVanished(const core::Error &error)
{
    return error.kind == core::ErrorKind::Keychain &&
           error.serverCode == QLatin1String(secretFaults::vanished);
}

} // namespace

Session::State::State(Account account, SessionParts parts, std::function<void()> changed)
    : m_account(std::move(account))
    , m_parts(std::move(parts))
    , m_changed(std::move(changed))
    , m_shelf(std::make_shared<TokenShelf>(m_parts.clock, this, [this] { serve(); }))
{
    start();
}

Session::State::~State()
{
    m_shelf->close();
    answerEntering(core::fail(cancelled()));
}

void Session::State::start()
{
    const auto record = readSignInRecord(m_parts.folder);
    if (!record)
        m_seen.problem = record.error();
    else if (*record)
        m_record = **record;
    m_seen.phase = m_record.signedInAt ? Phase::SignedIn : Phase::SignedOut;
    m_seen.identity = m_record.identity;
    m_seen.endsAt = signInEnd(m_record);
}

/// Another program may have signed in or out meanwhile.
void Session::State::noticeOthers()
{
    const auto record = readSignInRecord(m_parts.folder);
    if (!record || !*record || (*record)->signedInAt == m_record.signedInAt)
        return;
    m_record = **record;
    m_kept.wipe(); // the keychain has a newer one, or nobody is meant to have one
    m_isLastToken = false;
    const Phase phase = m_record.signedInAt ? Phase::SignedIn : Phase::SignedOut;
    show({phase, m_record.identity, {}, {}, signInEnd(m_record)});
}

void Session::State::save()
{
    const auto saved = writeSignInRecord(m_parts.folder, m_record);
    if (!saved)
        qCWarning(log).noquote() << saved.error().where << saved.error().text;
}

void Session::State::serve()
{
    for (const TokenShelf::Wish &wish : m_shelf->wishes())
        wish.name == accountToken ? serveAccount(wish.refusal) : fetchCrest(wish.name);
}

void Session::State::serveAccount(const std::optional<net::Refusal> &refusal)
{
    if (m_renewal || m_adoption || m_signOff)
        return; // its end answers who waits
    if (refusal) {
        const QByteArray claims = claimsOfChallenge(refusal->challenge);
        const core::Error error = meant(refusal->error, claims);
        if (isBeyondRenewal(problemOf(error)))
            return end(error, claims);
    }
    if (m_seen.phase != Phase::SignedIn)
        noticeOthers();
    if (m_seen.phase == Phase::SignedIn)
        return renew();
    m_shelf->refuse(accountToken, m_seen.problem.value_or(notSignedIn()));
}

void Session::State::fetchCrest(const QString &tokenName)
{
    if (!m_crest) {
        const auto ofAccount = [shelf = m_shelf](const QUrl &, const std::optional<net::Refusal> &refusal,
                                                 QObject *context, TokenShelf::Done done) {
            shelf->ask(accountToken, refusal, context, std::move(done));
        };
        net::ClientParts parts;
        parts.transport = m_parts.transport;
        parts.clock = m_parts.clock;
        parts.authorize = ofAccount;
        parts.random = m_parts.random;
        m_crest = std::make_unique<CrestExchange>(m_account, std::move(parts), m_shelf, nullptr);
    }
    m_crest->fetch(tokenName);
}

void Session::State::renew()
{
    if (m_isLastToken)
        return end(errorOf(SignInProblem::Ended,
                           QStringLiteral("the sign-in has ended: the service gave no refresh token")),
                   {});
    m_renewal = std::make_unique<Renewal>(m_account, m_parts, std::move(m_kept), m_record.identity, nullptr);
    m_renewal->start([this](Renewal::Outcome outcome) { onRenewed(std::move(outcome)); });
}

void Session::State::onRenewed(Renewal::Outcome outcome)
{
    m_renewal.reset();
    if (!outcome.answer) {
        onNotRenewed(outcome.answer.error(), outcome);
        m_kept = std::move(outcome.kept);
        return serve();
    }
    accept(*outcome.answer, std::move(outcome.kept), outcome.notKept);
}

void Session::State::onNotRenewed(const core::Error &error, const Renewal::Outcome &outcome)
{
    if (isVanished(error)) {
        noticeOthers();
        const bool isSignedOut = m_seen.phase == Phase::SignedOut;
        return isSignedOut ? m_shelf->clear(notSignedIn()) : end(error, {});
    }
    if (outcome.isDead) {
        m_record.signedInAt.reset();
        save();
    }
    const SignInProblem problem = problemOf(error);
    const bool isSaid = !error.serverCode.isEmpty(); // and not the page of a proxy
    if (isEnd(problem) && isSaid)
        return end(error, outcome.claims);
    if (problem == SignInProblem::Keychain) {
        m_seen.problem = error;
        show(m_seen);
    }
    m_shelf->refuse(accountToken, error);
}

/// A new access token, and a refresh token that is in the keychain or kept here.
void Session::State::accept(const TokenAnswer &answer, Secret kept, std::optional<core::Error> notKept)
{
    m_kept = std::move(kept);
    m_record.claims.clear();
    const core::Instant now = m_parts.clock->now();
    if (answer.identity)
        m_record.identity = *answer.identity;
    m_record.renewedAt = now;
    m_record.authority = m_account.addresses.loginUrl.toString();
    if (!notKept && !m_record.signedInAt)
        m_record.signedInAt = now;
    save();
    show({Phase::SignedIn, m_record.identity, {}, std::move(notKept), signInEnd(m_record)});
    m_shelf->put(accountToken, answer.accessToken, answer.expiresIn);
    serve();
}

std::unique_ptr<SignIn> Session::State::signIn(Way way)
{
    SignInSettings settings;
    settings.loginUrl = m_account.addresses.loginUrl;
    settings.tenant = m_account.tenant;
    settings.clientId = m_account.clientId;
    settings.scope = signInScope(m_account);
    settings.loginHint = m_record.identity.user;
    settings.claims = m_record.claims;
    settings.usesLocalhost = m_account.usesLocalhost;
    const SignInParts parts{m_parts.transport, m_parts.clock};
    const auto takeOver = [self = QPointer<State>(this)](const TokenAnswer &answer, QObject *context,
                                                         OnSignedIn done) {
        self ? self->takeOver(answer, context, std::move(done)) : done(core::fail(cancelled()));
    };
    const auto hurry = [self = QPointer<State>(this)] {
        if (self && self->m_adoption)
            self->m_adoption->giveUp();
    };
    auto flow = way == Way::Browser ? browserSignIn(settings, parts) : deviceSignIn(settings, parts);
    connect(flow.get(), &SignIn::finished, this, [this, ended = flow.get()](const auto &result) {
        if (!result && !ended->claims().isEmpty())
            demand(ended->claims());
    });
    const auto check = [folder = m_parts.folder] {
        return readSignInRecord(folder).map([](const auto &) {});
    };
    return std::make_unique<AccountSignIn>(std::move(flow), check, takeOver, hurry);
}

/// A sign-in by anybody else would mix two people's data in one store.
core::Result<void> Session::State::checkPerson(const std::optional<Identity> &identity)
{
    const auto record = readSignInRecord(m_parts.folder);
    if (!record)
        return core::fail(record.error());
    if (*record)
        m_record = **record;
    const Identity &known = m_record.identity;
    if (known.userId.isEmpty() && !identity)
        return core::fail(
            errorOf(SignInProblem::Settings,
                    QStringLiteral("the sign-in service does not say who signed in (it gives no "
                                   "id_token): nobody could tell whose data this account "
                                   "holds")));
    if (known.userId.isEmpty() || (identity && isSamePerson(*identity, known)))
        return {};
    const QString who = identity ? identity->user : QStringLiteral("somebody whom the service does not name");
    return core::fail(
        errorOf(SignInProblem::WrongAccount,
                QStringLiteral("%1 signed in, and this account's data belongs to %2").arg(who, known.user)));
}

void Session::State::takeOver(const TokenAnswer &answer, QObject *context, OnSignedIn done)
{
    const auto allowed = checkPerson(answer.identity);
    if (!allowed)
        return done(core::fail(allowed.error()));
    answerEntering(core::fail(cancelled()));
    m_entering = {context, std::move(done)};
    m_renewal.reset();
    m_signOff.reset(); // it would remove what is kept now
    m_adoption = std::make_unique<Adoption>(m_account, m_parts, answer.refreshToken, nullptr);
    m_adoption->start([this, answer](Adoption::Outcome outcome) { onAdopted(answer, std::move(outcome)); });
    answerLeaving(core::fail(cancelled())); // last: who hears it may delete this
}

void Session::State::onAdopted(const TokenAnswer &answer, Adoption::Outcome outcome)
{
    const auto adoption = std::move(m_adoption); // with its lock, until the record is of this sign-in, too
    forgetTokens();
    m_isLastToken = answer.refreshToken.isEmpty();
    m_record.signedInAt.reset();
    accept(answer, std::move(outcome.kept), std::move(outcome.notKept));
    answerEntering(answer);
}

void Session::State::answerEntering(const core::Result<TokenAnswer> &answer)
{
    const auto entering = std::exchange(m_entering, {});
    if (!entering.who)
        return;
    QMetaObject::invokeMethod( // who hears it may delete this
        entering.who, [done = entering.done, answer] { done(answer); }, Qt::QueuedConnection);
}

void Session::State::signOut(QObject *context, std::function<void(const core::Result<void> &)> done)
{
    m_leaving.push_back({context, std::move(done)});
    if (m_signOff)
        return;
    m_renewal.reset();
    m_adoption.reset();
    answerEntering(core::fail(cancelled()));
    forgetTokens();
    m_shelf->clear(notSignedIn());
    m_signOff = std::make_unique<SignOff>(m_account, m_parts, std::move(m_kept), nullptr);
    m_signOff->start([this](const core::Result<void> &result) { onSignedOff(result); });
}

void Session::State::onSignedOff(core::Result<void> result)
{
    m_signOff.reset();
    m_isLastToken = false;
    m_record.claims.clear();
    if (m_record.signedInAt) {
        m_record.signedInAt.reset();
        const auto saved = writeSignInRecord(m_parts.folder, m_record);
        if (result && !saved)
            result = saved;
    }
    show({Phase::SignedOut, m_record.identity, {}, {}, {}});
    serve();
    answerLeaving(result);
}

void Session::State::answerLeaving(const core::Result<void> &result)
{
    for (const auto &leaving : std::exchange(m_leaving, {})) // each may delete this
        if (leaving.who)
            leaving.done(result);
}

void Session::State::end(const core::Error &problem, const QByteArray &claims)
{
    demand(claims);
    forgetTokens();
    show({Phase::Ended, m_record.identity, problem, {}, {}});
    m_shelf->clear(problem);
}

/// Of the next sign-in; the one who signs in may be another program.
void Session::State::demand(const QByteArray &claims)
{
    m_record.claims = claims;
    if (!claims.isEmpty() && !m_record.identity.userId.isEmpty()) // else there is no record to stand in
        save();
}

void Session::State::forgetTokens()
{
    m_crest.reset();
    m_shelf->forget();
}

void Session::State::show(SessionState seen)
{
    m_seen = std::move(seen);
    QMetaObject::invokeMethod(this, m_changed, Qt::QueuedConnection);
}

} // namespace spendglass::auth
