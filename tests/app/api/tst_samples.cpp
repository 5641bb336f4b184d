// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/crestusagerecords.h"
#include "api/customerusagerecords.h"
#include "api/directory.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>

using namespace spendglass;

/// A check for developers: reads the published and recorded bodies that stand beside the working copy.
/// They are not ours to keep here, so that it is skipped where they are absent.
class SamplesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void decode_data();
    void decode();

private:
    QDir m_samples{QStringLiteral(SPENDGLASS_SOURCE "/../shared/api/samples")};
};

namespace {

struct Decoded
{
    qint64 rows = -1;
    qint64 quarantined = 0;
    bool hasNext = false;
    QString error;
};

template <class Row>
Decoded summed(const core::Result<api::Page<Row>> &page)
{
    if (!page)
        return {-1, 0, false, page.error().text};
    return {qint64(page->rows.size()), page->quarantined, page->next.has_value(), {}};
}

Decoded decodeAs(const QString &kind, const net::Response &response, const net::Request &asked)
{
    if (kind == QLatin1String("analytics"))
        return summed(api::UsageAnalytics::decode(response, asked, {}));
    if (kind == QLatin1String("grouped")) {
        api::UsageAnalyticsQuery query;
        query.groupBy = QStringLiteral("meterCategory,meterUnit");
        return summed(api::UsageAnalytics::decode(response, asked, query));
    }
    if (kind == QLatin1String("utilizations"))
        return summed(api::UtilizationRecords::decode(response, asked));
    if (kind == QLatin1String("spend"))
        return summed(api::CustomerUsageRecords::decode(response, asked));
    if (kind == QLatin1String("summary"))
        return summed(api::UsageSummary::decode(response));
    if (kind == QLatin1String("crest"))
        return summed(api::CrestUsageRecords::decode(response, asked));
    if (kind == QLatin1String("customers"))
        return summed(api::Customers::decode(response, asked));
    if (kind == QLatin1String("subscriptions"))
        return summed(api::Subscriptions::decode(response, asked));
    return summed(api::AzureEntitlements::decode(response, asked));
}

} // namespace

void SamplesTest::initTestCase()
{
    if (!m_samples.exists())
        m_samples.setPath(qEnvironmentVariable("SPENDGLASS_API_SAMPLES"));
}

void SamplesTest::decode_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<bool>("hasNext");
    const auto row = [](const char *file, const char *kind, qint64 rows, bool hasNext = false) {
        QTest::newRow(file) << QString::fromLatin1(kind) << rows << hasNext;
    };
    row("analytics-azureusage-bare-object.json", "analytics", 1);
    row("analytics-azureusage-page1.json", "analytics", 2, true);
    row("analytics-azureusage-page2.json", "analytics", 1);
    row("analytics-azureusage-bare-array.json", "analytics", 2);
    row("analytics-azureusage-lowercase-envelope.json", "analytics", 1);
    row("analytics-azureusage-empty.json", "analytics", 0);
    row("analytics-azureusage-groupby.json", "grouped", 3);
    row("utilizations-recorded-bom.json", "utilizations", 37);
    row("utilizations-page1-next.json", "utilizations", 2, true);
    row("utilizations-page2-next.json", "utilizations", 1, true);
    row("utilizations-page3-last.json", "utilizations", 1);
    row("utilizations-empty.json", "utilizations", 0);
    row("utilizations-all-optional-missing.json", "utilizations", 2);
    row("utilizations-aggregated.json", "utilizations", 1);
    row("utilizations-hourly.json", "utilizations", 2);
    row("usagesummary.json", "summary", 1);
    row("usagesummary-emails-symbol.json", "summary", 1);
    row("customers-usagerecords.json", "spend", 4);
    row("customers-usagerecords-page1.json", "spend", 2, true);
    row("customers-usagerecords-page2.json", "spend", 1);
    row("customers-usagerecords-allfields.json", "spend", 1);
    row("crest-usage-records.json", "crest", 2);
    row("crest-usage-records-page1.json", "crest", 1, true);
    row("crest-usage-records-page2.json", "crest", 1);
    row("crest-usage-records-instance.json", "crest", 1);
    row("crest-usage-records-empty.json", "crest", 0);
    row("crest-usage-records-seed.malformed.txt", "crest", -1);
    row("customers-page1.json", "customers", 2, true);
    row("customers-page2.json", "customers", 1);
    row("customers-list-doc.json", "customers", 2);
    row("customers-search.json", "customers", 3);
    row("subscriptions-recorded-bom.json", "subscriptions", 2);
    row("subscriptions-azureplan.json", "subscriptions", 2);
    row("azureentitlements.json", "entitlements", 1);
}

void SamplesTest::decode()
{
    if (!m_samples.exists())
        QSKIP("the shared wire samples are not beside this working copy");
    QFETCH(QString, kind);
    QFile file(m_samples.filePath(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(file.open(QIODevice::ReadOnly));
    net::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = file.readAll();
    net::Request asked;
    asked.url = QUrl(QStringLiteral("https://api.example/v1/customers?size=2"));
    const Decoded decoded = decodeAs(kind, response, asked);
    QTEST(decoded.rows, "rows");
    QTEST(decoded.hasNext, "hasNext");
    QCOMPARE(decoded.quarantined, 0);
    QCOMPARE(decoded.error.isEmpty(), decoded.rows >= 0);
}

SPENDGLASS_TEST_MAIN(SamplesTest)
#include "tst_samples.moc"
