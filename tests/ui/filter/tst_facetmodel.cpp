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

/// With all that they come to.
query::Facets facets(std::vector<query::Facet> values)
{
    query::Facets made;
    for (const query::Facet &value : values) {
        made.records += value.records;
        for (const auto &[unit, amount] : value.amounts) {
            const auto known = std::ranges::find(made.amounts, unit, &query::Amounts::value_type::first);
            if (known == made.amounts.end())
                made.amounts.emplace_back(unit, amount);
            else
                known->second = *known->second.plus(amount);
        }
    }
    made.valueCount = qint64(values.size());
    made.values = std::move(values);
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
    void tellsSharesOfAll();
    void keepsWhatASearchHides();
    void ticksThousandsAtOnce();
    void announcesOnce();
};

void FacetModelTest::keepsTheModelContract()
{
    FacetModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setFacets(facets({facet("A", 3, {{"EUR", "1"}}), facet("B", 1, {})}));
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
    model.setFacets(facets({facet("Contoso & <b>", 7, {{"EUR", "12.50"}, {"JPY", "3"}}), facet("", 99, {})}));
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data(FacetModel::MachineRole).toString(), QStringLiteral("Contoso & <b>"));
    QCOMPARE(index.data(FacetModel::RecordsRole).toLongLong(), 7);
    QCOMPARE(index.data(FacetModel::UnitsRole).toStringList(),
             QStringList({QStringLiteral("EUR"), QStringLiteral("JPY")}));
    QCOMPARE(index.data(FacetModel::AmountsRole).toStringList(),
             QStringList({QStringLiteral("12.5"), QStringLiteral("3")}));
    QCOMPARE(index.data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Contoso & <b>, 12.50 EUR (100.0 %), 3 JPY (100.0 %), records: 7"));
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QLatin1String("&lt;b&gt;")));
}

void FacetModelTest::comparesOneUnitOnly()
{
    FacetModel model;
    model.setFacets(facets({facet("A", 1, {{"EUR", "-200"}}), facet("B", 4, {{"EUR", "50"}})}));
    QCOMPARE(model.index(0).data(FacetModel::ShareRole).toInt(), 1000);
    QCOMPARE(model.index(1).data(FacetModel::ShareRole).toInt(), 250);
    model.setFacets(facets({facet("A", 1, {{"EUR", "200"}}), facet("B", 4, {{"JPY", "50"}})}));
    QCOMPARE(model.index(0).data(FacetModel::ShareRole).toInt(), 250);
    QCOMPARE(model.index(1).data(FacetModel::ShareRole).toInt(), 1000);
}

/// Of what all values come to in that unit, those that a search hides among them.
void FacetModelTest::tellsSharesOfAll()
{
    FacetModel model;
    query::Facets some =
        facets({facet("A", 30, {{"EUR", "1"}, {"JPY", "50"}}), facet("B", 10, {{"EUR", "2"}})});
    model.setFacets(some);
    const auto shares = [&model](int row) {
        return model.index(row).data(FacetModel::SharesRole).toStringList();
    };
    QCOMPARE(shares(0), QStringList({QStringLiteral("33.3 %"), QStringLiteral("100.0 %")}));
    QCOMPARE(shares(1), QStringList{QStringLiteral("66.7 %")});
    QVERIFY(!model.hasOneAmountEach());
    some.values.erase(some.values.begin());
    model.setFacets(some);
    QCOMPARE(shares(0), QStringList{QStringLiteral("66.7 %")});
    QVERIFY(model.hasOneAmountEach());
    model.setFacets(facets({facet("A", 30, {}), facet("B", 10, {})}));
    QCOMPARE(shares(1), QStringList{QStringLiteral("25.0 %")});
    model.setFacets(facets({facet("A", 1, {{"EUR", "0"}})}));
    QCOMPARE(shares(0), QStringList{QString()});
}

/// Each tick looks at a set: 20 000 of them would take minutes if it looked at a list.
void FacetModelTest::ticksThousandsAtOnce()
{
    FacetModel model;
    std::vector<query::Facet> many;
    for (int i = 0; i < 20000; ++i) {
        many.push_back(facet("x", 1, {{"EUR", "1"}}));
        many.back().value = QStringLiteral("resource %1").arg(i);
    }
    model.setFacets(facets(std::move(many)));
    model.checkAll();
    QCOMPARE(model.checked().size(), 20000);
    model.invert();
    model.invert();
    QCOMPARE(model.checked().size(), 20000);
    QVERIFY(model.setData(model.index(7), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(7), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.checked().size(), 20000);
}

void FacetModelTest::keepsWhatASearchHides()
{
    FacetModel model;
    model.setFacets(facets({facet("A", 1, {}), facet("B", 1, {})}));
    model.setChecked({QStringLiteral("b"), QStringLiteral("Z")});
    QCOMPARE(model.checked(), QStringList({QStringLiteral("B"), QStringLiteral("Z")}));
    model.setFacets(facets({facet("A", 1, {})}));
    model.invert();
    QCOMPARE(model.checked(), QStringList({QStringLiteral("A"), QStringLiteral("b"), QStringLiteral("Z")}));
    model.checkNone();
    QCOMPARE(model.checked(), QStringList());
}

void FacetModelTest::announcesOnce()
{
    FacetModel model;
    model.setFacets(facets({facet("A", 1, {}), facet("B", 1, {}), facet("C", 1, {})}));
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
