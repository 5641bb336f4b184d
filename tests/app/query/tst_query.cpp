// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query.h"
#include "query/table.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

Query asked(core::DataSet dataSet, const char *rows, const char *measures)
{
    Query query;
    query.dataSet = dataSet;
    for (const QString &id : qs(rows).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.rows.push_back(id);
    for (const QString &text : qs(measures).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.measures.push_back(*Measure::fromText(text));
    return query;
}

Query filtered(Predicate where)
{
    Query query = asked(core::DataSet::Utilization, "customerName", "sum(quantity)");
    query.where = std::move(where);
    return query;
}

Predicate leaf(const char *field, Operator op, std::initializer_list<const char *> values)
{
    QStringList texts;
    for (const char *value : values)
        texts << qs(value);
    return Predicate::leaf(qs(field), op, texts);
}

Predicate off(Predicate predicate)
{
    predicate.isOn = false;
    return predicate;
}

core::Day day(const char *text)
{
    return *core::parseDay(text);
}

} // namespace

Q_DECLARE_METATYPE(spendglass::query::Predicate)

class TestQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problemsAreFound_data();
    void problemsAreFound();
    void unitsSplit_data();
    void unitsSplit();
    void offCountsAsAbsent_data();
    void offCountsAsAbsent();
    void measuresHaveTexts_data();
    void measuresHaveTexts();
    void valuesHaveTexts();
};

void TestQuery::problemsAreFound_data()
{
    using core::DataSet;
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const Query &query, const char *problem = "") {
        QTest::newRow(name) << query << qs(problem);
    };
    row("fine", asked(DataSet::Analytics, "customerName usageDate", "sum(quantity) count()"));
    row("rows alone", asked(DataSet::Analytics, "customerName", ""));
    row("measure alone", asked(DataSet::Spend, "", "sum(totalCost)"));
    row("nothing", asked(DataSet::Analytics, "", ""), "nothing is asked for");
    row("unknown row", asked(DataSet::Analytics, "tag:env", "count()"), "has no field \"tag:env\"");
    row("unknown measure", asked(DataSet::Analytics, "", "sum(totalCost)"), "has no field \"totalCost\"");
    row("text summed", asked(DataSet::Analytics, "", "sum(customerName)"), "cannot be summed");
    row("amount grouped", asked(DataSet::Analytics, "quantity", "count()"), "not grouped by");
    row("twice", asked(DataSet::Analytics, "customerName customerName", ""), "grouped by twice");
    row("twice by alias", asked(DataSet::Spend, "customerName resourceName", ""), "grouped by twice");
    row("measure twice", asked(DataSet::Analytics, "", "count() count()"), "asked for twice");
    row("unknown filter", filtered(leaf("currency", Operator::Is, {"EUR"})), "has no field \"currency\"");
    row("unknown but off", filtered(off(leaf("currency", Operator::Is, {"EUR"}))));
    row("in any-of", filtered(Predicate::any({leaf("x", Operator::IsEmpty, {})})), "has no field \"x\"");
    row("text compared", filtered(leaf("customerName", Operator::Less, {"a"})), "cannot be asked");
    row("number searched", filtered(leaf("quantity", Operator::Contains, {"1"})), "cannot be asked");
    row("no value", filtered(leaf("customerName", Operator::Is, {})), "wrong number of values");
    row("two values", filtered(leaf("customerName", Operator::Is, {"a", "b"})), "wrong number of values");
    row("empty list", filtered(leaf("customerName", Operator::In, {})), "wrong number of values");
    row("half a range", filtered(leaf("quantity", Operator::Between, {"1"})), "wrong number of values");
    row("value for empty", filtered(leaf("customerName", Operator::IsEmpty, {"a"})),
        "wrong number of values");
    row("not a number", filtered(leaf("quantity", Operator::Greater, {"1,5"})), "\"1,5\" is not a value");
    row("23 places", filtered(leaf("quantity", Operator::Is, {"0.12345678901234567890123"})),
        "is not a value");
    row("too large", filtered(leaf("quantity", Operator::Is, {"9000000000000"})), "is not a value");
    row("large enough", filtered(leaf("quantity", Operator::Is, {"-8999999999999.9999999999999999999999"})));
    row("not a day", filtered(leaf("usageDate", Operator::Is, {"2026-02-30"})), "is not a value");
    row("a time for a day", filtered(leaf("usageDate", Operator::Is, {"2026-02-03T00:00:00Z"})),
        "is not a value");
    row("not a time", filtered(leaf("usageStart", Operator::Is, {"noon"})), "is not a value");
    row("empty number", filtered(leaf("quantity", Operator::Is, {""})), "is not a value");
    row("empty text", filtered(leaf("customerName", Operator::Is, {""})));
    row("search for nothing", filtered(leaf("customerName", Operator::DoesNotContain, {""})), "empty text");
    Predicate twoParts = Predicate::negation(leaf("customerName", Operator::Is, {"a"}));
    twoParts.children.push_back(twoParts.children.front());
    row("negation of two", filtered(twoParts), "needs one part");

    Query query = asked(DataSet::Analytics, "customerName", "sum(quantity)");
    query.from = day("2026-09-01");
    query.to = day("2026-09-01");
    row("no days", query, "ends before it begins");
    query.to = day("2026-09-02");
    row("one day", query);
    query.dateBasis = DateBasis::Reported;
    row("never reported", query, "has no field \"reportedDate\"");
    query.dateBasis = DateBasis::Used;
    query.granularity = core::Granularity::Hourly;
    row("hours of days", query, "not hours");
    query.granularity = core::Granularity::None;
    query.sort = {{qs("sum(quantity)"), true}, {qs("customerName"), false}, {qs("meterUnit"), false}};
    row("sorted", query);
    query.sort = {{qs("meterCategory"), false}};
    row("sorted by what is not there", query, "cannot sort by meterCategory");
    query.sort = {{qs("count()"), false}};
    row("sorted by no measure", query, "cannot sort by count()");
    query.sort.clear();
    query.limit = 0;
    row("no lines", query, "at least 1");
    query = asked(DataSet::Spend, "customerName", "sum(totalCost)");
    query.granularity = core::Granularity::Hourly;
    query.dateBasis = DateBasis::Reported;
    row("spend has no dates", query);
    query.sort = {{qs("resourceName"), false}};
    row("sorted by alias", query);
}

void TestQuery::problemsAreFound()
{
    QFETCH(Query, query);
    QFETCH(QString, problem);
    const QStringList found = problems(query);
    if (problem.isEmpty()) {
        QCOMPARE(found, QStringList());
        return;
    }
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().contains(problem), qPrintable(found.first()));
}

void TestQuery::unitsSplit_data()
{
    using core::DataSet;
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("split");
    const auto row = [](const char *name, const Query &query, const char *split) {
        QTest::newRow(name) << query << qs(split);
    };
    row("quantity", asked(DataSet::Analytics, "customerName", "sum(quantity)"), "meterUnit");
    row("grouped", asked(DataSet::Analytics, "meterUnit", "sum(quantity)"), "");
    row("count", asked(DataSet::Analytics, "customerName", "count()"), "");
    row("cost", asked(DataSet::Spend, "customerName", "sum(totalCost)"), "currency");
    row("cost and budget", asked(DataSet::Spend, "", "sum(budgetAmount) sum(totalCost)"), "currency");
    row("pure", asked(DataSet::Spend, "", "sum(usdTotalCost) sum(percentUsed)"), "");
    row("summary", asked(DataSet::Summary, "", "sum(totalCost) sum(customersOverBudget)"), "currency");
    Query query = asked(DataSet::Analytics, "", "sum(quantity)");
    query.columns = {qs("meterUnit")};
    row("on columns", query, "");
    const auto pinned = [&](const char *name, Predicate where, const char *split) {
        Query each = asked(DataSet::Analytics, "customerName", "sum(quantity)");
        each.where = std::move(where);
        row(name, each, split);
    };
    const Predicate hours = leaf("meterUnit", Operator::Is, {"Hours"});
    pinned("pinned", hours, "");
    pinned("pinned in all", Predicate::all({hours}), "");
    pinned("pinned deeper", Predicate::all({Predicate::all({hours})}), "");
    pinned("list of one", leaf("meterUnit", Operator::In, {"Hours"}), "");
    pinned("list of two", leaf("meterUnit", Operator::In, {"Hours", "GB"}), "meterUnit");
    pinned("in any-of", Predicate::any({hours, leaf("customerName", Operator::Is, {"a"})}), "meterUnit");
    pinned("negated", Predicate::negation(hours), "meterUnit");
    pinned("not", leaf("meterUnit", Operator::IsNot, {"Hours"}), "meterUnit");
    pinned("off", Predicate::all({off(hours)}), "meterUnit");
    pinned("another field", leaf("customerName", Operator::Is, {"Hours"}), "meterUnit");
}

void TestQuery::unitsSplit()
{
    QFETCH(Query, query);
    QFETCH(QString, split);
    QStringList found;
    for (const FieldId &id : splitFields(query))
        found << id;
    QCOMPARE(found.join(QLatin1Char(' ')), split);
}

void TestQuery::offCountsAsAbsent_data()
{
    QTest::addColumn<Predicate>("predicate");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<Predicate>("rest");
    QTest::addColumn<bool>("isAlwaysTrue");
    const Predicate a = leaf("customerName", Operator::Is, {"a"});
    const Predicate b = leaf("customerName", Operator::Is, {"b"});
    const auto row = [](const char *name, const Predicate &predicate, std::optional<Predicate> rest,
                        bool isTrue) {
        QTest::newRow(name) << predicate << rest.has_value() << rest.value_or(Predicate{}) << isTrue;
    };
    row("leaf", a, a, false);
    row("off", off(a), std::nullopt, true);
    row("all", Predicate{}, Predicate{}, true);
    row("none", Predicate::any({}), Predicate::any({}), false);
    row("part off", Predicate::all({a, off(b)}), Predicate::all({a}), false);
    row("all off", Predicate::all({off(a), off(b)}), std::nullopt, true);
    row("any off", Predicate::any({off(a), off(b)}), std::nullopt, true);
    row("one left", Predicate::any({off(a), b}), Predicate::any({b}), false);
    row("not off", Predicate::negation(off(a)), std::nullopt, true);
    row("off outside", off(Predicate::all({a})), std::nullopt, true);
    row("deeper", Predicate::all({Predicate::any({Predicate::negation(off(a))}), b}), Predicate::all({b}),
        false);
    row("empty alls", Predicate::all({Predicate{}, Predicate{}}), Predicate{}, true);
    row("true or", Predicate::any({Predicate{}, b}), Predicate{}, true);
    row("and true or", Predicate::all({a, Predicate::any({b, Predicate{}})}), Predicate::all({a}), false);
}

void TestQuery::offCountsAsAbsent()
{
    QFETCH(Predicate, predicate);
    QFETCH(bool, isThere);
    QFETCH(Predicate, rest);
    QFETCH(bool, isAlwaysTrue);
    const std::optional<Predicate> kept = withoutOff(predicate);
    QCOMPARE(kept.has_value(), isThere);
    QVERIFY(kept.value_or(Predicate{}) == rest);
    QCOMPARE(predicate.isAlwaysTrue(), isAlwaysTrue);
}

void TestQuery::measuresHaveTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isMeasure");
    const auto row = [](const char *text, bool is) { QTest::newRow(text) << qs(text) << is; };
    row("count()", true);
    row("sum(quantity)", true);
    row("sum(totalCost)", true);
    row("", false);
    row("count", false);
    row("sum()", false);
    row("sum(quantity", false);
    row("avg(quantity)", true);
    row("min(quantity)", true);
    row("max(totalCost)", true);
    row("distinct(customerName)", true);
    row("distinct(tag:a  (b))", true);
    row("count() as rank", true);
    row("sum(quantity) as % of total", true);
    row("sum(quantity) as running total", true);
    row("sum(quantity) as nonsense", false);
    row("sum(quantity) rank", false);
    row("median(quantity)", false);
    row("count(quantity)", false);
    row("distinct()", false);
    row("quantity", false);
}

void TestQuery::measuresHaveTexts()
{
    QFETCH(QString, text);
    QFETCH(bool, isMeasure);
    const std::optional<Measure> measure = Measure::fromText(text);
    QCOMPARE(measure.has_value(), isMeasure);
    if (measure)
        QCOMPARE(measure->text(), text);
}

void TestQuery::valuesHaveTexts()
{
    QCOMPARE(valueText({}), QString());
    QCOMPARE(valueText(qs("a\"b")), qs("a\"b"));
    QCOMPARE(valueText(core::Decimal::parse("120.5682999999995904716")->value),
             qs("120.5682999999995904716"));
    QCOMPARE(valueText(qint64(-7)), qs("-7"));
    QCOMPARE(valueText(day("2026-02-03")), qs("2026-02-03"));
    QCOMPARE(valueText(core::Instant(day("2026-02-03")) + std::chrono::hours(5)), qs("2026-02-03T05:00:00Z"));
    QCOMPARE(valueText(true), qs("true"));
    const Table table{{{qs("a"), FieldType::Text, FieldRole::Dimension}, {qs("b"), {}, {}}},
                      {qs("1"), qint64(1), qs("2"), qint64(2)}};
    QCOMPARE(table.rowCount(), qsizetype(2));
    QCOMPARE(table.columnOf(u"b"), 1);
    QCOMPARE(table.columnOf(u"c"), -1);
    QCOMPARE(valueText(table.at(1, 0)), qs("2"));
    QCOMPARE(Table{}.rowCount(), qsizetype(0));
}

SPENDGLASS_TEST_MAIN(TestQuery)
#include "tst_query.moc"
