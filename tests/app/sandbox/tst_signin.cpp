// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "support/testmain.h"

#include <QCryptographicHash>
#include <QUrlQuery>

using namespace spendglass;
using test::Answer;
using test::Client;
using test::Value;

namespace {

constexpr const char *verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
constexpr const char *challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
constexpr const char *target = "http://127.0.0.1:4711/";
constexpr const char *deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

using Fields = QMap<QString, QString>;

QByteArray form(const Fields &fields)
{
    QByteArrayList parts;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        parts << field.key().toLatin1() + '=' + QUrl::toPercentEncoding(field.value());
    return parts.join('&');
}

/// The middle part of a JWT.
Value claimsOf(const Value &answer)
{
    const QByteArray token = QByteArray::fromStdString(answer["id_token"].text);
    return test::parse(QByteArray::fromBase64(token.split('.').value(1), QByteArray::Base64UrlEncoding));
}

} // namespace

/// The sandbox's own sign-in service, as a client and a browser see it.
class tst_SignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void browserFlow();
    void asks();
    void refusesTheRequest_data();
    void refusesTheRequest();
    void sendsProblemsBack_data();
    void sendsProblemsBack();
    void refusesTheCode_data();
    void refusesTheCode();
    void codeWorksOnce();
    void rotates();
    void olderVersion();
    void device();
    void deviceIsRefused();
    void deviceByItself();
    void rights_data();
    void rights();
    void otherAudience();
    void revokes();
    void demandsProof();
    void discovery();
    void crestTokens();
    void anyToken();
    void faultsHitIt();
    void ownTenant();

private:
    void start(const sandbox::Options &options);
    QByteArray path(const char *what) const { return '/' + m_tenant + "/oauth2/v2.0/" + what; }
    Fields authorizeFields() const;
    QUrlQuery authorize(const Fields &fields);
    Answer post(const QByteArray &path, Fields fields);
    Fields codeFields(const QString &code) const;
    Value signIn(const QString &as = QStringLiteral("admin"));
    Answer refresh(const Value &tokens);
    int statusWith(const Value &tokens, const QByteArray &path);

    QByteArray m_tenant;
    QString m_clientId, m_scope;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Client> m_client;
};

void tst_SignIn::init()
{
    start({});
}

void tst_SignIn::start(const sandbox::Options &given)
{
    sandbox::Options options = given;
    options.customers = 3;
    options.days = 5;
    options.rowsPerDay = 20;
    options.deviceInterval = 0;
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_host = std::move(*host);
    const auto address = m_host->address();
    m_client = std::make_unique<Client>(address);
    m_client->setToken({});
    m_tenant = address.tenant.toLatin1();
    m_clientId = address.clientId;
    m_scope = address.resource + QStringLiteral("/user_impersonation offline_access openid profile");
}

Fields tst_SignIn::authorizeFields() const
{
    return {{QStringLiteral("client_id"), m_clientId},
            {QStringLiteral("response_type"), QStringLiteral("code")},
            {QStringLiteral("response_mode"), QStringLiteral("query")},
            {QStringLiteral("redirect_uri"), QLatin1String(target)},
            {QStringLiteral("scope"), m_scope},
            {QStringLiteral("state"), QStringLiteral("a state & more")},
            {QStringLiteral("nonce"), QStringLiteral("a nonce")},
            {QStringLiteral("code_challenge"), QLatin1String(challenge)},
            {QStringLiteral("code_challenge_method"), QStringLiteral("S256")},
            {QStringLiteral("as"), QStringLiteral("admin")}};
}

/// What comes back to the program; empty when nothing does.
QUrlQuery tst_SignIn::authorize(const Fields &fields)
{
    const Answer answer = m_client->get(path("authorize?") + form(fields));
    const QByteArray location = answer.headers.value("location");
    return answer.status == 302 && location.startsWith(target) ? QUrlQuery(QUrl::fromEncoded(location))
                                                               : QUrlQuery();
}

Answer tst_SignIn::post(const QByteArray &path, Fields fields)
{
    if (!fields.contains(QStringLiteral("client_id")))
        fields[QStringLiteral("client_id")] = m_clientId;
    return m_client->send("POST", path, {"Content-Type: application/x-www-form-urlencoded"}, form(fields));
}

Fields tst_SignIn::codeFields(const QString &code) const
{
    return {{QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
            {QStringLiteral("code"), code},
            {QStringLiteral("redirect_uri"), QLatin1String(target)},
            {QStringLiteral("code_verifier"), QLatin1String(verifier)}};
}

Value tst_SignIn::signIn(const QString &as)
{
    Fields fields = authorizeFields();
    fields[QStringLiteral("as")] = as;
    const QString code = authorize(fields).queryItemValue(QStringLiteral("code"));
    return test::parse(post(path("token"), codeFields(code)).body);
}

Answer tst_SignIn::refresh(const Value &tokens)
{
    return post(path("token"),
                {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                 {QStringLiteral("refresh_token"), QString::fromStdString(tokens["refresh_token"].text)},
                 {QStringLiteral("scope"), m_scope}});
}

int tst_SignIn::statusWith(const Value &tokens, const QByteArray &path)
{
    m_client->setToken(QByteArray::fromStdString(tokens["access_token"].text));
    const int status = m_client->get(path).status;
    m_client->setToken({});
    return status;
}

void tst_SignIn::browserFlow()
{
    const QUrlQuery back = authorize(authorizeFields());
    QCOMPARE(back.queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded),
             QStringLiteral("a state & more"));
    const QString issuer = back.queryItemValue(QStringLiteral("iss"), QUrl::FullyDecoded);
    QCOMPARE(issuer, m_host->address().loginUrl.toString() + QLatin1Char('/') +
                         QString::fromLatin1(m_tenant) + QStringLiteral("/v2.0"));
    const Answer answer = post(path("token"), codeFields(back.queryItemValue(QStringLiteral("code"))));
    QCOMPARE(answer.status, 200);
    const Value tokens = test::parse(answer.body);
    QCOMPARE(tokens["expires_in"].text, "3600");
    QVERIFY(answer.body.contains("\"expires_in\":3600"));
    QCOMPARE(tokens["token_type"].text, "Bearer");
    QVERIFY(!tokens["refresh_token"].text.empty());
    const Value claims = claimsOf(tokens);
    QCOMPARE(claims["nonce"].text, "a nonce");
    QCOMPARE(claims["tid"].text, m_tenant.toStdString());
    QCOMPARE(claims["aud"].text, m_clientId.toStdString());
    QVERIFY(QString::fromStdString(claims["preferred_username"].text).startsWith(QLatin1String("admin@")));
    QCOMPARE(claims["name"].text, "Ada Admin");
    QCOMPARE(statusWith(tokens, "/v1/usagesummary"), 200);
}

/// Without a hint the page asks; with one, or when the sandbox is told to, nobody is asked.
void tst_SignIn::asks()
{
    Fields fields = authorizeFields();
    fields.remove(QStringLiteral("as"));
    const Answer page = m_client->get(path("authorize?") + form(fields));
    QCOMPARE(page.status, 200);
    QVERIFY(page.headers.value("content-type").startsWith("text/html"));
    QVERIFY(page.body.contains("&amp;as=helpdesk\">"));
    fields[QStringLiteral("login_hint")] = QStringLiteral("admin@partner.example");
    QVERIFY(authorize(fields).hasQueryItem(QStringLiteral("code")));
    fields.remove(QStringLiteral("login_hint"));
    QCOMPARE(m_client->send("POST", "/sandbox/sign-in", {}, R"({"as":"helpdesk"})").status, 200);
    QVERIFY(authorize(fields).hasQueryItem(QStringLiteral("code")));
    QCOMPARE(m_client->send("POST", "/sandbox/sign-in", {}, R"({"as":"refuse"})").status, 200);
    QCOMPARE(authorize(fields).queryItemValue(QStringLiteral("error")), QStringLiteral("access_denied"));
    QCOMPARE(m_client->send("POST", "/sandbox/sign-in", {}, R"({"as":"nobody"})").status, 400);
}

void tst_SignIn::refusesTheRequest_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *field, const char *value) {
        QTest::addRow("%s=%s", field, value) << QString::fromLatin1(field) << QString::fromLatin1(value);
    };
    row("client_id", "another");
    row("redirect_uri", "http://elsewhere.example/");
    row("redirect_uri", "https://127.0.0.1:4711/");
    row("redirect_uri", "http://[::1]:4711/");
    row("redirect_uri", "http://127.0.0.1@elsewhere.example/");
    row("redirect_uri", "");
}

/// Nothing is ever sent to an address that is not the program's.
void tst_SignIn::refusesTheRequest()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    Fields fields = authorizeFields();
    fields[field] = value;
    const Answer answer = m_client->get(path("authorize?") + form(fields));
    QCOMPARE(answer.status, 400);
    QVERIFY(!answer.headers.contains("location"));
    QVERIFY(answer.body.contains("AADSTS"));
}

void tst_SignIn::sendsProblemsBack_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *field, const char *value, const char *error) {
        QTest::addRow("%s=%s", field, value)
            << QString::fromLatin1(field) << QString::fromLatin1(value) << QString::fromLatin1(error);
    };
    row("response_type", "token", "unsupported_response_type");
    row("response_mode", "fragment", "unsupported_response_type");
    row("response_mode", "form_post", "unsupported_response_type");
    row("code_challenge_method", "plain", "invalid_request");
    row("code_challenge", "short", "invalid_request");
    row("state", "", "invalid_request");
    row("nonce", "", "invalid_request");
    row("scope", "openid", "invalid_scope");
    row("as", "refuse", "access_denied");
}

void tst_SignIn::sendsProblemsBack()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    Fields fields = authorizeFields();
    fields[field] = value;
    const QUrlQuery back = authorize(fields);
    QTEST(back.queryItemValue(QStringLiteral("error")), "error");
    QVERIFY(back.queryItemValue(QStringLiteral("error_description"), QUrl::FullyDecoded)
                .contains(QLatin1String("\r\nTrace ID: ")));
    QVERIFY(!back.hasQueryItem(QStringLiteral("code")));
}

void tst_SignIn::refusesTheCode_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<std::string>("error");
    const auto row = [](const char *field, const char *value, const char *error) {
        QTest::addRow("%s=%s", field, value)
            << QString::fromLatin1(field) << QString::fromLatin1(value) << std::string(error);
    };
    row("code", "another", "invalid_grant");
    row("code_verifier", "another", "invalid_grant");
    row("code_verifier", challenge, "invalid_grant"); // as the method "plain" would have it
    row("redirect_uri", "http://127.0.0.1:4712/", "invalid_grant");
    row("client_id", "another", "unauthorized_client");
    row("grant_type", "password", "unsupported_grant_type");
}

void tst_SignIn::refusesTheCode()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    Fields fields = codeFields(authorize(authorizeFields()).queryItemValue(QStringLiteral("code")));
    const Fields right = fields;
    fields[field] = value;
    const Answer answer = post(path("token"), fields);
    QCOMPARE(answer.status, 400);
    const Value refusal = test::parse(answer.body);
    QTEST(refusal["error"].text, "error");
    QVERIFY(refusal["error_description"].text.find("\r\nCorrelation ID: ") != std::string::npos);
    QCOMPARE(refusal["error_codes"].items.size(), std::size_t(1));
    QCOMPARE(refusal["timestamp"].text.size(), std::size_t(20)); // 2026-11-20 17:58:00Z
    QVERIFY(!refusal["trace_id"].text.empty());
    QCOMPARE(post(path("token"), right).status, 200); // it is not spent by that
}

void tst_SignIn::codeWorksOnce()
{
    const Fields fields = codeFields(authorize(authorizeFields()).queryItemValue(QStringLiteral("code")));
    const Value tokens = test::parse(post(path("token"), fields).body);
    QCOMPARE(test::parse(post(path("token"), fields).body)["error_codes"].items.at(0).text, "54005");
    QCOMPARE(refresh(tokens).status, 400);
}

/// Each refresh token works once; an old one again ends the whole sign-in, but not that of others.
void tst_SignIn::rotates()
{
    const Value first = signIn(), other = signIn();
    const Value second = test::parse(refresh(first).body);
    QVERIFY(!second["refresh_token"].text.empty());
    QVERIFY(second["refresh_token"].text != first["refresh_token"].text);
    QCOMPARE(statusWith(second, "/v1/customers"), 200);
    QVERIFY(!claimsOf(second).has("nonce"));
    const Value third = test::parse(refresh(second).body);
    QCOMPARE(test::parse(refresh(first).body)["error_codes"].items.at(0).text, "50173");
    QCOMPARE(test::parse(refresh(third).body)["error"].text, "invalid_grant");
    QCOMPARE(refresh(other).status, 200);
    const Value state = test::parse(m_client->get("/sandbox/sign-in").body);
    QCOMPARE(state["reused"].text, "1");
    QCOMPARE(state["liveRefreshTokens"].text, "1");
}

/// Numbers are texts there, and the resource stands in place of scopes.
void tst_SignIn::olderVersion()
{
    Fields fields = authorizeFields();
    fields.remove(QStringLiteral("scope"));
    fields[QStringLiteral("resource")] = m_host->address().resource;
    const QByteArray old = '/' + m_tenant + "/oauth2/";
    const Answer page = m_client->get(old + "authorize?" + form(fields));
    const QUrlQuery back(QUrl::fromEncoded(page.headers.value("location")));
    const Answer answer = post(old + "token", codeFields(back.queryItemValue(QStringLiteral("code"))));
    QVERIFY2(answer.body.contains("\"expires_in\":\"3600\""), answer.body.constData());
    const Value tokens = test::parse(answer.body);
    QVERIFY(!tokens["expires_on"].text.empty());
    QCOMPARE(tokens["resource"].text, m_host->address().resource.toStdString());
    QCOMPARE(statusWith(tokens, "/v1/customers"), 200);
    const Answer renewed =
        post(old + "token",
             {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
              {QStringLiteral("resource"), m_host->address().resource},
              {QStringLiteral("refresh_token"), QString::fromStdString(tokens["refresh_token"].text)}});
    QCOMPARE(statusWith(test::parse(renewed.body), "/v1/customers"), 200);
}

void tst_SignIn::device()
{
    const Value device = test::parse(post(path("devicecode"), {{QStringLiteral("scope"), m_scope}}).body);
    QCOMPARE(device["expires_in"].text, "900");
    const Fields poll{{QStringLiteral("grant_type"), QLatin1String(deviceGrant)},
                      {QStringLiteral("device_code"), QString::fromStdString(device["device_code"].text)}};
    for (int i = 0; i < 4; ++i)
        QCOMPARE(test::parse(post(path("token"), poll).body)["error"].text, "authorization_pending");
    QVERIFY(QString::fromStdString(device["verification_uri"].text).endsWith(QLatin1String("/device")));
    QVERIFY(m_client->get("/device").body.contains("<form"));
    QCOMPARE(m_client->get("/device?code=WRONG").status, 404);
    const QByteArray page = "/device?code=" + QByteArray::fromStdString(device["user_code"].text).toLower();
    QVERIFY(m_client->get(page).body.contains("as=admin"));
    QCOMPARE(m_client->get(page + "&as=admin").status, 200);
    const Value tokens = test::parse(post(path("token"), poll).body);
    QCOMPARE(statusWith(tokens, "/v1/usagesummary"), 200);
    QCOMPARE(test::parse(post(path("token"), poll).body)["error"].text, "bad_verification_code");
}

void tst_SignIn::deviceIsRefused()
{
    const Value device = test::parse(post(path("devicecode"), {{QStringLiteral("scope"), m_scope}}).body);
    QCOMPARE(
        m_client->get("/device?as=refuse&code=" + QByteArray::fromStdString(device["user_code"].text)).status,
        200);
    const Fields poll{{QStringLiteral("grant_type"), QLatin1String(deviceGrant)},
                      {QStringLiteral("device_code"), QString::fromStdString(device["device_code"].text)}};
    QCOMPARE(test::parse(post(path("token"), poll).body)["error"].text, "authorization_declined");
}

void tst_SignIn::deviceByItself()
{
    sandbox::Options options;
    options.signsInAs = QStringLiteral("admin");
    start(options);
    const Value device = test::parse(post(path("devicecode"), {{QStringLiteral("scope"), m_scope}}).body);
    const Fields poll{{QStringLiteral("grant_type"), QLatin1String(deviceGrant)},
                      {QStringLiteral("device_code"), QString::fromStdString(device["device_code"].text)}};
    QCOMPARE(test::parse(post(path("token"), poll).body)["error"].text, "authorization_pending");
    QCOMPARE(test::parse(post(path("token"), poll).body)["error"].text, "authorization_pending");
    QVERIFY(test::parse(post(path("token"), poll).body).has("access_token"));
}

void tst_SignIn::rights_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    QTest::addColumn<QByteArray>("isCompliant");
    const auto row = [](const char *as, const char *path, int status, const char *code,
                        const char *isCompliant) {
        QTest::addRow("%s %s", as, path) << QString::fromLatin1(as) << QByteArray(path) << status
                                         << std::string(code) << QByteArray(isCompliant);
    };
    row("admin", "/v1/customers", 200, "", "true");
    row("admin", "/v1/customers/usagerecords", 200, "", "true");
    row("helpdesk", "/v1/customers", 200, "", "true");
    row("helpdesk", "/v1/customers/usagerecords", 403, "900150", "true");
    row("helpdesk", "/partner/v1/analytics/azureusage", 403, "900150", "true");
    row("single", "/v1/customers", 401, "900421", "false");
    row("stranger", "/v1/customers", 401, "800001", "true");
}

void tst_SignIn::rights()
{
    QFETCH(QString, as);
    QFETCH(QByteArray, path);
    const Value tokens = signIn(as);
    m_client->setToken(QByteArray::fromStdString(tokens["access_token"].text));
    const Answer answer = m_client->get(path, {"ValidateMfa: true"});
    QTEST(answer.status, "status");
    QTEST(answer.status == 200 ? std::string() : test::parse(answer.body)["code"].text, "code");
    QTEST(answer.headers.value("ismfacompliant"), "isCompliant");
    QVERIFY(!m_client->get(path).headers.contains("ismfacompliant"));
    if (as == QLatin1String("stranger")) {
        QVERIFY(claimsOf(tokens)["tid"].text != m_tenant.toStdString());
    }
    if (as == QLatin1String("single")) { // a renewal adds no second factor
        m_client->setToken({});
        QCOMPARE(statusWith(test::parse(refresh(tokens).body), path), 401);
    }
}

/// A refresh token serves other services too, but the token then is for them.
void tst_SignIn::otherAudience()
{
    const Value tokens = signIn();
    const auto renewedFor = [&](const Value &from, const char *scope) {
        return test::parse(
            post(path("token"),
                 {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                  {QStringLiteral("refresh_token"), QString::fromStdString(from["refresh_token"].text)},
                  {QStringLiteral("scope"), QLatin1String(scope)}})
                .body);
    };
    const Value graph = renewedFor(tokens, "https://graph.microsoft.com/PartnerBilling.Read.All");
    QCOMPARE(statusWith(graph, "/v1/customers"), 401);
    const Value retired = renewedFor(graph, "https://graph.windows.net/.default");
    m_client->setToken(QByteArray::fromStdString(retired["access_token"].text));
    QCOMPARE(test::parse(m_client->get("/v1/customers").body)["code"].text, "900420");
    m_client->setToken({});
    QCOMPARE(
        test::parse(m_client->send("POST", "/elsewhere/oauth2/v2.0/token", {}, "a=b").body)["error"].text,
        "invalid_tenant");
}

void tst_SignIn::revokes()
{
    const Value one = signIn(), two = signIn();
    QCOMPARE(
        post(path("revoke"), {{QStringLiteral("token"), QString::fromStdString(one["refresh_token"].text)}})
            .status,
        200);
    QCOMPARE(refresh(one).status, 400);
    QCOMPARE(test::parse(m_client->send("DELETE", "/sandbox/sign-in").body)["liveRefreshTokens"].text, "0");
    QCOMPARE(refresh(two).status, 400);
    QCOMPARE(m_client->get(path("logout")).status, 200);
}

/// Until somebody signs in with the claims that it asks for.
void tst_SignIn::demandsProof()
{
    const Value tokens = signIn();
    QCOMPARE(m_client->send("POST", "/sandbox/sign-in", {}, R"({"demandsProof":true})").status, 200);
    const Value refusal = test::parse(refresh(tokens).body);
    QCOMPARE(refusal["error"].text, "interaction_required");
    QCOMPARE(refusal["suberror"].text, "basic_action");
    QCOMPARE(refresh(signIn()).status, 400);
    Fields fields = authorizeFields();
    fields[QStringLiteral("claims")] = QString::fromStdString(refusal["claims"].text);
    QVERIFY(authorize(fields).hasQueryItem(QStringLiteral("code")));
    QCOMPARE(refresh(tokens).status, 200);
}

void tst_SignIn::discovery()
{
    const Value document =
        test::parse(m_client->get('/' + m_tenant + "/v2.0/.well-known/openid-configuration").body);
    for (const char *member : {"issuer", "authorization_endpoint", "token_endpoint",
                               "device_authorization_endpoint", "revocation_endpoint"})
        QVERIFY2(document[member].text.find(m_tenant.toStdString()) != std::string::npos, member);
}

void tst_SignIn::crestTokens()
{
    sandbox::Options options;
    options.needsCrestToken = true;
    start(options);
    const Value tokens = signIn();
    const QByteArray cid = m_host->address().crestCid.toLatin1(), version = "api-version: 2015-03-31";
    const QByteArray page = "/customers/get-by-identity?provider=AAD&type=tenant&tid=x";
    m_client->setToken(QByteArray::fromStdString(tokens["access_token"].text));
    QCOMPARE(m_client->get(page, {version}).status, 401);
    QCOMPARE(m_client->send("POST", "/my-org/tokens", {version}, "grant_type=other").status, 400);
    const Answer given = m_client->send("POST", "/my-org/tokens", {version}, "grant_type=client_credentials");
    QCOMPARE(given.status, 200);
    QCOMPARE(test::parse(given.body)["expires_in"].text, "3600");
    m_client->setToken(QByteArray::fromStdString(test::parse(given.body)["access_token"].text));
    QVERIFY(m_client->get(page, {version}).status != 401);
    QCOMPARE(m_client->get("/v1/customers").status, 401);
    m_client->setToken("made-up");
    QCOMPARE(m_client->send("POST", "/my-org/tokens", {version}, "grant_type=client_credentials").status,
             401);
}

void tst_SignIn::anyToken()
{
    sandbox::Options options;
    options.acceptsAnyToken = true;
    start(options);
    QCOMPARE(m_client->get("/v1/customers").status, 401);
    m_client->setToken("from-elsewhere");
    QCOMPARE(m_client->get("/v1/customers").status, 200);
}

void tst_SignIn::faultsHitIt()
{
    const Value tokens = signIn();
    QCOMPARE(m_client
                 ->send("POST", "/sandbox/faults", {},
                        R"([{"path": "/oauth2/v2.0/token", "status": 503, "times": 1},
                                {"path": "/oauth2/v2.0/token", "action": "cut", "bytes": 0, "times": 1}])")
                 .status,
             200);
    QCOMPARE(refresh(tokens).status, 503);
    QVERIFY(!refresh(tokens).isWhole); // taken, and the answer lost
    QCOMPARE(test::parse(refresh(tokens).body)["error_codes"].items.at(0).text, "50173");
}

void tst_SignIn::ownTenant()
{
    sandbox::Options options;
    options.tenant = QStringLiteral("0f0f0f0f-1111-4222-8333-444444444444");
    start(options);
    QCOMPARE(QString::fromLatin1(m_tenant), options.tenant);
    QCOMPARE(claimsOf(signIn())["tid"].text, options.tenant.toStdString());
}

SPENDGLASS_TEST_MAIN(tst_SignIn)
#include "tst_signin.moc"
