// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokenanswer.h"

#include "idtoken.h"
#include "net/request.h"
#include "support/testmain.h"

#include <QFile>
#include <QJsonArray>

using namespace spendglass;
using core::ErrorKind;
using namespace std::chrono_literals;

namespace {

net::Response answerOf(int status, const QByteArray &body, const net::HeaderList &headers = {})
{
    net::Response response;
    response.status = status;
    response.body = body;
    response.headers = headers;
    response.url = QUrl(QStringLiteral("https://login.example/organizations/oauth2/v2.0/token?secret=1"));
    return response;
}

QByteArray sample(const char *name)
{
    QFile file(QStringLiteral(SPENDGLASS_TEST_DATA "/api/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

core::Result<auth::TokenAnswer> read(const QByteArray &body)
{
    return auth::tokenAnswerFrom(answerOf(200, body), QStringLiteral("client"));
}

/// A whole answer with that in the place of expires_in, or of another member.
QByteArray tokens(const QByteArray &members)
{
    return R"({"token_type":"Bearer","access_token":"at-1","refresh_token":"rt-1")" +
           (members.isEmpty() ? QByteArray() : ',' + members) + '}';
}

} // namespace

class TokenAnswerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsBothVersions_data();
    void readsBothVersions();
    void boundsTheLife_data();
    void boundsTheLife();
    void takesRefreshTokens_data();
    void takesRefreshTokens();
    void readsWhoSignedIn_data();
    void readsWhoSignedIn();
    void refusesWhatIsNoToken_data();
    void refusesWhatIsNoToken();
    void tellsRefusals_data();
    void tellsRefusals();
    void keepsTheServicesWordsOnOneLine();
    void takesSecretsOutOfWords_data();
    void takesSecretsOutOfWords();
    void waitsAsAsked_data();
    void waitsAsAsked();
};

void TokenAnswerTest::readsBothVersions_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("v1: strings")
        << QByteArray(R"({"token_type":"Bearer","scope":"user_impersonation","expires_in":"3599",)"
                      R"("ext_expires_in":"3599","expires_on":"1547579127","not_before":"1547575227",)"
                      R"("resource":"https://api.partnercenter.microsoft.com",)"
                      R"("access_token":"at-1","refresh_token":"rt-1"})")
        << qint64(3599);
    QTest::newRow("v2: numbers")
        << QByteArray(R"({"token_type":"Bearer","scope":"user_impersonation","expires_in":4702,)"
                      R"("ext_expires_in":4702,"access_token":"at-1","refresh_token":"rt-1"})")
        << qint64(4702);
    QTest::newRow("92 token_type in lower case")
        << QByteArray(R"({"token_type":"bearer","scope":"user_impersonation","expires_in":5400,)"
                      R"("access_token":"at-1","refresh_token":"rt-1"})")
        << qint64(5400);
}

void TokenAnswerTest::readsBothVersions()
{
    QFETCH(QByteArray, body);
    const auto answer = read(body);
    QVERIFY(answer);
    QCOMPARE(answer->accessToken, QByteArray("at-1"));
    QCOMPARE(answer->refreshToken, QByteArray("rt-1"));
    QCOMPARE(answer->scope, QStringLiteral("user_impersonation"));
    QTEST(qint64(answer->expiresIn.count()), "seconds");
    QVERIFY(!answer->identity && answer->nonce.isEmpty());
}

void TokenAnswerTest::boundsTheLife_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<qint64>("seconds");
    const auto row = [](const char *name, const QByteArray &members, qint64 seconds) {
        QTest::newRow(name) << members << seconds;
    };
    row("92 missing", {}, 600);
    row("92 null", R"("expires_in":null)", 600);
    row("92 text", R"("expires_in":"soon")", 600);
    row("92 nan", R"("expires_in":"nan")", 600);
    row("92 infinite", R"("expires_in":"inf")", 600);
    row("92 list", R"("expires_in":[3599])", 600);
    row("92 empty", R"("expires_in":"")", 600);
    row("92 string", R"("expires_in":"3599")", 3599);
    row("92 fraction", R"("expires_in":3599.9)", 3599);
    row("92 negative", R"("expires_in":-1)", 10);
    row("92 negative string", R"("expires_in":"-3599")", 10);
    row("92 zero", R"("expires_in":0)", 10);
    row("92 huge", R"("expires_in":1e300)", 86400);
    row("92 huge string", R"("expires_in":"99999999999999999999999")", 86400);
    row("92 past a number", R"("expires_in":"1e999")", 600);
}

void TokenAnswerTest::boundsTheLife()
{
    QFETCH(QByteArray, members);
    const auto answer = read(tokens(members));
    QVERIFY(answer);
    QTEST(qint64(answer->expiresIn.count()), "seconds");
}

void TokenAnswerTest::takesRefreshTokens_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("92 none") << QByteArray(R"("scope":"s")") << QByteArray();
    QTest::newRow("92 null") << QByteArray(R"("refresh_token":null)") << QByteArray();
    QTest::newRow("92 empty") << QByteArray(R"("refresh_token":"")") << QByteArray();
    QTest::newRow("one") << QByteArray(R"("refresh_token":"0.AX~-_/+=")") << QByteArray("0.AX~-_/+=");
}

void TokenAnswerTest::takesRefreshTokens()
{
    QFETCH(QByteArray, member);
    const auto answer = read(R"({"token_type":"Bearer","access_token":"at-1",)" + member + '}');
    QVERIFY(answer);
    QTEST(answer->refreshToken, "token");
}

void TokenAnswerTest::readsWhoSignedIn_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<auth::Identity>("identity");
    const auth::Identity anna{QStringLiteral("anna@contoso.example"), QStringLiteral("Anna Adler"),
                              QStringLiteral("11111111-2222-4333-8444-555555555555"),
                              QStringLiteral("99999999-2222-4333-8444-555555555555")};
    const auto row = [](const char *name, const QByteArray &change, const auth::Identity &identity) {
        QTest::newRow(name) << change << identity;
    };
    const auto with = [anna](auto member, const char *text) {
        auth::Identity changed = anna;
        changed.*member = QString::fromUtf8(text);
        return changed;
    };
    row("v2", "{}", anna);
    row("v1 upn", R"({"preferred_username":null,"upn":"anna@old.example"})",
        with(&auth::Identity::user, "anna@old.example"));
    row("v1 unique_name", R"({"preferred_username":null,"unique_name":"live.com#anna"})",
        with(&auth::Identity::user, "live.com#anna"));
    row("no oid", R"({"oid":null})", with(&auth::Identity::userId, "sub-of-anna"));
    row("no name", R"({"name":null})", with(&auth::Identity::name, ""));
    row("name of several lines", R"({"name":"Anna\r\n\tAdler"})", anna);
    row("name with letters beyond ASCII", R"({"name":"Änna Ödler"})",
        with(&auth::Identity::name, "Änna Ödler"));
    row("name in markup stays text", R"({"name":"<b>Anna</b>"})", with(&auth::Identity::name, "<b>Anna</b>"));
    row("audience in other case", R"({"aud":"CLIENT"})", anna);
    row("audience as a list", R"({"aud":["other","client"]})", anna);
}

void TokenAnswerTest::readsWhoSignedIn()
{
    QFETCH(QByteArray, change);
    QJsonObject claims = test::annasClaims();
    claims.insert(QStringLiteral("nonce"), QStringLiteral("n-1"));
    const QJsonObject changes = QJsonDocument::fromJson(change).object();
    for (auto it = changes.begin(); it != changes.end(); ++it)
        claims.insert(it.key(), it.value());
    const auto answer = read(tokens(R"("id_token":")" + test::idToken(claims) + '"'));
    QVERIFY(answer && answer->identity);
    QTEST(*answer->identity, "identity");
    QCOMPARE(answer->nonce, QStringLiteral("n-1"));
}

void TokenAnswerTest::refusesWhatIsNoToken_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &body, int status = 200) {
        QTest::newRow(name) << status << body;
    };
    const auto signedFor = [](const QJsonValue &audience) {
        QJsonObject claims = test::annasClaims();
        claims.insert(QStringLiteral("aud"), audience);
        return tokens(R"("id_token":")" + test::idToken(claims) + '"');
    };
    row("nothing", {});
    row("a page", "<html>Please sign in to this network</html>");
    row("cut", R"({"token_type":"Bearer","access_token":"at-1)");
    row("more than one document", tokens({}) + tokens({}));
    row("a list", "[" + tokens({}) + "]");
    row("no access token", R"({"token_type":"Bearer","expires_in":3599})");
    row("empty access token", R"({"token_type":"Bearer","access_token":""})");
    row("access token as number", R"({"token_type":"Bearer","access_token":1})");
    row("line break in the access token", R"({"token_type":"Bearer","access_token":"a\r\nX: y"})");
    row("blank in the access token", R"({"token_type":"Bearer","access_token":"a b"})");
    row("letter beyond ASCII", R"({"token_type":"Bearer","access_token":"tök"})");
    row("access token of 65 KB", R"({"access_token":")" + QByteArray(65 * 1024, 'x') + "\"}");
    row("92 other token_type", R"({"token_type":"pop","access_token":"at-1"})");
    row("92 token_type MAC", R"({"token_type":"mac","access_token":"at-1"})");
    row("refresh token as number", R"({"access_token":"at-1","refresh_token":7})");
    row("refresh token with line break", R"({"access_token":"at-1","refresh_token":"a\nb"})");
    row("id_token for another", signedFor(QStringLiteral("other")));
    row("id_token for nobody", signedFor(QJsonValue::Null));
    row("id_token for a list of others", signedFor(QJsonArray{QStringLiteral("other")}));
    row("id_token in two parts", tokens(R"("id_token":"a.b")"));
    row("id_token not in base64", tokens(R"("id_token":"a.{}.c")"));
    row("id_token not an object", tokens(R"("id_token":"a.)" + test::base64Url("[1]") + R"(.c")"));
    row("id_token of nobody",
        tokens(R"("id_token":")" + test::idToken({{QStringLiteral("aud"), QStringLiteral("client")}}) + '"'));
    row("no content", {}, 204);
    row("accepted", tokens({}), 202);
}

void TokenAnswerTest::refusesWhatIsNoToken()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto answer = auth::tokenAnswerFrom(answerOf(status, body), QStringLiteral("client"));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Malformed);
    QCOMPARE(answer.error().where, QStringLiteral("POST /organizations/oauth2/v2.0/token"));
    QVERIFY(!answer.error().text.isEmpty() && !answer.error().text.contains(QLatin1String("at-1")));
}

void TokenAnswerTest::tellsRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *code, ErrorKind kind, int status = 400) {
        QTest::addRow("%d %s", status, code)
            << status << QByteArray(R"({"error":")") + code + R"(","error_description":"words"})" << kind
            << QString::fromLatin1(code);
    };
    for (const char *code : {"invalid_grant", "interaction_required", "login_required", "expired_token",
                             "code_expired", "bad_verification_code"})
        row(code, ErrorKind::Unauthorised);
    for (const char *code : {"access_denied", "authorization_declined", "consent_required"})
        row(code, ErrorKind::Forbidden);
    for (const char *code : {"unauthorized_client", "invalid_scope", "invalid_resource", "invalid_request",
                             "unsupported_grant_type", "something_new"})
        row(code, ErrorKind::BadRequest);
    row("invalid_client", ErrorKind::BadRequest, 401);
    row("authorization_pending", ErrorKind::NotReady);
    row("slow_down", ErrorKind::Throttled);
    row("temporarily_unavailable", ErrorKind::Server);
    row("server_error", ErrorKind::Server, 500);
    row("invalid_grant", ErrorKind::Unauthorised, 200);
    row("something_new", ErrorKind::Server, 500);
    row("something_new", ErrorKind::Throttled, 429);
    const auto bare = [](const char *name, int status, const QByteArray &body, ErrorKind kind) {
        QTest::newRow(name) << status << body << kind << QString();
    };
    bare("91 500", 500, "oops", ErrorKind::Server);
    bare("91 503 with a page", 503, "<html>", ErrorKind::Server);
    bare("404 with a page", 404, "<html>", ErrorKind::BadRequest);
    bare("429", 429, {}, ErrorKind::Throttled);
    bare("302", 302, {}, ErrorKind::Untrusted);
    bare("error is an object", 400, R"({"error":{"code":"x"}})", ErrorKind::BadRequest);
}

void TokenAnswerTest::tellsRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto answer = auth::tokenAnswerFrom(answerOf(status, body), QStringLiteral("client"));
    QVERIFY(!answer);
    QTEST(answer.error().kind, "kind");
    QTEST(answer.error().serverCode, "code");
    QCOMPARE(answer.error().httpStatus, status);
    QCOMPARE(answer.error().where, QStringLiteral("POST /organizations/oauth2/v2.0/token"));
    QVERIFY(!answer.error().text.isEmpty());
}

void TokenAnswerTest::keepsTheServicesWordsOnOneLine()
{
    const auto error = auth::signInError(answerOf(400, sample("auth-error-invalid-grant.json")));
    QCOMPARE(error.serverCode, QStringLiteral("invalid_grant"));
    QVERIFY2(error.serverText.startsWith(QLatin1String("AADSTS")), qPrintable(error.serverText));
    QVERIFY(!error.serverText.contains(QLatin1Char('\r')) && !error.serverText.contains(QLatin1Char('\n')));
    QVERIFY(!error.requestId.isEmpty() && !error.correlationId.isEmpty());
    const QByteArray body = R"({"error":"access_denied","error_description":"<img src=x onerror=alert(1)>"})";
    QCOMPARE(auth::signInError(answerOf(400, body)).serverText,
             QStringLiteral("<img src=x onerror=alert(1)>")); // for ui/ to show as what it is
}

void TokenAnswerTest::takesSecretsOutOfWords_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("kept");
    const auto row = [](const char *name, const char *written, const char *kept) {
        QTest::newRow(name) << QString::fromUtf8(written) << QString::fromUtf8(kept);
    };
    const char *const honest =
        "AADSTS65001: The user or administrator has not consented to use the application with ID "
        "'8c4f7d3a-1b2c-4d5e-8f60-718293a4b5c6' named 'Spendglass'. Trace ID: "
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 Timestamp: 2026-11-20 12:00:00Z";
    row("numbers and ids stay", honest, honest);
    row("scopes stay", "scope https://api.partnercenter.microsoft.com/user_impersonation is unknown",
        "scope https://api.partnercenter.microsoft.com/user_impersonation is unknown");
    row("a refresh token", "token 0.AXoAb2NkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODk.more is bad",
        "token 0.\u2026 is bad");
    row("a token of three parts", "bad eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln", "bad \u2026");
    row("a token in quotes", "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'", "'\u2026'");
    row("an id with a tail", "x 8c4f7d3a-1b2c-4d5e-8f60-718293a4b5c6AAAA", "x \u2026");
}

void TokenAnswerTest::takesSecretsOutOfWords()
{
    QFETCH(QString, written);
    const QJsonObject object{{QStringLiteral("error"), QStringLiteral("invalid_grant")},
                             {QStringLiteral("error_description"), written}};
    QTEST(auth::signInError(answerOf(400, QJsonDocument(object).toJson())).serverText, "kept");
    QTEST(auth::signInRefusal(QStringLiteral("invalid_grant"), written).serverText, "kept");
}

void TokenAnswerTest::waitsAsAsked_data()
{
    QTest::addColumn<QByteArray>("wait");
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("seconds") << QByteArray("7") << QByteArray() << qint64(7000);
    QTest::newRow("date") << QByteArray("Fri, 20 Nov 2026 12:00:09 GMT")
                          << QByteArray("Fri, 20 Nov 2026 12:00:00 GMT") << qint64(9000);
    QTest::newRow("date, and no time to compare it with")
        << QByteArray("Fri, 20 Nov 2026 12:00:09 GMT") << QByteArray() << qint64(0);
}

void TokenAnswerTest::waitsAsAsked()
{
    QFETCH(QByteArray, wait);
    QFETCH(QByteArray, date);
    net::HeaderList headers{{"Retry-After", wait}};
    if (!date.isEmpty())
        headers.append({"Date", date});
    const auto error = auth::signInError(answerOf(503, {}, headers));
    QVERIFY(error.retryAfter);
    QTEST(qint64(error.retryAfter->count()), "milliseconds");
}

SPENDGLASS_TEST_MAIN(TokenAnswerTest)
#include "tst_tokenanswer.moc"
