// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpdate.h"
#include "support/manualclock.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace std::chrono_literals;

class HttpDateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void retryAfter_data();
    void retryAfter();
};

void HttpDateTest::parse_data()
{
    QTest::addColumn<QString>("instant");
    const auto row = [](const char *text, const char *instant) {
        QTest::newRow(text) << QString::fromLatin1(instant);
    };
    row("Mon, 27 Jan 2020 04:17:10 GMT", "2020-01-27T04:17:10Z");
    row("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z");
    row("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z");
    row("Friday, 20-Nov-26 12:00:00 GMT", "2026-11-20T12:00:00Z");
    row("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z");
    row("Fri Nov 20 12:00:00 2026", "2026-11-20T12:00:00Z");
    row(" Wed, 21 Oct 2026 07:28:00 GMT ", "2026-10-21T07:28:00Z");
    row("Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z");
    row("Thu, 29 Feb 2023 00:00:00 GMT", "");
    row("Wed, 21 Okt 2026 07:28:00 GMT", "");
    row("Wed, 21 Oct 2026 07:28:00 +0000", "");
    row("Wed, 21 Oct 2026 24:00:00 GMT", "");
    row("Xyz, 21 Oct 2026 07:28:00 GMT", "");
    row("2026-10-21T07:28:00Z", "");
    row(",", "");
    row("Sun", "");
    row("", "");
}

void HttpDateTest::parse()
{
    const auto parsed = net::parseHttpDate(QByteArrayView(QTest::currentDataTag()));
    QTEST(parsed ? core::instantText(*parsed) : QString(), "instant");
}

void HttpDateTest::retryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<qint64>("seconds"); // -1: no header
    const auto row = [](const char *name, const char *value, const char *date, qint64 seconds) {
        QTest::newRow(name) << QByteArray(value) << QByteArray(date) << seconds;
    };
    constexpr auto noon = "Fri, 20 Nov 2026 12:00:00 GMT";
    row("seconds", "57", "", 57);
    row("zero", "0", "", 0);
    row("blanks around", " 57 ", "", 57);
    row("negative", "-5", "", 0);
    row("absurd", "99999999999999999999", "", 366 * 86400);
    row("ten years", "315360000", "", 366 * 86400);
    row("fraction", "1.5", "", -1);
    row("plus", "+5", "", -1);
    row("words", "soon", "", -1);
    row("empty", "", "", -1);
    row("recorded: date against the answer's own", "Mon, 27 Jan 2020 04:17:10 GMT",
        "Mon, 27 Jan 2020 04:02:10 GMT", 900);
    row("date without Date is against now", "Fri, 20 Nov 2026 12:01:00 GMT", "", 60);
    row("date with junk Date is against now", "Fri, 20 Nov 2026 12:01:00 GMT", "today", 60);
    row("date in the past", "Fri, 20 Nov 2026 11:00:00 GMT", noon, 0);
    row("RFC 850", "Friday, 20-Nov-26 12:00:30 GMT", noon, 30);
    row("asctime", "Fri Nov 20 12:00:40 2026", noon, 40);
}

void HttpDateTest::retryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, date);
    const auto wait = net::parseRetryAfter(value, date, test::ManualClock::start);
    QTEST(wait ? qint64(std::chrono::floor<std::chrono::seconds>(*wait).count()) : qint64(-1), "seconds");
}

SPENDGLASS_TEST_MAIN(HttpDateTest)
#include "tst_httpdate.moc"
