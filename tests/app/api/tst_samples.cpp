// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "decoders.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

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
    void namesEverySample();

private:
    QDir m_samples{QStringLiteral(SPENDGLASS_SOURCE "/../shared/api/samples")};
};

void SamplesTest::initTestCase()
{
    if (!m_samples.exists())
        m_samples.setPath(qEnvironmentVariable("SPENDGLASS_API_SAMPLES"));
}

namespace {

/// A sample's file, what reads it (or which later work will), and how many rows that gives; -1: an error.
struct Sample
{
    const char *file;
    const char *reader;
    qint64 rows = 0;
    bool hasNext = false;
};

constexpr auto error = "error";     ///< a refusal: read by the status, in every call
constexpr auto request = "request"; ///< something to send
constexpr auto later = "later";     ///< billed usage and its export, not read yet
constexpr auto signIn = "sign-in";  ///< auth/ reads it

constexpr Sample samples[] = {
    {"analytics-azureusage-bare-object.json", "UsageAnalytics", 1},
    {"analytics-azureusage-page1.json", "UsageAnalytics", 2, true},
    {"analytics-azureusage-page2.json", "UsageAnalytics page 2", 1},
    {"analytics-azureusage-bare-array.json", "UsageAnalytics", 2},
    {"analytics-azureusage-lowercase-envelope.json", "UsageAnalytics", 1},
    {"analytics-azureusage-empty.json", "UsageAnalytics", 0},
    {"analytics-azureusage-groupby.json", "UsageAnalytics grouped", 3},
    {"analytics-sibling-subscriptions-groupby.json", "another call: evidence for the envelope"},
    {"utilizations-recorded-bom.json", "UtilizationRecords", 37},
    {"utilizations-page1-next.json", "UtilizationRecords", 2, true},
    {"utilizations-page2-next.json", "UtilizationRecords", 1, true},
    {"utilizations-page3-last.json", "UtilizationRecords", 1},
    {"utilizations-empty.json", "UtilizationRecords", 0},
    {"utilizations-all-optional-missing.json", "UtilizationRecords", 2},
    {"utilizations-aggregated.json", "UtilizationRecords", 1},
    {"utilizations-hourly.json", "UtilizationRecords", 2},
    {"usagesummary.json", "UsageSummary", 1},
    {"usagesummary-emails-symbol.json", "UsageSummary", 1},
    {"customer-usagesummary-legacy.json", "CustomerUsageSummary", 1},
    {"customer-usagesummary-plan.json", "CustomerUsageSummary", 1},
    {"subscription-usagesummary-legacy.json", "SubscriptionUsageSummary", 1},
    {"subscription-usagesummary-plan.json", "SubscriptionUsageSummary", 1},
    {"customers-usagerecords.json", "CustomerUsageRecords", 4},
    {"customers-usagerecords-page1.json", "CustomerUsageRecords", 2, true},
    {"customers-usagerecords-page2.json", "CustomerUsageRecords", 1},
    {"customers-usagerecords-allfields.json", "CustomerUsageRecords", 1},
    {"subscriptions-usagerecords-legacy.json", "SubscriptionUsageRecords", 1},
    {"subscriptions-usagerecords-plan.json", "SubscriptionUsageRecords", 2},
    {"usagerecords-resources-legacy.json", "AzureResourceUsageRecords", 2},
    {"resourceusagerecords-plan.json", "ResourceUsageRecords", 3},
    {"meterusagerecords-legacy-doc.json", "MeterUsageRecords", 1},
    {"meterusagerecords-plan.json", "MeterUsageRecords", 4},
    {"usagebudget.json", "UsageBudget", 1},
    {"usagebudget-none.json", "UsageBudget", 1},
    {"usagebudget-patch-request.json", request},
    {"ratecard-doc.json", "RateCard", 3},
    {"ratecard-recorded-bom.json", "RateCard", 2},
    {"ratecard-shared-recorded-bom.json", "RateCard", 2},
    {"ratecard-eur-de.json", "RateCard", 5},
    {"ratecard-tiers.json", "RateCard", 2},
    {"customers-page1.json", "Customers", 2, true},
    {"customers-page2.json", "Customers", 1},
    {"customers-list-doc.json", "Customers", 2},
    {"customers-search.json", "Customers", 3},
    {"customer-by-id.json", "CustomerById", 1},
    {"subscriptions-recorded-bom.json", "Subscriptions", 2},
    {"subscriptions-azureplan.json", "Subscriptions", 2},
    {"azureentitlements.json", "AzureEntitlements", 1},
    {"entitlements-reservation-recorded-bom.json", "CustomerEntitlements", 1},
    {"crest-usage-records.json", "CrestUsageRecords", 2},
    {"crest-usage-records-page1.json", "CrestUsageRecords", 1, true},
    {"crest-usage-records-page2.json", "CrestUsageRecords", 1},
    {"crest-usage-records-instance.json", "CrestUsageRecords", 1},
    {"crest-usage-records-empty.json", "CrestUsageRecords", 0},
    {"crest-usage-records-seed.malformed.txt", "CrestUsageRecords", -1},
    {"crest-customer-by-identity.json", "CrestCustomer", 1},
    {"crest-entitlements.json", "CrestEntitlements", 1},
    {"crest-rate-card.json", "CrestRateCard", 1},
    {"crest-error.json", error},
    {"error-subscription-not-found.json", error},
    {"error-account-id-2000.json", error},
    {"error-string-code.json", error},
    {"error-20002-no-relationship.json", error},
    {"error-20003-subscription.json", error},
    {"error-800003-unexpected.json", error},
    {"error-900421-mfa.json", error},
    {"error-900420-audience.json", error},
    {"error-429-throttle.json", error},
    {"error-503-gateway.html.txt", error},
    {"error-odata-shape.json", error},
    {"error-usage-no-data.json", error},
    {"auth-token-v1.json", signIn},
    {"auth-token-v2.json", signIn},
    {"auth-devicecode.json", signIn},
    {"auth-devicecode-pending.json", signIn},
    {"auth-error-invalid-grant.json", signIn},
    {"auth-error-interaction-required.json", signIn},
    {"auth-crest-sa-token.json", signIn},
    {"unbilled-usage-page1.json", later},
    {"unbilled-usage-page2.json", later},
    {"billed-usage-page1.json", later},
    {"invoice-summaries-recorded-bom.json", later},
    {"graph-export-request.json", later},
    {"graph-operation-running.json", later},
    {"graph-operation-succeeded.json", later},
    {"graph-operation-failed.json", later},
    {"graph-usage-lines.jsonl", later},
};

} // namespace

void SamplesTest::decode_data()
{
    QTest::addColumn<QString>("reader");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<bool>("hasNext");
    for (const Sample &sample : samples) {
        const QString reader = QString::fromLatin1(sample.reader);
        if (test::decoders().contains(reader))
            QTest::newRow(sample.file) << reader << sample.rows << sample.hasNext;
    }
}

void SamplesTest::decode()
{
    if (!m_samples.exists())
        QSKIP("the shared wire samples are not beside this working copy");
    QFETCH(QString, reader);
    QFETCH(qint64, rows);
    QFile file(m_samples.filePath(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const test::Shown page =
        test::decoders().value(reader)(test::answer(file.readAll()), test::askedFor(reader));
    QCOMPARE(page.error.isEmpty(), rows >= 0);
    QCOMPARE(qint64(page.rows.size()), std::max<qint64>(rows, 0));
    QTEST(page.hasNext, "hasNext");
    QCOMPARE(page.quarantined, 0);
}

/// A sample that nobody reads is a part of the wire that nobody thought of.
void SamplesTest::namesEverySample()
{
    if (!m_samples.exists())
        QSKIP("the shared wire samples are not beside this working copy");
    QFile index(m_samples.filePath(QStringLiteral("index.json")));
    QVERIFY(index.open(QIODevice::ReadOnly));
    QSet<QString> published;
    const QJsonDocument document = QJsonDocument::fromJson(index.readAll());
    const QJsonArray entries =
        document.isArray() ? document.array() : document[QStringLiteral("samples")].toArray();
    for (const QJsonValue &entry : entries) {
        const QString file = entry[QStringLiteral("file")].toString();
        if (!file.isEmpty())
            published.insert(file);
    }
    QSet<QString> named;
    for (const Sample &sample : samples)
        named.insert(QString::fromLatin1(sample.file));
    QVERIFY(published.size() > 80);
    QCOMPARE(published - named, QSet<QString>());
    QCOMPARE(named - published, QSet<QString>());
}

SPENDGLASS_TEST_MAIN(SamplesTest)
#include "tst_samples.moc"
