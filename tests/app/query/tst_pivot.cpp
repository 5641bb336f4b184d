// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/pivot.h"
#include "query/filtertext.h"
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
    answer.table = support::evaluate(query, records);
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
    void overflowIsSaid();
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
                "..Storage: - | - | 7.0000000000000000000001 GB | 1 | 7.0000000000000000000001 GB "
                "| 1\n"
                ".Fabrikam: -0.25 Hours | 2 | - | - | -0.25 Hours | 2\n"
                "..Compute: -0.25 Hours | 2 | - | - | -0.25 Hours | 2\n"));
    QCOMPARE(text(turned.totalsByUnit), qs("7.0000000000000000000001 GB | 3.25 Hours"));
    QVERIFY(!turned.isOverflown);
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
                                   ".Fabrikam: -0.25 Hours | -0.25 Hours\n"));
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
    QVERIFY(turned.totalsByUnit.empty());
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

void TestPivot::overflowIsSaid()
{
    const core::Decimal most = core::Decimal::fromUnits(~core::Int128(0) ^ (core::Int128(1) << 127));
    std::vector<Record> records{usage()[0], usage()[3]};
    for (Record &each : records)
        each[qs("quantity")] = most;
    Query query = byCustomerAndMonth();
    query.columns.clear();
    query.measures.resize(1);
    query.rows = {qs("customerName")};
    const Pivot turned = pivot(answerTo(query, records));
    QVERIFY(turned.isOverflown);
    QCOMPARE(text(turned.root.cells), qs("- | -"));
    QVERIFY(turned.root.children.front().cells.front().amount.has_value());
}

void TestPivot::totalsAreSumsOfAnswers()
{
    support::RandomQuery made(41, core::DataSet::Utilization);
    const std::vector<Record> records = made.records(200);
    for (int i = 0; i < 50; ++i) {
        Query query = made.next();
        query.limit.reset();
        query.measures = {{Aggregate::Count, {}}, {Aggregate::Sum, qs("quantity")}};
        query.sort.clear();
        const Pivot turned = pivot(answerTo(query, records));
        const auto passing = std::count_if(records.begin(), records.end(),
                                           [&](const Record &each) { return support::passes(query, each); });
        const PivotCell &total = turned.root.cells[turned.columnValues.size() * 2];
        QCOMPARE(total.amount.value_or(core::Decimal()), core::Decimal::fromInteger(passing));
        qint64 children = 0;
        for (const PivotNode &child : turned.root.children)
            children += child.cells[turned.columnValues.size() * 2].amount.has_value() ? 1 : 0;
        QCOMPARE(children, qint64(turned.root.children.size()));
    }
}

SPENDGLASS_TEST_MAIN(TestPivot)
#include "tst_pivot.moc"
