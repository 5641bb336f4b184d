// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/queryjson.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

core::Day day(const char *text)
{
    return *core::parseDay(text);
}

/// ' stands for ".
QJsonObject json(const char *text)
{
    QByteArray bytes(text);
    return QJsonDocument::fromJson(bytes.replace('\'', '"')).object();
}

QJsonObject withMembers(const char *members)
{
    return json(QByteArray("{'version': 1, 'dataSet': 'spend'" + QByteArray(members) + "}").constData());
}

Predicate leaf(const char *field, Operator op, std::initializer_list<const char *> values)
{
    QStringList texts;
    for (const char *value : values)
        texts << qs(value);
    return Predicate::leaf(qs(field), op, texts);
}

/// A query in which no member has its default.
Query fullQuery()
{
    Query query;
    query.dataSet = core::DataSet::Utilization;
    query.where = Predicate::all({leaf("customerName", Operator::Is, {"Contoso \"A\""})});
    query.rows = {qs("meterCategory"), qs("tag:env")};
    query.columns = {qs("usageDate")};
    query.measures = {{Aggregate::Sum, qs("quantity")},
                      {Aggregate::Count, {}, ShowAs::PercentOfParent},
                      {Aggregate::CountDistinct, qs("tag:a,b"), ShowAs::Rank}};
    query.from = day("2026-09-01");
    query.to = day("2026-10-01");
    query.dateBasis = DateBasis::Reported;
    query.asOf = core::Instant(day("2026-10-02")) + std::chrono::microseconds(1);
    query.granularity = core::Granularity::Monthly;
    query.sort = {{qs("sum(quantity)"), true}, {qs("meterCategory"), false}};
    query.limit = 9'007'199'254'740'993; // more than a double can hold
    query.period = RelativeDays{RelativeDays::Unit::BillingPeriod, 3, true, 2};
    query.completeDaysOnly = true;
    query.months = Months::Billing;
    query.comparison = {Comparison::With::Days, day("2025-09-01"), day("2025-10-01"), true};
    query.tops = {{qs("meterCategory"), 5, qs("sum(quantity)"), true}, {qs("tag:env")}};
    query.showEmpty = {qs("usageDate")};
    query.subtotals = true;
    query.unknown = json("{'chart': {'kind': 'line'}, 'zoom': [1, 2.5, null]}");
    return query;
}

} // namespace

class TestQueryJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryMember_data();
    void keepsEveryMember();
    void keepsEveryNode_data();
    void keepsEveryNode();
    void keepsEveryOperator();
    void writesAsDocumented();
    void leavesDefaultsOut();
    void keepsANewerVersion();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
};

void TestQueryJson::keepsEveryMember_data()
{
    QTest::addColumn<Query>("query");
    QTest::newRow("default") << Query{};
    QTest::newRow("all") << fullQuery();
    // Each member alone; JSON has a name for each, so that none is forgotten here.
    const QJsonObject full = toJson(fullQuery());
    QCOMPARE(full.size(), 22);
    for (const QString &member : full.keys()) {
        QJsonObject document = withMembers("");
        document[member] = full[member];
        const auto read = queryFromJson(document);
        QVERIFY2(read, qPrintable(member));
        QVERIFY2(member == qs("version") || *read != Query{}, qPrintable(member));
        QTest::newRow(qPrintable(member)) << *read;
    }
    for (const auto with : {Comparison::With::PreviousPeriod, Comparison::With::SameDaysOfLastMonth,
                            Comparison::With::SamePeriodLastYear}) {
        Query query;
        query.comparison = {with};
        QTest::addRow("comparison %d", int(with)) << query;
    }
}

void TestQueryJson::keepsEveryMember()
{
    QFETCH(Query, query);
    const QByteArray bytes = QJsonDocument(toJson(query)).toJson();
    const auto read = queryFromJson(QJsonDocument::fromJson(bytes).object());
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QVERIFY(*read == query);
    QCOMPARE(QJsonDocument(toJson(*read)).toJson(), bytes);
}

void TestQueryJson::keepsEveryNode_data()
{
    QTest::addColumn<Predicate>("predicate");
    const Predicate a = leaf("customerName", Operator::In, {"a", "", "ü\n"});
    const auto row = [](const char *name, const Predicate &predicate) { QTest::newRow(name) << predicate; };
    row("leaf", a);
    row("everything", Predicate{});
    row("nothing", Predicate::any({}));
    row("not", Predicate::negation(a));
    row("not not", Predicate::negation(Predicate::negation(a)));
    row("not nothing", Predicate::negation(Predicate::any({})));
    Predicate wrong = Predicate::negation(a);
    wrong.children.push_back(a);
    row("not with two parts", wrong);
    wrong.children.clear();
    row("not without a part", wrong);
    row("saved", Predicate::saved(qs("Production")));
    row("nested", Predicate::all({Predicate::any({a, Predicate::saved(qs("x"))}), Predicate::negation(a)}));
    for (Predicate node : {a, Predicate::saved(qs("x")), Predicate::any({a}), Predicate::negation(a)}) {
        node.isOn = false;
        node.isPinned = true;
        if (node.kind != Predicate::Kind::Saved)
            node.name = qs("mine");
        node.unknown = json("{'colour': 'red', 'more': {'on': 1}}");
        QTest::addRow("all said %d", int(node.kind)) << Predicate::all({node, a});
    }
}

void TestQueryJson::keepsEveryNode()
{
    QFETCH(Predicate, predicate);
    const auto read = predicateFromJson(toJson(predicate));
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QVERIFY(*read == predicate);
}

void TestQueryJson::keepsEveryOperator()
{
    for (const OperatorInfo &info : operators()) {
        const Predicate node = leaf("customerName", info.op, {});
        const auto read = predicateFromJson(toJson(node));
        QVERIFY2(read && *read == node, info.sign);
    }
}

void TestQueryJson::writesAsDocumented()
{
    Query query;
    query.dataSet = core::DataSet::Utilization;
    query.where = Predicate::all({leaf("customerName", Operator::Is, {"Contoso"})});
    query.rows = {qs("meterCategory")};
    query.measures = {{Aggregate::Sum, qs("quantity")}};
    query.period = RelativeDays{RelativeDays::Unit::Month, 3, true};
    query.granularity = core::Granularity::Monthly;
    QCOMPARE(toJson(query),
             json("{'version': 1, 'dataSet': 'utilization', 'where': {'all': [{'field': 'customerName',"
                  "'operator': '=', 'values': ['Contoso']}]}, 'rows': ['meterCategory'],"
                  "'measures': ['sum(quantity)'], 'period': 'last 3 full months', 'granularity': 'month'}"));
}

void TestQueryJson::leavesDefaultsOut()
{
    QCOMPARE(toJson(Query{}), withMembers(""));
    QCOMPARE(toJson(Predicate{}), json("{'all': []}"));
    Query query;
    query.comparison.emplace();
    query.tops = {{qs("customerName")}};
    query.sort = {{qs("customerName")}};
    QCOMPARE(toJson(query),
             withMembers(", 'comparison': {'with': 'previousPeriod'},"
                         "'tops': [{'field': 'customerName'}], 'sort': [{'key': 'customerName'}]"));
}

void TestQueryJson::keepsANewerVersion()
{
    const QJsonObject document = json("{'version': 7, 'dataSet': 'crest', 'where': {'any': [], 'weight': 3},"
                                      "'rows': ['customerName'], 'forecast': {'days': 30}}");
    auto read = queryFromJson(document);
    QVERIFY(read);
    QCOMPARE(read->rows, std::vector<FieldId>{qs("customerName")});
    QCOMPARE(toJson(*read), document);
    read->rows.clear();
    QCOMPARE(toJson(*read)[qs("version")].toInt(), 7);
    QCOMPARE(toJson(*read)[qs("forecast")], document[qs("forecast")]);
}

void TestQueryJson::namesWhatIsWrong_data()
{
    QTest::addColumn<QJsonObject>("document");
    QTest::addColumn<QString>("where");
    QTest::newRow("no version") << json("{'dataSet': 'spend'}") << qs("version");
    QTest::newRow("version as a text") << json("{'version': '1', 'dataSet': 'spend'}") << qs("version");
    QTest::newRow("version 0") << json("{'version': 0, 'dataSet': 'spend'}") << qs("version");
    QTest::newRow("no data set") << json("{'version': 1}") << qs("dataSet");
    QTest::newRow("data set unknown") << json("{'version': 1, 'dataSet': 'invoice'}") << qs("dataSet");
    QTest::newRow("data set as a number") << json("{'version': 1, 'dataSet': 4}") << qs("dataSet");
    const auto row = [](const char *members, const char *where) {
        QTest::newRow(members) << withMembers(QByteArray(QByteArray(", ") + members).constData())
                               << qs(where);
    };
    row("'where': []", "where");
    row("'where': null", "where");
    row("'where': {}", "where");
    row("'where': {'xor': []}", "where");
    row("'where': {'all': [], 'any': []}", "where");
    row("'where': {'all': {}}", "where.all");
    row("'where': {'any': 'x'}", "where.any");
    row("'where': {'all': [3]}", "where.all[0]");
    row("'where': {'all': [{'any': []}, {'not': 3}]}", "where.all[1].not");
    row("'where': {'not': {'field': 'a'}}", "where.not.operator");
    row("'where': {'not': [{'all': []}, {'field': 'a'}]}", "where.not[1].operator");
    row("'where': {'all': [], 'on': 'yes'}", "where.on");
    row("'where': {'all': [], 'pinned': 1}", "where.pinned");
    row("'where': {'all': [], 'name': 1}", "where.name");
    row("'where': {'saved': {}}", "where.saved");
    row("'where': {'field': 1, 'operator': '='}", "where.field");
    row("'where': {'field': 'a', 'operator': 1}", "where.operator");
    row("'where': {'field': 'a', 'operator': 'sounds like'}", "where.operator");
    row("'where': {'field': 'a', 'operator': '=', 'values': 'b'}", "where.values");
    row("'where': {'field': 'a', 'operator': 'in', 'values': ['b', 1]}", "where.values[1]");
    row("'rows': 'a'", "rows");
    row("'rows': ['a', null]", "rows[1]");
    row("'columns': {}", "columns");
    row("'columns': [1]", "columns[0]");
    row("'measures': 'count()'", "measures");
    row("'measures': ['count()', 'sum()']", "measures[1]");
    row("'measures': [1]", "measures[0]");
    row("'from': 20260901", "from");
    row("'from': '1 Sep 2026'", "from");
    row("'to': '2026-02-30'", "to");
    row("'to': null", "to");
    row("'dateBasis': 'invoiced'", "dateBasis");
    row("'dateBasis': true", "dateBasis");
    row("'asOf': 'noon'", "asOf");
    row("'asOf': 3", "asOf");
    row("'granularity': 'year'", "granularity");
    row("'granularity': 1", "granularity");
    row("'sort': {}", "sort");
    row("'sort': ['a']", "sort[0]");
    row("'sort': [{'descending': true}]", "sort[0].key");
    row("'sort': [{'key': 1}]", "sort[0].key");
    row("'sort': [{'key': 'a'}, {'key': 'b', 'descending': 'yes'}]", "sort[1].descending");
    row("'limit': '5'", "limit");
    row("'limit': 1.5", "limit");
    row("'limit': 1e300", "limit");
    row("'limit': null", "limit");
    row("'period': 'next week'", "period");
    row("'period': {}", "period");
    row("'completeDaysOnly': 1", "completeDaysOnly");
    row("'months': 'lunar'", "months");
    row("'months': 12", "months");
    row("'comparison': 'previousPeriod'", "comparison");
    row("'comparison': {}", "comparison.with");
    row("'comparison': {'with': 'next'}", "comparison.with");
    row("'comparison': {'with': 'days', 'from': 'x'}", "comparison.from");
    row("'comparison': {'with': 'days', 'to': 5}", "comparison.to");
    row("'comparison': {'with': 'days', 'likeForLike': 'no'}", "comparison.likeForLike");
    row("'tops': {}", "tops");
    row("'tops': ['a']", "tops[0]");
    row("'tops': [{'count': 5}]", "tops[0].field");
    row("'tops': [{'field': 'a', 'count': '5'}]", "tops[0].count");
    row("'tops': [{'field': 'a', 'count': 5000000000}]", "tops[0].count");
    row("'tops': [{'field': 'a', 'by': []}]", "tops[0].by");
    row("'tops': [{'field': 'a', 'bottom': 0}]", "tops[0].bottom");
    row("'showEmpty': 'a'", "showEmpty");
    row("'showEmpty': [false]", "showEmpty[0]");
    row("'subtotals': 'on'", "subtotals");
}

void TestQueryJson::namesWhatIsWrong()
{
    QFETCH(QJsonObject, document);
    QFETCH(QString, where);
    const auto read = queryFromJson(document);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, core::ErrorKind::BadRequest);
    QCOMPARE(read.error().where, where);
    QVERIFY(!read.error().text.isEmpty());
}

SPENDGLASS_TEST_MAIN(TestQueryJson)
#include "tst_queryjson.moc"
