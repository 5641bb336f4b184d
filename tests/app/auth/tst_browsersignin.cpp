// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signin.h"

#include "auth/pkce.h"
#include "auth/signinproblem.h"
#include "browserflow.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QTcpServer>

using namespace spendglass;
using namespace spendglass::test;
using auth::SignInProblem;
using core::ErrorKind;
using namespace std::chrono_literals;

/// The flow of code and PKCE with real sockets on the browser's side and a script on the service's.
class BrowserSignInTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsIn();
    void asks_data();
    void asks();
    void asksForMoreProof_data();
    void asksForMoreProof();
    void hearsOnlyWhoKnowsTheState_data();
    void hearsOnlyWhoKnowsTheState();
    void takesTheFirstAnswer();
    void tellsRefusals_data();
    void tellsRefusals();
    void checksTheIssuer_data();
    void checksTheIssuer();
    void checksTheNonce_data();
    void checksTheNonce();
    void redeemsOnce_data();
    void redeemsOnce();
    void namesNoSecret();
    void passesClaimsOn();
    void givesUpAfterFiveMinutes();
    void outlivesTheBrowser();
    void cancels_data();
    void cancels();
    void diesSilently();
    void startsOnce();
    void needsAClientId();
};

void BrowserSignInTest::signsIn()
{
    Flow flow;
    QVERIFY(flow.start());
    flow.expectTokens(flow.asked("nonce").toLatin1());
    const QByteArray answer = visit(flow, flow.target("code=c%2F1"));
    QCOMPARE(statusOf(answer), QByteArray("303"));
    QVERIFY(answer.contains("\r\nLocation: /done\r\n"));
    const QByteArray page = visit(flow, "/done");
    QCOMPARE(statusOf(page), QByteArray("200"));
    QVERIFY(page.contains("You are signed in"));
    QVERIFY(flow.isOver());
    QVERIFY2(flow.result(), flow.result() ? "" : qPrintable(flow.result().error().text));
    QCOMPARE(flow.result()->refreshToken, QByteArray("rt-1"));
    QCOMPARE(flow.result()->identity->user, QStringLiteral("anna@contoso.example"));
    QVERIFY2(flow.transport->isUsedUp(), qPrintable(flow.transport->trouble()));
    const QUrlQuery form(QString::fromLatin1(flow.transport->requests().at(0).body));
    const auto sent = [&form](const char *name) {
        return form.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    QCOMPARE(form.queryItems().size(), 6);
    QCOMPARE(sent("grant_type"), QStringLiteral("authorization_code"));
    QCOMPARE(sent("client_id"), QStringLiteral("client"));
    QCOMPARE(sent("code"), QStringLiteral("c/1"));
    QCOMPARE(sent("redirect_uri"), flow.asked("redirect_uri"));
    QCOMPARE(sent("scope"), flow.asked("scope"));
    QCOMPARE(QString::fromLatin1(auth::challengeOf(sent("code_verifier").toLatin1())),
             flow.asked("code_challenge"));
    QCOMPARE(flow.answered(), 1);
    QTRY_VERIFY(isClosed(flow.port()));
}

void BrowserSignInTest::asks_data()
{
    QTest::addColumn<bool>("usesLocalhost");
    QTest::addColumn<QString>("hint");
    QTest::newRow("86 literal address") << false << QString();
    QTest::newRow("86 localhost") << true << QString();
    QTest::newRow("known account") << false << QStringLiteral("anna+1@contoso.example");
}

void BrowserSignInTest::asks()
{
    QFETCH(bool, usesLocalhost);
    QFETCH(QString, hint);
    auth::SignInSettings settings = annasSettings();
    settings.usesLocalhost = usesLocalhost;
    settings.loginHint = hint;
    settings.tenant = QStringLiteral("contoso.example");
    Flow flow(settings);
    QVERIFY(flow.start());
    const QUrl address = flow.address();
    QCOMPARE(address.adjusted(QUrl::RemoveQuery),
             QUrl(QStringLiteral("https://login.example/contoso.example/oauth2/v2.0/authorize")));
    QCOMPARE(flow.asked("client_id"), QStringLiteral("client"));
    QCOMPARE(flow.asked("response_type"), QStringLiteral("code"));
    QCOMPARE(flow.asked("response_mode"), QStringLiteral("query"));
    QCOMPARE(flow.asked("code_challenge_method"), QStringLiteral("S256"));
    QCOMPARE(flow.asked("code_challenge").size(), 43);
    QCOMPARE(flow.asked("scope"), settings.scope);
    QCOMPARE(flow.asked("login_hint"), hint);
    QCOMPARE(flow.asked("prompt"), hint.isEmpty() ? QStringLiteral("select_account") : QString());
    QVERIFY(flow.asked("state").size() >= 43 && flow.asked("nonce").size() >= 43);
    QVERIFY(flow.asked("state") != flow.asked("nonce"));
    const QString host = usesLocalhost ? QStringLiteral("localhost") : QStringLiteral("127.0.0.1");
    QCOMPARE(flow.asked("redirect_uri"), QStringLiteral("http://%1:%2/").arg(host).arg(flow.port()));
    QVERIFY(!address.toEncoded().contains('+'));
    Flow other(settings);
    QVERIFY(other.start());
    for (const char *name : {"state", "nonce", "code_challenge", "redirect_uri"})
        QVERIFY2(other.asked(name) != flow.asked(name), name);
}

void BrowserSignInTest::asksForMoreProof_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QByteArray>("claims");
    const QByteArray mfa = R"({"access_token":{"amr":{"essential":true,"values":["mfa"]}}})";
    QTest::newRow("second factor") << QByteArray() << mfa;
    QTest::newRow("challenge") << QByteArray(R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})")
                               << QByteArray(R"({"access_token":{"acrs":{"essential":true,"value":"c1"},)"
                                             R"("amr":{"essential":true,"values":["mfa"]}}})");
    QTest::newRow("challenge that is none") << QByteArray("[1") << mfa;
}

void BrowserSignInTest::asksForMoreProof()
{
    QFETCH(QByteArray, challenge);
    auth::SignInSettings settings = annasSettings();
    settings.claims = challenge;
    Flow flow(settings);
    QVERIFY(flow.start());
    QTEST(flow.asked("claims").toUtf8(), "claims");
}

void BrowserSignInTest::hearsOnlyWhoKnowsTheState_data()
{
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, const QByteArray &target) { QTest::newRow(name) << target; };
    row("79 state missing", "/?code=evil");
    row("79 state wrong", "/?code=evil&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    row("79 state empty", "/?code=evil&state=");
    row("79 state twice", "/?code=evil&state=x&state=STATE");
    row("79 beginning of the state", "/?code=evil&state=STAT");
    row("79 state and more", "/?code=evil&state=STATE0");
    row("79 state in other case", "/?code=evil&State=STATE");
    row("code twice", "/?code=evil&code=evil2&state=STATE");
    row("neither code nor error", "/?state=STATE");
    row("empty code", "/?code=&state=STATE");
    row("code and error", "/?code=evil&error=access_denied&state=STATE");
    row("error, state wrong", "/?error=access_denied&state=x");
    row("no query", "/");
    row("empty query", "/?");
    row("90 fragment", "/#code=evil&state=STATE");
}

void BrowserSignInTest::hearsOnlyWhoKnowsTheState()
{
    QFETCH(QByteArray, target);
    Flow flow;
    QVERIFY(flow.start());
    const QByteArray state = flow.asked("state").toLatin1();
    target.replace("STATE", state).replace("STAT", state.chopped(1));
    QCOMPARE(statusOf(visit(flow, target)).at(0), '4');
    QVERIFY(flow.transport->requests().isEmpty() && flow.answered() == 0);
    flow.expectTokens(flow.asked("nonce").toLatin1());
    QCOMPARE(statusOf(visit(flow, flow.target("code=good"))), QByteArray("303"));
    QVERIFY(flow.isOver());
    QVERIFY(flow.result());
    QVERIFY(flow.transport->requests().at(0).body.contains("&code=good&"));
}

void BrowserSignInTest::takesTheFirstAnswer()
{
    Flow flow;
    QVERIFY(flow.start());
    flow.transport->expect("POST", tokenPath).silent();
    QCOMPARE(statusOf(visit(flow, "/done")), QByteArray("404"));
    QCOMPARE(statusOf(visit(flow, flow.target("code=first"))), QByteArray("303"));
    for (const char *late : {"code=second", "code=first", "error=access_denied"})
        QCOMPARE(statusOf(visit(flow, flow.target(late))), QByteArray("404"));
    QCOMPARE(flow.transport->requests().size(), 1);
    QVERIFY(flow.transport->requests().at(0).body.contains("&code=first&"));
    QCOMPARE(flow.answered(), 1);
    QCOMPARE(flow.ends(), 0);
}

void BrowserSignInTest::tellsRefusals_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<SignInProblem>("problem");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &query, ErrorKind kind, SignInProblem problem,
                        const char *words) {
        QTest::newRow(name) << query << kind << problem << QString::fromUtf8(words);
    };
    row("82 refused", "error=access_denied&error_description=The+person%20said+no", ErrorKind::Forbidden,
        SignInProblem::Refused, "The person said no");
    row("82 markup", "error=access_denied&error_description=%3Cimg%20src=x%20onerror=alert(1)%3E",
        ErrorKind::Forbidden, SignInProblem::Refused, "<img src=x onerror=alert(1)>");
    row("82 lines", "error=server_error&error_description=a%0D%0ASet-Cookie:%20b%00", ErrorKind::Server,
        SignInProblem::Service, "a Set-Cookie: b");
    row("82 bytes that are no UTF-8", "error=access_denied&error_description=%FF%FE", ErrorKind::Forbidden,
        SignInProblem::Refused, "\ufffd\ufffd");
    row("97 consent", "error=access_denied&error_description=AADSTS65001:%20nobody%20agreed",
        ErrorKind::Forbidden, SignInProblem::Consent, "AADSTS65001: nobody agreed");
    row("97 administrator", "error=consent_required&error_description=AADSTS90094:%20ask",
        ErrorKind::Forbidden, SignInProblem::Consent, "AADSTS90094: ask");
    row("97 interaction_required", "error=interaction_required", ErrorKind::Unauthorised,
        SignInProblem::MoreProof, "");
    row("97 login_required", "error=login_required", ErrorKind::Unauthorised, SignInProblem::MoreProof, "");
    row("unknown tenant", "error=invalid_request&error_description=AADSTS90002:%20no%20tenant",
        ErrorKind::BadRequest, SignInProblem::Settings, "AADSTS90002: no tenant");
    row("unknown word", "error=%3Cb%3E", ErrorKind::BadRequest, SignInProblem::Settings, "");
}

void BrowserSignInTest::tellsRefusals()
{
    QFETCH(QByteArray, query);
    Flow flow;
    QVERIFY(flow.start());
    QCOMPARE(statusOf(visit(flow, flow.target(query))), QByteArray("303"));
    QVERIFY(flow.isOver());
    const core::Error error = flow.result().error();
    QTEST(error.kind, "kind");
    QTEST(auth::problemOf(error), "problem");
    QTEST(error.serverText, "words");
    const QByteArray page = visit(flow, "/done");
    QVERIFY(page.contains(error.kind == ErrorKind::Forbidden ? "You are not signed in"
                                                             : "The sign-in did not work"));
    QVERIFY(!page.contains("onerror") && !page.contains("AADSTS"));
    QVERIFY(flow.transport->requests().isEmpty() && flow.answered() == 0);
}

void BrowserSignInTest::checksTheIssuer_data()
{
    QTest::addColumn<QByteArray>("issuer");
    QTest::addColumn<bool>("isAccepted");
    const auto row = [](const char *name, const QByteArray &issuer, bool isAccepted) {
        QTest::newRow(name) << (issuer.isEmpty() ? issuer : "&iss=" + issuer.toPercentEncoding())
                            << isAccepted;
    };
    row("83 missing", {}, true);
    row("83 right", "https://login.example/11111111-2222-4333-8444-555555555555/v2.0", true);
    row("83 another tenant", "https://login.example/21111111-2222-4333-8444-555555555555/v2.0", false);
    row("83 another host", "https://evil.example/11111111-2222-4333-8444-555555555555/v2.0", false);
    row("83 longer host", "https://login.example.evil.example/v2.0", false);
    row("83 user in front", "https://login.example@evil.example/v2.0", false);
    row("83 http", "http://login.example/11111111-2222-4333-8444-555555555555/v2.0", false);
    row("83 another port", "https://login.example:8443/v2.0", false);
    row("83 no address", "login.example", false);
}

void BrowserSignInTest::checksTheIssuer()
{
    QFETCH(QByteArray, issuer);
    QFETCH(bool, isAccepted);
    auth::SignInSettings settings = annasSettings();
    settings.tenant = QStringLiteral("11111111-2222-4333-8444-555555555555");
    Flow flow(settings);
    QVERIFY(flow.start());
    if (isAccepted)
        flow.transport->expect("POST", {}).reply(R"({"access_token":"at-1"})");
    visit(flow, flow.target("code=c" + issuer));
    QVERIFY(flow.isOver());
    QCOMPARE(bool(flow.result()), isAccepted);
    QVERIFY(isAccepted || flow.result().error().kind == ErrorKind::Untrusted);
    QCOMPARE(flow.transport->requests().size(), isAccepted ? 1 : 0);
    QVERIFY(isAccepted || visit(flow, "/done").contains("The sign-in did not work"));
}

void BrowserSignInTest::checksTheNonce_data()
{
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<bool>("isAccepted");
    QTest::newRow("right") << QByteArray("NONCE") << true;
    QTest::newRow("of another sign-in") << QByteArray("bm9uY2U") << false;
    QTest::newRow("missing") << QByteArray() << false;
}

void BrowserSignInTest::checksTheNonce()
{
    QFETCH(QByteArray, nonce);
    QFETCH(bool, isAccepted);
    Flow flow;
    QVERIFY(flow.start());
    flow.expectTokens(nonce.replace("NONCE", flow.asked("nonce").toLatin1()));
    visit(flow, flow.target("code=c"));
    QVERIFY(flow.isOver());
    QCOMPARE(bool(flow.result()), isAccepted);
    QVERIFY(isAccepted || flow.result().error().kind == ErrorKind::Untrusted);
}

void BrowserSignInTest::redeemsOnce_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<SignInProblem>("problem");
    const auto row = [](const char *name, const char *how, ErrorKind kind, SignInProblem problem) {
        QTest::newRow(name) << QString::fromLatin1(how) << kind << problem;
    };
    row("91 code was used", "400", ErrorKind::Unauthorised, SignInProblem::Ended);
    row("91 500", "500", ErrorKind::Server, SignInProblem::Service);
    row("91 503", "503", ErrorKind::Server, SignInProblem::Service);
    row("91 answer lost", "cut", ErrorKind::Offline, SignInProblem::None);
    row("91 no answer", "time", ErrorKind::Timeout, SignInProblem::None);
    row("91 redirect", "302", ErrorKind::Untrusted, SignInProblem::Service);
    row("91 a page", "200", ErrorKind::Malformed, SignInProblem::Service);
}

void BrowserSignInTest::redeemsOnce()
{
    QFETCH(QString, how);
    Flow flow;
    QVERIFY(flow.start());
    auto &step = flow.transport->expect("POST", tokenPath);
    const QByteArray used = R"({"error":"invalid_grant","error_description":"AADSTS54005: used"})";
    if (how == QLatin1String("cut"))
        step.cut();
    else if (how == QLatin1String("time"))
        step.time();
    else
        step.reply(how.toInt(), how == QLatin1String("400") ? used : QByteArray("<html>"));
    visit(flow, flow.target("code=c"));
    QVERIFY(flow.isOver());
    QVERIFY(!flow.result());
    QTEST(flow.result().error().kind, "kind");
    QTEST(auth::problemOf(flow.result().error()), "problem");
    QCOMPARE(flow.result().error().where, QString::fromLatin1("POST " + tokenPath));
    QVERIFY(visit(flow, "/done").contains("The sign-in did not work"));
    flow.clock->advance(1h);
    QTRY_VERIFY(isClosed(flow.port()));
    QCOMPARE(flow.transport->requests().size(), 1);
    QCOMPARE(flow.ends(), 1);
}

void BrowserSignInTest::namesNoSecret()
{
    Flow flow;
    QVERIFY(flow.start());
    const QByteArray code = "canary/1";
    flow.transport->expect("POST", tokenPath)
        .reply(
            400,
            R"({"error":"invalid_grant","error_description":"code canary/1, sent as canary%2F1","trace_id":"canary/1"})");
    visit(flow, flow.target("code=" + code.toPercentEncoding()));
    QVERIFY(flow.isOver());
    const core::Error error = flow.result().error();
    QCOMPARE(error.serverText, QStringLiteral("code ..., sent as ..."));
    const QString all = error.text + error.where + error.serverText + error.requestId + error.trace;
    QVERIFY2(!all.contains(QLatin1String("canary")), qPrintable(all));
    QVERIFY(!flow.address().toEncoded().contains("canary"));
}

void BrowserSignInTest::passesClaimsOn()
{
    Flow flow;
    QVERIFY(flow.start());
    QVERIFY(flow->claims().isEmpty());
    flow.transport->expect("POST", tokenPath)
        .reply(400, R"({"error":"interaction_required","claims":"{\"access_token\":{\"capolids\":{}}}"})");
    visit(flow, flow.target("code=c"));
    QVERIFY(flow.isOver());
    QCOMPARE(flow->claims(), QByteArray(R"({"access_token":{"capolids":{}}})"));
}

void BrowserSignInTest::givesUpAfterFiveMinutes()
{
    Flow flow;
    QVERIFY(flow.start());
    flow.clock->advance(299s);
    QCOMPARE(statusOf(visit(flow, "/")), QByteArray("400"));
    QCOMPARE(flow.ends(), 0);
    flow.clock->advance(1s);
    QVERIFY(flow.isOver());
    QCOMPARE(flow.result().error().kind, ErrorKind::Timeout);
    QCOMPARE(auth::problemOf(flow.result().error()), SignInProblem::TimedOut);
    QVERIFY(isClosed(flow.port()));
}

void BrowserSignInTest::outlivesTheBrowser()
{
    Flow flow;
    QVERIFY(flow.start());
    flow.expectTokens(flow.asked("nonce").toLatin1());
    {
        Client browser(flow.port(), get(flow, flow.target("code=c")));
        QVERIFY(browser.socket().waitForBytesWritten());
        browser.socket().abort(); // before anything was read of our answer
    }
    QVERIFY(flow.isOver());
    QVERIFY(flow.result());
    QVERIFY(!isClosed(flow.port())); // should it come back for its last page
    flow.clock->advance(5s);
    QTRY_VERIFY(isClosed(flow.port()));
}

void BrowserSignInTest::cancels_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : {"before the start", "in start", "in the browser", "while the code is redeemed"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void BrowserSignInTest::cancels()
{
    QFETCH(QString, when);
    Flow flow;
    QSignalSpy addresses(flow.operator->(), &auth::SignIn::addressReady);
    const bool isRedeeming = when == QLatin1String("while the code is redeemed");
    std::unique_ptr<Client> waiting;
    if (when == QLatin1String("in start"))
        flow->start();
    else if (when != QLatin1String("before the start"))
        QVERIFY(flow.start());
    if (isRedeeming) {
        flow.transport->expect("POST", tokenPath).silent();
        visit(flow, flow.target("code=c"));
        QTRY_COMPARE(flow.transport->pending(), 1);
        waiting = std::make_unique<Client>(flow.port(), get(flow, "/done"));
        flow.clock->advance(20s); // longer than a connection may wait otherwise
        QVERIFY(waiting->socket().waitForConnected());
        visit(flow, "/other");
    }
    flow->cancel();
    flow->cancel();
    QCOMPARE(flow.ends(), 0);
    QVERIFY(flow.isOver());
    QCOMPARE(flow.result().error().kind, ErrorKind::Cancelled);
    QCOMPARE(flow.transport->pending(), 0);
    QCOMPARE(addresses.isEmpty(), when.endsWith(QLatin1String("start"))); // no browser after a cancel
    if (waiting)
        QVERIFY(waiting->heard().contains("You are not signed in"));
    flow->start();
    QTest::qWait(0);
    QCOMPARE(flow.ends(), 1);
}

void BrowserSignInTest::diesSilently()
{
    Flow flow;
    QVERIFY(flow.start());
    const quint16 port = flow.port();
    flow.drop();
    QVERIFY(isClosed(port));
    Flow redeeming;
    QVERIFY(redeeming.start());
    redeeming.transport->expect("POST", tokenPath).silent();
    visit(redeeming, redeeming.target("code=c"));
    QTRY_COMPARE(redeeming.transport->pending(), 1);
    redeeming.drop();
    QVERIFY(isClosed(redeeming.port()));
    QCOMPARE(redeeming.transport->pending(), 0);
    QCOMPARE(flow.ends() + redeeming.ends(), 0);
}

void BrowserSignInTest::startsOnce()
{
    Flow flow;
    QVERIFY(flow.start());
    flow->start();
    QSignalSpy again(flow.operator->(), &auth::SignIn::addressReady);
    QVERIFY(!again.wait(50));
}

void BrowserSignInTest::needsAClientId()
{
    auth::SignInSettings settings = annasSettings();
    settings.clientId.clear();
    Flow flow(settings);
    QVERIFY(!flow.start());
    QVERIFY(flow.isOver());
    QCOMPARE(auth::problemOf(flow.result().error()), SignInProblem::Settings);
}

SPENDGLASS_TEST_MAIN(BrowserSignInTest)
#include "tst_browsersignin.moc"
