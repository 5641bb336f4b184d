// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decimal.h"
#include "support/testmain.h"

using spendglass::core::Decimal;

class DecimalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void refuse_data();
    void refuse();
    void sumOfMillion();
    void divide_data();
    void divide();
    void fixed_data();
    void fixed();
    void overflow();
};

void DecimalTest::parse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("rounded");
    const auto row = [](const char *text, const char *value, bool rounded = false) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(value) << rounded;
    };
    row("0", "0");
    row("-0", "0");
    row("-0.0", "0");
    row("20", "20");
    row("120.5682999999995904716", "120.5682999999995904716");
    row("28.82860766744404945074", "28.82860766744404945074");
    row("35.23000000000000362337", "35.23000000000000362337");
    row("0.1999968000511991808131", "0.1999968000511991808131");
    row("10.000000", "10");
    row("-12.5", "-12.5");
    row("1e-7", "0.0000001");
    row("1.5E+3", "1500");
    row("123e-2", "1.23");
    row("0e999999999999", "0");
    row("1e-22", "0.0000000000000000000001");
    row("5e-23", "0", true);
    row("15e-23", "0.0000000000000000000002", true);
    row("25e-23", "0.0000000000000000000002", true);
    row("25.00001e-23", "0.0000000000000000000003", true);
    row("1e-400", "0", true);
    row("9999999999999999.9999999999999999999999", "9999999999999999.9999999999999999999999");
    row("18446744073709551617e-5", "184467440737095.51617");
}

void DecimalTest::parse()
{
    QFETCH(QByteArray, text);
    const auto parsed = Decimal::parse({text.constData(), std::size_t(text.size())});
    QVERIFY(parsed.has_value());
    QTEST(parsed->value.toString(), "value");
    QTEST(parsed->rounded, "rounded");
}

void DecimalTest::refuse_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "-", "+1", "007", "1.", ".5", "1e", "1e+", "NaN", "Infinity", " 1", "1 ", "1_000",
                             "1,5", "0x10", "1e400", "10000000000000000", "--1", "1.2.3", "4e16",
                             "40000000000000000", "-35000000000000000.5"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("a million digits") << QByteArray(1'000'000, '9');
}

void DecimalTest::refuse()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Decimal::parse({text.constData(), std::size_t(text.size())}));
}

void DecimalTest::sumOfMillion()
{
    const Decimal tenth = Decimal::parse("0.1")->value;
    Decimal sum;
    for (int i = 0; i < 1'000'000; ++i)
        sum = sum.plus(tenth).value();
    QCOMPARE(sum.toString(), QStringLiteral("100000"));
}

void DecimalTest::divide_data()
{
    QTest::addColumn<QByteArray>("dividend");
    QTest::addColumn<QByteArray>("divisor");
    QTest::addColumn<QString>("quotient");
    QTest::newRow("exact") << QByteArray("120.56") << QByteArray("20") << QStringLiteral("6.028");
    QTest::newRow("third") << QByteArray("1") << QByteArray("3") << QStringLiteral("0.3333333333333333333333");
    QTest::newRow("two thirds") << QByteArray("-2") << QByteArray("3")
                                << QStringLiteral("-0.6666666666666666666667");
    QTest::newRow("large divisor") << QByteArray("9999999999999999") << QByteArray("9999999999999999")
                                   << QStringLiteral("1");
    QTest::newRow("by zero") << QByteArray("1") << QByteArray("0") << QString();
    QTest::newRow("too large") << QByteArray("9999999999999999") << QByteArray("0.01") << QString();
}

void DecimalTest::divide()
{
    QFETCH(QByteArray, dividend);
    QFETCH(QByteArray, divisor);
    const auto quotient =
        Decimal::parse(dividend.toStdString())->value.dividedBy(Decimal::parse(divisor.toStdString())->value);
    QTEST(quotient ? quotient->toString() : QString(), "quotient");
}

void DecimalTest::fixed_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("places");
    QTest::addColumn<QString>("text");
    QTest::newRow("half to even, up") << QByteArray("2.675") << 2 << QStringLiteral("2.68");
    QTest::newRow("half to even, down") << QByteArray("0.005") << 2 << QStringLiteral("0.00");
    QTest::newRow("negative half to even") << QByteArray("-0.005") << 2 << QStringLiteral("0.00");
    QTest::newRow("negative half") << QByteArray("-0.015") << 2 << QStringLiteral("-0.02");
    QTest::newRow("yen") << QByteArray("1234.5") << 0 << QStringLiteral("1234");
    QTest::newRow("padded") << QByteArray("7") << 2 << QStringLiteral("7.00");
    QTest::newRow("padded fraction") << QByteArray("7.5") << 4 << QStringLiteral("7.5000");
}

void DecimalTest::fixed()
{
    QFETCH(QByteArray, value);
    QFETCH(int, places);
    QTEST(Decimal::parse(value.toStdString())->value.toFixed(places), "text");
}

void DecimalTest::overflow()
{
    const Decimal most = Decimal::parse("9999999999999999.9999999999999999999999")->value;
    const Decimal least = Decimal::fromUnits(-most.units());
    QVERIFY(!most.plus(Decimal::fromUnits(1)));
    QVERIFY(!least.minus(Decimal::fromUnits(1)));
    QCOMPARE(most.plus(least).value(), Decimal());
}

SPENDGLASS_TEST_MAIN(DecimalTest)
#include "tst_decimal.moc"
