// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time.h"
#include "support/testmain.h"

using namespace spendglass::core;

class TimeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void refuse_data();
    void refuse();
    void months();
    void weeks();
};

void TimeTest::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("instant");
    QTest::addColumn<QString>("writtenDay");
    QTest::addColumn<bool>("hasOffset");
    const auto row = [](const char *text, const char *instant, const char *day, bool hasOffset) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(instant)
                            << QString::fromLatin1(day) << hasOffset;
    };
    row("2018-07-20T00:00:00+00:00", "2018-07-20T00:00:00Z", "2018-07-20", true);
    row("2015-11-30T16:00:00-08:00", "2015-12-01T00:00:00Z", "2015-11-30", true);
    row("2019-08-28T00:00:00-07:00", "2019-08-28T07:00:00Z", "2019-08-28", true);
    row("2019-09-01T23:04:41.193+00:00", "2019-09-01T23:04:41.193Z", "2019-09-01", true);
    row("2019-09-17T17:08:11.1433333+00:00", "2019-09-17T17:08:11.143333Z", "2019-09-17", true);
    row("2018-04-04T17:08:20.71Z", "2018-04-04T17:08:20.71Z", "2018-04-04", true);
    row("2018-05-27T00:00:00", "2018-05-27T00:00:00Z", "2018-05-27", false);
    row("2018-03-25T02:30:00", "2018-03-25T02:30:00Z", "2018-03-25", false);
    row("2018-01-01", "2018-01-01T00:00:00Z", "2018-01-01", false);
    row("2016-02-29T24:00:00Z", "2016-03-01T00:00:00Z", "2016-02-29", true);
    row("0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01", false);
    row("9999-12-14T00:00:00Z", "9999-12-14T00:00:00Z", "9999-12-14", true);
    row("2017-06-07T10:00+05:45", "2017-06-07T04:15:00Z", "2017-06-07", true);
}

void TimeTest::parse()
{
    QFETCH(QString, text);
    const auto parsed = parseTime(text.toStdString());
    QVERIFY(parsed.has_value());
    QTEST(instantText(parsed->instant), "instant");
    QTEST(dayText(parsed->writtenDay), "writtenDay");
    QTEST(parsed->hasOffset, "hasOffset");
}

void TimeTest::refuse_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "06/05/2017", "2017-13-01", "2017-02-29", "2018-01-01T", "2018-01-01T25:00:00Z",
                             "2018-01-01T10:00:60Z", "2018-01-01T10:00:00+", "2018-01-01T10:00:00.Z",
                             "2018-01-01T10:00:00Zjunk", "18-01-01", "2018-1-1", "2018-01-01T24:00:01Z"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TimeTest::refuse()
{
    QFETCH(QString, text);
    QVERIFY(!parseTime(text.toStdString()));
}

void TimeTest::months()
{
    const auto list = monthsOf({*parseDay("2023-12-15"), *parseDay("2024-03-01")});
    QCOMPARE(list.size(), 3U);
    QCOMPARE(dayText(list.front().from), QStringLiteral("2023-12-01"));
    QCOMPARE(dayText(list.back().from), QStringLiteral("2024-02-01"));
    QCOMPARE(dayText(list.back().to), QStringLiteral("2024-03-01"));
    QVERIFY(monthsOf({*parseDay("2024-01-01"), *parseDay("2024-01-01")}).empty());
}

void TimeTest::weeks()
{
    QCOMPARE(dayText(firstOfWeek(*parseDay("2026-11-20"))), QStringLiteral("2026-11-16"));
    QCOMPARE(dayText(firstOfWeek(*parseDay("2026-11-16"))), QStringLiteral("2026-11-16"));
    QCOMPARE(dayText(firstOfWeek(*parseDay("2026-11-22"))), QStringLiteral("2026-11-16"));
    QCOMPARE(dayText(firstOfQuarter(*parseDay("2026-11-20"))), QStringLiteral("2026-10-01"));
}

SPENDGLASS_TEST_MAIN(TimeTest)
#include "tst_time.moc"
