// SPDX-License-Identifier: GPL-3.0-or-later
#include "idpworld.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::test;
using auth::SignInProblem;
using core::ErrorKind;
using Phase = auth::SessionState::Phase;
using namespace std::chrono_literals;

namespace {

const QString tokenCall = QStringLiteral("token");
const QString renewals = QStringLiteral("token:refresh_token");

} // namespace

/// The life of an account's tokens with a certified provider: it rotates refresh tokens, and ends the grant
/// when one is used twice.
class IdpSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void signsIn();
    void signsInByDeviceCode();
    void renewsInSilence();
    void rotatesForLong();
    void renewsOnceForAll();
    void lostRenewal_data();
    void lostRenewal();
    void disturbedRenewal_data();
    void disturbedRenewal();
    void serviceDown();
    void endedByTheService();
    void refusedRenewal_data();
    void refusedRenewal();
    void answersOfRenewals_data();
    void answersOfRenewals();
    void noRefreshToken();
    void secondProgram();
    void anotherProgramWasFaster();
    void keychainFailsInRenewal();
    void signsOut();
    void anotherPerson();

private:
    bool gives(const std::unique_ptr<auth::Session> &session, IdpWorld &world,
               const std::optional<net::Refusal> &refusal = {});

    std::unique_ptr<IdpServer> m_idp;
    QByteArray m_given; ///< by gives()
    core::Error m_error;
};

void IdpSessionTest::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

void IdpSessionTest::init()
{
    m_idp->reset();
}

/// Asks for a token as a client does, and whether the provider takes it; the clock moves on meanwhile.
bool IdpSessionTest::gives(const std::unique_ptr<auth::Session> &session, IdpWorld &world,
                           const std::optional<net::Refusal> &refusal)
{
    const Asked asked(session->authorizer(), m_idp->resource(), refusal);
    const bool isAnswered = QTest::qWaitFor(
        [&] {
            if (!asked.result)
                world.clock->advance(50ms);
            return asked.result.has_value();
        },
        patience);
    m_given = asked.token();
    m_error = asked.error();
    return isAnswered && !m_given.isEmpty() && m_idp->accepts(m_given);
}

void IdpSessionTest::signsIn()
{
    IdpWorld world(*m_idp);
    const auto session = world.session();
    QCOMPARE(session->state().phase, Phase::SignedOut);
    QVERIFY(world.signIn(*session));
    QCOMPARE(session->state().phase, Phase::SignedIn);
    QCOMPARE(session->state().identity.user, QStringLiteral("anna.adams@adatum.example"));
    QVERIFY(!session->state().notKept);
    QVERIFY(!world.kept().isEmpty());
    QVERIFY(gives(session, world));
    QCOMPARE(m_idp->count(renewals), 0);
}

void IdpSessionTest::signsInByDeviceCode()
{
    IdpWorld world(*m_idp);
    const auto session = world.session();
    Flow flow(session->signIn(auth::Session::Way::DeviceCode), world.clock);
    QVERIFY(flow.hasCode());
    m_idp->person(IdpServer::Person::Approves, flow.code().userCode);
    world.clock->advance(5s);
    QVERIFY(flow.ends() && flow.result());
    QVERIFY(gives(session, world));
    QVERIFY(gives(world.session(), world));
    QCOMPARE(m_idp->count(renewals), 1);
}

/// After a restart, five minutes before the end, and after a refusal: nobody is asked, and each time there is
/// a newer refresh token.
void IdpSessionTest::renewsInSilence()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const QByteArray first = world.kept();
    const auto session = world.session();
    QVERIFY(gives(session, world));
    QCOMPARE(m_idp->count(renewals), 1);
    const QByteArray second = world.kept();
    QVERIFY(second != first);
    const QByteArray early = m_given;
    world.clock->advance(3598s - 5min);
    QVERIFY(gives(session, world) && m_given == early);
    world.clock->advance(1s);
    QVERIFY(gives(session, world) && m_given != early);
    QCOMPARE(m_idp->count(renewals), 2);
    QVERIFY(world.kept() != second);
    m_idp->expireAccessTokens();
    QVERIFY(!m_idp->accepts(m_given));
    QVERIFY(gives(session, world, refusalOf(m_given)));
    QCOMPARE(m_idp->count(renewals), 3);
    QCOMPARE(m_idp->count(QStringLiteral("authorize")), 1);
    const QJsonArray calls = m_idp->calls(tokenCall);
    QCOMPARE(calls.last()[QLatin1String("scope")].toString(), settingsFor(*m_idp).scope);
}

/// RFC 9700 section 4.14: each refresh token is used once, whoever uses it.
void IdpSessionTest::rotatesForLong()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    auto session = world.session();
    for (int i = 0; i < 20; ++i) {
        if (i % 5 == 0)
            session = world.session(); // started anew
        world.clock->advance(1h);
        QVERIFY2(gives(session, world), qPrintable(m_error.serverText));
    }
    QCOMPARE(m_idp->count(renewals), 20);
    int last = -1;
    const QJsonArray calls = m_idp->calls(tokenCall);
    for (const QJsonValue &call : calls) {
        if (call[QLatin1String("grant")].toString() != QLatin1String("refresh_token"))
            continue;
        const int used = call[QLatin1String("refresh")].toInt(-1); // in the order of issue
        QVERIFY(used >= 0 && (last < 0 || used == last + 1));
        last = used;
    }
}

/// Case 93.
void IdpSessionTest::renewsOnceForAll()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    m_idp->fault(tokenCall, json(R"({"hold": true})"));
    const auto session = world.session();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 20; ++i)
        all.push_back(std::make_unique<Asked>(session->authorizer(), m_idp->resource()));
    QTRY_COMPARE(m_idp->count(renewals), 1);
    m_idp->release();
    for (const auto &asked : all) {
        QTRY_VERIFY(asked->result);
        QCOMPARE(asked->token(), all.front()->token());
        QCOMPARE(asked->answers, 1);
    }
    QVERIFY(m_idp->accepts(all.front()->token()));
    QCOMPARE(m_idp->count(renewals), 1);
}

void IdpSessionTest::lostRenewal_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<bool>("rotates");
    QTest::addColumn<bool>("goesOn");
    const QJsonObject lost = json(R"({"drop": true, "after": true})");
    QTest::newRow("never done") << json(R"({"drop": true})") << true << true;
    QTest::newRow("done, the old token still good") << lost << false << true;
    QTest::newRow("done, and the old token used up") << lost << true << false;
}

/// M2: sent once. What the service did is not known, so the old token is kept and tried when one is wanted
/// again.
void IdpSessionTest::lostRenewal()
{
    QFETCH(QJsonObject, fault);
    QFETCH(bool, rotates);
    QFETCH(bool, goesOn);
    m_idp->set({{QStringLiteral("rotate"), rotates}});
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const QByteArray before = world.kept();
    m_idp->fault(tokenCall, fault);
    const auto session = world.session();
    QVERIFY(!gives(session, world));
    QCOMPARE(m_error.kind, ErrorKind::Offline);
    QCOMPARE(m_idp->count(renewals), 1);
    QCOMPARE(world.kept(), before);
    QCOMPARE(session->state().phase, Phase::SignedIn);
    QCOMPARE(gives(session, world), goesOn);
    QCOMPARE(m_idp->count(renewals), 2);
    QCOMPARE(session->state().phase, goesOn ? Phase::SignedIn : Phase::Ended);
    if (!goesOn) {
        QCOMPARE(auth::problemOf(m_error), SignInProblem::Ended);
        QVERIFY(world.signIn(*session) && gives(session, world));
    }
}

void IdpSessionTest::disturbedRenewal_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::newRow("500") << json(R"({"status": 500})");
    QTest::newRow("503 with a wait") << json(
        R"({"status": 503, "headers": {"Retry-After": "7"}, "body": "<html>busy</html>"})");
    QTest::newRow("429") << json(R"({"status": 429, "headers": {"Retry-After": "3"}})");
    QTest::newRow("temporarily_unavailable") << json(R"({"error": {"error": "temporarily_unavailable"}})");
    QTest::newRow("twice") << json(R"({"status": 502, "times": 2})");
}

void IdpSessionTest::disturbedRenewal()
{
    QFETCH(QJsonObject, fault);
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    m_idp->fault(tokenCall, fault);
    QVERIFY2(gives(world.session(), world), qPrintable(m_error.text));
    QCOMPARE(m_idp->count(renewals), 1 + fault.value(QLatin1String("times")).toInt(1));
}

/// 5xx for good: few tries, said, and no sign-in is lost.
void IdpSessionTest::serviceDown()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const auto session = world.session();
    m_idp->fault(tokenCall, json(R"({"status": 503, "times": 100})"));
    QVERIFY(!gives(session, world));
    QCOMPARE(auth::problemOf(m_error), SignInProblem::Service);
    QVERIFY(m_idp->count(renewals) <= 5);
    QCOMPARE(session->state().phase, Phase::SignedIn);
    m_idp->reset();
    QVERIFY(gives(session, world));
}

/// Case 96: revoked, password changed, 90 days. Who it was stays known; a new sign-in goes on.
void IdpSessionTest::endedByTheService()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const auto session = world.session();
    QVERIFY(gives(session, world));
    m_idp->revokeAll();
    QVERIFY(!gives(session, world, refusalOf(m_given)));
    QCOMPARE(session->state().phase, Phase::Ended);
    QCOMPARE(auth::problemOf(*session->state().problem), SignInProblem::Ended);
    QCOMPARE(session->state().identity.user, QStringLiteral("anna.adams@adatum.example"));
    QCOMPARE(m_idp->count(renewals), 2);
    QVERIFY(!gives(session, world)); // and asks nobody again
    QCOMPARE(m_idp->count(renewals), 2);
    QVERIFY(world.signIn(*session));
    const QJsonArray asked = m_idp->calls(QStringLiteral("authorize"));
    QCOMPARE(asked.last()[QLatin1String("login_hint")].toString(),
             QStringLiteral("anna.adams@adatum.example"));
    QVERIFY(gives(session, world));
}

void IdpSessionTest::refusedRenewal_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<int>("problem");
    const auto row = [](const char *name, const char *error, const char *more, SignInProblem problem) {
        QTest::newRow(name) << QByteArray(error) << json(more) << int(problem);
    };
    row("second factor", "interaction_required", R"({"codes": [50076], "suberror": "basic_action",
        "claims": "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"})",
        SignInProblem::MoreProof);
    row("second factor, as invalid_grant", "invalid_grant", R"({"codes": [50079]})",
        SignInProblem::MoreProof);
    row("sign in again", "login_required", "{}", SignInProblem::MoreProof);
    row("consent", "consent_required", R"({"codes": [65001]})", SignInProblem::Consent);
    row("consent, as invalid_grant", "invalid_grant", R"({"codes": [65001], "suberror": "consent_required"})",
        SignInProblem::Consent);
    row("90 days", "invalid_grant", R"({"codes": [700082]})", SignInProblem::Ended);
    row("password changed", "invalid_grant", R"({"codes": [50173], "suberror": "bad_token"})",
        SignInProblem::Ended);
    row("application removed", "unauthorized_client", R"({"codes": [700016]})", SignInProblem::Settings);
    row("conditional access", "invalid_grant", R"({"codes": [53003]})", SignInProblem::Refused);
}

/// Case 97: a person has to come, is told why, and what the service demands goes with the sign-in.
void IdpSessionTest::refusedRenewal()
{
    QFETCH(QByteArray, error);
    QFETCH(QJsonObject, more);
    QFETCH(int, problem);
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    m_idp->refuse(tokenCall, QString::fromLatin1(error), more);
    const auto session = world.session();
    QVERIFY(!gives(session, world));
    QCOMPARE(int(auth::problemOf(m_error)), problem);
    QCOMPARE(session->state().phase, Phase::Ended);
    QCOMPARE(int(auth::problemOf(*session->state().problem)), problem);
    QCOMPARE(m_idp->count(renewals), 1);
    QVERIFY(world.signIn(*session));
    const QString claims =
        m_idp->calls(QStringLiteral("authorize")).last()[QLatin1String("claims")].toString();
    QCOMPARE(claims.contains(QStringLiteral("acrs")), more.contains(QLatin1String("claims")));
    QVERIFY(gives(session, world));
    QCOMPARE(session->state().phase, Phase::SignedIn);
}

void IdpSessionTest::answersOfRenewals_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::newRow("no refresh_token") << json(R"({"remove": ["refresh_token"]})");
    QTest::newRow("no id_token") << json(R"({"remove": ["id_token"]})");
    QTest::newRow("numbers as text") << json(R"({"set": {"expires_in": "3599", "ext_expires_in": "3599"}})");
    QTest::newRow("bearer") << json(R"({"set": {"token_type": "bearer"}})");
    QTest::newRow("expires_in absent") << json(R"({"remove": ["expires_in"]})");
    QTest::newRow("expires_in negative") << json(R"({"set": {"expires_in": -7}})");
}

/// Case 92 in a renewal. Without a refresh token the older one stays good.
void IdpSessionTest::answersOfRenewals()
{
    QFETCH(QJsonObject, fault);
    m_idp->set({{QStringLiteral("rotate"), false}});
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    m_idp->fault(tokenCall, fault);
    const auto session = world.session();
    QVERIFY2(gives(session, world), qPrintable(m_error.text));
    world.clock->advance(24h);
    QVERIFY2(gives(session, world), qPrintable(m_error.text));
    QCOMPARE(m_idp->count(renewals), 2);
}

/// Case 92: signed in until the access token ends, and that is said.
void IdpSessionTest::noRefreshToken()
{
    m_idp->fault(tokenCall, json(R"({"remove": ["refresh_token"]})"));
    IdpWorld world(*m_idp);
    const auto session = world.session();
    QVERIFY(world.signIn(*session));
    QCOMPARE(session->state().phase, Phase::SignedIn);
    QVERIFY(session->state().notKept.has_value());
    QVERIFY(gives(session, world));
    world.clock->advance(1h);
    QVERIFY(!gives(session, world));
    QCOMPARE(session->state().phase, Phase::Ended);
    QCOMPARE(m_idp->count(renewals), 0);
}

/// Case 94: two programs on one profile. The one waits for the other, and then uses the newer token.
void IdpSessionTest::secondProgram()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    m_idp->fault(tokenCall, json(R"({"hold": true})"));
    const auto one = world.session();
    const auto other = world.session();
    const Asked first(one->authorizer(), m_idp->resource());
    QTRY_COMPARE(m_idp->count(renewals), 1);
    const Asked second(other->authorizer(), m_idp->resource());
    QTRY_VERIFY(world.clock->alarms() > 0); // it will look again
    QCOMPARE(m_idp->count(renewals), 1);
    m_idp->release();
    QTRY_VERIFY(first.result);
    TRY_WITH_CLOCK(world, second.result);
    QVERIFY(m_idp->accepts(first.token()));
    QVERIFY2(m_idp->accepts(second.token()), qPrintable(second.error().serverText));
    QCOMPARE(m_idp->count(renewals), 2);
    QVERIFY(gives(world.session(), world)); // nothing was lost
}

/// Case 94, where no lock helps: a refused token is no end before the keychain has been read again.
void IdpSessionTest::anotherProgramWasFaster()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const QByteArray stale = world.kept();
    QVERIFY(gives(world.session(), world));
    const QByteArray newest = std::exchange(world.keychain->entries[world.account.id], stale);
    m_idp->fault(tokenCall, json(R"({"hold": true, "error": {"error": "invalid_grant"}})"));
    const auto session = world.session();
    const Asked asked(session->authorizer(), m_idp->resource());
    QTRY_COMPARE(m_idp->count(renewals), 2);
    world.keychain->entries[world.account.id] = newest;
    m_idp->release();
    TRY_WITH_CLOCK(world, asked.result);
    QVERIFY2(m_idp->accepts(asked.token()), qPrintable(asked.error().serverText));
    QCOMPARE(m_idp->count(renewals), 3);
    QCOMPARE(session->state().phase, Phase::SignedIn);
}

/// Case 95: the newer token lives on in memory, and goes into the keychain as soon as that takes it.
void IdpSessionTest::keychainFailsInRenewal()
{
    IdpWorld world(*m_idp);
    QVERIFY(world.signIn(*world.session()));
    const auto session = world.session();
    world.keychain->writeError = auth::secretError(auth::secretFaults::locked, QStringLiteral("locked"));
    QVERIFY(gives(session, world));
    QVERIFY(session->state().notKept.has_value());
    world.clock->advance(1h);
    QVERIFY2(gives(session, world), qPrintable(m_error.serverText));
    world.keychain->writeError.reset();
    world.clock->advance(1h);
    QVERIFY(gives(session, world));
    QVERIFY(!session->state().notKept);
    QVERIFY(gives(world.session(), world));
    QCOMPARE(m_idp->count(renewals), 4);
}

/// Case 101: the token is revoked where that is offered, and gone.
void IdpSessionTest::signsOut()
{
    IdpWorld world(*m_idp);
    const auto session = world.session();
    QVERIFY(world.signIn(*session));
    QVERIFY(gives(session, world));
    const QByteArray access = m_given, refresh = world.kept();
    std::optional<core::Result<void>> done;
    session->signOut(this, [&done](const core::Result<void> &result) { done = result; });
    TRY_WITH_CLOCK(world, done);
    QVERIFY(*done);
    QVERIFY(world.kept().isEmpty());
    QCOMPARE(m_idp->count(QStringLiteral("revoke")), 1);
    QVERIFY(!m_idp->accepts(access));
    QVERIFY(!gives(session, world));
    QCOMPARE(auth::problemOf(m_error), SignInProblem::NotSignedIn);
    world.keychain->entries[world.account.id] = refresh; // stolen before
    QVERIFY(auth::writeSignInRecord(world.folder.path(), {{}, world.clock->now(), world.clock->now()}));
    QVERIFY(!gives(world.session(), world));
    QCOMPARE(auth::problemOf(m_error), SignInProblem::Ended);
}

/// Case 102: the data is Anna's; Ben's tokens are not taken.
void IdpSessionTest::anotherPerson()
{
    IdpWorld world(*m_idp);
    const auto session = world.session();
    QVERIFY(world.signIn(*session));
    const QByteArray annas = world.kept();
    m_idp->fault(QStringLiteral("authorize"), json(R"({"ask": {"login_hint": "ben.berg@adatum.example"}})"));
    const auto result = world.signIn(*session);
    QVERIFY(!result);
    QCOMPARE(auth::problemOf(result.error()), SignInProblem::WrongAccount);
    QCOMPARE(world.kept(), annas);
    QVERIFY(gives(session, world));
    QCOMPARE(session->state().identity.user, QStringLiteral("anna.adams@adatum.example"));
}

SPENDGLASS_TEST_MAIN(IdpSessionTest)
#include "tst_idpsession.moc"
