// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"
#include "support/manualclock.h"
#include "support/testmain.h"

using namespace spendglass;
using core::ErrorKind;

class ErrorFromResponseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void status_data();
    void status();
    void body_data();
    void body();
    void meanings_data();
    void meanings();
    void keepsWhatSupportAsksFor();
};

void ErrorFromResponseTest::status_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](int status, ErrorKind kind) {
        QTest::newRow(qPrintable(QString::number(status))) << status << kind;
    };
    row(201, ErrorKind::Malformed);
    row(202, ErrorKind::Malformed);
    row(204, ErrorKind::NotReady);
    row(301, ErrorKind::Untrusted);
    row(302, ErrorKind::Untrusted);
    row(304, ErrorKind::Untrusted);
    row(307, ErrorKind::Untrusted);
    row(400, ErrorKind::BadRequest);
    row(401, ErrorKind::Unauthorised);
    row(403, ErrorKind::Forbidden);
    row(404, ErrorKind::NotFound);
    row(407, ErrorKind::Offline);
    row(408, ErrorKind::Timeout);
    row(409, ErrorKind::BadRequest);
    row(417, ErrorKind::BadRequest);
    row(429, ErrorKind::Throttled);
    row(500, ErrorKind::Server);
    row(502, ErrorKind::Server);
    row(503, ErrorKind::Server);
    row(504, ErrorKind::Server);
    row(999, ErrorKind::Malformed);
}

void ErrorFromResponseTest::status()
{
    QFETCH(int, status);
    net::Response response;
    response.status = status;
    const auto error = net::errorFromResponse(response, {}, test::ManualClock::start);
    QTEST(error.kind, "kind");
    QCOMPARE(error.httpStatus, status);
    QVERIFY(!error.text.isEmpty());
}

void ErrorFromResponseTest::body_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &body, const char *code, const char *text) {
        QTest::newRow(name) << body << QString::fromUtf8(code) << QString::fromUtf8(text);
    };
    row("standard", R"({"code":3000,"description":"Not there.","data":["subscription_id"],"source":"FD"})",
        "3000", "Not there.");
    row("code as text", R"({"code":"2000","description":"No.","data":[]})", "2000", "No.");
    row("byte order mark", "\xEF\xBB\xBF{\"code\":20002,\"description\":\"No relation.\"}", "20002",
        "No relation.");
    row("Pascal case", R"({"Code":1000,"Description":"Gone."})", "1000", "Gone.");
    row("gateway", R"({ "statusCode": 429, "message": "Try again in 57 seconds." })", "429",
        "Try again in 57 seconds.");
    row("OData", R"({"error":{"code":"BadRequest","message":"Invalid filter.","target":"$filter"}})",
        "BadRequest", "Invalid filter.");
    row("CREST", R"({"code":"60041","reason":"No such entitlement.","object_type":"Error"})", "60041",
        "No such entitlement.");
    row("sign-in", R"({"error":"invalid_grant","error_description":"AADSTS50173:\r\nexpired"})",
        "invalid_grant", "AADSTS50173: expired");
    row("wrong types", R"({"code":{"a":1},"description":["x"]})", "", "");
    row("null members", R"({"code":null,"description":null})", "", "");
    row("empty", "", "", "");
    row("HTML", "<html><body>\n<h1>503</h1></body></html>", "", "<html><body> <h1>503</h1></body></html>");
    row("cut JSON", R"({"code":30)", "", R"({"code":30)");
    row("controls", "a\x1b[31mb", "", "a [31mb");
    row("long", QByteArray(5000, 'x'), "", QByteArray(1024, 'x').constData());
}

void ErrorFromResponseTest::body()
{
    QFETCH(QByteArray, body);
    net::Response response;
    response.status = 400;
    response.body = body;
    const auto error = net::errorFromResponse(response, {}, test::ManualClock::start);
    QTEST(error.serverCode, "code");
    QTEST(error.serverText, "text");
}

/// A code that says more than its status has words of its own.
void ErrorFromResponseTest::meanings_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("meaning"); ///< empty: the status alone
    const auto row = [](const char *name, int status, const char *code, const char *meaning,
                        const char *text = "") {
        const QByteArray body =
            QByteArray(R"({"code":)") + code + R"(,"description":")" + text + R"(","source":"FD"})";
        QTest::newRow(name) << status << body << QString::fromLatin1(meaning);
    };
    row("400 with status 401", 401, "400", "access denied");
    row("400 of the gateway", 400, "400", "");
    row("1000", 404, "1000", "there is no such thing");
    row("2000", 400, "2000", "the question is not one that the service can answer");
    row("2000 as text", 400, R"("2000")", "the question is not one that the service can answer");
    row("2012", 400, "2012", "the subscription is known by another identifier");
    row("2032", 403, "2032", "access denied");
    row("3000 alone", 400, "3000", "");
    row("3000 no usage", 404, "3000", "the customer has no usage data", "Customer does not have usage data.");
    row("3000 no subscription", 404, "3000", "the customer has no such subscription",
        "A subscription with the provided ID was not found under this customer");
    row("3000 no partner", 404, "3000", "the service does not know this partner", "Partner not found.");
    row("20002", 403, "20002", "the partner has no relationship with this customer");
    row("20003", 404, "20003", "the customer has no such subscription");
    row("60003", 404, "60003", "there is no such tenant");
    row("800001", 401, "800001", "the token of the partner is missing");
    row("800002", 400, "800002", "the service does not accept what was asked");
    row("800003", 500, "800003", "something unexpected happened in the service");
    row("800043", 403, "800043", "the signed-in user may not see prices");
    row("900150", 403, "900150", "the signed-in user's role lacks the right");
    row("900263", 403, "900263", "this call does not serve legacy subscriptions");
    row("900308", 403, "900308", "the signed-in user lacks the right");
    row("900309", 403, "900309", "a conditional access policy blocks this");
    row("900329", 403, "900329", "this call needs a signed-in user, not an application alone");
    row("900420", 401, "900420", "the token was made for a service that is gone");
    row("900421", 401, "900421", "the sign-in was made without a second factor");
    row("unknown", 403, "4711", "");
}

void ErrorFromResponseTest::meanings()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, meaning);
    net::Response response;
    response.status = status;
    response.body = body;
    const auto error = net::errorFromResponse(response, {}, test::ManualClock::start);
    const QString plain = QStringLiteral("the service answered with status %1").arg(status);
    QCOMPARE(error.text, meaning.isEmpty() ? plain : plain + QStringLiteral(": ") + meaning);
}

void ErrorFromResponseTest::keepsWhatSupportAsksFor()
{
    net::Response response;
    response.status = 429;
    response.headers = {{"retry-after", "Fri, 20 Nov 2026 12:15:00 GMT"},
                        {"DATE", "Fri, 20 Nov 2026 12:00:00 GMT"},
                        {"ms-cv", "2FMKDBUGVk6b.0"},
                        {"MS-ServerId", "020021921\t"}};
    response.call.requestId = QStringLiteral("r");
    response.call.correlationId = QStringLiteral("c");
    net::Request request;
    request.url = QUrl(QStringLiteral("https://api.example/v1/customers?filter=secret"));
    const auto error = net::errorFromResponse(response, request, test::ManualClock::start);
    QCOMPARE(error.requestId, QStringLiteral("r"));
    QCOMPARE(error.correlationId, QStringLiteral("c"));
    QCOMPARE(error.trace, QStringLiteral("MS-CV: 2FMKDBUGVk6b.0; MS-ServerId: 020021921; "
                                         "Date: Fri, 20 Nov 2026 12:00:00 GMT"));
    QCOMPARE(error.where, QStringLiteral("GET /v1/customers"));
    QCOMPARE(error.retryAfter->count(), 15 * 60 * 1000);
}

SPENDGLASS_TEST_MAIN(ErrorFromResponseTest)
#include "tst_errorfromresponse.moc"
