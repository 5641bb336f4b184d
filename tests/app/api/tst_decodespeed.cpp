// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/usageanalytics.h"
#include "support/testmain.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace spendglass;

/// Time to decode a full analytics page; the bound holds for Release builds on the machine of the figures.
class DecodeSpeedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void analyticsPage();
};

namespace {

constexpr int rowCount = 10'000;

QByteArray page()
{
    QByteArray body = "{\"Value\":[";
    for (int i = 0; i < rowCount; ++i) {
        const QByteArray n = QByteArray::number(1000 + i % 977);
        body += i == 0 ? "{" : ",{";
        body += "\"customerTenantId\":\"39A1DFAC-4969-4F31-AF94-D7658818" + n +
                "\",\"customerName\":\"CUSTOMER NUMBER " + n +
                "\",\"subscriptionId\":\"EC649980-D623-49F5-B7C1-80CC772B" + n +
                "\",\"subscriptionName\":\"AZURE SUBSCRIPTION OF A CUSTOMER\","
                "\"usageDate\":\"2026-05-27T00:00:00\",\"resourceLocation\":\"useast\","
                "\"meterCategory\":\"Data Management\",\"meterSubcategory\":\"None\","
                "\"meterUnit\":\"10,000s\",\"reservationOrderId\":\"\",\"reservationId\":\"\","
                "\"consumptionMeterId\":\"923978e1-fd3f-4bd5-a798-f4b53305" +
                n + "\",\"serviceType\":\"Standard_E4s_v3\",\"quantity\":0.2177903270348" + n + "}";
    }
    return body + "],\"@nextLink\":\"azureusage?top=10000&skip=10000\",\"TotalCount\":2000000}";
}

} // namespace

void DecodeSpeedTest::analyticsPage()
{
    net::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = page();
    net::Request asked;
    asked.url = QUrl(QStringLiteral("https://api.example/partner/v1/analytics/azureusage?top=10000&skip=0"));
    std::vector<qint64> microseconds;
    for (int round = 0; round < 21; ++round) {
        QElapsedTimer timer;
        timer.start();
        const auto decoded = api::UsageAnalytics::decode(response, asked, {});
        microseconds.push_back(timer.nsecsElapsed() / 1000);
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().text));
        QCOMPARE(decoded->rows.size(), std::size_t(rowCount));
    }
    std::ranges::sort(microseconds);
    qInfo("%lld bytes, %d rows: %lld us median (%lld to %lld)", qlonglong(response.body.size()), rowCount,
          qlonglong(microseconds[10]), qlonglong(microseconds.front()), qlonglong(microseconds.back()));
#if defined(NDEBUG) || defined(QT_NO_DEBUG)
    QVERIFY2(microseconds[10] < 30'000, "a page must not hold the network thread");
#endif
}

SPENDGLASS_TEST_MAIN(DecodeSpeedTest)
#include "tst_decodespeed.moc"
