// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/facetmodel.h"

#include "filtertest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace spendglass::models {

namespace {

query::Facet facet(const char *value, qint64 records,
                   std::vector<std::pair<const char *, const char *>> amounts)
{
    query::Facet made;
    if (*value)
        made.value = QString::fromUtf8(value);
    made.records = records;
    for (const auto &[unit, amount] : amounts)
        made.amounts.emplace_back(QString::fromLatin1(unit), core::Decimal::parse(amount)->value);
    return made;
}

} // namespace

class FacetModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheModelContract();
    void tellsValues();
    void comparesOneUnitOnly();
    void keepsWhatASearchHides();
    void announcesOnce();
};

void FacetModelTest::keepsTheModelContract()
{
    FacetModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setFacets({facet("A", 3, {{"EUR", "1"}}), facet("B", 1, {})});
    model.checkAll();
    model.invert();
    QVERIFY(model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(!model.setData(model.index(0), QStringLiteral("x"), Qt::EditRole));
    model.setFacets({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.checked(), QStringList{QStringLiteral("A")});
}

void FacetModelTest::tellsValues()
{
    FacetModel model;
    model.setFacets({facet("Contoso & <b>", 7, {{"EUR", "12.50"}, {"JPY", "3"}}), facet("", 99, {})});
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data(FacetModel::MachineRole).toString(), QStringLiteral("Contoso & <b>"));
    QCOMPARE(index.data(FacetModel::RecordsRole).toLongLong(), 7);
    QCOMPARE(index.data(FacetModel::UnitsRole).toStringList(),
             QStringList({QStringLiteral("EUR"), QStringLiteral("JPY")}));
    QCOMPARE(index.data(FacetModel::AmountsRole).toStringList(),
             QStringList({QStringLiteral("12.5"), QStringLiteral("3")}));
    QCOMPARE(index.data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Contoso & <b>, 12.50 EUR, 3 JPY, records: 7"));
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QLatin1String("&lt;b&gt;")));
}

void FacetModelTest::comparesOneUnitOnly()
{
    FacetModel model;
    model.setFacets({facet("A", 1, {{"EUR", "-200"}}), facet("B", 4, {{"EUR", "50"}})});
    QCOMPARE(model.index(0).data(FacetModel::ShareRole).toInt(), 1000);
    QCOMPARE(model.index(1).data(FacetModel::ShareRole).toInt(), 250);
    model.setFacets({facet("A", 1, {{"EUR", "200"}}), facet("B", 4, {{"JPY", "50"}})});
    QCOMPARE(model.index(0).data(FacetModel::ShareRole).toInt(), 250);
    QCOMPARE(model.index(1).data(FacetModel::ShareRole).toInt(), 1000);
}

void FacetModelTest::keepsWhatASearchHides()
{
    FacetModel model;
    model.setFacets({facet("A", 1, {}), facet("B", 1, {})});
    model.setChecked({QStringLiteral("b"), QStringLiteral("Z")});
    QCOMPARE(model.checked(), QStringList({QStringLiteral("B"), QStringLiteral("Z")}));
    model.setFacets({facet("A", 1, {})});
    model.invert();
    QCOMPARE(model.checked(), QStringList({QStringLiteral("A"), QStringLiteral("b"), QStringLiteral("Z")}));
    model.checkNone();
    QCOMPARE(model.checked(), QStringList());
}

void FacetModelTest::announcesOnce()
{
    FacetModel model;
    model.setFacets({facet("A", 1, {}), facet("B", 1, {}), facet("C", 1, {})});
    const QSignalSpy spy(&model, &FacetModel::checkedChanged);
    model.setChecked({QStringLiteral("A")});
    QCOMPARE(spy.count(), 0);
    model.checkAll();
    QCOMPARE(spy.count(), 1);
    model.invert();
    QCOMPARE(spy.count(), 2);
    QCOMPARE(model.checked(), QStringList());
}

} // namespace spendglass::models

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::models::FacetModelTest)
#include "tst_facetmodel.moc"
