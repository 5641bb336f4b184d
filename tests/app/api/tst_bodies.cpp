// SPDX-License-Identifier: GPL-3.0-or-later
#include "bodies.h"

#include "net/client.h"
#include "support/testmain.h"

#include <QDir>
#include <QSet>

using namespace spendglass;
using core::ErrorKind;
using test::Shown;

namespace {

/// A body that is no JSON of the documented form, and the words of its own error.
struct Malformed
{
    const char *file;
    const char *decoder;
    const char *words;
};

constexpr Malformed malformed[] = {
    {"crest-usage-records.malformed.txt", "CrestUsageRecords", "the answer cannot be read"},
    {"usagebudget.malformed.txt", "UsageBudget", "the answer cannot be read"},
    {"error-503-gateway.html.txt", "Customers", "the answer is not JSON but \"text/html\""},
    // What is JSON of another call is no empty list.
    {"error-usage-no-data.json", "CustomerUsageRecords", "the answer cannot be read: there are no items"},
    {"error-odata-shape.json", "UsageAnalytics", "the answer is not of the documented form"},
    {"error-20003-subscription.json", "UsageBudget", "the answer is not of the documented form"},
    {"crest-error.json", "CrestUsageRecords", "the answer cannot be read: there are no items"},
    {"usagebudget.json", "CustomerUsageSummary", "the answer is not of the documented form"},
    {"usagesummary.json", "RateCard", "the answer is not of the documented form"},
    {"customers-list.json", "UsageSummary", "the answer is not of the documented form"},
};

/// A refusal, with or without a body.
struct Refusal
{
    const char *name; ///< of the file, when there is one
    int status;
    ErrorKind kind;
    const char *code = "";
    const char *text = "";
    const char *header = nullptr;
    const char *headerValue = "";
    qint64 retryAfter = -1; ///< seconds
};

constexpr Refusal refusals[] = {
    {"error-20002-no-relationship.json", 403, ErrorKind::Forbidden, "20002",
     "The partner ID ab5c6aa2-7ffe-bbcf-c8da-e54ab489da2e has no commerce relationship with the customer ID "
     "a7d30fe5-ad04-a96d-bb78-e7b0019e2370."},
    {"error-20003-subscription.json", 404, ErrorKind::NotFound, "20003",
     "Subscription with ID DFA1B061-EA60-A285-6282-D5776DEA6A9A not found."},
    {"error-429-throttle.json", 429, ErrorKind::Throttled, "429",
     "Rate limit is exceeded. Try again in 57 seconds.", "Retry-After", "57", 57},
    {"error-503-gateway.html.txt", 503, ErrorKind::Server, "",
     "<html><head><title>503 Service Unavailable</title></head><body><h1>Service "
     "unavailable</h1></body></html>",
     "Content-Type", "text/html"},
    {"error-800003-unexpected.json", 500, ErrorKind::Server, "800003", "Unexpected service error"},
    {"error-900420-audience.json", 401, ErrorKind::Unauthorised, "900420",
     "The audience in the token is invalid and is no longer supported in Partner Center API."},
    {"error-900421-mfa.json", 401, ErrorKind::Unauthorised, "900421",
     "MFA claim is missing or not compliant for App+User token."},
    {"error-account-id-2000.json", 400, ErrorKind::BadRequest, "2000", "Account Id has to be set."},
    {"error-odata-shape.json", 400, ErrorKind::BadRequest, "BadRequest", "Invalid filter."},
    {"error-string-code.json", 400, ErrorKind::BadRequest, "2000",
     "Customer search only allows starts with and equals operation."},
    {"error-subscription-not-found.json", 404, ErrorKind::NotFound, "3000",
     "A subscription with the provided ID was not found under this customer"},
    {"error-usage-no-data.json", 404, ErrorKind::NotFound, "3000", "Customer does not have usage data."},
    {"crest-error.json", 404, ErrorKind::NotFound, "60041", "The entitlement was not found."},
    {"auth-devicecode-pending.json", 400, ErrorKind::BadRequest, "authorization_pending",
     "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling."},
    {"auth-error-invalid-grant.json", 400, ErrorKind::BadRequest, "invalid_grant",
     "AADSTS70002: Error validating credentials. AADSTS50126: Invalid username or password Trace ID: "
     "f70bcdb5-018c-1db3-dbb6-1ab3ab67486d Correlation ID: c571e858-2ead-d0f1-6a49-7c0d4f7a9ada Timestamp: "
     "2018-02-13 18:12:08Z"},
    {"auth-error-interaction-required.json", 400, ErrorKind::BadRequest, "interaction_required",
     "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new "
     "location, you must use multi-factor authentication."},
    {"401 without a body", 401, ErrorKind::Unauthorised, "", "Bearer error=\"invalid_token\"",
     "WWW-Authenticate", "Bearer error=\"invalid_token\""},
    {"500 without a body", 500, ErrorKind::Server, "", ""},
    {"204 with a date", 204, ErrorKind::NotReady, "", "", "Retry-After", "Mon, 27 Jan 2020 04:17:10 GMT",
     900},
    {"204 with seconds", 204, ErrorKind::NotReady, "", "", "Retry-After", "30", 30},
    {"204 alone", 204, ErrorKind::NotReady},
    {"410 without a body", 410, ErrorKind::BadRequest},
};

/// Bodies that are sent, not received.
constexpr const char *sent[] = {"usagebudget-patch-request.json"};

} // namespace

Q_DECLARE_METATYPE(const test::Body *)
Q_DECLARE_METATYPE(const Malformed *)
Q_DECLARE_METATYPE(const Refusal *)

/// Every shape that is known to come over the wire, as a file of our own, and what it must lead to.
class BodiesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answers_data();
    void answers();
    void malformedAnswers_data();
    void malformedAnswers();
    void refuses_data();
    void refuses();
    void beginWithAMark();
    void namesEveryFile();
    void hasABodyForEveryDecoder();
};

void BodiesTest::answers_data()
{
    QTest::addColumn<const test::Body *>("body");
    for (const test::Body &body : test::bodies)
        QTest::newRow(body.file) << &body;
}

void BodiesTest::answers()
{
    QFETCH(const test::Body *, body);
    const Shown page = test::decodeFile(QString::fromLatin1(body->file));
    QCOMPARE(page.error, QString());
    QCOMPARE(int(page.rows.size()), body->rows);
    QCOMPARE(int(page.total.value_or(-1)), body->total);
    QCOMPARE(page.hasNext, body->hasNext);
    QCOMPARE(int(page.quarantined), body->quarantined);
    QCOMPARE(page.rounded, 0);
}

void BodiesTest::malformedAnswers_data()
{
    QTest::addColumn<const Malformed *>("body");
    for (const Malformed &body : malformed)
        QTest::addRow("%s as %s", body.file, body.decoder) << &body;
}

void BodiesTest::malformedAnswers()
{
    QFETCH(const Malformed *, body);
    const QString file = QString::fromLatin1(body->file);
    net::Response response = test::answerFile(file);
    if (file.endsWith(QLatin1String(".html.txt")))
        response.headers = {{"Content-Type", "text/html"}};
    const QString decoder = QString::fromLatin1(body->decoder);
    const Shown page = test::decoders().value(decoder)(response, test::askedFor(decoder));
    QVERIFY2(page.error.startsWith(QLatin1String(body->words)), qPrintable(page.error));
}

void BodiesTest::refuses_data()
{
    QTest::addColumn<const Refusal *>("refusal");
    for (const Refusal &refusal : refusals)
        QTest::newRow(refusal.name) << &refusal;
}

void BodiesTest::refuses()
{
    QFETCH(const Refusal *, refusal);
    const QString name = QString::fromLatin1(refusal->name);
    net::Response response = test::answer({});
    if (name.contains(QLatin1Char('.')))
        response = test::answerFile(name);
    response.status = refusal->status;
    response.headers = {{"Date", "Mon, 27 Jan 2020 04:02:10 GMT"}};
    if (refusal->header)
        response.headers.append(net::Header(refusal->header, refusal->headerValue));
    const core::Error error =
        net::errorFromResponse(response, test::asked(), core::parseTime("2026-11-20").value().instant);
    QCOMPARE(error.kind, refusal->kind);
    QCOMPARE(error.httpStatus, refusal->status);
    QCOMPARE(error.serverCode, QString::fromLatin1(refusal->code));
    QCOMPARE(error.serverText, QString::fromLatin1(refusal->text));
    QCOMPARE(error.retryAfter.has_value(), refusal->retryAfter >= 0);
    if (error.retryAfter)
        QCOMPARE(*error.retryAfter, std::chrono::milliseconds(std::chrono::seconds(refusal->retryAfter)));
}

/// A tool that saves a file anew likes to drop what these are about.
void BodiesTest::beginWithAMark()
{
    int marked = 0;
    for (const test::Body &body : test::bodies) {
        const bool isMarked =
            test::answerFile(QString::fromLatin1(body.file)).body.startsWith("\xEF\xBB\xBF");
        QCOMPARE(isMarked, QByteArray(body.file).endsWith("-bom.json"));
        marked += isMarked ? 1 : 0;
    }
    QCOMPARE(marked, 5);
}

void BodiesTest::namesEveryFile()
{
    const QStringList files = QDir(QStringLiteral(SPENDGLASS_TEST_DATA "/api")).entryList(QDir::Files);
    QSet<QString> named;
    for (const test::Body &body : test::bodies)
        named.insert(QString::fromLatin1(body.file));
    for (const Malformed &body : malformed)
        named.insert(QString::fromLatin1(body.file));
    for (const Refusal &refusal : refusals)
        named.insert(QString::fromLatin1(refusal.name));
    for (const char *const file : sent)
        named.insert(QString::fromLatin1(file));
    for (const QString &file : files)
        QVERIFY2(named.contains(file), qPrintable(file));
}

void BodiesTest::hasABodyForEveryDecoder()
{
    QSet<QString> used;
    for (const test::Body &body : test::bodies)
        used.insert(QString::fromLatin1(body.decoder));
    for (const QString &decoder : test::decoders().keys())
        QVERIFY2(used.contains(decoder), qPrintable(decoder));
}

SPENDGLASS_TEST_MAIN(BodiesTest)
#include "tst_bodies.moc"
