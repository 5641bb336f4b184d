// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"

#include "storefixture.h"

using namespace spendglass;
using core::DataSet;
using store::WindowState;

/// What the store makes of many, of huge, of missing and of unlike amounts.
class TestStoreAmounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addsAMillionTenths();
    void addsBeyondTheHalves_data();
    void addsBeyondTheHalves();
    void neverAddsCurrencies();
    void keepsCreditsAndMissingAmounts();

private:
    static query::Query sumOf(DataSet dataSet, const char *field)
    {
        query::Query query;
        query.dataSet = dataSet;
        query.measures = {{query::Aggregate::Sum, QString::fromLatin1(field)}};
        return query;
    }
    static void addSpend(StoreFixture &fixture, const std::vector<store::SpendFact> &rows);
    static store::SpendFact spend(const char *customer, const char *currency, const char *cost);
};

void TestStoreAmounts::addSpend(StoreFixture &fixture, const std::vector<store::SpendFact> &rows)
{
    const auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Spend, ""), fixture.now());
    VERIFY_DONE(fetch);
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), rows));
    VERIFY_DONE(fixture.store().finishFetch(*fetch, WindowState::Complete, {}, fixture.now()));
}

store::SpendFact TestStoreAmounts::spend(const char *customer, const char *currency, const char *cost)
{
    store::SpendFact row;
    row.resourceId = row.resourceName = customer;
    row.currency = row.currencyCode = currency;
    row.totalCost = StoreFixture::decimal(cost);
    return row;
}

void TestStoreAmounts::addsAMillionTenths()
{
    StoreFixture fixture;
    const auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fetch);
    const std::vector rows(50'000, fixture.usage("c1", "0.1"));
    for (int page = 1; page <= 20; ++page)
        VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(page), rows));
    const auto answer = fixture.store().ask(sumOf(DataSet::Analytics, "quantity"), fixture.now());
    VERIFY_DONE(answer);
    QCOMPARE(answer->records, 1'000'000);
    QCOMPARE(query::valueText(answer->table.at(0, answer->table.columnOf(u"sum(quantity)"))),
             QStringLiteral("100000"));
}

void TestStoreAmounts::addsBeyondTheHalves_data()
{
    QTest::addColumn<QByteArray>("amount");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("sum"); // empty: an error
    const auto row = [](const char *name, const char *amount, int rows, const char *sum) {
        QTest::newRow(name) << QByteArray(amount) << rows << QString::fromLatin1(sum);
    };
    row("millionths beyond 2^63", "9000000000000.0000010000000000000001", 3,
        "27000000000000.0000030000000000000003");
    row("below -2^63", "-9000000000000.0000010000000000000001", 3, "-27000000000000.0000030000000000000003");
    row("the rests beyond 2^63", "0.0000009999999999999999", 2000, "0.0019999999999999998");
    row("the most that fits", "9000000000000", 1890, "17010000000000000");
    row("more than fits", "9000000000000", 1891, "");
    row("less than fits", "-9000000000000", 1891, "");
}

void TestStoreAmounts::addsBeyondTheHalves()
{
    QFETCH(QByteArray, amount);
    QFETCH(int, rows);
    QFETCH(QString, sum);
    StoreFixture fixture;
    const auto fetch = fixture.store().beginFetch(fixture.window(DataSet::Analytics), fixture.now());
    VERIFY_DONE(fetch);
    const std::vector page(std::size_t(rows), fixture.usage("c1", amount.constData()));
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), page));
    const auto answer = fixture.store().ask(sumOf(DataSet::Analytics, "quantity"), fixture.now());
    if (sum.isEmpty()) {
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, core::ErrorKind::Storage);
        QVERIFY2(answer.error().text.contains(QLatin1String("verflow")), qPrintable(answer.error().text));
        // A smaller question is answered.
        QVERIFY(fixture.store()
                    .records(sumOf(DataSet::Analytics, "quantity"), 0, 10, StoreFixture::now())
                    .has_value());
        return;
    }
    VERIFY_DONE(answer);
    QCOMPARE(query::valueText(answer->table.at(0, answer->table.columnOf(u"sum(quantity)"))), sum);
}

void TestStoreAmounts::neverAddsCurrencies()
{
    StoreFixture fixture;
    addSpend(fixture, {spend("a", "EUR", "1.10"), spend("b", "EUR", "2.20"), spend("c", "USD", "5"),
                       spend("d", "JPY", "700")});
    const auto answer = fixture.store().ask(sumOf(DataSet::Spend, "totalCost"), fixture.now());
    VERIFY_DONE(answer);
    const query::Table &table = answer->table;
    QStringList sums;
    for (qsizetype row = 0; row < table.rowCount(); ++row)
        sums.append(query::valueText(table.at(row, table.columnOf(u"currency"))) + QLatin1Char(' ') +
                    query::valueText(table.at(row, table.columnOf(u"sum(totalCost)"))));
    sums.sort();
    QCOMPARE(sums,
             (QStringList{QStringLiteral("EUR 3.3"), QStringLiteral("JPY 700"), QStringLiteral("USD 5")}));
}

void TestStoreAmounts::keepsCreditsAndMissingAmounts()
{
    StoreFixture fixture;
    store::SpendFact credit = spend("credit", "EUR", "-120.5682999999995904716");
    credit.usdTotalCost = StoreFixture::decimal("0");
    store::SpendFact missing = spend("missing", "EUR", "3");
    missing.totalCost = std::nullopt;
    addSpend(fixture, {credit, missing, spend("without dollars", "EUR", "7")});
    const auto table =
        fixture.store().records(sumOf(DataSet::Spend, "totalCost"), 0, 10, StoreFixture::now());
    VERIFY_DONE(table);
    QStringList lines;
    for (qsizetype row = 0; row < table->rowCount(); ++row) {
        QStringList cells;
        for (const auto *const column : {u"customerName", u"totalCost", u"usdTotalCost"})
            cells.append(query::valueText(table->at(row, table->columnOf(column))));
        lines.append(cells.join(u'|'));
    }
    QCOMPARE(lines, (QStringList{QStringLiteral("credit|-120.5682999999995904716|0"),
                                 QStringLiteral("missing||"), QStringLiteral("without dollars|7|")}));
}

SPENDGLASS_TEST_MAIN(TestStoreAmounts)
#include "tst_storeamounts.moc"
