// SPDX-License-Identifier: GPL-3.0-or-later
#include "idpflow.h"
#include "support/testmain.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSet>
#include <QUrlQuery>

using namespace spendglass;
using namespace spendglass::test;
using auth::SignInProblem;
using core::ErrorKind;
using namespace std::chrono_literals;

namespace {

const QString authorizeCall = QStringLiteral("authorize");
const QString tokenCall = QStringLiteral("token");
const QString tokenPosts = QStringLiteral("token:authorization_code");

} // namespace

/// Code and PKCE against a certified provider that nobody here wrote.
class IdpSignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void signsIn_data();
    void signsIn();
    void standInBrowserSignsIn();
    void asksForASecondFactor();
    void proofIsNewEachTime();
    void refusedInTheBrowser_data();
    void refusedInTheBrowser();
    void issuer_data();
    void issuer();
    void otherResponseModes_data();
    void otherResponseModes();
    void brokenRedemption_data();
    void brokenRedemption();
    void replayedRedirect();
    void tokenMembers_data();
    void tokenMembers();

private:
    Flow browser() const { return Flow(&auth::browserSignIn, settingsFor(*m_idp)); }

    std::unique_ptr<IdpServer> m_idp;
    QNetworkAccessManager m_browser;
};

void IdpSignInTest::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

void IdpSignInTest::init()
{
    m_idp->reset();
}

void IdpSignInTest::signsIn_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QString>("hint");
    QTest::addColumn<bool>("usesLocalhost");
    QTest::newRow("own tenant") << m_idp->tenant() << QString() << false;
    QTest::newRow("any tenant") << QString() << QString() << false;
    QTest::newRow("known account") << m_idp->tenant() << QStringLiteral("ben.berg@adatum.example") << false;
    QTest::newRow("localhost") << m_idp->tenant() << QString() << true;
}

void IdpSignInTest::signsIn()
{
    QFETCH(QString, tenant);
    QFETCH(QString, hint);
    QFETCH(bool, usesLocalhost);
    auth::SignInSettings settings = settingsFor(*m_idp);
    settings.tenant = tenant;
    settings.loginHint = hint;
    settings.usesLocalhost = usesLocalhost;
    Flow flow(&auth::browserSignIn, settings);
    QVERIFY(!goThrough(*m_idp, flow).isEmpty());
    QVERIFY(flow.ends());
    QVERIFY2(flow.result(), flow.result() ? "" : qPrintable(flow.result().error().text));
    QVERIFY(m_idp->accepts(flow.result()->accessToken));
    QVERIFY(!flow.result()->refreshToken.isEmpty());
    QCOMPARE(flow.result()->expiresIn, 3599s);
    const QString user = hint.isEmpty() ? QStringLiteral("anna.adams@adatum.example") : hint;
    QCOMPARE(flow.result()->identity->user, user);
    QCOMPARE(flow.result()->identity->tenantId, m_idp->tenant());
    QCOMPARE(m_idp->count(tokenPosts), 1);
    const QJsonObject asked = m_idp->calls(authorizeCall).at(0).toObject();
    QCOMPARE(asked.value(QLatin1String("response_mode")).toString(), QStringLiteral("query"));
}

/// With curl in place of the browser, as the programs' own tests do.
void IdpSignInTest::standInBrowserSignsIn()
{
    Flow flow = browser();
    QVERIFY(flow.hasAddress());
    QVERIFY(IdpServer::browse(flow.address()));
    QVERIFY(flow.ends());
    QVERIFY(flow.result() && m_idp->accepts(flow.result()->accessToken));
}

void IdpSignInTest::asksForASecondFactor()
{
    Flow flow = browser();
    goThrough(*m_idp, flow);
    QVERIFY(flow.ends() && flow.result());
    const QByteArray claims =
        QByteArray::fromBase64(flow.result()->accessToken.split('.').value(1), QByteArray::Base64UrlEncoding);
    QCOMPARE(QJsonDocument::fromJson(claims).object().value(QLatin1String("amr")).toArray(),
             QJsonArray({QStringLiteral("pwd"), QStringLiteral("mfa")}));
}

/// Case 84. RFC 7636 section 4.1: 43 to 128 characters, made anew for each request.
void IdpSignInTest::proofIsNewEachTime()
{
    for (int i = 0; i < 3; ++i) {
        Flow flow = browser();
        goThrough(*m_idp, flow);
        QVERIFY(flow.ends() && flow.result());
    }
    QSet<QString> challenges;
    const QJsonArray asked = m_idp->calls(authorizeCall);
    for (const QJsonValue &call : asked) {
        QCOMPARE(call[QLatin1String("code_challenge_method")].toString(), QStringLiteral("S256"));
        challenges.insert(call[QLatin1String("code_challenge")].toString());
    }
    QCOMPARE(challenges.size(), 3);
    const QJsonArray redeemed = m_idp->calls(tokenCall);
    QCOMPARE(redeemed.size(), 3);
    for (const QJsonValue &call : redeemed) {
        const int length = call[QLatin1String("verifierLength")].toInt();
        QVERIFY2(length >= 43 && length <= 128, qPrintable(QString::number(length)));
    }
}

void IdpSignInTest::refusedInTheBrowser_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("problem");
    QTest::newRow("denied, with markup")
        << QStringLiteral("access_denied") << QByteArray(R"({"description": "<img src=x onerror=alert(1)>"})")
        << int(SignInProblem::Refused);
    QTest::newRow("consent") << QStringLiteral("consent_required")
                             << QByteArray(R"({"codes": [65001], "description": "Nobody has consented."})")
                             << int(SignInProblem::Consent);
    QTest::newRow("administrator's consent")
        << QStringLiteral("invalid_client") << QByteArray(R"({"codes": [90094]})")
        << int(SignInProblem::Consent);
    QTest::newRow("second factor") << QStringLiteral("interaction_required")
                                   << QByteArray(R"({"codes": [50076], "claims": "{\"access_token\":{}}"})")
                                   << int(SignInProblem::MoreProof);
    QTest::newRow("conditional access") << QStringLiteral("access_denied")
                                        << QByteArray(R"({"codes": [53003]})") << int(SignInProblem::Refused);
    QTest::newRow("service") << QStringLiteral("server_error") << QByteArray("{}")
                             << int(SignInProblem::Service);
}

/// Cases 82 and 97.
void IdpSignInTest::refusedInTheBrowser()
{
    QFETCH(QString, error);
    QFETCH(QByteArray, more);
    QFETCH(int, problem);
    m_idp->refuse(authorizeCall, error, QJsonDocument::fromJson(more).object());
    Flow flow = browser();
    const QByteArray page = goThrough(*m_idp, flow);
    QVERIFY(flow.ends() && !flow.result());
    QCOMPARE(int(flow.problem()), problem);
    QCOMPARE(flow.result().error().serverCode, error);
    QVERIFY(!flow.result().error().serverText.contains(QLatin1Char('\n')));
    QVERIFY(page.contains("<html") && !page.contains("onerror")); // ours, with nothing from the wire
    QCOMPARE(m_idp->count(tokenCall), 0);
}

void IdpSignInTest::issuer_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("right") << QJsonObject() << true;
    QTest::newRow("missing") << json(R"({"remove": ["iss"]})") << true;
    QTest::newRow("another service") << json(R"({"set": {"iss": "https://evil.example/v2.0"}})") << false;
    const QString otherTenant =
        QStringLiteral("%1/11111111-2222-4333-8444-555555555555/v2.0").arg(m_idp->loginUrl().toString());
    QTest::newRow("another tenant") << QJsonObject{{QStringLiteral("set"),
                                                    QJsonObject{{QStringLiteral("iss"), otherTenant}}}}
                                    << false;
}

/// Case 83. RFC 9207 section 2.4.
void IdpSignInTest::issuer()
{
    QFETCH(QJsonObject, fault);
    QFETCH(bool, isGood);
    if (!fault.isEmpty())
        m_idp->fault(authorizeCall, fault);
    Flow flow = browser();
    goThrough(*m_idp, flow);
    QVERIFY(flow.ends());
    QCOMPARE(flow.result().has_value(), isGood);
    QCOMPARE(m_idp->count(tokenCall), isGood ? 1 : 0);
    QVERIFY(isGood || flow.result().error().kind == ErrorKind::Untrusted);
}

void IdpSignInTest::otherResponseModes_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("fragment") << QStringLiteral("fragment");
    QTest::newRow("form_post") << QStringLiteral("form_post");
}

/// Case 90: an answer that comes in another way than asked for is none, and the flow goes on.
void IdpSignInTest::otherResponseModes()
{
    QFETCH(QString, mode);
    m_idp->fault(authorizeCall,
                 {{QStringLiteral("ask"), QJsonObject{{QStringLiteral("response_mode"), mode}}}});
    Flow flow = browser();
    QVERIFY(flow.hasAddress());
    const QUrl back = m_idp->follow(flow.address());
    const QUrl listener(
        QUrlQuery(flow.address()).queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    const QString state = QUrlQuery(flow.address()).queryItemValue(QStringLiteral("state"));
    if (mode == QLatin1String("fragment")) {
        QVERIFY(back.fragment().contains(QStringLiteral("code=")));
        visit(back); // a browser keeps the fragment to itself
    } else {
        QVERIFY(back.isEmpty()); // a page with a form that its script would send
        visit(listener, "code=stolen&state=" + state.toLatin1());
    }
    QVERIFY(!flow.isOver());
    QCOMPARE(m_idp->count(tokenCall), 0);
    goThrough(*m_idp, flow);
    QVERIFY(flow.ends() && flow.result());
}

void IdpSignInTest::brokenRedemption_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const char *fault, ErrorKind kind) {
        QTest::newRow(name) << json(fault) << int(kind);
    };
    row("500 before", R"({"status": 500})", ErrorKind::Server);
    row("500 after the code was used", R"({"status": 500, "after": true})", ErrorKind::Server);
    row("503 and html", R"({"status": 503, "headers": {"Retry-After": "7"}, "body": "<html>busy</html>"})",
        ErrorKind::Server);
    row("answer lost", R"({"drop": true, "after": true})", ErrorKind::Offline);
    row("connection lost", R"({"drop": true})", ErrorKind::Offline);
    row("code refused", R"({"error": {"error": "invalid_grant", "codes": [70008]}})",
        ErrorKind::Unauthorised);
    row("client unknown", R"({"error": {"error": "invalid_client", "codes": [7000218], "status": 401}})",
        ErrorKind::BadRequest);
    row("consent wanted", R"({"error": {"error": "invalid_grant", "codes": [65001]}})", ErrorKind::Forbidden);
    row("redirected", R"({"status": 302, "headers": {"Location": "https://evil.example/"}})",
        ErrorKind::Untrusted);
    row("html", R"({"status": 200, "body": "<html>Sign in to the airport</html>"})", ErrorKind::Malformed);
}

/// Cases 91 and 97: said, not repeated by itself (M2), and a new sign-in is a new one.
void IdpSignInTest::brokenRedemption()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, kind);
    m_idp->fault(tokenCall, fault);
    Flow flow = browser();
    QVERIFY(goThrough(*m_idp, flow).contains("<html"));
    QVERIFY(flow.ends() && !flow.result());
    QCOMPARE(int(flow.result().error().kind), kind);
    QCOMPARE(m_idp->count(tokenCall), 1);
    QCOMPARE(flow.endings(), 1);
    Flow again = browser();
    goThrough(*m_idp, again);
    QVERIFY(again.ends() && again.result());
    QCOMPARE(m_idp->count(tokenCall), 2);
}

/// Case 91: the browser goes back and sends the code once more.
void IdpSignInTest::replayedRedirect()
{
    m_idp->fault(tokenCall, json(R"({"hold": true})"));
    Flow flow = browser();
    QVERIFY(flow.hasAddress());
    const QUrl back = m_idp->follow(flow.address());
    const std::unique_ptr<QNetworkReply> first(m_browser.get(QNetworkRequest(back)));
    QTRY_COMPARE(m_idp->count(tokenCall), 1);
    QNetworkRequest once(back);
    once.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> second(m_browser.get(once));
    QTRY_VERIFY(second->isFinished());
    m_idp->release();
    QVERIFY(flow.ends() && flow.result());
    QCOMPARE(m_idp->count(tokenCall), 1);
    QVERIFY(m_idp->accepts(flow.result()->accessToken));
    QTRY_VERIFY(first->isFinished());
    QVERIFY(first->readAll().contains("<html"));
}

void IdpSignInTest::tokenMembers_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("hasRefresh");
    const auto row = [](const char *name, const char *fault, int least, int most, bool hasRefresh = true) {
        QTest::newRow(name) << json(fault) << least << most << hasRefresh;
    };
    constexpr int day = 24 * 3600;
    row("no expires_in", R"({"remove": ["expires_in"]})", 1, 3600);
    row("expires_in as text", R"({"set": {"expires_in": "3599"}})", 3599, 3599);
    row("expires_in negative", R"({"set": {"expires_in": -1}})", 0, 300);
    row("expires_in huge", R"({"set": {"expires_in": 1e18}})", 3600, day);
    row("expires_in no number", R"({"set": {"expires_in": "soon"}})", 1, 3600);
    row("no refresh_token", R"({"remove": ["refresh_token"]})", 3599, 3599, false);
    row("other scope", R"({"set": {"scope": "https://graph.microsoft.com/User.Read"}})", 3599, 3599);
    row("bearer", R"({"set": {"token_type": "bearer"}})", 3599, 3599);
    row("v1's members",
        R"({"set": {"expires_on": "1795229955", "not_before": "1795226355", "ext_expires_in": "3599",
        "resource": "https://api.partnercenter.microsoft.com"}})",
        3599, 3599);
}

/// Case 92.
void IdpSignInTest::tokenMembers()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, least);
    QFETCH(int, most);
    QFETCH(bool, hasRefresh);
    m_idp->fault(tokenCall, fault);
    Flow flow = browser();
    goThrough(*m_idp, flow);
    QVERIFY(flow.ends());
    QVERIFY2(flow.result(), flow.result() ? "" : qPrintable(flow.result().error().text));
    QVERIFY(m_idp->accepts(flow.result()->accessToken));
    QVERIFY(flow.result()->expiresIn >= std::chrono::seconds(least));
    QVERIFY(flow.result()->expiresIn <= std::chrono::seconds(most));
    QCOMPARE(!flow.result()->refreshToken.isEmpty(), hasRefresh);
}

SPENDGLASS_TEST_MAIN(IdpSignInTest)
#include "tst_idpsignin.moc"
