// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"

#include "api/azureentitlements.h"
#include "api/customers.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "support/testmain.h"

using namespace spendglass;
using test::answer;

namespace {

const QByteArray page = R"({"totalCount":1,"items":[{"id":"c","companyProfile":{"companyName":"C"}}]})";

/// A list of customers with this inside the one row, or with the row repeated.
QByteArray row(const QByteArray &members)
{
    return R"({"items":[{"id":"c",)" + members + "}]}";
}

} // namespace

/// Answers that are not what their document promises: each page is refused whole, and says why.
class MalformedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refuses_data();
    void refuses();
    void keepsTheIdentifiers();
    void refusesEveryCut();
    void analytics_data();
    void analytics();
    void summary_data();
    void summary();
    void quarantines_data();
    void quarantines();
    void doesNotCountRoundingOfDroppedRows();
    void readsLongNumbersInTime();
};

void MalformedTest::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const QByteArray &body, const char *why) {
        QTest::newRow(name) << body << QString::fromLatin1(why);
    };
    row("HTML", "<html><body>Sign in to the hotel</body></html>", "no JSON object");
    row("nothing", "", "no body");
    row("only a mark", "\xEF\xBB\xBF", "no body");
    row("only blanks", " \r\n\t ", "Empty");
    row("cut in a text", page.chopped(5), "was cut");
    row("cut behind a text", page.chopped(4), "was cut");
    row("cut before the last bracket", page.chopped(1), "structure");
    row("trailing junk", page + " x", "follows the end");
    row("trailing bracket", page + "}", "follows the end");
    row("two documents", page + page, "follows the end");
    row("two lines", page + "\n" + page, "follows the end");
    row("items absent", R"({"totalCount":0})", "no items");
    row("items null", R"({"items":null})", "no items");
    row("a token that is none", R"({"items":[],"continuationToken":{}})", "documented form");
    row("links that are none", R"({"items":[],"links":[]})", "links are not");
    row("a link that is none", R"({"items":[],"links":{"next":"/customers"}})", "next link is not");
    row("items an object", R"({"items":{}})", "items are no array");
    row("items a text", R"({"items":"none"})", "items are no array");
    row("an array on top", "[]", "documented form");
    row("a text on top", "\"items\"", "no JSON object");
    row("null on top", "null", "no JSON object");
    row("items twice", R"({"items":[],"items":[]})", "comes twice");
    row("items twice in other case", R"({"items":[],"Items":[]})", "comes twice");
    row("a member of a row twice", ::row(R"("ID":"d")"), "comes twice");
    row("a member twice, escaped", ::row(R"("\u0069d":"d")"), "comes twice");
    row("deep arrays", R"({"items":[],"x":)" + QByteArray(5000, '[') + QByteArray(5000, ']') + "}", "deep");
    row("deep objects",
        R"({"items":[],"x":)" + QByteArray("{\"a\":").repeated(5000) + "1" + QByteArray(5000, '}') + "}",
        "deep");
    row("a deep row", R"({"items":)" + QByteArray(5000, '[') + QByteArray(5000, ']') + "}", "deep");
    row("invalid UTF-8", ::row("\"domain\":\"\xC3\x28\""), "UTF-8");
    row("overlong UTF-8", ::row("\"domain\":\"\xC0\xAF\""), "UTF-8");
    row("a surrogate in UTF-8", ::row("\"domain\":\"\xED\xA0\x80\""), "UTF-8");
    row("UTF-16", QByteArray("\xFF\xFE{\0}\0", 6), "UTF-8");
    row("a raw control character", ::row("\"domain\":\"a\nb\""), "characters");
    row("a raw NUL", ::row(QByteArray("\"domain\":\"a\0b\"", 14)), "characters");
    row("an unknown escape", ::row(R"("relationshipToPartner":"\x41")"), "escape");
    row("an unknown escape in what nobody reads", ::row(R"("x":"\x41")"), "no JSON");
    row("half an escape", ::row(R"("relationshipToPartner":"\u12")"), "escape");
    row("007", ::row(R"("x":007)"), "no JSON");
    row("1.", ::row(R"("x":1.)"), "no JSON");
    row("+1", ::row(R"("x":+1)"), "no JSON");
    row("NaN", ::row(R"("x":NaN)"), "no JSON");
    row("Infinity", ::row(R"("x":-Infinity)"), "no JSON");
    row("tru", ::row(R"("x":tru)"), "no JSON");
    row("a single quote", ::row(R"("x":'a')"), "no JSON");
    row("a comma too many", R"({"items":[],})", "");
    row("a comma too many in a list", R"({"items":[{"id":"c"},]})", "");
    row("a comma too few", R"({"items":[] "totalCount":0})", "");
    row("no colon", R"({"items" []})", "");
    row("a comment", R"({"items":[]/* none */})", "");
    row("a member in a list", R"({"items":["id":"c"}]})", "");
    row("a member in a list that nobody reads", R"({"items":[],"x":["id":{}}]})", "");
    row("two colons in a member", R"({"items":[{"id":"c":"d"}}]})", "");
    row("two colons in what nobody reads", R"({"items":[],"x":"a":"b"}})", "");
    row("the wrong bracket", R"({"items":[}]})", "");
}

void MalformedTest::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, why);
    const auto result = api::Customers::decode(answer(body), test::asked());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Malformed);
    QVERIFY2(result.error().text.contains(why), qPrintable(result.error().text));
    QVERIFY2(result.error().text.size() > 20, qPrintable(result.error().text));
}

void MalformedTest::keepsTheIdentifiers()
{
    const auto result =
        api::Customers::decode(answer("{"), test::asked("https://api.example/v1/customers?size=5"));
    QVERIFY(!result);
    QCOMPARE(result.error().where, QStringLiteral("GET /v1/customers"));
    QCOMPARE(result.error().requestId, QStringLiteral("request"));
    QCOMPARE(result.error().correlationId, QStringLiteral("correlation"));
    QCOMPARE(result.error().httpStatus, 200);
}

/// A body that was cut anywhere is never a page: transports report such answers as whole.
void MalformedTest::refusesEveryCut()
{
    QVERIFY(api::Customers::decode(answer(page), test::asked()));
    QVERIFY(api::Customers::decode(answer(page + " \r\n"), test::asked()));
    for (qsizetype size = 0; size < page.size(); ++size)
        QVERIFY2(!api::Customers::decode(answer(page.left(size)), test::asked()),
                 page.left(size).constData());
}

void MalformedTest::analytics_data()
{
    QTest::addColumn<QString>("why");
    const auto row = [](const char *body, const char *why) {
        QTest::newRow(body) << QString::fromLatin1(why);
    };
    row("{}", "documented form");
    row("[", "");
    row("[{]", "");
    row(R"({"customerTenantId":"c","usageDate":"2026-10-01","quantity":1)", "");
    row(R"({"customerTenantId":"c","usageDate":"2026-10-01","quantity":007})", "no JSON");
    row(R"({"customerTenantId":"c","usageDate":"2026-10-01"})", "documented form");
    row(R"({"code":2000,"description":"bad"})", "documented form");
    row(R"({"Value":null})", "not one array");
    row(R"({"Value":{}})", "not one array");
    row(R"({"Value":[],"items":[]})", "not one array");
    row(R"({"Value":[],"value":[]})", "comes twice");
    row(R"({"x" 1})", "");
    row(R"({"x":1 "y":2})", "");
    row(R"({"x":1,})", "");
    row(R"({"x":})", "");
    row(R"({1:2})", "");
    row(R"({"customerTenantId":"c","customertenantid":"c","usageDate":"2026-10-01","quantity":1})", "twice");
    row(R"([][])", "follows the end");
    row(R"({"Value":[]}x)", "follows the end");
    row(R"({"Value":[{"customerTenantId":"c"},)", "");
}

void MalformedTest::analytics()
{
    QFETCH(QString, why);
    const auto result = api::UsageAnalytics::decode(answer(QTest::currentDataTag()), test::asked(), {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Malformed);
    QVERIFY2(result.error().text.contains(why), qPrintable(result.error().text));
}

void MalformedTest::summary_data()
{
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *members, bool isRead) { QTest::newRow(members) << isRead; };
    row(R"("resourceId":"p","totalCost":1)", true);
    row(R"("id":"p","totalCost":"1.25","customersOverBudget":null)", true);
    row(R"("totalCost":1)", false);
    row(R"("resourceId":"p")", false);
    row(R"("resourceId":"p","totalCost":null)", false);
    row(R"("resourceId":"p","totalCost":1,"customersOverBudget":"many")", false);
    row(R"("resourceId":"p","totalCost":1,"lastModifiedDate":"soon")", false);
}

void MalformedTest::summary()
{
    const QByteArray period = R"({"billingStartDate":"2026-10-01","billingEndDate":"2026-10-31",)";
    const auto result = api::UsageSummary::decode(answer(period + QTest::currentDataTag() + '}'));
    QTEST(result.has_value(), "isRead");
    if (!result)
        QCOMPARE(result.error().kind, core::ErrorKind::Malformed);
}

/// One row of the wrong form costs that row: it is counted, so that the result is known to be incomplete.
void MalformedTest::quarantines_data()
{
    QTest::addColumn<QByteArray>("row");
    const auto row = [](const char *text) { QTest::newRow(text) << QByteArray(text); };
    row("null");
    row("1");
    row("\"c\"");
    row("[]");
    row("{}");
    row(R"({"id":null})");
    row(R"({"ID":true})");
    row(R"({"id":{"value":"c"}})");
    row(R"({"id":["c"]})");
    row(R"({"domain":"c"})");
    row(R"({"id":"c","companyProfile":"text"})");
    row(R"({"id":"c","companyProfile":{"companyName":{}}})");
}

void MalformedTest::quarantines()
{
    QFETCH(QByteArray, row);
    const QByteArray good = R"({"id":"good"})";
    const auto result =
        api::Customers::decode(answer(R"({"items":[)" + good + "," + row + "," + good + "]}"), test::asked());
    QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    QCOMPARE(result->quarantined, 1);
    QCOMPARE(result->rows.size(), std::size_t(2));
    QCOMPARE(result->rows.back().id, std::string_view("good"));
}

void MalformedTest::doesNotCountRoundingOfDroppedRows()
{
    const auto result = api::UsageAnalytics::decode(
        answer(R"([{"quantity":0.00000000000000000000001},)"
               R"({"customerTenantId":"c","usageDate":"2026-10-01","quantity":0.00000000000000000000001}])"),
        test::asked(), {});
    QVERIFY(result);
    QCOMPARE(result->quarantined, 1);
    QCOMPARE(result->rounded, 1);
}

void MalformedTest::readsLongNumbersInTime()
{
    const QByteArray digits(1'000'000, '7');
    QBENCHMARK_ONCE
    {
        const auto whole =
            api::UsageAnalytics::decode(answer(R"([{"quantity":)" + digits + "}]"), test::asked(), {});
        QVERIFY(whole);
        QCOMPARE(whole->quarantined, 1);
    }
    const auto fraction = api::UsageAnalytics::decode(
        answer(R"([{"customerTenantId":"c","usageDate":"2026-10-01","quantity":0.)" + digits + "}]"),
        test::asked(), {});
    QVERIFY(fraction);
    QCOMPARE(fraction->rows.size(), std::size_t(1));
    QCOMPARE(fraction->rounded, 1);
    QCOMPARE(fraction->rows.front().quantity.toString(), QStringLiteral("0.7777777777777777777778"));
}

SPENDGLASS_TEST_MAIN(MalformedTest)
#include "tst_malformed.moc"
