// SPDX-License-Identifier: GPL-3.0-or-later
#include "bodies.h"

#include "support/testmain.h"

using namespace spendglass;
using test::answer;
using test::answerFile;
using test::decodeFile;
using test::show;
using test::Shown;

namespace {

Shown analytics(const net::Response &response, const QString &groupBy = {})
{
    api::UsageAnalyticsQuery query;
    query.groupBy = groupBy;
    return show(api::UsageAnalytics::decode(
        response, test::asked("https://api.example/partner/v1/analytics/azureusage?top=100"), query));
}

/// A utilization row with one member of one's own in place of the usual.
Shown utilization(const QByteArray &member, const QByteArray &inside = {})
{
    QByteArray row = R"("usageStartTime":"2026-10-01T00:00:00Z","usageEndTime":"2026-10-02T00:00:00Z",)"
                     R"("resource":{"id":"m"},"quantity":1)";
    const QByteArray name = member.left(member.indexOf(':'));
    const qsizetype at = row.indexOf(name);
    if (at >= 0) {
        const qsizetype end = row.indexOf(",\"", at);
        row.replace(at, (end < 0 ? row.size() : end) - at, member);
    } else {
        row += ',' + member;
    }
    return show(
        api::UtilizationRecords::decode(answer(R"({"items":[{)" + row + inside + "}]}"), test::asked()));
}

} // namespace

/// What each decoder makes of the bodies of tests/data/api and of single members: to the last digit.
class DecodersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void describesThePage();
    void kinds_data();
    void kinds();
    void times_data();
    void times();
    void amounts_data();
    void amounts();
    void texts_data();
    void texts();
    void details_data();
    void details();
    void fallsBackToOlderNames();
    void namesIgnoreCase();
    void nullIsAbsent();
    void groupedRows();
    void analyticsLinks_data();
    void analyticsLinks();
};

void DecodersTest::describesThePage()
{
    const net::Response response = answerFile(QStringLiteral("utilizations-empty.json"));
    const auto page = api::UtilizationRecords::decode(response, test::asked());
    QVERIFY(page);
    QCOMPARE(page->call.requestId, QStringLiteral("request"));
    QCOMPARE(page->call.correlationId, QStringLiteral("correlation"));
    QCOMPARE(page->call.bytes, qint64(response.body.size()));
    QCOMPARE(page->call.took, std::chrono::milliseconds(7));
}

void DecodersTest::kinds_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char *kind, const char *members) {
        QTest::newRow(members) << QByteArray(members) << QString::fromLatin1(kind);
    };
    row("legacy", R"("offerId":"MS-AZR-0145P")");
    row("legacy", R"("offerId":"ms-azr-0145p")");
    row("legacy", R"("offerId":"MS-AZR-USGOV-0146P","billingType":"usage")");
    row("legacy", R"("offerId":"MS-AZR-DE-0146P","productType":{"id":"Azure"},"billingType":"usage")");
    row("plan", R"("offerId":"DZH318Z0BPS6:0001:DZH318Z0BML6")");
    row("plan", R"("offerId":"dzh318z0bps6:0002:DZH318Z0BMXH","billingType":"license")");
    row("plan", R"("offerId":"DZH318Z0BXYZ:0001","productType":{"id":"Azure"},"billingType":"usage")");
    row("plan", R"("productType":{"id":"AZURE"},"billingType":"Usage")");
    row("other", R"("offerId":"DZH318Z0BQ35:001S","productType":{"id":"Azure"},"billingType":"license")");
    row("other", R"("productType":{"id":"azure"})");
    row("licence", R"("offerId":"DZH318Z0BPS60:0001")");
    row("licence", R"("offerId":"MS-AZR","billingType":"usage")");
    row("licence", R"("productType":{"id":"Software"},"billingType":"usage")");
    row("licence", R"("productType":{"id":"AzureReservation"},"billingType":"usage")");
    row("licence", R"("productType":null,"offerId":null)");
    row("licence", R"("status":"active")");
}

void DecodersTest::kinds()
{
    QFETCH(QByteArray, members);
    const Shown page =
        show(api::Subscriptions::decode(answer(R"({"items":[{"id":"s",)" + members + "}]}"), test::asked()));
    QCOMPARE(page.rows.size(), 1);
    QTEST(page.rows.first().section(QLatin1Char('|'), -1), "kind");
}

void DecodersTest::times_data()
{
    QTest::addColumn<QString>("instant");
    const auto row = [](const char *text, const char *instant) {
        QTest::newRow(text) << QString::fromLatin1(instant);
    };
    row("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z");
    row("2026-10-01", "2026-10-01T00:00:00Z");
    row("2026-10-01T00:00:00", "2026-10-01T00:00:00Z");
    row("2018-03-25T02:30:00", "2018-03-25T02:30:00Z");
    row("2026-09-30T17:00:00-07:00", "2026-10-01T00:00:00Z");
    row("2026-10-01T05:30:00+05:30", "2026-10-01T00:00:00Z");
    row("2026-10-01T00:00:00.5130558+00:00", "2026-10-01T00:00:00.513055Z");
    row("0001-01-01T00:00:00", "0001-01-01T00:00:00Z");
    row("9999-12-14T00:00:00Z", "9999-12-14T00:00:00Z");
    row("2026-02-29T00:00:00Z", "");
    row("2026-10-01T00:00:60Z", "");
    row("10/01/2026", "");
    row("yesterday", "");
    row("", "");
}

void DecodersTest::times()
{
    const QByteArray text = QTest::currentDataTag();
    const Shown page = utilization("\"usageStartTime\":\"" + text + '"');
    QCOMPARE(page.error, QString());
    const QString instant =
        page.rows.isEmpty() ? QString() : page.rows.first().section(QLatin1Char('|'), 0, 0);
    QTEST(instant, "instant");
    QCOMPARE(page.quarantined, page.rows.isEmpty() ? 1 : 0);
    if (!page.rows.isEmpty())
        QCOMPARE(page.rows.first().section(QLatin1Char('|'), 2, 2), QString::fromLatin1(text));
}

void DecodersTest::amounts_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("rounded");
    const auto row = [](const char *token, const char *value, int rounded = 0) {
        QTest::newRow(token) << QString::fromLatin1(value) << rounded;
    };
    row("0", "0");
    row("-0", "0");
    row("90", "90");
    row("50.000000", "50");
    row("0.000002", "0.000002");
    row("-91.94939691792150345708", "-91.94939691792150345708");
    row("120.5682999999995904716", "120.5682999999995904716");
    row("5.3E-05", "0.000053");
    row("1e3", "1000");
    row("9007199254740993", "9007199254740993");
    row("0.0000000000000000000001", "0.0000000000000000000001");
    row("0.00000000000000000000015", "0.0000000000000000000002", 1);
    row("\"802\"", "802");
    row("\"0.1234567890123456789\"", "0.1234567890123456789");
    row("1e400", "");
    row("99999999999999999999", "");
    row("\"\"", "");
    row("\"007\"", "");
    row("\"1,5\"", "");
    row("\"NaN\"", "");
    row("true", "");
    row("null", "");
    row("{\"value\":1}", "");
    row("[1]", "");
}

void DecodersTest::amounts()
{
    const Shown page = utilization(QByteArray("\"quantity\":") + QTest::currentDataTag());
    QCOMPARE(page.error, QString());
    const QString value = page.rows.isEmpty() ? QString() : page.rows.first().section(QLatin1Char('|'), -1);
    QTEST(value, "value");
    QTEST(int(page.rounded), "rounded");
    QCOMPARE(page.quarantined, page.rows.isEmpty() ? 1 : 0);
}

void DecodersTest::texts_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *token, const char *text) {
        QTest::newRow(token) << QString::fromUtf8(text);
    };
    row("null", "~");
    row("\"\"", "");
    row("\" \"", " ");
    row("\"O'Brien & <b>S\u00f6hne</b>\"", "O'Brien & <b>Söhne</b>");
    row("\"\\u6771\\u4eac \\ud83d\\ude00\"", "東京 😀");
    row("\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"", "a\"b\\c/d\b\f\n\r\t");
    row("\"lone \\ud83d half\"", "lone \uFFFD half");
    row("\"wrong \\ude00\\ud83d order\"", "wrong \uFFFD\uFFFD order");
    row("\"nul \\u0000 inside\"", "nul \uFFFD inside");
    row("\"Ã‚Â  kept\"", "Ã‚Â  kept");
    row("4711", "4711");
    row("0.10", "0.10");
}

void DecodersTest::texts()
{
    const Shown page = utilization(QByteArray("\"unit\":") + QTest::currentDataTag());
    QCOMPARE(page.error, QString());
    QCOMPARE(page.rows.size(), 1);
    QTEST(page.rows.first().section(QLatin1Char('|'), 9, 9), "text");
}

/// Members that the documents give two types each: the quantity must not be lost over them.
void DecodersTest::details_data()
{
    QTest::addColumn<QString>("details");
    const auto row = [](const char *members, const char *details) {
        QTest::newRow(members) << QString::fromUtf8(details);
    };
    row(R"("partNumber":"p","orderNumber":"o")", "p|o|~|~");
    row(R"("partNumber":{"id":"p"},"orderNumber":12)", R"({"id":"p"}|12|~|~)");
    row(R"("partNumber":null,"orderNumber":null)", "~|~|~|~");
    row(R"("tags":{},"additionalInfo":{"a":"1"})", R"(~|~|{}|{"a":"1"})");
    row(R"("tags":["a:b"],"additionalInfo":"{\"a\":\"1\"}")", R"(~|~|["a:b"]|{"a":"1"})");
    row(R"("tags" : { "a" : [ { } ] } , "additionalInfo" : null )", R"(~|~|{ "a" : [ { } ] }|~)");
}

void DecodersTest::details()
{
    const Shown page = utilization(QByteArray("\"instanceData\":{") + QTest::currentDataTag() + '}');
    QCOMPARE(page.error, QString());
    QCOMPARE(page.rows.size(), 1);
    QTEST(page.rows.first().section(QLatin1Char('|'), 12, 15), "details");
}

void DecodersTest::fallsBackToOlderNames()
{
    const auto spending = show(api::CustomerUsageRecords::decode(
        answer(R"({"items":[{"id":"c","name":"Old","totalCost":1},{"resourceId":"","id":"d","totalCost":2},)"
               R"({"name":"nobody","totalCost":3}]})"),
        test::asked()));
    QCOMPARE(spending.rows, (QStringList{QStringLiteral("c|Old|~|~|~|1|~|~|~|~|~|~|~|~|~"),
                                         QStringLiteral("d|~|~|~|~|2|~|~|~|~|~|~|~|~|~")}));
    QCOMPARE(spending.quarantined, 1);
}

void DecodersTest::namesIgnoreCase()
{
    const auto page = analytics(answer(
        R"({"TOTALCOUNT":1,"VALUE":[{"CustomerTenantId":"c","USAGEDATE":"2026-10-01","Quantity":"1.5"}]})"));
    QCOMPARE(page.rows,
             QStringList{QStringLiteral("c|~|~|~|2026-10-01|2026-10-01T00:00:00Z|~|~|~|~|~|~|~|~|1.5")});
    QCOMPARE(page.total, std::optional<qint64>(1));
}

/// But for what makes a row.
void DecodersTest::nullIsAbsent()
{
    const QByteArray needed = R"("customerTenantId":"c","usageDate":"2026-10-01","quantity":1)";
    const QByteArrayList others{"customerName",       "subscriptionId",     "subscriptionName",
                                "resourceLocation",   "meterCategory",      "meterSubcategory",
                                "meterUnit",          "reservationOrderId", "reservationId",
                                "consumptionMeterId", "serviceType"};
    const Shown nulls = analytics(answer("[{" + needed + ",\"" + others.join("\":null,\"") + "\":null}]"));
    QCOMPARE(nulls.rows, analytics(answer("[{" + needed + "}]")).rows);
    QCOMPARE(nulls.rows,
             QStringList{QStringLiteral("c|~|~|~|2026-10-01|2026-10-01T00:00:00Z|~|~|~|~|~|~|~|~|1")});
    QByteArray without = needed;
    QCOMPARE(analytics(answer("[{" + without.replace("\"c\"", "null") + "}]")).quarantined, 1);
}

/// Without groupby a row needs its customer and its day; grouped, only the quantity is certain.
void DecodersTest::groupedRows()
{
    const QByteArray body = R"({"items":[{"meterUnit":"Hours","Quantity":"63"},{"meterUnit":"GB"}]})";
    const Shown grouped = analytics(answer(body), QStringLiteral("meterUnit"));
    QCOMPARE(grouped.rows.size(), 1);
    QVERIFY(grouped.rows.first().endsWith(QLatin1String("|63")));
    QCOMPARE(grouped.quarantined, 1);
    const Shown plain = analytics(answer(body));
    QCOMPARE(plain.rows.size(), 0);
    QCOMPARE(plain.quarantined, 2);
}

void DecodersTest::analyticsLinks_data()
{
    QTest::addColumn<bool>("hasNext");
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *members, bool hasNext, bool isRead = true) {
        QTest::newRow(members) << hasNext << isRead;
    };
    row(R"("@nextLink":"azureusage?top=1&skip=1")", true);
    row(R"("nextLink":"azureusage?top=1&skip=1")", true);
    row(R"("@odata.nextLink":"azureusage?top=1&skip=1")", true);
    row(R"("@nextLink":null,"nextLink":"azureusage?top=1&skip=1")", true);
    row(R"("@nextLink":"azureusage?skip=1","nextLink":"azureusage?skip=1")", true);
    row(R"("@nextLink":"azureusage?skip=1","nextLink":"azureusage?skip=2")", false, false);
    row(R"("@nextLink":{"uri":"azureusage?skip=1"})", false, false);
    row(R"("@nextLink":null)", false);
    row(R"("@nextLink":"")", false);
}

void DecodersTest::analyticsLinks()
{
    const auto page = analytics(answer(QByteArray(R"({"value":[],)") + QTest::currentDataTag() + '}'));
    QTEST(page.hasNext, "hasNext");
    QTEST(page.error.isEmpty(), "isRead");
}

SPENDGLASS_TEST_MAIN(DecodersTest)
#include "tst_decoders.moc"
