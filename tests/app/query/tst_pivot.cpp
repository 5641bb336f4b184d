// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/pivot.h"
#include "query/filtertext.h"
#include "query/resolve.h"
#include "support/naiveevaluator.h"
#include "support/randomquery.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;
using support::Record;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

Answer answerTo(const Query &query, const std::vector<Record> &records)
{
    Answer answer;
    answer.query = query;
    answer.query.subtotals = true;
    answer.resolved = answer.query;
    support::NaiveAnswer whole = support::evaluateWhole(answer.query, records);
    answer.table = std::move(whole.table);
    answer.levels = std::move(whole.levels);
    answer.rowFieldCount = int(query.rows.size());
    answer.splitFieldCount = int(splitFields(query).size());
    answer.columnFieldCount = int(query.columns.size());
    return answer;
}

Record record(const char *customer, const char *service, const char *unit, const char *day,
              const char *quantity)
{
    return {{qs("customerName"), qs(customer)},
            {qs("meterCategory"), qs(service)},
            {qs("meterUnit"), qs(unit)},
            {qs("usageDate"), *core::parseDay(day)},
            {qs("quantity"), core::Decimal::parse(quantity)->value}};
}

const std::vector<Record> &usage()
{
    static const std::vector<Record> records{
        record("Contoso", "Compute", "Hours", "2026-09-03", "1.5"),
        record("Contoso", "Compute", "Hours", "2026-10-04", "2"),
        record("Contoso", "Storage", "GB", "2026-10-05", "7.0000000000000000000001"),
        record("Fabrikam", "Compute", "Hours", "2026-09-30", "-0.5"),
        record("Fabrikam", "Compute", "Hours", "2026-09-01", "0.25"),
    };
    return records;
}

Query byCustomerAndMonth()
{
    Query query;
    query.dataSet = core::DataSet::Analytics;
    query.rows = {qs("customerName"), qs("meterCategory")};
    query.columns = {qs("usageDate")};
    query.measures = {{Aggregate::Sum, qs("quantity")}, {Aggregate::Count, {}}};
    query.granularity = core::Granularity::Monthly;
    return query;
}

QString text(const PivotCell &cell)
{
    if (cell.isMixed)
        return cell.amount || !cell.unit.isEmpty() ? qs("mixed but filled") : qs("mixed");
    return cell.amount ? (cell.amount->toString() + QLatin1Char(' ') + cell.unit).trimmed() : qs("-");
}

QString text(const std::vector<PivotCell> &cells)
{
    QStringList texts;
    for (const PivotCell &cell : cells)
        texts << text(cell);
    return texts.join(qs(" | "));
}

QString text(const PivotNode &node, int depth = 0)
{
    QString result =
        QString(depth, QLatin1Char('.')) + valueText(node.label) + qs(": ") + text(node.cells) + qs("\n");
    for (const PivotNode &child : node.children)
        result += text(child, depth + 1);
    return result;
}

} // namespace

class TestPivot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unitsAreNeverMixed();
    void withoutColumnFields();
    void childrenKeepTheOrder();
    void emptyAnswers();
    void pinnedUnitIsNamed();
    void totalsAreNotAddedUp();
    void totalsAreSumsOfAnswers();
};

void TestPivot::unitsAreNeverMixed()
{
    const Pivot turned = pivot(answerTo(byCustomerAndMonth(), usage()));
    QCOMPARE(turned.rowFields, (std::vector<QString>{qs("customerName"), qs("meterCategory")}));
    QCOMPARE(turned.measures, (std::vector<QString>{qs("sum(quantity)"), qs("count()")}));
    QCOMPARE(turned.columnValues, (std::vector<std::vector<Value>>{{*core::parseDay("2026-09-01")},
                                                                   {*core::parseDay("2026-10-01")}}));
    QCOMPARE(text(turned.root),
             qs(": 1.25 Hours | 3 | mixed | 2 | mixed | 5\n"
                ".Contoso: 1.5 Hours | 1 | mixed | 2 | mixed | 3\n"
                "..Compute: 1.5 Hours | 1 | 2 Hours | 1 | 3.5 Hours | 2\n"
                "...Hours: 1.5 Hours | 1 | 2 Hours | 1 | 3.5 Hours | 2\n"
                "..Storage: - | - | 7.0000000000000000000001 GB | 1 | 7.0000000000000000000001 GB "
                "| 1\n"
                "...GB: - | - | 7.0000000000000000000001 GB | 1 | 7.0000000000000000000001 GB | 1\n"
                ".Fabrikam: -0.25 Hours | 2 | - | - | -0.25 Hours | 2\n"
                "..Compute: -0.25 Hours | 2 | - | - | -0.25 Hours | 2\n"
                "...Hours: -0.25 Hours | 2 | - | - | -0.25 Hours | 2\n"));
    QCOMPARE(turned.totals.size(), std::size_t(2));
    QCOMPARE(text(turned.totals[0]),
             qs("GB: - | - | 7.0000000000000000000001 GB | 1 | 7.0000000000000000000001 GB | 1\n"));
    QCOMPARE(text(turned.totals[1]), qs("Hours: 1.25 Hours | 3 | 2 Hours | 1 | 3.25 Hours | 4\n"));
}

void TestPivot::withoutColumnFields()
{
    Query query = byCustomerAndMonth();
    query.columns.clear();
    query.rows = {qs("customerName")};
    query.measures.resize(1);
    const Pivot turned = pivot(answerTo(query, usage()));
    QCOMPARE(turned.columnValues, std::vector<std::vector<Value>>{{}});
    QCOMPARE(text(turned.root), qs(": mixed | mixed\n.Contoso: mixed | mixed\n"
                                   "..GB: 7.0000000000000000000001 GB | 7.0000000000000000000001 GB\n"
                                   "..Hours: 3.5 Hours | 3.5 Hours\n"
                                   ".Fabrikam: -0.25 Hours | -0.25 Hours\n"
                                   "..Hours: -0.25 Hours | -0.25 Hours\n"));
    query.rows = {qs("meterUnit")};
    QCOMPARE(text(pivot(answerTo(query, usage())).root),
             qs(": mixed | mixed\n.GB: 7.0000000000000000000001 GB | 7.0000000000000000000001 GB\n"
                ".Hours: 3.25 Hours | 3.25 Hours\n"));
}

void TestPivot::childrenKeepTheOrder()
{
    Query query = byCustomerAndMonth();
    query.sort = {{qs("customerName"), true}};
    const Pivot turned = pivot(answerTo(query, usage()));
    QCOMPARE(valueText(turned.root.children.front().label), qs("Fabrikam"));
}

void TestPivot::emptyAnswers()
{
    Query query = byCustomerAndMonth();
    Pivot turned = pivot(answerTo(query, {}));
    QVERIFY(turned.columnValues.empty());
    QVERIFY(turned.root.children.empty());
    QCOMPARE(text(turned.root.cells), qs("- | -"));
    QVERIFY(turned.totals.empty());
    query.measures.clear();
    turned = pivot(answerTo(query, usage()));
    QCOMPARE(turned.root.children.size(), std::size_t(2));
    QVERIFY(turned.root.cells.empty());
}

void TestPivot::pinnedUnitIsNamed()
{
    Query query = byCustomerAndMonth();
    query.columns.clear();
    query.rows = {qs("customerName")};
    query.measures.resize(1);
    query.where = *parseFilter(qs("meterUnit = \"Hours\""), query.dataSet);
    QCOMPARE(text(pivot(answerTo(query, usage())).root.cells), qs("3.25 Hours | 3.25 Hours"));
}

/// What cannot be added up from the lines below: each comes from the records.
void TestPivot::totalsAreNotAddedUp()
{
    Query query = byCustomerAndMonth();
    query.columns.clear();
    query.rows = {qs("customerName")};
    query.where = *parseFilter(qs("meterUnit = \"Hours\""), query.dataSet);
    query.measures = {{Aggregate::Average, qs("quantity")},
                      {Aggregate::Maximum, qs("quantity")},
                      {Aggregate::CountDistinct, qs("meterCategory")}};
    const Pivot turned = pivot(answerTo(query, usage()));
    QCOMPARE(text(turned.root.cells), qs("0.8125 Hours | 2 Hours | 1 | 0.8125 Hours | 2 Hours | 1"));
}

void TestPivot::totalsAreSumsOfAnswers()
{
    support::RandomQuery made(41, core::DataSet::Utilization);
    const std::vector<Record> records = made.records(200);
    for (int i = 0; i < 50; ++i) {
        Query query = resolved(made.next(), made.now()).query;
        query.limit.reset();
        query.tops.clear();
        query.showEmpty.clear();
        query.comparison.reset();
        query.completeDaysOnly = false;
        query.measures = {{Aggregate::Count, {}}, {Aggregate::Sum, qs("quantity")}};
        query.sort.clear();
        if (query.from && query.from == query.to)
            continue;
        const Pivot turned = pivot(answerTo(query, records));
        const auto passing = support::passing(query, records).size();
        const PivotCell &total = turned.root.cells[turned.columnValues.size() * 2];
        QCOMPARE(total.amount.value_or(core::Decimal()), core::Decimal::fromInteger(qint64(passing)));
        qint64 children = 0;
        for (const PivotNode &child : turned.root.children)
            children += child.cells[turned.columnValues.size() * 2].amount.has_value() ? 1 : 0;
        QCOMPARE(children, qint64(turned.root.children.size()));
    }
}

SPENDGLASS_TEST_MAIN(TestPivot)
#include "tst_pivot.moc"
