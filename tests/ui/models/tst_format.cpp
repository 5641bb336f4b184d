// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"

#include "support/testmain.h"
#include "../answers.h"

#include <QObject>

using namespace spendglass;

class TestFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void amounts_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("euro") << "en_US" << QByteArray("1234567.891") << "EUR"
                              << "1,234,567.89";
        QTest::newRow("yen has no cents") << "ja_JP" << QByteArray("1234567.891") << "JPY"
                                          << "1,234,568";
        QTest::newRow("euro in Japan keeps cents") << "ja_JP" << QByteArray("1234567.891") << "EUR"
                                                   << "1,234,567.89";
        QTest::newRow("German") << "de_DE" << QByteArray("1234567.891") << "EUR"
                                << "1.234.567,89";
        QTest::newRow("Spanish groups") << "es_ES" << QByteArray("1234567.891") << "EUR"
                                        << "1.234.567,89";
        QTest::newRow("negative") << "en_US" << QByteArray("-1234.5") << "EUR"
                                  << "-1,234.50";
        QTest::newRow("zero") << "en_US" << QByteArray("0") << "EUR"
                              << "0.00";
        QTest::newRow("small is not zero") << "en_US" << QByteArray("0.0000412") << "EUR"
                                           << "0.00004";
        QTest::newRow("below everything") << "en_US" << QByteArray("1e-20") << ""
                                          << "0.00000000";
        QTest::newRow("a share") << "en_US" << QByteArray("14.249") << "%"
                                 << "14.2 %";
        QTest::newRow("three digits") << "en_US" << QByteArray("123.45") << ""
                                      << "123.45";
        QTest::newRow("thousand") << "en_US" << QByteArray("1000") << "Hours"
                                  << "1,000.00";
        QTest::newRow("more digits than a double") << "en_US" << QByteArray("9007199254740993.25") << ""
                                                   << "9,007,199,254,740,993.25";
        QTest::newRow("Arabic digits")
            << "ar_EG" << QByteArray("12.5") << "EUR" << QString::fromUtf8("١٢٫٥٠");
    }
    void amounts()
    {
        QFETCH(QString, locale);
        QFETCH(QByteArray, number);
        QFETCH(QString, unit);
        QTEST(models::amountText(QLocale(locale), test::decimal(number.constData()), unit), "text");
    }

    void labels_data()
    {
        QTest::addColumn<int>("granularity");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("shortLabel");
        using core::Granularity;
        QTest::newRow("month") << int(Granularity::Monthly) << "Oct 2026"
                               << "Oct";
        QTest::newRow("quarter") << int(Granularity::Quarterly) << "Q4 2026"
                                 << "Q4 2026";
        QTest::newRow("day") << int(Granularity::Daily) << "5 Oct 2026"
                             << "5 Oct";
        QTest::newRow("week") << int(Granularity::Weekly) << "Week of 10/5/26"
                              << "5 Oct";
    }
    void labels()
    {
        QFETCH(int, granularity);
        const query::Value day = *core::parseDay("2026-10-05");
        QTEST(models::valueLabel(QLocale(QStringLiteral("en_US")), day, core::Granularity(granularity)),
              "label");
        QTEST(models::shortLabel(QLocale(QStringLiteral("en_US")), day, core::Granularity(granularity)),
              "shortLabel");
    }

    void everyErrorHasASentenceOfItsOwn()
    {
        QSet<QString> sentences;
        for (int kind = 0; kind <= int(core::ErrorKind::Keychain); ++kind) {
            core::Error error;
            error.kind = core::ErrorKind(kind);
            const QString sentence = models::errorSentence(error);
            QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
            QVERIFY2(!sentence.contains(QStringLiteral("HTTP")), qPrintable(sentence));
            sentences << sentence;
        }
        QCOMPARE(sentences.size(), int(core::ErrorKind::Keychain) + 1);
    }

    void detailsCarryTheIds()
    {
        core::Error error;
        error.kind = core::ErrorKind::Server;
        error.httpStatus = 503;
        error.correlationId = QStringLiteral("cor-1");
        error.trace = QStringLiteral("MS-CV: a.0");
        const QString details = models::errorDetails(error);
        QVERIFY(details.contains(QStringLiteral("503")));
        QVERIFY(details.contains(QStringLiteral("cor-1")));
        QVERIFY(details.contains(QStringLiteral("MS-CV: a.0")));
    }
};

SPENDGLASS_TEST_MAIN(TestFormat)
#include "tst_format.moc"
