// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/idpserver.h"
#include "support/testmain.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcessEnvironment>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrlQuery>

#include <memory>

namespace spendglass::test {

namespace {

using Members = QList<std::pair<QString, QString>>;

const QString partnerCenter = QStringLiteral("https://api.partnercenter.microsoft.com/user_impersonation");
const QString scope = partnerCenter + QStringLiteral(" offline_access openid profile");
const QString verifier = QStringLiteral("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
const QString challenge =
    QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"); // RFC 7636 Appendix B
const QString deviceGrant = QStringLiteral("urn:ietf:params:oauth:grant-type:device_code");

struct Answer
{
    int status = 0;
    QJsonObject body;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QByteArray retryAfter;

    QString text(const char *name) const { return body.value(QLatin1String(name)).toString(); }
};

QJsonObject claimsOf(const QString &token)
{
    const QByteArray middle = token.toLatin1().split('.').value(1);
    return QJsonDocument::fromJson(QByteArray::fromBase64(middle, QByteArray::Base64UrlEncoding)).object();
}

} // namespace

/// The provider itself: what the tests of signing in rely on.
class TestIdp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void announcesItsAddresses();
    void codeWithProof();
    void refusesWeakProof_data();
    void refusesWeakProof();
    void refusesOtherAddresses();
    void acceptsBothLoopbackNames();
    void tokensAreEntras();
    void rotationAndReuse();
    void replayedCode();
    void deviceFlow();
    void refusedDevice_data();
    void refusedDevice();
    void queuedRefusal();
    void editedAnswers();
    void authorizationFaults();
    void lostAnswer();
    void heldAnswer();
    void secondFactorOnDemand();
    void revocation();
    void logNamesNoToken();
    void standInBrowser();
    void strangers();

private:
    Answer post(const QString &endpoint, const Members &members);
    QUrl authorizeUrl(const Members &more = {}, const Members &without = {}) const;
    QUrlQuery authorize(const Members &more = {}, const Members &without = {}) const;
    Answer redeem(const QString &code);
    Answer renew(const QString &refreshToken);
    Answer poll(const QString &deviceCode);
    Answer signIn(const Members &more = {});
    QString deviceCode();

    std::unique_ptr<IdpServer> m_idp;
    QNetworkAccessManager m_network;
};

void TestIdp::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

void TestIdp::init()
{
    m_idp->reset();
}

Answer TestIdp::post(const QString &endpoint, const Members &members)
{
    QUrlQuery form;
    for (const auto &[name, value] : members)
        form.addQueryItem(name, QString::fromUtf8(QUrl::toPercentEncoding(value)));
    QNetworkRequest request(m_idp->endpoint(endpoint));
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QStringLiteral("application/x-www-form-urlencoded"));
    const std::unique_ptr<QNetworkReply> reply(
        m_network.post(request, form.toString(QUrl::FullyEncoded).toUtf8()));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, 20'000))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            QJsonDocument::fromJson(reply->readAll()).object(), reply->error(),
            reply->rawHeader("Retry-After")};
}

QUrl TestIdp::authorizeUrl(const Members &more, const Members &without) const
{
    QMap<QString, QString> members{
        {QStringLiteral("client_id"), m_idp->clientId()},
        {QStringLiteral("response_type"), QStringLiteral("code")},
        {QStringLiteral("response_mode"), QStringLiteral("query")},
        {QStringLiteral("redirect_uri"), QStringLiteral("http://127.0.0.1:5999/")},
        {QStringLiteral("scope"), scope},
        {QStringLiteral("state"), QStringLiteral("a state")},
        {QStringLiteral("nonce"), QStringLiteral("a nonce")},
        {QStringLiteral("code_challenge"), challenge},
        {QStringLiteral("code_challenge_method"), QStringLiteral("S256")},
        {QStringLiteral("prompt"), QStringLiteral("select_account")},
    };
    for (const auto &[name, value] : more)
        members.insert(name, value);
    for (const auto &member : without)
        members.remove(member.first);
    QUrlQuery query;
    for (auto member = members.cbegin(); member != members.cend(); ++member)
        query.addQueryItem(member.key(), QString::fromUtf8(QUrl::toPercentEncoding(member.value())));
    QUrl url = m_idp->endpoint(QStringLiteral("authorize"));
    url.setQuery(query);
    return url;
}

/// What the browser brings to the listener; empty when it is not sent there.
QUrlQuery TestIdp::authorize(const Members &more, const Members &without) const
{
    return QUrlQuery(
        m_idp->follow(authorizeUrl(more, without)).query().replace(QLatin1Char('+'), QLatin1String("%20")));
}

Answer TestIdp::redeem(const QString &code)
{
    return post(QStringLiteral("token"),
                {{QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
                 {QStringLiteral("client_id"), m_idp->clientId()},
                 {QStringLiteral("redirect_uri"), QStringLiteral("http://127.0.0.1:5999/")},
                 {QStringLiteral("code_verifier"), verifier},
                 {QStringLiteral("code"), code}});
}

Answer TestIdp::renew(const QString &refreshToken)
{
    return post(QStringLiteral("token"), {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                                          {QStringLiteral("client_id"), m_idp->clientId()},
                                          {QStringLiteral("scope"), scope},
                                          {QStringLiteral("refresh_token"), refreshToken}});
}

Answer TestIdp::poll(const QString &deviceCode)
{
    return post(QStringLiteral("token"), {{QStringLiteral("grant_type"), deviceGrant},
                                          {QStringLiteral("client_id"), m_idp->clientId()},
                                          {QStringLiteral("device_code"), deviceCode}});
}

Answer TestIdp::signIn(const Members &more)
{
    return redeem(authorize(more).queryItemValue(QStringLiteral("code"), QUrl::FullyDecoded));
}

QString TestIdp::deviceCode()
{
    return post(QStringLiteral("devicecode"),
                {{QStringLiteral("client_id"), m_idp->clientId()}, {QStringLiteral("scope"), scope}})
        .text("device_code");
}

void TestIdp::announcesItsAddresses()
{
    const QUrl url(m_idp->issuer() + QStringLiteral("/.well-known/openid-configuration"));
    const std::unique_ptr<QNetworkReply> reply(m_network.get(QNetworkRequest(url)));
    QTRY_VERIFY(reply->isFinished());
    const QJsonObject metadata = QJsonDocument::fromJson(reply->readAll()).object();
    QCOMPARE(metadata.value(QLatin1String("issuer")).toString(), m_idp->issuer());
    const std::pair<const char *, const char *> endpoints[] = {
        {"authorization_endpoint", "authorize"},
        {"token_endpoint", "token"},
        {"device_authorization_endpoint", "devicecode"},
        {"end_session_endpoint", "logout"}};
    for (const auto &[member, name] : endpoints)
        QCOMPARE(metadata.value(QLatin1String(member)).toString(),
                 m_idp->endpoint(QString::fromLatin1(name)).toString());
}

void TestIdp::codeWithProof()
{
    const QUrlQuery back =
        authorize({{QStringLiteral("login_hint"), QStringLiteral("ben.berg@adatum.example")}});
    QCOMPARE(back.queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded), QStringLiteral("a state"));
    QCOMPARE(back.queryItemValue(QStringLiteral("iss"), QUrl::FullyDecoded), m_idp->issuer());
    const Answer answer = redeem(back.queryItemValue(QStringLiteral("code")));
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.text("refresh_token").isEmpty());
    QVERIFY(m_idp->accepts(answer.text("access_token").toLatin1()));
    const QJsonObject person = claimsOf(answer.text("id_token"));
    QCOMPARE(person.value(QLatin1String("nonce")).toString(), QStringLiteral("a nonce"));
    QCOMPARE(person.value(QLatin1String("preferred_username")).toString(),
             QStringLiteral("ben.berg@adatum.example"));
    QCOMPARE(person.value(QLatin1String("name")).toString(), QStringLiteral("Ben Berg"));
    QCOMPARE(person.value(QLatin1String("tid")).toString(), m_idp->tenant());
    QVERIFY(!person.value(QLatin1String("oid")).toString().isEmpty());
}

void TestIdp::refusesWeakProof_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("no challenge") << QString();
    QTest::newRow("plain") << QStringLiteral("plain");
}

void TestIdp::refusesWeakProof()
{
    QFETCH(QString, method);
    const Members none{{QStringLiteral("code_challenge"), {}}, {QStringLiteral("code_challenge_method"), {}}};
    const QUrlQuery back = method.isEmpty() ? authorize({}, none)
                                            : authorize({{QStringLiteral("code_challenge_method"), method}});
    QCOMPARE(back.queryItemValue(QStringLiteral("error")), QStringLiteral("invalid_request"));
    QVERIFY(!back.hasQueryItem(QStringLiteral("code")));
}

void TestIdp::refusesOtherAddresses()
{
    QVERIFY(authorize({{QStringLiteral("redirect_uri"), QStringLiteral("http://127.0.0.1:5999/other")}})
                .isEmpty());
    QVERIFY(authorize({{QStringLiteral("redirect_uri"), QStringLiteral("https://evil.example/")}}).isEmpty());
}

void TestIdp::acceptsBothLoopbackNames()
{
    const QUrl back = m_idp->follow(
        authorizeUrl({{QStringLiteral("redirect_uri"), QStringLiteral("http://localhost:61234/")}}));
    QCOMPARE(back.authority(), QStringLiteral("localhost:61234"));
    QVERIFY(QUrlQuery(back).hasQueryItem(QStringLiteral("code")));
}

void TestIdp::tokensAreEntras()
{
    const Answer answer = signIn();
    QCOMPARE(answer.text("token_type"), QStringLiteral("Bearer"));
    QCOMPARE(answer.body.value(QLatin1String("expires_in")).toInt(), 3599);
    QCOMPARE(answer.body.value(QLatin1String("ext_expires_in")).toInt(), 3599);
    QCOMPARE(answer.text("scope"), partnerCenter);
    const QJsonObject claims = claimsOf(answer.text("access_token"));
    QCOMPARE(claims.value(QLatin1String("aud")).toString(),
             QStringLiteral("https://api.partnercenter.microsoft.com"));
    QCOMPARE(claims.value(QLatin1String("scp")).toString(), QStringLiteral("user_impersonation"));
    QCOMPARE(claims.value(QLatin1String("appid")).toString(), m_idp->clientId());
}

/// RFC 9700 section 4.14.2: a refresh token used twice ends all that came of it.
void TestIdp::rotationAndReuse()
{
    const QString first = signIn().text("refresh_token");
    const Answer second = renew(first);
    QCOMPARE(second.status, 200);
    QVERIFY(second.text("refresh_token") != first);
    QVERIFY(m_idp->accepts(second.text("access_token").toLatin1()));
    const Answer reused = renew(first);
    QCOMPARE(reused.status, 400);
    QCOMPARE(reused.text("error"), QStringLiteral("invalid_grant"));
    QCOMPARE(renew(second.text("refresh_token")).text("error"), QStringLiteral("invalid_grant"));
    QVERIFY(!m_idp->accepts(second.text("access_token").toLatin1()));
}

void TestIdp::replayedCode()
{
    const QString code = authorize().queryItemValue(QStringLiteral("code"));
    const Answer first = redeem(code);
    QCOMPARE(redeem(code).text("error"), QStringLiteral("invalid_grant"));
    QVERIFY(!m_idp->accepts(first.text("access_token").toLatin1()));
}

void TestIdp::deviceFlow()
{
    const Answer start = post(QStringLiteral("devicecode"), {{QStringLiteral("client_id"), m_idp->clientId()},
                                                             {QStringLiteral("scope"), scope}});
    QCOMPARE(start.body.value(QLatin1String("interval")).toInt(), 5);
    QCOMPARE(start.body.value(QLatin1String("expires_in")).toInt(), 900);
    QVERIFY(start.text("message").contains(start.text("user_code")));
    QVERIFY(start.text("verification_uri").startsWith(m_idp->loginUrl().toString()));
    QVERIFY(!start.body.contains(QLatin1String("verification_uri_complete")));
    const QString code = start.text("device_code");
    QCOMPARE(poll(code).text("error"), QStringLiteral("authorization_pending"));
    m_idp->refuse(QStringLiteral("token"), QStringLiteral("slow_down"));
    QCOMPARE(poll(code).text("error"), QStringLiteral("slow_down"));
    m_idp->person(IdpServer::Person::Approves, start.text("user_code"));
    const Answer tokens = poll(code);
    QCOMPARE(tokens.status, 200);
    QVERIFY(m_idp->accepts(tokens.text("access_token").toLatin1()));
    QCOMPARE(renew(tokens.text("refresh_token")).status, 200);
    QCOMPARE(m_idp->count(QStringLiteral("token:device_code")), 3);
    QCOMPARE(poll(code).text("error"), QStringLiteral("invalid_grant")); // only once
}

void TestIdp::refusedDevice_data()
{
    QTest::addColumn<int>("person");
    QTest::addColumn<QString>("error");
    QTest::newRow("declined") << int(IdpServer::Person::Declines) << QStringLiteral("authorization_declined");
    QTest::newRow("expired") << int(IdpServer::Person::ComesTooLate) << QStringLiteral("expired_token");
    QTest::newRow("unknown code") << -1 << QStringLiteral("bad_verification_code");
}

void TestIdp::refusedDevice()
{
    QFETCH(int, person);
    QFETCH(QString, error);
    const QString code = deviceCode();
    if (person >= 0)
        m_idp->person(IdpServer::Person(person));
    const Answer answer = poll(person >= 0 ? code : QStringLiteral("other"));
    QCOMPARE(answer.text("error"), error);
    QCOMPARE(answer.status, 400);
}

void TestIdp::queuedRefusal()
{
    m_idp->refuse(QStringLiteral("token"), QStringLiteral("interaction_required"),
                  {{QStringLiteral("codes"), QJsonArray{50076}},
                   {QStringLiteral("suberror"), QStringLiteral("basic_action")},
                   {QStringLiteral("claims"), QStringLiteral("{\"access_token\":{}}")},
                   {QStringLiteral("description"), QStringLiteral("A second factor is needed.")}});
    m_idp->fault(
        QStringLiteral("token"),
        {{QStringLiteral("status"), 503},
         {QStringLiteral("headers"), QJsonObject{{QStringLiteral("Retry-After"), QStringLiteral("7")}}}});
    const Answer refused = renew(QStringLiteral("any"));
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.text("suberror"), QStringLiteral("basic_action"));
    QCOMPARE(refused.text("claims"), QStringLiteral("{\"access_token\":{}}"));
    QVERIFY(refused.text("error_description")
                .startsWith(QStringLiteral("AADSTS50076: A second factor is needed.\r\nTrace ID: ")));
    QCOMPARE(refused.body.value(QLatin1String("error_codes")).toArray(), QJsonArray{50076});
    QCOMPARE(
        QDateTime::fromString(refused.text("timestamp"), QStringLiteral("yyyy-MM-dd HH:mm:ss'Z'")).isValid(),
        true);
    const Answer busy = renew(QStringLiteral("any"));
    QCOMPARE(busy.status, 503);
    QCOMPARE(busy.retryAfter, QByteArray("7"));
    QCOMPARE(m_idp->waitingFaults(), 0);
}

void TestIdp::editedAnswers()
{
    m_idp->fault(
        QStringLiteral("token"),
        {{QStringLiteral("set"), QJsonObject{{QStringLiteral("expires_in"), QStringLiteral("3599")},
                                             {QStringLiteral("token_type"), QStringLiteral("bearer")}}},
         {QStringLiteral("remove"), QJsonArray{QStringLiteral("refresh_token")}}});
    const Answer answer = signIn();
    QCOMPARE(answer.body.value(QLatin1String("expires_in")), QJsonValue(QStringLiteral("3599")));
    QCOMPARE(answer.text("token_type"), QStringLiteral("bearer"));
    QVERIFY(!answer.body.contains(QLatin1String("refresh_token")));
}

void TestIdp::authorizationFaults()
{
    const QString name = QStringLiteral("authorize");
    m_idp->refuse(name, QStringLiteral("access_denied"),
                  {{QStringLiteral("description"), QStringLiteral("<img src=x onerror=y>")}});
    m_idp->fault(name, {{QStringLiteral("set"),
                         QJsonObject{{QStringLiteral("iss"), QStringLiteral("https://evil.example")}}}});
    m_idp->fault(name, {{QStringLiteral("remove"), QJsonArray{QStringLiteral("iss")}}});
    m_idp->fault(name, {{QStringLiteral("ask"),
                         QJsonObject{{QStringLiteral("response_mode"), QStringLiteral("fragment")}}}});
    const QUrlQuery denied = authorize();
    QCOMPARE(denied.queryItemValue(QStringLiteral("error")), QStringLiteral("access_denied"));
    QVERIFY(denied.queryItemValue(QStringLiteral("error_description"), QUrl::FullyDecoded)
                .contains(QStringLiteral("<img src=x onerror=y>\r\n")));
    QCOMPARE(authorize().queryItemValue(QStringLiteral("iss"), QUrl::FullyDecoded),
             QStringLiteral("https://evil.example"));
    const QUrlQuery noIssuer = authorize();
    QVERIFY(noIssuer.hasQueryItem(QStringLiteral("code")) && !noIssuer.hasQueryItem(QStringLiteral("iss")));
    const QUrl inFragment = m_idp->follow(authorizeUrl());
    QVERIFY(inFragment.query().isEmpty() && inFragment.fragment().startsWith(QStringLiteral("code=")));
}

void TestIdp::lostAnswer()
{
    const QString first = signIn().text("refresh_token");
    m_idp->loseAnswer(QStringLiteral("token"));
    QVERIFY(renew(first).error != QNetworkReply::NoError);
    // QNetworkAccessManager sent it again by itself: that was the reuse (M2).
    QCOMPARE(m_idp->count(QStringLiteral("token:refresh_token")), 2);
    m_idp->fault(QStringLiteral("token"), {{QStringLiteral("drop"), true}, {QStringLiteral("times"), 9}});
    const QString untouched = QStringLiteral("any");
    QVERIFY(renew(untouched).error != QNetworkReply::NoError);
}

void TestIdp::heldAnswer()
{
    m_idp->fault(QStringLiteral("devicecode"), {{QStringLiteral("hold"), true}});
    QNetworkRequest request(m_idp->endpoint(QStringLiteral("devicecode")));
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QStringLiteral("application/x-www-form-urlencoded"));
    const std::unique_ptr<QNetworkReply> reply(
        m_network.post(request, "client_id=" + m_idp->clientId().toLatin1() + "&scope=openid"));
    QTRY_COMPARE(m_idp->count(QStringLiteral("devicecode")), 1);
    QVERIFY(!reply->isFinished());
    m_idp->release();
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

void TestIdp::secondFactorOnDemand()
{
    const QJsonArray password{QStringLiteral("pwd")};
    QCOMPARE(claimsOf(signIn().text("access_token")).value(QLatin1String("amr")).toArray(), password);
    const Answer asked =
        signIn({{QStringLiteral("claims"),
                 QStringLiteral(R"({"access_token":{"amr":{"essential":true,"values":["mfa"]}}})")}});
    const QJsonArray both{QStringLiteral("pwd"), QStringLiteral("mfa")};
    QCOMPARE(claimsOf(asked.text("access_token")).value(QLatin1String("amr")).toArray(), both);
    QCOMPARE(claimsOf(renew(asked.text("refresh_token")).text("access_token"))
                 .value(QLatin1String("amr"))
                 .toArray(),
             both);
}

void TestIdp::revocation()
{
    const Answer answer = signIn();
    m_idp->expireAccessTokens();
    QVERIFY(!m_idp->accepts(answer.text("access_token").toLatin1()));
    const Answer renewed = renew(answer.text("refresh_token"));
    QCOMPARE(renewed.status, 200);
    m_idp->revokeAll();
    QVERIFY(!m_idp->accepts(renewed.text("access_token").toLatin1()));
    QCOMPARE(renew(renewed.text("refresh_token")).text("error"), QStringLiteral("invalid_grant"));
}

void TestIdp::logNamesNoToken()
{
    const Answer first = signIn();
    const Answer second = renew(first.text("refresh_token"));
    const QJsonArray calls = m_idp->calls(QStringLiteral("token"));
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls.at(0).toObject().value(QLatin1String("verifierLength")).toInt(), 43);
    QCOMPARE(calls.at(1).toObject().value(QLatin1String("scope")).toString(), scope);
    QVERIFY(calls.at(1).toObject().value(QLatin1String("at")).toDouble() >
            calls.at(0).toObject().value(QLatin1String("at")).toDouble());
    const QByteArray text = QJsonDocument(calls).toJson();
    for (const char *secret : {"access_token", "refresh_token", "id_token"}) {
        QVERIFY(!first.text(secret).isEmpty() && !text.contains(first.text(secret).toLatin1()));
        QVERIFY(!text.contains(second.text(secret).toLatin1()));
    }
    QVERIFY(!text.contains(verifier.toLatin1()));
}

void TestIdp::standInBrowser()
{
    QTemporaryDir folder;
    const QString log = folder.filePath(QStringLiteral("opened"));
    qputenv("SPENDGLASS_BROWSER_LOG", log.toUtf8());
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    const QString address = QStringLiteral("http://127.0.0.1:%1/").arg(listener.serverPort());
    QByteArray received;
    connect(&listener, &QTcpServer::newConnection, &listener, [&listener, &received] {
        QTcpSocket *socket = listener.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &received] {
            received += socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nDone");
            socket->disconnectFromHost();
        });
    });
    const QUrl url = authorizeUrl({{QStringLiteral("redirect_uri"), address}});
    QVERIFY(IdpServer::browse(url));
    QTRY_VERIFY_WITH_TIMEOUT(received.contains("\r\n\r\n"), 20'000);
    QVERIFY(received.startsWith("GET /?code="));
    QFile opened(log);
    QVERIFY(opened.open(QIODevice::ReadOnly));
    QCOMPARE(opened.readAll(), url.toEncoded() + '\n');
    QTRY_VERIFY(QFile::exists(log + QStringLiteral(".page")));
    qunsetenv("SPENDGLASS_BROWSER_LOG");
}

void TestIdp::strangers()
{
    QVERIFY(authorize({{QStringLiteral("client_id"), QStringLiteral("unknown")}}).isEmpty());
    const Answer answer =
        post(QStringLiteral("token"), {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                                       {QStringLiteral("client_id"), QStringLiteral("unknown")},
                                       {QStringLiteral("refresh_token"), QStringLiteral("any")}});
    QCOMPARE(answer.text("error"), QStringLiteral("unauthorized_client"));
    IdpServer other({QStringLiteral("--tenant"), QStringLiteral("11111111-2222-4333-8444-555555555555"),
                     QStringLiteral("--client"), QStringLiteral("another-client")});
    QVERIFY2(other.problem().isEmpty(), qPrintable(other.problem()));
    QCOMPARE(other.tenant(), QStringLiteral("11111111-2222-4333-8444-555555555555"));
    QCOMPARE(other.clientId(), QStringLiteral("another-client"));
}

} // namespace spendglass::test

SPENDGLASS_TEST_MAIN(spendglass::test::TestIdp)
#include "tst_idp.moc"
