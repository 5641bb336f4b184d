// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"

#include "api/rowoverlap.h"
#include "api/usageanalytics.h"
#include "support/testmain.h"

using namespace spendglass;
using api::RowOverlap;

namespace {

using Page = api::Page<api::UsageAnalyticsRow>;

/// Rows as "day meter quantity" with commas between, e.g. "1 a 24,1 b 24"; hasNext: more pages follow.
Page page(const QString &rows, bool hasNext = true)
{
    QByteArrayList items;
    for (const QString &row : rows.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QStringList parts = row.split(QLatin1Char(' '));
        items += QStringLiteral(R"({"customerTenantId":"c","usageDate":"2026-10-0%1","meterCategory":"%2",)"
                                R"("quantity":%3})")
                     .arg(parts.at(0), parts.at(1), parts.at(2))
                     .toUtf8();
    }
    const QByteArray link = hasNext ? R"("azureusage?skip=1")" : "null";
    auto decoded = api::UsageAnalytics::decode(
        test::answer(R"({"Value":[)" + items.join(',') + R"(],"@nextLink":)" + link + '}'),
        test::asked("https://api.example/partner/v1/analytics/azureusage?top=100"), {});
    return decoded ? std::move(*decoded) : Page();
}

} // namespace

/// Rows that stand on two pages of one query: which are a sign that the list changed, and which are not.
class OverlapTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoPages_data();
    void twoPages();
    void comparesNeighboursOnly();
    void skipsEmptyPages();
    void groupedRows();
};

void OverlapTest::twoPages_data()
{
    QTest::addColumn<QString>("orderBy");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("shared");
    QTest::addColumn<bool>("isSame");
    QTest::addColumn<bool>("isCertain");
    const auto row = [](const char *name, const char *order, const char *first, const char *second,
                        int shared, bool isSame = false, bool isCertain = true) {
        QTest::newRow(name) << QString::fromLatin1(order) << QString::fromLatin1(first)
                            << QString::fromLatin1(second) << shared << isSame << isCertain;
    };
    row("nothing shared", "", "1 a 24,1 b 24", "2 a 24,2 b 24", 0);
    row("an equal run at the boundary", "", "1 a 24,1 b 24,1 b 24", "1 b 24,1 b 24,2 a 24", 0);
    row("one place, several quantities", "", "1 a 24,1 b 24,1 b 3", "1 b 24,1 b 3,2 a 24", 0);
    row("a row beyond the boundary", "", "1 a 24,1 b 24", "1 b 24,1 a 24", 1);
    row("the same day, another quantity", "", "1 a 24,1 b 24", "1 b 24,1 a 23", 0);
    row("shifted by one", "", "1 a 24,1 b 24,1 c 24", "1 b 24,1 c 24,1 d 24", 2);
    row("the same page", "", "1 a 24,1 b 24", "1 a 24,1 b 24", 2, true);
    row("the same page, all of one place", "", "1 a 24,1 a 24", "1 a 24,1 a 24", 0);
    row("a service that does not sort", "", "2 a 24,1 a 24", "3 a 24,2 a 24", 1, false, false);
    row("days from the last one on", "usageDate desc", "2 a 24,1 a 24", "1 b 24,2 a 24", 1);
    row("equal days have one place", "usageDate desc", "2 a 24,1 a 24", "1 b 24,1 a 24", 0);
    row("days the other way round", "usageDate desc", "1 a 24,2 a 24", "3 a 24,1 a 24", 1, false, false);
    row("days kept, another order within them", "", "1 a 24,1 b 24,1 a 24", "1 b 24,2 a 24,2 a 24", 1, false,
        false);
    row("an order by name", "meterCategory", "1 b 24,1 a 24", "1 a 24,1 b 24", 1);
}

void OverlapTest::twoPages()
{
    QFETCH(QString, orderBy);
    QFETCH(QString, first);
    QFETCH(QString, second);
    api::UsageAnalyticsQuery query;
    query.orderBy = orderBy;
    RowOverlap overlap(query);
    QCOMPARE(overlap.compare(page(first)).rows, 0);
    const RowOverlap::Finding finding = overlap.compare(page(second, false));
    QTEST(int(finding.rows), "shared");
    QTEST(finding.isSamePage, "isSame");
    QTEST(finding.isCertain, "isCertain");
}

void OverlapTest::comparesNeighboursOnly()
{
    RowOverlap overlap(api::UsageAnalyticsQuery{});
    QCOMPARE(overlap.compare(page(QStringLiteral("1 a 1,1 b 1"))).rows, 0);
    QCOMPARE(overlap.compare(page(QStringLiteral("2 a 1,2 b 1"))).rows, 0);
    QCOMPARE(overlap.compare(page(QStringLiteral("2 b 1,2 a 1"))).rows, 1);
}

void OverlapTest::skipsEmptyPages()
{
    RowOverlap overlap(api::UsageAnalyticsQuery{});
    QCOMPARE(overlap.compare(page(QStringLiteral("1 a 1,1 b 1"))).rows, 0);
    QCOMPARE(overlap.compare(page(QString())).rows, 0);
    QCOMPARE(overlap.compare(page(QStringLiteral("1 a 1,1 c 1"))).rows, 1);
}

/// A group comes once: it has no neighbours to be equal to.
void OverlapTest::groupedRows()
{
    api::UsageAnalyticsQuery query;
    query.groupBy = QStringLiteral("meterCategory");
    RowOverlap overlap(query);
    QCOMPARE(overlap.compare(page(QStringLiteral("1 a 1,1 b 1"))).rows, 0);
    QCOMPARE(overlap.compare(page(QStringLiteral("1 b 1,1 c 1"))).rows, 1);
}

SPENDGLASS_TEST_MAIN(OverlapTest)
#include "tst_overlap.moc"
