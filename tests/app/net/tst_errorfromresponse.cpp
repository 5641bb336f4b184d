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

void ErrorFromResponseTest::keepsWhatSupportAsksFor()
{
    net::Response response;
    response.status = 429;
    response.headers = {{"retry-after", "Fri, 20 Nov 2026 12:15:00 GMT"},
                        {"DATE", "Fri, 20 Nov 2026 12:00:00 GMT"}};
    response.call.requestId = QStringLiteral("r");
    response.call.correlationId = QStringLiteral("c");
    net::Request request;
    request.url = QUrl(QStringLiteral("https://api.example/v1/customers?filter=secret"));
    const auto error = net::errorFromResponse(response, request, test::ManualClock::start);
    QCOMPARE(error.requestId, QStringLiteral("r"));
    QCOMPARE(error.correlationId, QStringLiteral("c"));
    QCOMPARE(error.where, QStringLiteral("GET /v1/customers"));
    QCOMPARE(error.retryAfter->count(), 15 * 60 * 1000);
}

SPENDGLASS_TEST_MAIN(ErrorFromResponseTest)
#include "tst_errorfromresponse.moc"
