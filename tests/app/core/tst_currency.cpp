// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/currency.h"
#include "core/dataset.h"
#include "support/testmain.h"

using namespace spendglass::core;

class CurrencyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void digits_data();
    void digits();
    void culture_data();
    void culture();
    void namesReadBack();
};

void CurrencyTest::digits_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("digits");
    QTest::newRow("euro") << QStringLiteral("EUR") << 2;
    QTest::newRow("yen") << QStringLiteral("JPY") << 0;
    QTest::newRow("won") << QStringLiteral("KRW") << 0;
    QTest::newRow("dinar") << QStringLiteral("KWD") << 3;
    QTest::newRow("unknown") << QStringLiteral("XYZ") << 2;
}

void CurrencyTest::digits()
{
    QFETCH(QString, code);
    QTEST(currencyDigits(code), "digits");
}

void CurrencyTest::culture_data()
{
    QTest::addColumn<QString>("culture");
    QTest::addColumn<QString>("currency");
    QTest::newRow("France") << QStringLiteral("fr-FR") << QStringLiteral("EUR");
    QTest::newRow("Switzerland") << QStringLiteral("de-CH") << QStringLiteral("CHF");
    QTest::newRow("Sweden") << QStringLiteral("sv-SE") << QStringLiteral("SEK");
    QTest::newRow("Japan") << QStringLiteral("ja-JP") << QStringLiteral("JPY");
    QTest::newRow("United States") << QStringLiteral("en-US") << QStringLiteral("USD");
    QTest::newRow("no country") << QStringLiteral("en") << QString();
    QTest::newRow("no such country") << QStringLiteral("en-ZZ") << QString();
    QTest::newRow("empty") << QString() << QString();
}

void CurrencyTest::culture()
{
    QFETCH(QString, culture);
    QTEST(currencyOfCulture(culture), "currency");
}

void CurrencyTest::namesReadBack()
{
    for (const auto dataSet : allDataSets)
        QCOMPARE(dataSetFromName(dataSetName(dataSet)), std::optional(dataSet));
    QVERIFY(!dataSetFromName(u"Spend"));
    QCOMPARE(granularityFromName(u"week"), std::optional(Granularity::Weekly));
    QVERIFY(!granularityFromName(u"year"));
}

SPENDGLASS_TEST_MAIN(CurrencyTest)
#include "tst_currency.moc"
