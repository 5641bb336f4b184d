// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/devicecode.h"
#include "auth/signin.h"
#include "auth/signinproblem.h"
#include "idtoken.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QUrlQuery>

using namespace spendglass;
using auth::SignInProblem;
using core::ErrorKind;
using test::ScriptedTransport;
using namespace std::chrono_literals;

namespace {

using Result = core::Result<auth::TokenAnswer>;
const QByteArray codePath = "/organizations/oauth2/v2.0/devicecode";
const QByteArray tokenPath = "/organizations/oauth2/v2.0/token";
const QByteArray tokens = R"({"token_type":"Bearer","access_token":"at-1","refresh_token":"rt-1"})";

/// The endpoint's answer with some of its members replaced; null: left out.
QByteArray device(const QByteArray &changes = "{}")
{
    QJsonObject object = QJsonDocument::fromJson(R"({
        "user_code":"FJC3 HJ4K","device_code":"dc-secret","verification_uri":"https://microsoft.com/devicelogin",
        "expires_in":900,"interval":5,"message":"To sign in, use a web browser"})")
                             .object();
    const QJsonObject changed = QJsonDocument::fromJson(changes).object();
    for (auto it = changed.begin(); it != changed.end(); ++it) {
        object.insert(it.key(), it.value());
        if (it.value().isNull())
            object.remove(it.key());
    }
    return QJsonDocument(object).toJson();
}

QByteArray refusal(const QByteArray &code, const QByteArray &text = "AADSTS70016: words")
{
    return R"({"error":")" + code + R"(","error_description":")" + text + R"("})";
}

/// A sign-in by code whose clock moves second by second.
class Flow
{
public:
    explicit Flow(const QByteArray &claims = {})
    {
        auth::SignInSettings settings;
        settings.loginUrl = QUrl(QStringLiteral("https://login.example"));
        settings.clientId = QStringLiteral("client");
        settings.scope = QStringLiteral("https://api.example/user_impersonation offline_access");
        settings.claims = claims;
        m_signIn = auth::deviceSignIn(settings, {transport, clock});
        QObject::connect(m_signIn.get(), &auth::SignIn::codeReady, m_signIn.get(),
                         [this](const auth::DeviceCode &code) { m_code = code; });
        QObject::connect(m_signIn.get(), &auth::SignIn::finished, m_signIn.get(),
                         [this](const Result &result) {
                             ++m_ends;
                             m_result = result;
                         });
    }
    void start(const QByteArray &answer = device())
    {
        transport->expect("POST", codePath).reply(answer);
        m_signIn->start();
        QTRY_VERIFY(m_code || isOver());
    }
    ScriptedTransport::Step &expectPoll() { return transport->expect("POST", tokenPath); }
    ScriptedTransport::Step &expectPoll(const QByteArray &error)
    {
        return expectPoll().reply(400, refusal(error));
    }
    /// Which of the next seconds brings another poll, or the end.
    int secondsToPoll(int most = 4000)
    {
        const qsizetype before = transport->requests().size();
        for (int second = 1; second <= most; ++second) {
            clock->advance(1s);
            settle();
            if (transport->requests().size() > before || isOver())
                return second;
        }
        return -1;
    }
    /// All that is due has happened: an alarm rings, a request is sent, its answer comes, each from the
    /// queue.
    void settle()
    {
        for (int hop = 0; hop < 4; ++hop) {
            bool isDone = false;
            QMetaObject::invokeMethod(
                &m_last, [&isDone] { isDone = true; }, Qt::QueuedConnection);
            QVERIFY(QTest::qWaitFor([&isDone] { return isDone; }));
        }
    }
    bool isOver() const { return m_ends > 0; }
    int ends() const { return m_ends; }
    const Result &result() const { return m_result; }
    const std::optional<auth::DeviceCode> &code() const { return m_code; }
    qsizetype polls() const { return transport->requests().size() - 1; }
    auth::SignIn *operator->() { return m_signIn.get(); }
    void drop() { m_signIn.reset(); }

    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();

private:
    std::unique_ptr<auth::SignIn> m_signIn;
    QObject m_last;
    std::optional<auth::DeviceCode> m_code;
    Result m_result = core::fail(ErrorKind::NotReady, QStringLiteral("still running"));
    int m_ends = 0;
};

} // namespace

class DeviceSignInTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsIn();
    void waitsForTheInterval_data();
    void waitsForTheInterval();
    void slowsDownForGood();
    void backsOffWhenDisturbed_data();
    void backsOffWhenDisturbed();
    void waitsAsAsked();
    void ends_data();
    void ends();
    void expires();
    void expiresBetweenTwoPolls();
    void needsACode_data();
    void needsACode();
    void readsTheOlderName();
    void trustsAddresses_data();
    void trustsAddresses();
    void passesClaimsOn();
    void cancels_data();
    void cancels();
    void diesSilently();
    void needsASafeAuthority_data();
    void needsASafeAuthority();
};

void DeviceSignInTest::signsIn()
{
    Flow flow("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}");
    flow.start();
    QCOMPARE(flow.code()->userCode, QStringLiteral("FJC3 HJ4K"));
    QCOMPARE(flow.code()->verificationUrl, QUrl(QStringLiteral("https://microsoft.com/devicelogin")));
    QVERIFY(flow.code()->isUrlTrusted);
    QCOMPARE(flow.code()->validFor, 900s);
    QVERIFY(flow.code()->until == flow.clock->steady() + 900s);
    flow.expectPoll("authorization_pending");
    QCOMPARE(flow.secondsToPoll(), 5);
    flow.expectPoll().reply(tokens);
    QCOMPARE(flow.secondsToPoll(), 5);
    QTRY_VERIFY(flow.isOver());
    QVERIFY(flow.result());
    QCOMPARE(flow.result()->refreshToken, QByteArray("rt-1"));
    QVERIFY2(flow.transport->isUsedUp(), qPrintable(flow.transport->trouble()));
    const auto &requests = flow.transport->requests();
    QCOMPARE(
        requests.at(0).body,
        QByteArray("client_id=client&scope=https%3A%2F%2Fapi.example%2Fuser_impersonation%20offline_access"
                   "&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%22value"
                   "%22%3A%22c1%22%7D%2C%22amr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22mfa"
                   "%22%5D%7D%7D%7D"));
    QCOMPARE(requests.at(2).body,
             QByteArray("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
                        "&client_id=client&device_code=dc-secret"));
    QCOMPARE(requests.at(2), requests.at(1));
    flow.clock->advance(1h);
    flow.settle();
    QCOMPARE(flow.ends(), 1);
    QCOMPARE(flow.polls(), 2);
}

void DeviceSignInTest::waitsForTheInterval_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<int>("seconds");
    QTest::newRow("98 number") << QByteArray(R"({"interval":7})") << 7;
    QTest::newRow("98 interval \"5\"") << QByteArray(R"({"interval":"5"})") << 5;
    QTest::newRow("98 interval \"12\"") << QByteArray(R"({"interval":"12"})") << 12;
    QTest::newRow("98 interval 0") << QByteArray(R"({"interval":0})") << 5;
    QTest::newRow("98 interval missing") << QByteArray(R"({"interval":null})") << 5;
    QTest::newRow("98 interval negative") << QByteArray(R"({"interval":-3})") << 5;
    QTest::newRow("98 interval is a word") << QByteArray(R"({"interval":"often"})") << 5;
    QTest::newRow("98 interval huge") << QByteArray(R"({"interval":1e99,"expires_in":3600})") << 3600;
}

void DeviceSignInTest::waitsForTheInterval()
{
    QFETCH(QByteArray, change);
    Flow flow;
    flow.start(device(change));
    if (QByteArray(QTest::currentDataTag()) == "98 interval huge") {
        QTEST(flow.secondsToPoll(), "seconds"); // which is its end
        QCOMPARE(flow.polls(), 0);
        return;
    }
    for (int poll = 1; poll <= 3; ++poll) {
        flow.expectPoll("authorization_pending");
        QTEST(flow.secondsToPoll(), "seconds");
        QCOMPARE(flow.polls(), poll);
    }
}

void DeviceSignInTest::slowsDownForGood()
{
    Flow flow;
    flow.start();
    for (const int seconds : {5, 10, 15}) {
        flow.expectPoll("slow_down");
        QCOMPARE(flow.secondsToPoll(), seconds);
    }
    for (int poll = 0; poll < 3; ++poll) {
        flow.expectPoll("authorization_pending");
        QCOMPARE(flow.secondsToPoll(), 20);
    }
    QVERIFY(!flow.isOver());
}

void DeviceSignInTest::backsOffWhenDisturbed_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("98 time-out") << 0;
    QTest::newRow("98 connection lost") << 1;
    QTest::newRow("98 503") << 503;
    QTest::newRow("98 temporarily_unavailable") << 400;
}

void DeviceSignInTest::backsOffWhenDisturbed()
{
    QFETCH(int, how);
    Flow flow;
    flow.start();
    for (const int seconds : {5, 10, 20, 40, 60, 60}) {
        auto &poll = flow.expectPoll();
        if (how > 1)
            poll.reply(how, refusal("temporarily_unavailable"));
        else if (how == 1)
            poll.cut();
        else
            poll.time();
        QCOMPARE(flow.secondsToPoll(), seconds);
    }
    flow.expectPoll().reply(tokens);
    QCOMPARE(flow.secondsToPoll(), 60);
    QTRY_VERIFY(flow.isOver());
    QVERIFY(flow.result());
}

void DeviceSignInTest::waitsAsAsked()
{
    Flow flow;
    flow.start();
    flow.expectPoll().throttle(100);
    QCOMPARE(flow.secondsToPoll(), 5);
    flow.expectPoll().throttle(2);
    QCOMPARE(flow.secondsToPoll(), 100);
    flow.expectPoll("authorization_pending");
    QCOMPARE(flow.secondsToPoll(), 15); // each was a slow_down as well
    flow.expectPoll().throttle(3600);
    QCOMPARE(flow.secondsToPoll(), 15);
    QCOMPARE(flow.secondsToPoll(), 900 - 135); // its end comes first
    QVERIFY(flow.isOver());
}

void DeviceSignInTest::ends_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<SignInProblem>("problem");
    const auto row = [](const char *error, ErrorKind kind, SignInProblem problem) {
        QTest::addRow("98 %s", error) << QByteArray(error) << kind << problem;
    };
    row("authorization_declined", ErrorKind::Forbidden, SignInProblem::Refused);
    row("access_denied", ErrorKind::Forbidden, SignInProblem::Refused);
    row("expired_token", ErrorKind::Unauthorised, SignInProblem::Expired);
    row("code_expired", ErrorKind::Unauthorised, SignInProblem::Expired);
    row("bad_verification_code", ErrorKind::Unauthorised, SignInProblem::Expired);
    row("invalid_grant", ErrorKind::Unauthorised, SignInProblem::Ended);
    row("invalid_client", ErrorKind::BadRequest, SignInProblem::Settings);
    row("interaction_required", ErrorKind::Unauthorised, SignInProblem::MoreProof);
    row("consent_required", ErrorKind::Forbidden, SignInProblem::Consent);
    row("never_heard_of", ErrorKind::BadRequest, SignInProblem::Settings);
}

void DeviceSignInTest::ends()
{
    QFETCH(QByteArray, error);
    Flow flow;
    flow.start();
    flow.expectPoll().reply(400, refusal(error, "the code dc-secret is no good"));
    QCOMPARE(flow.secondsToPoll(), 5);
    QTRY_VERIFY(flow.isOver());
    QVERIFY(!flow.result());
    QTEST(flow.result().error().kind, "kind");
    QTEST(auth::problemOf(flow.result().error()), "problem");
    QCOMPARE(flow.result().error().serverText, QStringLiteral("the code ... is no good"));
    flow.clock->advance(1h);
    flow.settle();
    QCOMPARE(flow.polls(), 1);
    QCOMPARE(flow.ends(), 1);
}

void DeviceSignInTest::expires()
{
    Flow flow;
    flow.start(device(R"({"expires_in":"60"})"));
    for (int poll = 0; poll < 11; ++poll) {
        flow.expectPoll("authorization_pending");
        QCOMPARE(flow.secondsToPoll(), 5);
    }
    QCOMPARE(flow.secondsToPoll(), 5); // and no twelfth poll
    QTRY_VERIFY(flow.isOver());
    QCOMPARE(auth::problemOf(flow.result().error()), SignInProblem::Expired);
    QVERIFY2(flow.transport->isUsedUp(), qPrintable(flow.transport->trouble()));
}

void DeviceSignInTest::expiresBetweenTwoPolls()
{
    Flow flow;
    flow.start(device(R"({"expires_in":62,"interval":40})"));
    flow.expectPoll("authorization_pending");
    QCOMPARE(flow.secondsToPoll(), 40);
    QCOMPARE(flow.secondsToPoll(), 22);
    QTRY_VERIFY(flow.isOver());
    QCOMPARE(auth::problemOf(flow.result().error()), SignInProblem::Expired);
}

void DeviceSignInTest::needsACode_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const QByteArray &body, ErrorKind kind = ErrorKind::Malformed,
                        int status = 200) { QTest::newRow(name) << status << body << kind; };
    row("nothing", {});
    row("a page", "<html>");
    row("no device code", device(R"({"device_code":null})"));
    row("no user code", device(R"({"user_code":null})"));
    row("user code of white space", device(R"({"user_code":" \r\n"})"));
    row("user code that is no code", device(R"({"user_code":")" + QByteArray(200, 'x') + "\"}"));
    row("no address", device(R"({"verification_uri":null})"));
    row("address that is none", device(R"({"verification_uri":"http://[::"})"));
    row("unauthorized_client", refusal("unauthorized_client"), ErrorKind::BadRequest, 400);
    row("conditional access", refusal("invalid_grant", "AADSTS53003: blocked"), ErrorKind::Forbidden, 400);
    row("503", {}, ErrorKind::Server, 503);
    row("302", {}, ErrorKind::Untrusted, 302);
}

void DeviceSignInTest::needsACode()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Flow flow;
    flow.transport->expect("POST", codePath).reply(status, body);
    flow->start();
    QTRY_VERIFY(flow.isOver());
    QVERIFY(!flow.code() && !flow.result());
    QTEST(flow.result().error().kind, "kind");
    QCOMPARE(flow.result().error().where, QString::fromLatin1("POST " + codePath));
    flow.clock->advance(1h);
    flow.settle();
    QCOMPARE(flow.polls(), 0);
}

/// The endpoint without /v2.0.
void DeviceSignInTest::readsTheOlderName()
{
    Flow flow;
    flow.start(device(R"({"verification_uri":null,"verification_url":"https://aka.ms/devicelogin",)"
                      R"("expires_in":"600"})"));
    QCOMPARE(flow.code()->verificationUrl, QUrl(QStringLiteral("https://aka.ms/devicelogin")));
    QCOMPARE(flow.code()->validFor, 600s);
}

void DeviceSignInTest::trustsAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isTrusted");
    const auto row = [](const char *address, bool isTrusted) {
        QTest::addRow("99 %s", address) << QString::fromUtf8(address) << isTrusted;
    };
    row("https://microsoft.com/devicelogin", true);
    row("https://microsoft.com:443/devicelogin", true);
    row("https://login.microsoftonline.us/common/oauth2/deviceauth", true);
    row("https://aka.ms/devicelogin", true);
    row("https://login.example/device", true);
    row("http://microsoft.com/devicelogin", false);
    row("http://login.example/device", false);
    row("https://microsoft.com.evil.example/devicelogin", false);
    row("https://evil.example/microsoft.com", false);
    row("https://xmicrosoft.com/devicelogin", false);
    row("https://microsoft.com@evil.example/devicelogin", false);
    row("https://user:word@microsoft.com/devicelogin", false);
    row("https://microsoft.com:8443/devicelogin", false);
    row("https://micr\u043esoft.com/devicelogin", false); // a Cyrillic letter
    row("https://203.0.113.7/devicelogin", false);
    row("http://127.0.0.1:4711/device", false);
    row("javascript:alert(1)", false);
    row("file:///etc/passwd", false);
    row("devicelogin", false);
}

void DeviceSignInTest::trustsAddresses()
{
    QFETCH(QString, address);
    const QJsonObject change{{QStringLiteral("verification_uri"), address}};
    Flow flow;
    flow.start(device(QJsonDocument(change).toJson()));
    QVERIFY(flow.code()); // it is shown all the same
    QTEST(flow.code()->isUrlTrusted, "isTrusted");
    const QUrl loopback(QStringLiteral("http://127.0.0.1:4711"));
    QVERIFY(auth::isTrustedVerification(QUrl(QStringLiteral("http://127.0.0.1:4711/device")), loopback));
    QVERIFY(!auth::isTrustedVerification(QUrl(QStringLiteral("http://127.0.0.1:4712/device")), loopback));
}

void DeviceSignInTest::passesClaimsOn()
{
    Flow flow;
    flow.start();
    flow.expectPoll().reply(400, R"({"error":"interaction_required","error_description":"AADSTS50076: more",)"
                                 R"("claims":"{\"access_token\":{\"capolids\":{\"essential\":true}}}"})");
    flow.secondsToPoll();
    QTRY_VERIFY(flow.isOver());
    QCOMPARE(flow->claims(), QByteArray(R"({"access_token":{"capolids":{"essential":true}}})"));
}

void DeviceSignInTest::cancels_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : {"before the code", "between polls", "in a poll", "before the start"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void DeviceSignInTest::cancels()
{
    QFETCH(QString, when);
    Flow flow;
    if (when == QLatin1String("before the code")) {
        flow.transport->expect("POST", codePath).silent();
        flow->start();
    } else if (when != QLatin1String("before the start")) {
        flow.start();
    }
    if (when == QLatin1String("in a poll")) {
        flow.expectPoll().silent();
        flow.secondsToPoll();
    }
    flow->cancel();
    flow->cancel();
    QCOMPARE(flow.ends(), 0); // not from inside
    QTRY_COMPARE(flow.ends(), 1);
    QCOMPARE(flow.result().error().kind, ErrorKind::Cancelled);
    QCOMPARE(flow.transport->pending(), 0);
    const auto asked = flow.transport->requests().size();
    flow->start();
    flow.clock->advance(1h);
    flow.settle();
    QCOMPARE(flow.transport->requests().size(), asked);
    QCOMPARE(flow.ends(), 1);
}

void DeviceSignInTest::diesSilently()
{
    Flow flow;
    flow.start();
    flow.expectPoll().silent();
    flow.secondsToPoll();
    flow.drop();
    QCOMPARE(flow.transport->pending(), 0);
    flow.clock->advance(1h);
    flow.settle();
    QCOMPARE(flow.ends(), 0);
    QCOMPARE(flow.polls(), 1);
}

void DeviceSignInTest::needsASafeAuthority_data()
{
    QTest::addColumn<QString>("authority");
    QTest::addColumn<bool>("isSafe");
    QTest::newRow("https") << QStringLiteral("https://login.example") << true;
    QTest::newRow("loopback") << QStringLiteral("http://127.0.0.1:4711") << true;
    QTest::newRow("localhost") << QStringLiteral("http://localhost:4711") << true;
    QTest::newRow("http") << QStringLiteral("http://login.example") << false;
    QTest::newRow("user information") << QStringLiteral("https://a:b@login.example") << false;
    QTest::newRow("nothing") << QString() << false;
}

void DeviceSignInTest::needsASafeAuthority()
{
    QFETCH(QString, authority);
    QFETCH(bool, isSafe);
    for (const auto make : {auth::browserSignIn, auth::deviceSignIn}) {
        auth::SignInSettings settings;
        settings.loginUrl = QUrl(authority);
        settings.clientId = QStringLiteral("client");
        const auto transport = std::make_shared<ScriptedTransport>();
        transport->expect("POST", codePath).silent();
        const auto signIn = make(settings, {transport, std::make_shared<test::ManualClock>()});
        QSignalSpy finished(signIn.get(), &auth::SignIn::finished);
        signIn->start();
        QVERIFY(finished.isEmpty());
        if (isSafe)
            signIn->cancel();
        QVERIFY(finished.wait());
        QCOMPARE(finished.at(0).at(0).value<Result>().error().kind,
                 isSafe ? ErrorKind::Cancelled : ErrorKind::Untrusted);
        QVERIFY(isSafe || transport->requests().isEmpty());
    }
}

SPENDGLASS_TEST_MAIN(DeviceSignInTest)
#include "tst_devicesignin.moc"
