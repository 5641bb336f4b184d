// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/clouds.h"
#include "support/testmain.h"

using namespace spendglass;
using auth::Cloud;
using auth::Interface;

class TestClouds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addresses_data();
    void addresses();
    void interfaces_data();
    void interfaces();
    void dataSets();
    void closedCloudSaysSo();
};

void TestClouds::addresses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QString>("crest");
    const auto row = [](const char *name, const char *api, const char *login, const char *crest) {
        QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(api)
                            << QString::fromLatin1(login) << QString::fromLatin1(api)
                            << QString::fromLatin1(crest);
    };
    const char *const global = "https://api.partnercenter.microsoft.com";
    row("global", global, "https://login.microsoftonline.com", "https://api.cp.microsoft.com");
    row("usgov", global, "https://login.microsoftonline.us", "");
    row("china", "https://partner.partnercenterapi.microsoftonline.cn",
        "https://login.partner.microsoftonline.cn", "");
    row("germany", global, "https://login.microsoftonline.de", "");
    row("custom", "", "", "");
}

void TestClouds::addresses()
{
    QFETCH(QString, name);
    QFETCH(QString, api);
    QFETCH(QString, login);
    QFETCH(QString, resource);
    QFETCH(QString, crest);
    const auto cloud = auth::cloudFromName(name);
    QVERIFY(cloud);
    QCOMPARE(auth::cloudName(*cloud), name);
    const auto found = auth::cloudAddresses(*cloud);
    QCOMPARE(found.apiUrl.toString(), api);
    QCOMPARE(found.loginUrl.toString(), login);
    QCOMPARE(found.resource, resource);
    QCOMPARE(found.crestUrl.toString(), crest);
    QVERIFY(!auth::cloudFromName(u"moon"));
}

void TestClouds::interfaces_data()
{
    QTest::addColumn<Cloud>("cloud");
    QTest::addColumn<QStringList>("missing");
    const QStringList crest{QStringLiteral("crest")};
    QTest::newRow("global") << Cloud::Global << QStringList();
    QTest::newRow("usgov") << Cloud::UsGov << crest;
    QTest::newRow("china") << Cloud::China
                           << QStringList{QStringLiteral("utilization"), QStringLiteral("spend"),
                                          QStringLiteral("summary"), QStringLiteral("crest"),
                                          QStringLiteral("rate-card")};
    QTest::newRow("germany") << Cloud::Germany
                             << QStringList{QStringLiteral("summary"), QStringLiteral("crest")};
    QTest::newRow("custom") << Cloud::Custom << QStringList();
}

void TestClouds::interfaces()
{
    QFETCH(Cloud, cloud);
    QFETCH(QStringList, missing);
    QStringList found;
    for (const Interface one : auth::allInterfaces) {
        const auto reason = auth::whyNotOffered(cloud, one);
        if (!reason)
            continue;
        QVERIFY2(!reason->isEmpty() && !reason->contains(u'\n'), qPrintable(*reason));
        found << auth::interfaceName(one);
    }
    QCOMPARE(found, missing);
    // Where an interface has an address of its own, address and offer agree.
    if (cloud != Cloud::Custom)
        QCOMPARE(auth::cloudAddresses(cloud).crestUrl.isEmpty(), missing.contains(QStringLiteral("crest")));
}

void TestClouds::dataSets()
{
    for (const core::DataSet dataSet : core::allDataSets) {
        QCOMPARE(auth::interfaceName(auth::interfaceOf(dataSet)), core::dataSetName(dataSet));
        QCOMPARE(auth::notOffered(Cloud::China).count(dataSet) == 0, dataSet == core::DataSet::Analytics);
    }
    QVERIFY(auth::notOffered(Cloud::Global).empty());
}

void TestClouds::closedCloudSaysSo()
{
    for (const Cloud cloud : {Cloud::Global, Cloud::UsGov, Cloud::China, Cloud::Custom})
        QVERIFY(auth::cloudNote(cloud).isEmpty());
    QVERIFY(auth::cloudNote(Cloud::Germany).contains(QStringLiteral("closed")));
}

SPENDGLASS_TEST_MAIN(TestClouds)
#include "tst_clouds.moc"
