// SPDX-License-Identifier: GPL-3.0-or-later
#include "idpworld.h"
#include "net/client.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::test;
using auth::SignInProblem;
using core::ErrorKind;
using Phase = auth::SessionState::Phase;
using namespace std::chrono_literals;

namespace {

const QString renewals = QStringLiteral("token:refresh_token");
const QString resourceCall = QStringLiteral("resource");
/// Of a continuous access evaluation: {"access_token":{"nbf":{"essential":true,"value":"1795229955"}}}
constexpr auto challenge =
    R"(Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/)"
    R"(authorize\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVz)"
    R"(c2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzk1MjI5OTU1In19fQ==\")";

} // namespace

/// Calls of a signed-in account to a service that looks at the token: client, session and provider together.
class IdpCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void callsWithAToken();
    void renewsOnceAndSendsAgain();
    void manyCallsOneRenewal();
    void refusedForEver();
    void revokedMeanwhile();
    void demandsAPerson_data();
    void demandsAPerson();
    void noTokenElsewhere();

private:
    std::unique_ptr<net::Client> client(auth::Session &session) const;
    core::Result<net::Response> call(net::Client &client, const QUrl &url);
    core::Result<net::Response> call(net::Client &client) { return call(client, m_idp->resource()); }

    std::unique_ptr<IdpServer> m_idp;
    std::unique_ptr<IdpWorld> m_world;
    std::unique_ptr<auth::Session> m_session;
};

void IdpCallsTest::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

/// Somebody is signed in.
void IdpCallsTest::init()
{
    m_session.reset();
    m_idp->reset();
    m_world = std::make_unique<IdpWorld>(*m_idp);
    m_session = m_world->session();
    QVERIFY(m_world->signIn(*m_session));
}

std::unique_ptr<net::Client> IdpCallsTest::client(auth::Session &session) const
{
    net::ClientParts parts{std::make_shared<net::HttpTransport>(), m_world->clock, session.authorizer(),
                           [] { return 0.5; }};
    parts.inFlight = 8;
    parts.inFlightPerScope = 8;
    return std::make_unique<net::Client>(std::move(parts), QList<QUrl>{m_idp->loginUrl()});
}

core::Result<net::Response> IdpCallsTest::call(net::Client &client, const QUrl &url)
{
    net::Request request;
    request.url = url;
    net::Call *const call = client.call(request, QStringLiteral("query"), this);
    QSignalSpy finished(call, &net::Call::finished);
    const bool isAnswered = QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, patience);
    const auto result = isAnswered ? finished.at(0).at(0).value<core::Result<net::Response>>()
                                   : core::fail(ErrorKind::Timeout, QStringLiteral("no end"));
    delete call;
    return result;
}

void IdpCallsTest::callsWithAToken()
{
    const auto calls = client(*m_session);
    const auto answer = call(*calls);
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().text));
    QVERIFY(answer->body.contains("https://api.partnercenter.microsoft.com/user_impersonation"));
    QCOMPARE(m_idp->count(renewals), 0);
}

/// Case 29.
void IdpCallsTest::renewsOnceAndSendsAgain()
{
    const auto calls = client(*m_session);
    QVERIFY(call(*calls));
    m_idp->expireAccessTokens();
    QVERIFY(call(*calls));
    QCOMPARE(m_idp->count(renewals), 1);
    QCOMPARE(m_idp->count(resourceCall), 3);
    QVERIFY(call(*calls));
    QCOMPARE(m_idp->count(renewals), 1);
}

/// Case 93: all were refused, one renewal repairs all.
void IdpCallsTest::manyCallsOneRenewal()
{
    const auto calls = client(*m_session);
    QVERIFY(call(*calls));
    m_idp->expireAccessTokens();
    std::vector<std::unique_ptr<QSignalSpy>> all;
    net::Request request;
    request.url = m_idp->resource();
    QObject parent;
    for (int i = 0; i < 20; ++i)
        all.push_back(std::make_unique<QSignalSpy>(calls->call(request, QStringLiteral("query"), &parent),
                                                   &net::Call::finished));
    for (const auto &finished : all) {
        QTRY_VERIFY_WITH_TIMEOUT(!finished->isEmpty(), patience);
        QVERIFY(finished->at(0).at(0).value<core::Result<net::Response>>());
    }
    QCOMPARE(m_idp->count(renewals), 1);
}

/// Case 30: one renewal, and then the service's own word.
void IdpCallsTest::refusedForEver()
{
    const auto calls = client(*m_session);
    m_idp->fault(resourceCall, json(R"({"status": 401, "times": 50,
        "headers": {"WWW-Authenticate": "Bearer error=\"invalid_token\""}})"));
    const auto answer = call(*calls);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Unauthorised);
    QCOMPARE(m_idp->count(renewals), 1);
    QCOMPARE(m_idp->count(resourceCall), 2);
}

void IdpCallsTest::revokedMeanwhile()
{
    const auto calls = client(*m_session);
    m_idp->revokeAll();
    const auto answer = call(*calls);
    QVERIFY(!answer);
    QCOMPARE(auth::problemOf(answer.error()), SignInProblem::Ended);
    QCOMPARE(m_session->state().phase, Phase::Ended);
    QVERIFY(m_world->signIn(*m_session));
    QVERIFY(call(*calls)); // the client that was there before
}

void IdpCallsTest::demandsAPerson_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("problem");
    QTest::addColumn<QString>("claims");
    const auto row = [](const char *name, const QByteArray &fault, SignInProblem problem,
                        const char *claims = "") {
        QTest::newRow(name) << json(fault.constData()) << int(problem) << QString::fromLatin1(claims);
    };
    row("900421", R"({"status": 401, "type": "application/json",
        "body": "{\"code\":\"900421\",\"description\":\"MFA is required.\"}"})",
        SignInProblem::SecondFactor);
    row("900420", R"({"status": 401, "type": "application/json",
        "body": "{\"code\":900420,\"description\":\"The audience is retired.\"}"})",
        SignInProblem::WrongAudience);
    row("the old reason phrase", R"({"status": 401, "reason": "Unauthorized - MFA required",
        "headers": {"WWW-Authenticate": "Bearer error=\"invalid_token\""}})",
        SignInProblem::SecondFactor);
    row("claims challenge",
        QByteArray(R"({"status": 401, "headers": {"WWW-Authenticate": ")") + challenge + R"("}})",
        SignInProblem::MoreProof, "nbf");
}

/// Case 31, and the second factor: no renewal can mend that.
void IdpCallsTest::demandsAPerson()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, problem);
    QFETCH(QString, claims);
    QVERIFY(!fault.isEmpty());
    const auto calls = client(*m_session);
    m_idp->fault(resourceCall, fault);
    const auto answer = call(*calls);
    QVERIFY(!answer);
    QCOMPARE(int(auth::problemOf(answer.error())), problem);
    QCOMPARE(m_session->state().phase, Phase::Ended);
    QCOMPARE(m_idp->count(renewals), 0);
    QCOMPARE(m_idp->count(resourceCall), 1);
    QVERIFY(m_world->signIn(*m_session));
    const QString asked =
        m_idp->calls(QStringLiteral("authorize")).last()[QLatin1String("claims")].toString();
    QVERIFY2(asked.contains(claims) && asked.contains(QStringLiteral("mfa")), qPrintable(asked));
    QVERIFY(call(*calls));
}

/// I1: the token goes to the API alone.
void IdpCallsTest::noTokenElsewhere()
{
    const auto calls = client(*m_session);
    for (const char *elsewhere : {"http://localhost:1/peer/resource", "https://evil.example/"}) {
        const auto answer = call(*calls, QUrl(QString::fromLatin1(elsewhere)));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Untrusted);
    }
    m_idp->fault(resourceCall, json(R"({"status": 302, "headers": {"Location": "https://evil.example/"}})"));
    const auto answer = call(*calls);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Untrusted);
    QCOMPARE(m_idp->count(resourceCall), 1);
}

SPENDGLASS_TEST_MAIN(IdpCallsTest)
#include "tst_idpcalls.moc"
