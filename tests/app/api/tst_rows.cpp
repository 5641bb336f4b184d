// SPDX-License-Identifier: GPL-3.0-or-later
#include "bodies.h"

#include "support/testmain.h"

using namespace spendglass;

namespace {

/// A row of a file, every member of it: "~" for what is absent or null, "" for what is empty.
struct Expected
{
    const char *name;
    const char *file;
    int index;
    const char *members;
};

constexpr Expected expected[] = {
    {"analytics: empty texts are texts", "analytics-bare-object.json", 0,
     "5359D9E8-831D-9659-D6D2-E0E99EEAA77B|N|0ECE440A-760B-19BF-165F-237BE37AD958|"
     "NORTHWIND TRAVEL WEB APP|2018-05-27T00:00:00|2018-05-27T00:00:00Z|useast|Data Management|None|"
     "10,000s|||||90"},
    {"analytics: the last row of an array", "analytics-bare-array.json", 1,
     "5359D9E8-831D-9659-D6D2-E0E99EEAA77B|N|0ECE440A-760B-19BF-165F-237BE37AD958|"
     "NORTHWIND TRAVEL WEB APP|2018-05-27T00:00:00|2018-05-27T00:00:00Z|useast|Virtual Machines|"
     "Standard_E4s_v3|Hours||||Standard_E4s_v3|98"},
    {"analytics: grouped, quantity as text", "analytics-groupby.json", 1,
     "~|~|~|~|~|~|~|Virtual Machines|~|Hours|~|~|~|~|802"},
    {"utilizations: behind a byte order mark", "utilizations-bom.json", 4,
     "2018-07-20T00:00:00Z|2018-07-21T00:00:00Z|2018-07-20T00:00:00+00:00|2018-07-21T00:00:00+00:00|"
     "fc349185-4111-f4cf-5d15-87fd4254c8a1|"
     "Standard IO - Table Batch Write Operation Units (in 10,000s)|Data Management|||10,000s|"
     "/subscriptions/bfc158ab-ed25-4e10-bd88-748475cca3bc/resourceGroups/GLASWest/providers/"
     "Microsoft.Storage/storageAccounts/hallestorewestus|uswest|||~|~|{}|0.0007"},
    {"utilizations: everything optional is missing", "utilizations-all-optional-missing.json", 0,
     "2018-07-21T00:00:00Z|2018-07-22T00:00:00Z|2018-07-21T00:00:00+00:00|2018-07-22T00:00:00+00:00|"
     "4e2af7b1-546d-f134-c2b0-1aa917c24f1d|~|~|~|~|~|~|~|~|~|~|~|{}|0"},
    {"utilizations: null, tags and an exponent", "utilizations-all-optional-missing.json", 1,
     "2018-07-21T00:00:00Z|2018-07-22T00:00:00Z|2018-07-21T00:00:00+00:00|2018-07-22T00:00:00+00:00|"
     "80F53804-0D3C-4EA2-FD2C-ED35CE080B57|~|Virtual Machines|~|US West 2|Hours|"
     "/subscriptions/bfc158ab-ed25-4e10-bd88-748475cca3bc/resourceGroups/rg/providers/"
     "Microsoft.Compute/virtualMachines/vm1|uswest2|||"
     R"({ "cost center": "4711", "owner": "Jos\u00e9" }|)"
     R"({ "ImageType": "Canonical", "ServiceType": "Standard_F2", "UsageType": "ComputeHR" }|)"
     "{}|0.000053"},
    {"utilizations: a Pacific day is the next day in UTC", "utilizations-page2-next.json", 0,
     "2015-12-02T00:00:00Z|2015-12-03T00:00:00Z|2015-12-01T16:00:00-08:00|2015-12-02T16:00:00-08:00|"
     "75e81758-ef9f-a42f-5a42-78555ad47d5d|Free App Service|Azure App Service||~|Apps|~|~|~|~|~|~|"
     "{\n        \"meteredRegion\": \"North Central US\",\n"
     "        \"meteredService\": \"Azure App Service\",\n"
     "        \"meteredServiceType\": \"glassprobe\",\n        \"project\": \"glassprobe\"\n      }|"
     "0.009766"},
    {"spending: a plan, all members", "customers-usagerecords-allfields.json", 0,
     "a7d30fe5-ad04-a96d-bb78-e7b0019e2370|Newer Glass Buyer UK & Co|31.2|68.8600000000000005|yes|"
     "69.4757028363277737049|GBP|~|£|500.7833333333333362331|2019-09-18T17:09:26.16Z|"
     "2019-09-18T17:09:26.16+00:00|31.2|40|41.5"},
    {"spending: legacy, no budget", "customers-usagerecords-page1.json", 0,
     "eb8bd289-7282-bd9c-4560-67f13f4b7b87|OLDER GLASS BUYER NL|~|0|no|0|~|fr-FR|~|0|"
     "2019-09-17T17:08:11.143333Z|2019-09-17T17:08:11.1433333+00:00|~|~|~"},
    {"spending: a credit", "customers-usagerecords-page2.json", 0,
     "a7d30fe5-ad04-a96d-bb78-e7b0019e2370|Newer Glass Buyer UK|31|-96.06|yes|"
     "-91.94939691792150345708|GBP|~|~|-44.960000000000005088|2019-09-17T17:08:11.143333Z|"
     "2019-09-17T17:08:11.1433333+00:00|~|~|~"},
    {"summary", "usagesummary.json", 0,
     "33015188-30bf-759d-9925-a0593441db2f|LICHTGLAS PARTNER|2019-08-28T00:00:00-07:00|"
     "2019-09-27T00:00:00-07:00|2019-08-28T07:00:00Z+2019-08-28|2019-09-27T07:00:00Z+2019-09-27|fr-FR|"
     "~|2019-09-01T23:04:41.193Z|2019-09-01T23:04:41.193+00:00|99.675519|1|0|11|[]"},
    {"summary with a symbol", "usagesummary-emails-symbol.json", 0,
     "33015188-30bf-759d-9925-a0593441db2f|LICHTGLAS PARTNER|2019-11-28T00:00:00-08:00|"
     "2019-12-27T00:00:00-08:00|2019-11-28T08:00:00Z+2019-11-28|2019-12-27T08:00:00Z+2019-12-27|de-DE|"
     "€|2019-12-01T23:04:41Z|2019-12-01T23:04:41+00:00|0|0|2|0|"
     "[money@partner.example,Finance <finance@partner.example>]"},
    {"crest", "crest-usage-records.json", 1,
     "943e1073-c0cb-5f32-e98f-e9aa0f063781|2015-06-13T00:00:00Z|2015-06-14T00:00:00Z|"
     "2015-06-13T00:00:00+00:00|2015-06-14T00:00:00+00:00|Standard S0 Database Days|Data Services|"
     "SQL Database|~|Days|86bf0c01-02c6-b6e3-50ac-44667b752567|"
     "{\n        \"MeteredRegion\": \"West US\",\n        \"MeteredService\": \"Database\",\n"
     "        \"MeteredServiceType\": \"S0\",\n        \"Project\": \"Purchases\"\n      }|"
     "~|~|~|~|~|90"},
    {"crest: JSON inside a text", "crest-usage-records-instance.json", 0,
     "943e1073-c0cb-5f32-e98f-e9aa0f063781|2015-12-01T00:00:00Z|2015-12-02T00:00:00Z|"
     "2015-12-01T00:00:00+00:00|2015-12-02T00:00:00+00:00|Compute Hours|Virtual Machines|"
     "Standard_D1_v2 VM (Windows)|US West|Hours|4a458d28-7c6a-e9c8-91e6-a3128daa24e1|{}|"
     "/subscriptions/943e1073-c0cb-5f32-e98f-e9aa0f063781/resourceGroups/rg/providers/"
     "Microsoft.Compute/virtualMachines/vm1|uswest|~|~|{\"team\":\"A\"}|98"},
    {"customer", "customers-page1.json", 1,
     "c21d69e9-95d4-73a7-1e33-3b43896f9a20|HalleNordCo.onmicrosoft.com|Halle|reseller|~|~|~|[]"},
    {"legacy subscription", "subscriptions-bom.json", 0,
     "DFA1B061-EA60-A285-6282-D5776DEA6A9A|DFA1B061-EA60-A285-6282-D5776DEA6A9A|MS-AZR-0145P|"
     "Microsoft Azure|Microsoft Azure|active|usage|Usage-based|~|2018-04-04T17:08:20.71Z|"
     "2018-04-04T00:00:00Z|9999-12-14T00:00:00Z|~|monthly|A0A7CBEA-26D3-38FF-00BA-4A4192F32C5A|~|~|"
     "subscription|~|~|5|no|no|~|no|no|no|[Cancel,Edit]|[]|legacy"},
    {"plan", "subscriptions-azureplan.json", 0,
     "a3019381-20b0-f2e3-8df3-85d8fb22058c|~|DZH318Z0BPS6:0001:DZH318Z0BML6|Azure plan|Azure plan|"
     "active|usage|Usage-based|Azure|2019-08-29T21:28:19.305861Z|2019-08-29T00:00:00Z|"
     "9999-12-14T00:00:00Z|Azure|monthly|12345678901||Microsoft Corporation|subscription|~|~|5|no|no|"
     "yes|no|no|no|[]|[]|plan"},
    {"plan with a status nobody knew", "subscriptions-azureplan.json", 1,
     "52586f44-b165-bda1-7a9b-ba895a827298|~|DZH318Z0BPS6:0001:DZH318Z0BML6|Azure plan|Azure plan|"
     "disabled|usage|Usage-based|~|2020-10-15T21:28:19.305861Z|2020-10-15T21:28:18.478684Z|"
     "9999-12-14T00:00:00Z|~|monthly|12345678902|~|~|subscription|~|~|5|~|~|~|~|~|~|[]|[]|plan"},
    {"entitlement", "azureentitlements.json", 0,
     "49915398-c744-da09-a2b7-2a59c6062909|Microsoft Azure|active|41018ea1-2bee-2f5f-cfe2-ccfef4ca3d81"},
    {"entitlement alone", "azureentitlement.json", 0,
     "49915398-c744-da09-a2b7-2a59c6062909|Microsoft Azure|active|41018ea1-2bee-2f5f-cfe2-ccfef4ca3d81"},
    {"customer's summary, legacy: misspelt budget", "customer-usagesummary-legacy.json", 0,
     "408E5BF2-4265-588E-2FF0-40BA381716AB|Glass 600|0|~|en-US|~|~|2016-02-26T09:42:54.513055Z|"
     "2016-02-26T09:42:54.5130558+00:00|2016-02-06T00:00:00-08:00|2016-03-05T00:00:00-08:00|"
     "2016-02-06T08:00:00Z+2016-02-06|2016-03-05T08:00:00Z+2016-03-05|2016-02-06..2016-03-06|400|~|[]"},
    {"customer's summary, plan", "customer-usagesummary-plan.json", 0,
     "07bb3d76-21e3-2dea-dffd-2b63eda916aa|Newer Glass Buyer UK|96.69670177188808382018|GBP|~|~|"
     "42.94000000000000479441|2019-09-18T17:09:26.16Z|2019-09-18T17:09:26.16+00:00|"
     "2019-09-01T00:00:00+00:00|2019-10-01T00:00:00+00:00|2019-09-01T00:00:00Z+2019-09-01|"
     "2019-10-01T00:00:00Z+2019-10-01|2019-09-01..2019-10-01|31|~|[]"},
    {"subscription's summary: an id that is no GUID", "subscription-usagesummary-legacy.json", 0,
     "KLMNOPQR-F680-74E9-E35F-410E4E001D76|Microsoft Azure|99.675519|~|fr-FR|~|~|"
     "2019-09-01T23:04:41.193Z|2019-09-01T23:04:41.193+00:00|2019-08-28T00:00:00-07:00|"
     "2019-09-27T00:00:00-07:00|2019-08-28T07:00:00Z+2019-08-28|2019-09-27T07:00:00Z+2019-09-27|"
     "2019-08-28..2019-09-28"},
    {"subscription's summary, plan", "subscription-usagesummary-plan.json", 0,
     "59d3dea5-7075-480c-9dc6-29a4b0eb48db|Azure plan|96.69670177188808382018|GBP|~|~|"
     "42.94000000000000479441|2019-09-18T17:09:26.16Z|2019-09-18T17:09:26.16+00:00|"
     "2019-09-01T00:00:00+00:00|2019-10-01T00:00:00+00:00|2019-09-01T00:00:00Z+2019-09-01|"
     "2019-10-01T00:00:00Z+2019-10-01|2019-09-01..2019-10-01"},
    {"subscriptions' records, legacy", "subscriptions-usagerecords-legacy.json", 0,
     "3CAA79C7-2BFC-4C81-07F9-8190BF1F1E43|Microsoft Azure|99.675519|~|fr-FR|~|0|"
     "2019-09-01T23:04:41.193Z|2019-09-01T23:04:41.193+00:00|active|~|MS-AZR-0145P"},
    {"subscriptions' records: the second of two plans", "subscriptions-usagerecords-plan.json", 1,
     "a3019381-20b0-f2e3-8df3-85d8fb22058c|Azure plan|0|GBP|~|~|0|2019-09-18T17:09:26.16Z|"
     "2019-09-18T17:09:26.16+00:00|active|4811733|DZH318Z0BPS6:0001:DZH318Z0BML6"},
    {"resources, legacy", "usagerecords-resources-legacy.json", 1,
     "0117c556-5ad3-9417-5855-b7676f0617bb|Glass Resource 2|0.390364112057413|~|en-US|~|~|~|~|"
     "Remote App|Remote App|0.349287298933274|GB"},
    {"resources: the group in small letters", "resourceusagerecords-plan.json", 2,
     "~|ofenrg1diag153|0.0065693159476275049|GBP|~|~|0.0033333333333333331|"
     "2019-09-17T21:08:44.256666Z|2019-09-17T21:08:44.2566667+00:00|"
     "a3019381-20b0-f2e3-8df3-85d8fb22058c|2740b436-d200-4af2-42a1-94119f8336b0|Workshop Subscription|"
     "/subscriptions/a3019381-20b0-f2e3-8df3-85d8fb22058c/resourceGroups/ofenrg1/providers/Microsoft.Storage/"
     "storageAccounts/ofenrg1diag153|"
     "Microsoft.Storage|ofenrg1"},
    {"meters: a meter that is no GUID", "meterusagerecords-plan.json", 1,
     "~|~|0|GBP|~|~|0|2019-09-17T21:08:44.256666Z|2019-09-17T21:08:44.2566667+00:00|"
     "a3019381-20b0-f2e3-8df3-85d8fb22058c|DZH318Z0BNVX-005J-Data Transfer Out (GB)|Data Transfer Out|"
     "Bandwidth|Bandwidth|1 GB|0.000998|~|~|MeterUsageRecord"},
    {"meters, legacy: what the document shows is a subscription", "meterusagerecords-legacy.json", 0,
     "3CAA79C7-2BFC-4C81-07F9-8190BF1F1E43|Microsoft Azure|99.675519|~|fr-FR|~|0|"
     "2019-09-01T23:04:41.193Z|2019-09-01T23:04:41.193+00:00|~|~|~|~|~|~|~|active|MS-AZR-0145P|"
     "SubscriptionMonthlyUsageRecord"},
    {"budget", "usagebudget.json", 0, "500|500"},
    {"budget inside an object without a name", "usagebudget-nested.json", 0, "500|500"},
    {"no budget", "usagebudget-none.json", 0, "~|~"},
    {"budget of null", "usagebudget-null.json", 0, "~|~"},
    {"rate card: terms at its end", "ratecard.json", 2,
     "en|USD|no|~|4a458d28-7c6a-e9c8-91e6-a3128daa24e1|Compute Hours|Virtual Machines|"
     "Standard_D1_v2 VM (Windows)|BR South|Hours|0=0.5599|[]|0|2017-01-01T00:00:00Z|Overage discount|"
     "0.52|[a1e70880-ea8c-3031-04fd-63956e970015,9221d6d9-d195-06c6-0083-145bd0cd808c]|"
     "2014-01-01T00:00:00Z"},
    {"rate card: another language, 18 digits", "ratecard-eur-de.json", 0,
     "de-DE|EUR|no|~|80f53804-0d3c-4ea2-fd2c-ed35ce080b57|F2/F2s mit niedriger Priorität|"
     "Virtual Machines|F/FS-Serie – Windows |USA, Westen 2|1 Stunde|0=0.022534362594827163|[]|0|"
     "2017-04-01T00:00:00Z|"},
    {"rate card: tiers in the order of their numbers", "ratecard-tiers.json", 0,
     "en-US|USD|no|~|407826f7-bbb7-28f4-7222-47db410ee671|Data Transfer Out (GB)|Networking||Zone 1|"
     "GB|0=0,5=0.061,10240=0.01,51200=0.07|[]|0|2017-04-01T00:00:00Z|"},
    {"rate card: null, never and a fraction of zeros", "ratecard-tiers.json", 1,
     "en-US|USD|no|~|00000000-0000-0000-0000-000000000001|Tiered test meter|Glass|~||10K Operations|"
     "0=5,200=0.3|[Third Party]|92|0001-01-01T00:00:00Z|"},
    {"rate card: behind a byte order mark", "ratecard-bom.json", 1,
     "en-US|USD|no|~|1b8333b0-4483-cee2-ef9a-dc2ab6b484e1|Standard S3 Secondary Database Days|"
     "Data Services|SQL Database|KR South|Days|0=4.852082|[]|0|2017-02-01T00:00:00Z|"},
    {"rate card: the same meter, shared", "ratecard-shared-bom.json", 1,
     "en-US|USD|no|~|1b8333b0-4483-cee2-ef9a-dc2ab6b484e1|Standard S3 Secondary Database Days|"
     "Data Services|SQL Database|KR South|Days|0=8.0511|[]|0|2017-02-01T00:00:00Z|"},
    {"rate card: the older service's", "crest-rate-card.json", 0,
     "en-US|USD|no|2015-06-14T00:00:00Z|86bf0c01-02c6-b6e3-50ac-44667b752567|"
     "Standard S0 Database Days|Data Services|SQL Database|~|Days|0=0.8686|[]|0|2015-06-01T00:00:00Z|"},
    {"customer by id: no name", "customer-by-id.json", 0,
     "3455e087-8631-6496-5a66-d4dff29bd45d|glashuette.example|~|none|"
     "d63d7110-777f-a3c3-7ae8-7ea556852b57|~|~|[]"},
    {"licence subscription", "subscriptions-bom.json", 1,
     "E4ACEF79-E781-EDE1-2A11-B30635B477FC|E4ACEF79-E781-EDE1-2A11-B30635B477FC|"
     "E59E8CCD-E83D-B3D8-0BB6-898B45EE92F9|Office 365 Business Essentials|"
     "Office 365 Business Essentials|suspended|license|Licenses|~|2018-03-26T21:41:51.677Z|"
     "2018-03-26T00:00:00Z|2019-03-26T00:00:00Z|~|monthly|9B052725-AA05-F794-A665-719FF0F87CCA|~|~|"
     "subscription|~|~|5|yes|no|~|yes|no|no|[Cancel,Edit]|[CustomerCancellation]|licence"},
    {"reservation", "entitlements-reservation-bom.json", 0,
     "virtual_machine_reserved_instance|DZH318Z0BR7F|00BD|pNnX7qnVxRwvls1XqtcYWGSLI1gAB0RH5|0|1|[\n"
     "        {\n          \"quantity\": 1,\n          \"status\": \"PrefulfillmentPending\"\n"
     "        }\n      ]|[\n        {\n          \"link\": {\n"
     "            \"uri\": "
     "\"/customers/bfc158ab-ed25-4e10-bd88-748475cca3bc/artifacts/virtualmachinereservedinstance/groups/"
     "39782c8214be823f2c69bd74d1fc32c6/lineitems/eabaf039-99b6-5279-8128-cb37f0025613/resource/"
     "7ff2fdb8-dda4-7906-e7e1-77d31a1a9348\",\n"
     "            \"method\": \"GET\",\n            \"headers\": []\n          },\n"
     "          \"resourceId\": \"7ff2fdb8-dda4-7906-e7e1-77d31a1a9348\",\n"
     "          \"artifactType\": \"virtual_machine_reserved_instance\"\n        }\n      ]|[]"},
    {"older service: reseller", "crest-customer-by-identity.json", 0,
     "ab5c6aa2-7ffe-bbcf-c8da-e54ab489da2e|AAD|tenant|f6c204b3-85cd-a983-ced4-424c8e3cbfb6|~|~"},
    {"older service: customer", "crest-customer-of-reseller.json", 0,
     "0f1c7b2e-5d83-9a46-b7f0-6c2e91d4a853|AAD|external_group|a7d30fe5-ad04-a96d-bb78-e7b0019e2370|"
     "f6c204b3-85cd-a983-ced4-424c8e3cbfb6|glass-4711"},
    {"older service: entitlement", "crest-entitlements.json", 0,
     "943e1073-c0cb-5f32-e98f-e9aa0f063781|"
     "/ab5c6aa2-7ffe-bbcf-c8da-e54ab489da2e/subscriptions/DFA1B061-EA60-A285-6282-D5776DEA6A9A"},
    {"older service: subscription", "crest-subscriptions.json", 0,
     "DFA1B061-EA60-A285-6282-D5776DEA6A9A|a0a7cbea-26d3-38ff-00ba-4a4192f32c5a|"
     "/3c95518e-8c37-41e3-9627-0ca339200f53/offers/MS-AZR-0145P|eyJpZCI6IjQ3MTEifQ==|"
     "0f1c7b2e-5d83-9a46-b7f0-6c2e91d4a853/Entitlements/943e1073-c0cb-5f32-e98f-e9aa0f063781"},
};

} // namespace

Q_DECLARE_METATYPE(const Expected *)

/// What each decoder makes of the bodies of tests/data/api: to the last member and the last digit.
class RowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data();
    void rows();
};

void RowsTest::rows_data()
{
    QTest::addColumn<const Expected *>("row");
    for (const Expected &row : expected)
        QTest::newRow(row.name) << &row;
}

void RowsTest::rows()
{
    QFETCH(const Expected *, row);
    const test::Shown page = test::decodeFile(QString::fromLatin1(row->file));
    QVERIFY(page.rows.size() > row->index);
    const QString members = page.rows.at(row->index);
    QVERIFY2(members == QString::fromUtf8(row->members), qPrintable(members));
}

SPENDGLASS_TEST_MAIN(RowsTest)
#include "tst_rows.moc"
