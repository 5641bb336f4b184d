// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cellrecords.h"

#include "query/filtertext.h"
#include "query/sentence.h"
#include "support/testmain.h"
#include "../answers.h"

#include <QObject>

using namespace spendglass;
using models::PathStep;

namespace {

const QString customer = QStringLiteral("customerName");
const QString currency = QStringLiteral("currency");

QString where(const query::Query &query)
{
    return query::filterText(query.dataSet, query.where);
}

/// Spend by customer, "Contoso" and "<b>Bold</b> &" apart, what was "Both" as Others.
query::AnswerPtr answerWithOthers()
{
    auto answer = std::make_shared<query::Answer>(*test::spendAnswer());
    for (query::Value &value : answer->table.cells) {
        if (value == query::Value(QStringLiteral("Both")))
            value = query::Others();
    }
    answer->levels.clear();
    answer->query.tops = {{customer, 2}};
    test::addLevels(*answer);
    return answer;
}

} // namespace

class TestCellRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheLineOfACell_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one unit") << QStringList{QStringLiteral("Contoso")}
                                  << QStringLiteral(
                                         "Customer is exactly Contoso and Currency is exactly EUR");
        QTest::newRow("both units")
            << QStringList{QStringLiteral("Both")}
            << QStringLiteral("Customer is exactly Both and (Currency is exactly EUR or Currency is "
                              "exactly JPY)");
        QTest::newRow("a unit's line")
            << QStringList{QStringLiteral("Both"), QStringLiteral("JPY")}
            << QStringLiteral("Customer is exactly Both and Currency is exactly JPY");
        QTest::newRow("nothing there") << QStringList{QStringLiteral("Nobody")} << QString();
    }
    void findsTheLineOfACell()
    {
        QFETCH(QStringList, path);
        const auto table = models::crossTable(test::spendAnswer(), QLocale::c());
        std::vector<PathStep> steps;
        for (int i = 0; i < path.size(); ++i)
            steps.push_back({table->levelField(std::size_t(i)), path[i]});
        const auto records = models::recordsOf(*table, steps, {});
        QTEST(records ? where(*records) : QString(), "expected");
    }

    void narrowsToAColumnOrToAll()
    {
        const auto table = models::crossTable(test::usageAnswer(), QLocale::c());
        const std::vector<PathStep> path{{QStringLiteral("meterCategory"), QStringLiteral("Service 0")}};
        const auto month = models::recordsOf(*table, path, {*core::parseDay("2026-10-01")});
        QVERIFY(month);
        QCOMPARE(
            where(*month),
            QStringLiteral("Service is exactly Service 0 and Unit is exactly Hours and (Usage date is at "
                           "least 1 Oct 2026 and Usage date is less than 1 Nov 2026)"));
        const auto all = models::recordsOf(*table, path, {});
        QVERIFY(all);
        QCOMPARE(where(*all), QStringLiteral("Service is exactly Service 0 and Unit is exactly Hours"));
        QVERIFY(!models::recordsOf(*table, path, {*core::parseDay("2026-12-01")}));
    }

    /// Others are none of those that stand apart, of each unit by itself.
    void opensOthers()
    {
        const auto table = models::crossTable(answerWithOthers(), QLocale::c());
        const std::vector<PathStep> euros{{customer, query::Others()}, {currency, QStringLiteral("EUR")}};
        const auto others = models::othersOf(*table, euros, {}, customer);
        QVERIFY(others);
        QCOMPARE(query::filterText(core::DataSet::Spend, *others),
                 QStringLiteral("not (Customer is exactly Contoso)"));
        const std::vector<PathStep> all{{customer, query::Others()}};
        const auto several = models::othersOf(*table, all, {}, customer);
        QVERIFY(several);
        QCOMPARE(query::filterText(core::DataSet::Spend, *several),
                 QStringLiteral("(not (Customer is exactly Contoso) and Currency is exactly EUR) or "
                                "(not (Customer is exactly <b>Bold</b> &) and Currency is exactly JPY)"));
        const auto records = models::recordsOf(*table, all, {});
        QVERIFY(records && records->where.children.back() == *several);
        QVERIFY(!models::othersOf(*table, {{customer, QStringLiteral("Contoso")}}, {}, customer));
        QVERIFY(!models::othersOf(*table, {{customer, QStringLiteral("Nobody")}}, {}, customer));
    }
};

SPENDGLASS_TEST_MAIN(TestCellRecords)
#include "tst_cellrecords.moc"
