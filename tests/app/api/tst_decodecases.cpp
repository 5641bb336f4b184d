// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"

#include "api/customers.h"
#include "api/usageanalytics.h"
#include "api/utilizationrecords.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace spendglass;
using test::answer;

namespace {

constexpr auto malformed = -1;

QByteArray analyticsRow(const QByteArray &quantity)
{
    return R"({"customerTenantId":"c","usageDate":"2026-10-01","quantity":)" + quantity + "}";
}

/// A utilization row with more members; name: of the quantity, for case and absence.
QByteArray utilization(const QByteArray &more, const QByteArray &name = "quantity")
{
    return R"({"items":[{"usageStartTime":"2026-10-01T00:00:00Z","usageEndTime":"2026-10-02T00:00:00Z",)"
           R"("resource":{"id":"m"},")" +
           name + R"(":1)" + more + "}]}";
}

} // namespace

/// faults.md section C by number, what one answer can show. Elsewhere: 46 and 47 tst_jsonacceptance, 46, 48,
/// 53 and 57 also tst_malformed, 46 (replaced characters), 49 and 55 also tst_decoders, 58 tst_paging (counts
/// of several pages), 61 also soak_pages.
class DecodeCasesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void analytics_data();
    void analytics();
    void utilizations_data();
    void utilizations();
    void readsLongNumbersInLinearTime();
    void keepsLargeTexts();
    void readsSmallRowsWithoutMuchMemory();
};

void DecodeCasesTest::analytics_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("rows"); // malformed: the page is refused
    QTest::addColumn<int>("quarantined");
    QTest::addColumn<int>("rounded");
    QTest::addColumn<QString>("quantity"); // of the last row
    const auto row = [](const char *name, const QByteArray &body, int rows, int quarantined = 0,
                        int rounded = 0, const char *quantity = "") {
        QTest::newRow(name) << body << rows << quarantined << rounded << QString::fromLatin1(quantity);
    };
    const auto amount = [&row](const char *name, const QByteArray &token, const char *quantity,
                               int rounded = 0) {
        const bool isRow = *quantity != '\0';
        row(name, '[' + analyticsRow(token) + ']', isRow ? 1 : 0, isRow ? 0 : 1, rounded, quantity);
    };
    const QByteArray good = analyticsRow("1");
    row("45 byte order mark", "\xEF\xBB\xBF[" + good + ']', 1, 0, 0, "1");
    row("45 two byte order marks", "\xEF\xBB\xBF\xEF\xBB\xBF[" + good + ']', malformed);
    row("47 two documents", '[' + good + "]\n[" + good + ']', malformed);
    row("48 5,000 deep", '[' + QByteArray(5000, '[') + QByteArray(5000, ']') + ']', malformed);
    row("52 a member twice", R"([{"quantity":1,)" + good.mid(1) + ']', malformed);
    row("52 an unknown member twice", R"([{"x":1,"x":2,)" + good.mid(1) + ']', 1, 0, 0, "1");
    amount("53 1e400", "1e400", "");
    amount("53 1e-400 is counted as rounded", "1e-400", "0", 1);
    for (const char *token : {"NaN", "Infinity", "007", "+1", "1."})
        row(qPrintable(QStringLiteral("53 %1").arg(QLatin1String(token))), '[' + analyticsRow(token) + ']',
            malformed);
    amount("55 22 places", "0.1999968000511991808131", "0.1999968000511991808131");
    amount("55 40 digits are rounded", "0.1234567890123456789012345678901234567890",
           "0.1234567890123456789012", 1);
    amount("55 40 digits before the point", QByteArray(40, '7'), "");
    amount("56 2^53 + 1", "9007199254740993", "9007199254740993");
    amount("56 2^64 + 1 with an exponent", "18446744073709551617e-5", "184467440737095.51617");
    amount("56 2^64 is out of range", "18446744073709551616", "");
    amount("56 2^128 / 10^22 does not wrap", "34028236692093847", "");
    row("56 2^64 where nobody reads", R"([{"x":18446744073709551616,)" + good.mid(1) + ']', 1, 0, 0, "1");
    row("57 value absent", R"({"TotalCount":0})", malformed);
    row("57 value null", R"({"Value":null})", malformed);
    row("57 value an object", R"({"Value":{}})", malformed);
    row("57 value empty", R"({"Value":[]})", 0);
}

void DecodeCasesTest::analytics()
{
    QFETCH(QByteArray, body);
    QFETCH(int, rows);
    const auto page = api::UsageAnalytics::decode(answer(body), test::asked(), {});
    if (rows == malformed) {
        QVERIFY(!page);
        QCOMPARE(page.error().kind, core::ErrorKind::Malformed);
        return;
    }
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QCOMPARE(int(page->rows.size()), rows);
    QTEST(int(page->quarantined), "quarantined");
    QTEST(int(page->rounded), "rounded");
    QTEST(rows > 0 ? page->rows.back().quantity.toString() : QString(), "quantity");
}

void DecodeCasesTest::utilizations_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("unit");
    const auto row = [](const char *name, const QByteArray &body, int rows, const char *unit = "") {
        QTest::newRow(name) << body << rows << QString::fromUtf8(unit);
    };
    row("46 lone surrogate", utilization(R"(,"unit":"a\ud83d")"), 1, "a\uFFFD");
    row("46 escaped NUL", utilization(R"(,"unit":"a\u0000b")"), 1, "a\uFFFDb");
    row("49 number for a text", utilization(R"(,"unit":5)"), 1, "5");
    row("49 object for a text", utilization(R"(,"unit":{})"), 0);
    row("49 boolean for a text", utilization(R"(,"unit":true)"), 0);
    row("50 optional member absent", utilization({}), 1);
    row("50 optional member null", utilization(R"(,"unit":null)"), 1);
    row("50 unknown member", utilization(R"(,"unit":"h","new":{"a":[1]})"), 1, "h");
    row("51 quantity absent", utilization({}, "amount"), 0);
    row("60 other case", utilization(R"(,"UNIT":"h")", "QUANTITY"), 1, "h");
    row("60 mojibake", utilization(",\"unit\":\"\u00C2 h\""), 1, "\u00C2 h");
}

void DecodeCasesTest::utilizations()
{
    QFETCH(QByteArray, body);
    QFETCH(int, rows);
    const auto page = api::UtilizationRecords::decode(answer(body), test::asked());
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QCOMPARE(int(page->rows.size()), rows);
    QCOMPARE(int(page->quarantined), 1 - rows);
    const std::string_view unit = rows > 0 ? page->rows.front().unit : std::string_view();
    QTEST(QString::fromUtf8(unit.data(), qsizetype(unit.size())), "unit");
}

/// 54: ten times the digits take about ten times as long, not a hundred times.
void DecodeCasesTest::readsLongNumbersInLinearTime()
{
    const auto timeOf = [](qsizetype digits) {
        const QByteArray body = '[' + analyticsRow(QByteArray(digits, '7')) + ']';
        qint64 least = std::numeric_limits<qint64>::max();
        for (int round = 0; round < 5; ++round) {
            QElapsedTimer timer;
            timer.start();
            const auto page = api::UsageAnalytics::decode(answer(body), test::asked(), {});
            least = std::min(least, timer.nsecsElapsed());
            if (!page || page->quarantined != 1)
                return qint64(-1);
        }
        return least;
    };
    const qint64 few = timeOf(300'000);
    const qint64 many = timeOf(3'000'000);
    QVERIFY(few > 0 && many > 0);
    QVERIFY2(many < few * 40, qPrintable(QStringLiteral("%1 and %2 ns").arg(few).arg(many)));
}

/// 59: stored as they are.
void DecodeCasesTest::keepsLargeTexts()
{
    const QByteArray text(16'000'000, 'x');
    const auto page =
        api::UtilizationRecords::decode(answer(utilization(",\"unit\":\"" + text + "\"")), test::asked());
    QVERIFY(page && page->rows.size() == 1);
    QCOMPARE(page->rows.front().unit.size(), std::size_t(text.size()));
    QByteArray tags = "{\"t0\":\"\"";
    for (int i = 1; tags.size() < 100'000; ++i)
        tags += ",\"t" + QByteArray::number(i) + "\":\"v\"";
    tags += '}';
    const auto tagged = api::UtilizationRecords::decode(
        answer(utilization(",\"instanceData\":{\"tags\":" + tags + "}")), test::asked());
    QVERIFY(tagged && tagged->rows.size() == 1);
    QCOMPARE(tagged->rows.front().tags, std::string_view(tags.constData(), std::size_t(tags.size())));
}

/// 61: 32 MB of the smallest rows there can be are one row each, none of them lost.
void DecodeCasesTest::readsSmallRowsWithoutMuchMemory()
{
    const QByteArray row = R"({"id":"c","companyProfile":null,"x":12})";
    const int count = int(32'000'000 / (row.size() + 1));
    QByteArray body = "{\"items\":[";
    body.reserve(33'000'000);
    for (int i = 0; i < count; ++i)
        body += (i > 0 ? "," : "") + row;
    body += "]}";
    const auto page = api::Customers::decode(answer(body), test::asked());
    QVERIFY(page);
    QCOMPARE(int(page->rows.size()), count);
    QVERIFY2(page->rows.capacity() * sizeof(page->rows.front()) < 512U * 1024 * 1024, "bounded");
    QCOMPARE(page->rows.back().id, std::string_view("c"));
}

SPENDGLASS_TEST_MAIN(DecodeCasesTest)
#include "tst_decodecases.moc"
