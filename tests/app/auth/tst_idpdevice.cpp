// SPDX-License-Identifier: GPL-3.0-or-later
#include "idpflow.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::test;
using auth::SignInProblem;
using core::ErrorKind;
using namespace std::chrono_literals;

namespace {

const QString tokenCall = QStringLiteral("token");
const QString deviceCall = QStringLiteral("devicecode");
const QString polls = QStringLiteral("token:device_code");

} // namespace

/// Device codes against a certified provider, polled by a clock that stands still until it is moved.
class IdpDeviceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void signsIn();
    void pace();
    void refused_data();
    void refused();
    void interval_data();
    void interval();
    void survivesDisturbance_data();
    void survivesDisturbance();
    void address_data();
    void address();
    void codeRefused_data();
    void codeRefused();

private:
    Flow device() const { return Flow(&auth::deviceSignIn, settingsFor(*m_idp)); }
    static bool isWaiting(Flow &flow);
    bool letOnePollHappen(Flow &flow, std::chrono::milliseconds after);

    std::unique_ptr<IdpServer> m_idp;
};

void IdpDeviceTest::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

void IdpDeviceTest::init()
{
    m_idp->reset();
}

/// No poll is due or under way: the alarm for the next one is still set.
bool IdpDeviceTest::isWaiting(Flow &flow)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
    return flow.clock->alarms() == 1;
}

/// Moves the clock so far and waits until the provider has seen one more poll and the flow is at rest.
bool IdpDeviceTest::letOnePollHappen(Flow &flow, std::chrono::milliseconds after)
{
    const int before = m_idp->count(polls);
    flow.clock->advance(after);
    return QTest::qWaitFor(
        [&] { return m_idp->count(polls) > before && (flow.isOver() || flow.clock->alarms() > 0); },
        patience);
}

void IdpDeviceTest::signsIn()
{
    Flow flow = device();
    QVERIFY(flow.hasCode());
    QCOMPARE(flow.code().validFor, 900s);
    QVERIFY(flow.code().isUrlTrusted);
    QCOMPARE(m_idp->count(polls), 0); // not before the interval has passed
    QVERIFY(letOnePollHappen(flow, 5s));
    QVERIFY(!flow.isOver());
    m_idp->person(IdpServer::Person::Approves, flow.code().userCode);
    QVERIFY(letOnePollHappen(flow, 5s));
    QVERIFY(flow.ends() && flow.result());
    QVERIFY(m_idp->accepts(flow.result()->accessToken));
    QVERIFY(!flow.result()->refreshToken.isEmpty());
    QCOMPARE(flow.result()->identity->user, QStringLiteral("anna.adams@adatum.example"));
    QCOMPARE(m_idp->count(polls), 2);
}

/// Case 98. RFC 8628 section 3.5: slow_down adds five seconds, for good.
void IdpDeviceTest::pace()
{
    Flow flow = device();
    QVERIFY(flow.hasCode());
    m_idp->fault(tokenCall, json(R"({"error": {"error": "slow_down"}, "times": 2})"));
    QVERIFY(letOnePollHappen(flow, 5s));
    flow.clock->advance(9900ms);
    QVERIFY(isWaiting(flow));
    QVERIFY(letOnePollHappen(flow, 100ms)); // 10 s after the first
    for (const auto pause : {15s, 15s, 15s}) {
        flow.clock->advance(pause - 100ms);
        QVERIFY(isWaiting(flow));
        QVERIFY(letOnePollHappen(flow, 100ms));
    }
    QCOMPARE(m_idp->count(polls), 5);
    QVERIFY(!flow.isOver());
}

void IdpDeviceTest::refused_data()
{
    QTest::addColumn<int>("person");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("problem");
    const auto row = [](const char *name, int person, const char *error, SignInProblem problem) {
        QTest::newRow(name) << person << QString::fromLatin1(error) << int(problem);
    };
    row("declined", int(IdpServer::Person::Declines), "authorization_declined", SignInProblem::Refused);
    row("expired", int(IdpServer::Person::ComesTooLate), "expired_token", SignInProblem::Expired);
    row("access_denied", -1, "access_denied", SignInProblem::Refused);
    row("code_expired", -1, "code_expired", SignInProblem::Expired);
    row("bad_verification_code", -1, "bad_verification_code", SignInProblem::Expired);
    row("invalid_grant", -1, "invalid_grant", SignInProblem::Ended);
    row("consent", -1, "consent_required", SignInProblem::Consent);
    row("policy", -1, "interaction_required", SignInProblem::MoreProof);
    row("not registered as public", -1, "invalid_client", SignInProblem::Settings);
    row("a word nobody knows", -1, "moon_phase", SignInProblem::Settings);
}

/// Case 98: it ends, with the service's word, and is not asked again.
void IdpDeviceTest::refused()
{
    QFETCH(int, person);
    QFETCH(QString, error);
    QFETCH(int, problem);
    Flow flow = device();
    QVERIFY(flow.hasCode());
    if (person >= 0)
        m_idp->person(IdpServer::Person(person));
    else
        m_idp->refuse(tokenCall, error);
    QVERIFY(letOnePollHappen(flow, 5s));
    QVERIFY(flow.ends() && !flow.result());
    QCOMPARE(flow.result().error().serverCode, error);
    QCOMPARE(int(flow.problem()), problem);
    QCOMPARE(flow.clock->alarms(), std::size_t(0)); // nothing is going to poll again
    QCOMPARE(m_idp->count(polls), 1);
}

void IdpDeviceTest::interval_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("seconds");
    QTest::newRow("text") << json(R"({"set": {"interval": "7"}})") << 7;
    QTest::newRow("missing") << json(R"({"remove": ["interval"]})") << 5;
    QTest::newRow("zero") << json(R"({"set": {"interval": 0}})") << 5;
    QTest::newRow("negative") << json(R"({"set": {"interval": -3}})") << 5;
    QTest::newRow("no number") << json(R"({"set": {"interval": "often"}})") << 5;
}

/// Case 98. RFC 8628 section 3.2: 5 seconds where nothing sensible is said.
void IdpDeviceTest::interval()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, seconds);
    m_idp->fault(deviceCall, fault);
    Flow flow = device();
    QVERIFY(flow.hasCode());
    flow.clock->advance(std::chrono::seconds(seconds) - 1ms);
    QVERIFY(isWaiting(flow));
    QVERIFY(letOnePollHappen(flow, 1ms));
}

void IdpDeviceTest::survivesDisturbance_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::newRow("500") << json(R"({"status": 500})");
    QTest::newRow("503") << json(R"({"status": 503, "headers": {"Retry-After": "1"}})");
    QTest::newRow("temporarily_unavailable") << json(R"({"error": {"error": "temporarily_unavailable"}})");
    QTest::newRow("connection lost") << json(R"({"drop": true})");
}

/// Case 98. RFC 8628 section 3.5: after a lost poll, slower.
void IdpDeviceTest::survivesDisturbance()
{
    QFETCH(QJsonObject, fault);
    Flow flow = device();
    QVERIFY(flow.hasCode());
    m_idp->fault(tokenCall, fault);
    m_idp->person(IdpServer::Person::Approves);
    QVERIFY(letOnePollHappen(flow, 5s));
    QVERIFY(!flow.isOver());
    flow.clock->advance(5s);
    QVERIFY(isWaiting(flow));
    QVERIFY(letOnePollHappen(flow, 5s));
    QVERIFY(flow.ends() && flow.result());
}

void IdpDeviceTest::address_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isTrusted");
    QTest::newRow("Microsoft's") << QStringLiteral("https://microsoft.com/devicelogin") << true;
    QTest::newRow("plain http") << QStringLiteral("http://microsoft.com/devicelogin") << false;
    QTest::newRow("odd host") << QStringLiteral("https://microsoft.com.evil.example/devicelogin") << false;
    QTest::newRow("user information") << QStringLiteral("https://microsoft.com@evil.example/") << false;
    QTest::newRow("odd port") << QStringLiteral("https://microsoft.com:8443/devicelogin") << false;
    QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << false;
}

/// Case 99: shown, but not to be opened.
void IdpDeviceTest::address()
{
    QFETCH(QString, address);
    QFETCH(bool, isTrusted);
    m_idp->fault(deviceCall,
                 {{QStringLiteral("set"), QJsonObject{{QStringLiteral("verification_uri"), address}}}});
    Flow flow = device();
    QVERIFY(flow.hasCode());
    QCOMPARE(flow.code().isUrlTrusted, isTrusted);
    QCOMPARE(flow.code().verificationUrl, QUrl(address));
}

void IdpDeviceTest::codeRefused_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("kind");
    QTest::newRow("500") << json(R"({"status": 500})") << int(ErrorKind::Server);
    QTest::newRow("lost") << json(R"({"drop": true, "after": true})") << int(ErrorKind::Offline);
    QTest::newRow("not offered") << json(R"({"error": {"error": "unauthorized_client", "codes": [700016]}})")
                                 << int(ErrorKind::BadRequest);
    QTest::newRow("no code in it") << json(R"({"remove": ["user_code"]})") << int(ErrorKind::Malformed);
}

void IdpDeviceTest::codeRefused()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, kind);
    m_idp->fault(deviceCall, fault);
    Flow flow = device();
    QVERIFY(flow.ends() && !flow.result());
    QCOMPARE(int(flow.result().error().kind), kind);
    QCOMPARE(m_idp->count(deviceCall), 1);
}

SPENDGLASS_TEST_MAIN(IdpDeviceTest)
#include "tst_idpdevice.moc"
