// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/claims.h"

#include "net/request.h"
#include "support/testmain.h"

using namespace spendglass;

class ClaimsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsRefusals_data();
    void readsRefusals();
    void readsChallenges_data();
    void readsChallenges();
    void demandsASecondFactor_data();
    void demandsASecondFactor();
};

void ClaimsTest::readsRefusals_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("claims");
    QTest::newRow("text") << QByteArray(R"({"error":"interaction_required","claims":"{\"a\": {\"b\":1}}"})")
                          << QByteArray(R"({"a":{"b":1}})");
    QTest::newRow("object") << QByteArray(R"({"claims":{"a":{"b":1}}})") << QByteArray(R"({"a":{"b":1}})");
    QTest::newRow("none") << QByteArray(R"({"error":"interaction_required"})") << QByteArray();
    QTest::newRow("empty") << QByteArray(R"({"claims":""})") << QByteArray();
    QTest::newRow("no JSON") << QByteArray(R"({"claims":"mfa"})") << QByteArray();
    QTest::newRow("list") << QByteArray(R"({"claims":"[1]"})") << QByteArray();
    QTest::newRow("number") << QByteArray(R"({"claims":7})") << QByteArray();
    QTest::newRow("too much for an address")
        << QByteArray(R"({"claims":{"a":")" + QByteArray(9000, 'x') + "\"}}") << QByteArray();
    QTest::newRow("a page") << QByteArray("<html>") << QByteArray();
}

void ClaimsTest::readsRefusals()
{
    QFETCH(QByteArray, body);
    net::Response response;
    response.status = 400;
    response.body = body;
    QTEST(auth::claimsOf(response), "claims");
}

void ClaimsTest::readsChallenges_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("claims");
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1604106651"}}})";
    const QByteArray written = claims.toBase64();
    const auto row = [](const char *name, const QByteArray &header, const QByteArray &expected) {
        QTest::newRow(name) << header << expected;
    };
    row("31 challenge",
        R"(Bearer realm="", authorization_uri="https://login.example/oauth2/authorize", error="insufficient_claims", claims=")" +
            written + '"',
        claims);
    row("alone", "Bearer claims=\"" + written + '"', claims);
    row("alphabet of addresses, without padding",
        "Bearer claims=\"" +
            QByteArray(R"({"a":"???>>>"})")
                .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) +
            '"',
        R"({"a":"???>>>"})");
    row("not in base64", "Bearer claims=\"" + QByteArray(claims).replace('"', "\\\"") + "\", error=\"x\"",
        claims);
    row("other member", "Bearer xclaims=\"" + written + '"', {});
    row("no base64", R"(Bearer claims="{}")", {});
    row("no JSON", "Bearer claims=\"" + QByteArray("mfa").toBase64() + '"', {});
    row("no claims", R"(Bearer error="invalid_token")", {});
    row("nothing", {}, {});
}

void ClaimsTest::readsChallenges()
{
    QFETCH(QByteArray, header);
    QTEST(auth::claimsOfChallenge(header), "claims");
}

void ClaimsTest::demandsASecondFactor_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QByteArray>("claims");
    const QByteArray mfa = R"({"access_token":{"amr":{"essential":true,"values":["mfa"]}}})";
    QTest::newRow("alone") << QByteArray() << mfa;
    QTest::newRow("junk") << QByteArray("junk") << mfa;
    QTest::newRow("too long together")
        << QByteArray(R"({"access_token":{"x":")" + QByteArray(8160, 'x') + "\"}}") << mfa;
    QTest::newRow("beside") << QByteArray(R"({"id_token":{"auth_time":{"essential":true}}})")
                            << QByteArray(R"({"access_token":{"amr":{"essential":true,"values":["mfa"]}},)"
                                          R"("id_token":{"auth_time":{"essential":true}}})");
    QTest::newRow("within") << QByteArray(R"({"access_token":{"nbf":{"value":"1"}}})")
                            << QByteArray(R"({"access_token":{"amr":{"essential":true,"values":["mfa"]},)"
                                          R"("nbf":{"value":"1"}}})");
    QTest::newRow("the challenge wins")
        << QByteArray(R"({"access_token":{"amr":{"values":["ngcmfa"]}}})")
        << QByteArray(R"({"access_token":{"amr":{"essential":true,"values":["ngcmfa"]}}})");
}

void ClaimsTest::demandsASecondFactor()
{
    QFETCH(QByteArray, challenge);
    QTEST(auth::signInClaims(challenge), "claims");
}

SPENDGLASS_TEST_MAIN(ClaimsTest)
#include "tst_claims.moc"
