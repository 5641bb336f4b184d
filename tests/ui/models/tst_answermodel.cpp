// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/answermodel.h"

#include "models/roles.h"
#include "support/testmain.h"
#include "../answers.h"

#include <QAbstractItemModelTester>
#include <QObject>

using namespace spendglass;
using models::AnswerModel;

class TestAnswerModel : public QObject
{
    Q_OBJECT

    static QString shown(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
    {
        QString text;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(parent); ++column)
                cells << model.index(row, column, parent).data().toString();
            text += QString(depth, QLatin1Char(' ')) + cells.join(QLatin1Char('|')) + QLatin1Char('\n');
            text += shown(model, model.index(row, 0, parent), depth + 1);
        }
        return text;
    }

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void showsLinesUnitsAndMissingValues()
    {
        AnswerModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        QCOMPARE(shown(model), QStringLiteral("Contoso|EUR|1,204.10|1,000.00|120.40 %\n"
                                              "<b>Bold</b> &|JPY|98,311|—|—\n"
                                              "Both|mixed|mixed|mixed|—\n"
                                              " EUR|EUR|10.50|20.00|52.50 %\n"
                                              " JPY|JPY|700|900|77.70 %\n"));
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Customer"));
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Currency"));
    }

    void speaksAmountsWithTheirUnit()
    {
        AnswerModel model;
        model.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        QCOMPARE(model.index(0, 2).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Contoso, Cost, 1,204.10 EUR"));
        QVERIFY(
            model.index(1, 3).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("No value")));
        QCOMPARE(model.index(0, 2).data(models::AmountRole).value<core::Decimal>().toString(),
                 QStringLiteral("1204.104999"));
    }

    void showsNamesAsTheyAre()
    {
        AnswerModel model;
        model.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        QCOMPARE(model.index(1, 0).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("<qt>&lt;b&gt;Bold&lt;/b&gt; &amp;</qt>"));
    }

    void sortsByExactAmountAndKeepsMissingOnesLast_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        QTest::newRow("cost up") << 2 << Qt::AscendingOrder << "Contoso"
                                 << "Both";
        QTest::newRow("cost down") << 2 << Qt::DescendingOrder << "<b>Bold</b> &"
                                   << "Both";
        QTest::newRow("name up") << 0 << Qt::AscendingOrder << "<b>Bold</b> &"
                                 << "Contoso";
        QTest::newRow("name down") << 0 << Qt::DescendingOrder << "Contoso"
                                   << "<b>Bold</b> &";
    }
    void sortsByExactAmountAndKeepsMissingOnesLast()
    {
        QFETCH(int, column);
        QFETCH(Qt::SortOrder, order);
        AnswerModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        const QPersistentModelIndex contoso = model.index(0, 0);
        model.sort(column, order);
        QTEST(model.index(0, 0).data().toString(), "first");
        QTEST(model.index(2, 0).data().toString(), "last");
        QCOMPARE(contoso.data().toString(), QStringLiteral("Contoso"));
        QCOMPARE(model.topLine(contoso), 0);
        QCOMPARE(model.indexOfTopLine(0), QModelIndex(contoso));
    }

    void knowsThePathToALine()
    {
        AnswerModel model;
        model.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        const auto path = model.path(model.index(1, 0, model.index(2, 0)));
        QCOMPARE(path.size(), std::size_t(2));
        QCOMPARE(path[0].field, QStringLiteral("customerName"));
        QCOMPARE(query::valueText(path[1].value), QStringLiteral("JPY"));
    }

    void totalsNeverMixUnitsNorSumPercentages()
    {
        models::TotalsModel totals;
        const QAbstractItemModelTester tester(&totals, QAbstractItemModelTester::FailureReportingMode::Fatal);
        totals.setTable(models::crossTable(test::spendAnswer(), QLocale()));
        QCOMPARE(shown(totals), QStringLiteral("Total|EUR|1,214.60|1,020.00|\nTotal|JPY|99,011|900|\n"));
    }

    void acrossMonthsThereIsATotal()
    {
        AnswerModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTable(models::crossTable(test::usageAnswer(), QLocale()));
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Oct 2026"));
        QCOMPARE(model.headerData(4, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Total"));
        QCOMPARE(shown(model), QStringLiteral("Service 0|Hours|100.00|100.00|200.00\n"
                                              "Service 1|Hours|99.00|—|99.00\n"
                                              "Service 2|Hours|-5.00|-5.00|-10.00\n"));
    }

    /// Sign and arrow say what the colour says, too.
    void tellsDifferencesWithoutColour()
    {
        auto answer = std::make_shared<query::Answer>(*test::usageAnswer());
        answer->query.comparison = query::Comparison();
        answer->query.measures.front().showAs = query::ShowAs::Difference;
        answer->resolved = answer->query;
        AnswerModel model;
        model.setTable(models::crossTable(answer, QLocale()));
        QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("▲ +100.00"));
        QCOMPARE(model.index(0, 2).data(models::TrendRole).toInt(), 1);
        QCOMPARE(model.index(2, 2).data().toString(), QStringLiteral("▼ -5.00"));
        QCOMPARE(model.index(2, 2).data(models::TrendRole).toInt(), -1);
        QVERIFY(!model.index(1, 3).data(models::TrendRole).isValid()); // no value
        answer = std::make_shared<query::Answer>(*answer);
        answer->query.measures.front().showAs = query::ShowAs::PercentDifference;
        answer->resolved = answer->query;
        model.setTable(models::crossTable(answer, QLocale()));
        QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("▲ +100.0 %"));
        QCOMPARE(model.index(0, 2).data(models::UnitRole).toString(), QStringLiteral("%"));
    }

    void countsWithoutDecimals_data()
    {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<QString>("text");
        QTest::newRow("records") << "count()"
                                 << "100";
        QTest::newRow("different values") << "distinct(customerName)"
                                          << "100";
        QTest::newRow("rank") << "sum(quantity) as rank"
                              << "100";
        QTest::newRow("share of records") << "count() as % of total"
                                          << "100.0 %";
        QTest::newRow("average") << "avg(quantity)"
                                 << "100.00";
    }
    void countsWithoutDecimals()
    {
        QFETCH(QString, measure);
        auto answer = std::make_shared<query::Answer>(*test::usageAnswer());
        answer->query.measures = {*query::Measure::fromText(measure)};
        answer->resolved = answer->query;
        AnswerModel model;
        model.setTable(models::crossTable(answer, QLocale()));
        QTEST(model.index(0, 2).data().toString(), "text");
    }

    void keepsOthersAtTheEnd()
    {
        auto answer = std::make_shared<query::Answer>(*test::usageAnswer());
        for (query::Value &value : answer->table.cells) {
            if (value == query::Value(QStringLiteral("Service 2")))
                value = query::Others();
        }
        answer->levels.clear();
        test::addLevels(*answer);
        AnswerModel model;
        model.setTable(models::crossTable(answer, QLocale()));
        for (const int column : {0, 2, 4}) {
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("Other"));
            }
        }
    }

    void withoutATableThereIsNothing()
    {
        AnswerModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTable(models::crossTable(test::usageAnswer(), QLocale()));
        model.setTable(nullptr);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), 0);
        QCOMPARE(model.topLine({}), -1);
    }
};

SPENDGLASS_TEST_MAIN(TestAnswerModel)
#include "tst_answermodel.moc"
