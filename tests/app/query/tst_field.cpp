// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/field.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace spendglass;
using namespace spendglass::query;

class TestField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void catalogueIsTheContract_data();
    void catalogueIsTheContract();
    void columnsAreInTheSchema();
    void unitFieldsAreThere();
    void familiesAreOpenForResources_data();
    void familiesAreOpenForResources();
    void spendTakesTheDocumentsNames();
    void analyticsFieldsAreRemote();
    void labelsAreThere();
};

void TestField::catalogueIsTheContract_data()
{
    QTest::addColumn<int>("dataSet");
    QTest::addColumn<QString>("ids");
    // The table of the command line contract, column by column, in catalogue order.
    QTest::newRow("analytics") << int(core::DataSet::Analytics)
                               << QStringLiteral(
                                      "customerTenantId customerName subscriptionId subscriptionName "
                                      "usageDate meterCategory meterSubcategory consumptionMeterId "
                                      "meterUnit resourceLocation reservationOrderId reservationId "
                                      "serviceType quantity");
    const QString records = QStringLiteral(
        "customerTenantId customerName subscriptionId subscriptionName entitlementId usageDate "
        "usageDateWritten "
        "usageStart "
        "usageEnd "
        "reportedDate meterCategory meterSubcategory meterName consumptionMeterId meterUnit resourceLocation "
        "meterRegion resourceUri resourceGroup partNumber orderNumber quantity");
    QTest::newRow("utilization") << int(core::DataSet::Utilization) << records;
    QTest::newRow("crest") << int(core::DataSet::Crest) << records;
    QTest::newRow("spend") << int(core::DataSet::Spend)
                           << QStringLiteral(
                                  "customerTenantId customerName currency currencyCode currencyLocale "
                                  "currencySymbol isUpgraded lastModifiedDate totalCost usdTotalCost "
                                  "budgetAmount percentUsed");
    QTest::newRow("summary") << int(core::DataSet::Summary)
                             << QStringLiteral(
                                    "resourceId resourceName billingStartDate billingEndDate currency "
                                    "currencyLocale lastModifiedDate totalCost customersOverBudget "
                                    "customersTrendingOver customersWithUsageBasedSubscription");
}

void TestField::catalogueIsTheContract()
{
    QFETCH(int, dataSet);
    QFETCH(QString, ids);
    QStringList found;
    for (const Field &field : fields(core::DataSet(dataSet))) {
        found << field.id;
        QVERIFY(findField(core::DataSet(dataSet), field.id));
    }
    QCOMPARE(found.join(QLatin1Char(' ')), ids);
    QVERIFY(!findField(core::DataSet(dataSet), u"noSuchField"));
    QVERIFY(!findField(core::DataSet(dataSet), u""));
}

void TestField::columnsAreInTheSchema()
{
    const QDir folder(QStringLiteral(SPENDGLASS_SOURCE "/resources/sql"));
    QString text;
    for (const QString &name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files)) {
        QFile schema(folder.filePath(name));
        QVERIFY(schema.open(QIODevice::ReadOnly));
        text += QString::fromUtf8(schema.readAll());
    }
    for (const core::DataSet each : core::allDataSets) {
        for (const Field &field : fields(each)) {
            const QString column =
                field.role == FieldRole::Measure ? field.column + QStringLiteral("_hi") : field.column;
            const QRegularExpression word(
                QStringLiteral("[ (]%1 (bigint|varchar|date|timestamp|boolean)").arg(column));
            QVERIFY2(text.contains(word), qPrintable(field.id));
        }
    }
}

void TestField::unitFieldsAreThere()
{
    for (const core::DataSet each : core::allDataSets) {
        for (const Field &field : fields(each)) {
            QCOMPARE(field.role == FieldRole::Measure, field.type == FieldType::Number);
            if (field.unitField.isEmpty())
                continue;
            QCOMPARE(field.role, FieldRole::Measure);
            QVERIFY2(findField(each, field.unitField), qPrintable(field.id));
        }
    }
}

void TestField::familiesAreOpenForResources_data()
{
    QTest::addColumn<int>("dataSet");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("label");
    const auto row = [](const char *name, core::DataSet dataSet, const char *id, const char *column,
                        const char *label) {
        QTest::newRow(name) << int(dataSet) << QString::fromUtf8(id) << QString::fromUtf8(column)
                            << QString::fromUtf8(label);
    };
    row("tag", core::DataSet::Utilization, "tag:env", "tags", "Tag env");
    row("tag with colon", core::DataSet::Utilization, "tag:a:b", "tags", "Tag a:b");
    row("tag with percent", core::DataSet::Crest, "tag:%1 %2", "tags", "Tag %1 %2");
    row("info", core::DataSet::Crest, "info:MeteredRegion", "info", "Info MeteredRegion");
    row("no key", core::DataSet::Utilization, "tag:", "", "");
    row("not in analytics", core::DataSet::Analytics, "tag:env", "", "");
    row("not in spend", core::DataSet::Spend, "tag:env", "", "");
}

void TestField::familiesAreOpenForResources()
{
    QFETCH(int, dataSet);
    QFETCH(QString, id);
    QFETCH(QString, column);
    QFETCH(QString, label);
    const std::optional<Field> field = findField(core::DataSet(dataSet), id);
    QCOMPARE(field.has_value(), !column.isEmpty());
    if (!field)
        return;
    QCOMPARE(field->id, id);
    QCOMPARE(field->column, column);
    QCOMPARE(int(field->table), int(FieldTable::Resource));
    QCOMPARE(fieldLabel(*field), label);
}

void TestField::spendTakesTheDocumentsNames()
{
    QCOMPARE(findField(core::DataSet::Spend, u"resourceId")->id, QStringLiteral("customerTenantId"));
    QCOMPARE(findField(core::DataSet::Spend, u"resourceName")->column, QStringLiteral("resource_name"));
    QCOMPARE(findField(core::DataSet::Summary, u"resourceId")->id, QStringLiteral("resourceId"));
    QVERIFY(!findField(core::DataSet::Analytics, u"resourceName"));
}

void TestField::analyticsFieldsAreRemote()
{
    int remote = 0;
    for (const core::DataSet each : core::allDataSets) {
        for (const Field &field : fields(each)) {
            QCOMPARE(field.remoteFilter,
                     each == core::DataSet::Analytics && field.id != QLatin1String("quantity"));
            QCOMPARE(field.remoteGroup, field.remoteFilter);
            remote += field.remoteFilter ? 1 : 0;
        }
    }
    QCOMPARE(remote, 13);
}

void TestField::labelsAreThere()
{
    for (const core::DataSet each : core::allDataSets) {
        QStringList labels;
        for (const Field &field : fields(each)) {
            QVERIFY2(!labels.contains(fieldLabel(field)), qPrintable(field.id));
            labels << fieldLabel(field);
            QVERIFY(!QString::fromUtf8(field.group).isEmpty());
        }
        QVERIFY(!labels.contains(QString()));
    }
}

SPENDGLASS_TEST_MAIN(TestField)
#include "tst_field.moc"
