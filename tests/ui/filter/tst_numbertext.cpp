// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/numbertext.h"

#include "filtertest.h"

namespace spendglass::filter {

class NumberTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOnlyPlainNumbers_data();
    void readsOnlyPlainNumbers();
    void showsAndReadsBack();
};

void NumberTextTest::readsOnlyPlainNumbers_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("machine"); // empty: refused
    const auto row = [](const char *locale, const char *typed, const char *machine) {
        QTest::addRow("%s %s", locale, typed)
            << QString::fromLatin1(locale) << QString::fromUtf8(typed) << QString::fromLatin1(machine);
    };
    row("en_US", "1204.50", "1204.50");
    row("en_US", " -5 ", "-5");
    row("en_US", "\u22125", "-5");
    row("en_US", "1,204", "");
    row("en_US", "1,204.50", "");
    row("en_US", "1.2.3", "");
    row("en_US", "1e5", "");
    row("en_US", "12 EUR", "");
    row("en_US", "--5", "");
    row("en_US", ".5", "");
    row("de_DE", "1204,50", "1204.50");
    row("de_DE", "1.204", "");
    row("de_DE", "1.5", "");
    row("fr_FR", "1204,50", "1204.50");
    row("fr_FR", "1204.50", "1204.50");
    row("fr_FR", "1 204", "");
    row("ar_EG", "\u0661\u0662\u066B\u0665", "12.5");
    row("en_US", "99999999999999999999", "");
}

void NumberTextTest::readsOnlyPlainNumbers()
{
    QFETCH(QString, locale);
    QFETCH(QString, typed);
    QTEST(machineNumber(typed, QLocale(locale)).value_or(QString()), "machine");
}

void NumberTextTest::showsAndReadsBack()
{
    for (const char *name : {"en_US", "de_DE", "fr_FR", "hi_IN"}) {
        const QLocale locale(QString::fromLatin1(name));
        const QString machine = QStringLiteral("-1234567.0891");
        QCOMPARE(machineNumber(typedNumber(machine, locale), locale), machine);
    }
    QCOMPARE(shownNumber(QStringLiteral("-1234567.0891"), QLocale(QStringLiteral("de_DE"))),
             QStringLiteral("-1.234.567,0891"));
    QCOMPARE(shownNumber(QStringLiteral("-123"), QLocale::c()), QStringLiteral("-123"));
    QCOMPARE(shownNumber(QStringLiteral("12x"), QLocale::c()), QStringLiteral("12x"));
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::NumberTextTest)
#include "tst_numbertext.moc"
