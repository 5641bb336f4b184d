// SPDX-License-Identifier: GPL-3.0-or-later
// The statements as text. What they answer is tst_sqlengine's matter; here a change of the text is seen, and
// that nothing a person wrote is ever in it.
#include "query/filtertext.h"
#include "query/resolve.h"
#include "query/sqlcompiler.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

struct Asked
{
    core::DataSet dataSet = core::DataSet::Utilization;
    const char *rows = "";
    const char *columns = "";
    const char *measures = "";
    const char *where = "";
    const char *from = nullptr;
    const char *to = nullptr;
    core::Granularity granularity = core::Granularity::None;
    DateBasis dateBasis = DateBasis::Used;
    std::vector<SortKey> sort = {};
    int limit = 0;
};

Query queryOf(const Asked &asked)
{
    Query query;
    query.dataSet = asked.dataSet;
    for (const QString &id : qs(asked.rows).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.rows.push_back(id);
    for (const QString &id : qs(asked.columns).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.columns.push_back(id);
    for (const QString &text : qs(asked.measures).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.measures.push_back(*Measure::fromText(text));
    query.where = *parseFilter(qs(asked.where), asked.dataSet);
    if (asked.from)
        query.from = core::parseDay(asked.from);
    if (asked.to)
        query.to = core::parseDay(asked.to);
    query.granularity = asked.granularity;
    query.dateBasis = asked.dateBasis;
    query.sort = asked.sort;
    if (asked.limit > 0)
        query.limit = asked.limit;
    return query;
}

QString dump(const core::Result<SqlStatement> &statement)
{
    if (!statement)
        return statement.error().text;
    QString text = QString::fromStdString(statement->text);
    QStringList columns;
    for (const Column &column : statement->columns)
        columns << column.id;
    text += qs("\n-- columns: ") + columns.join(qs(", "));
    for (std::size_t i = 0; i < statement->values.size(); ++i)
        text += qs("\n-- $%1 = ").arg(i + 1) + valueText(statement->values[i]);
    return text;
}

} // namespace

class TestSqlCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statementsAreAsWrittenDown_data();
    void statementsAreAsWrittenDown();
    void wrongQueriesAreRefused();
    void nothingWrittenIsInTheText();
};

void TestSqlCompiler::statementsAreAsWrittenDown_data()
{
    using core::DataSet;
    using core::Granularity;
    QTest::addColumn<QString>("actual");
    const auto answer = [](const char *name, const Asked &asked) {
        QTest::newRow(name) << dump(compileAnswer(queryOf(asked)));
    };
    answer("total", {.dataSet = DataSet::Spend, .measures = "sum(totalCost)"});
    answer("spend-by-customer", {.dataSet = DataSet::Spend,
                                 .rows = "resourceName",
                                 .measures = "sum(totalCost) sum(usdTotalCost) count()",
                                 .sort = {{qs("sum(totalCost)"), true}},
                                 .limit = 10});
    answer("customer-by-month", {.dataSet = DataSet::Analytics,
                                 .rows = "customerName",
                                 .columns = "usageDate",
                                 .measures = "sum(quantity)",
                                 .from = "2026-09-01",
                                 .to = "2026-12-01",
                                 .granularity = Granularity::Monthly});
    answer(
        "two-fields-of-one-table",
        {.rows = "meterCategory meterName", .measures = "sum(quantity)", .where = "meterUnit = \"Hours\""});
    answer("values-only", {.rows = "customerTenantId"});
    answer("count", {.measures = "count()"});
    answer("tags", {.rows = "tag:env", .measures = "count()", .where = "tag[\"$a/b\"] is not empty"});
    answer("hours", {.rows = "usageStart", .measures = "count()", .granularity = Granularity::Hourly});
    answer("reported-weeks", {.dataSet = DataSet::Crest,
                              .rows = "reportedDate",
                              .measures = "count()",
                              .from = "2026-09-01",
                              .granularity = Granularity::Weekly,
                              .dateBasis = DateBasis::Reported});
    answer(
        "text-operators",
        {.measures = "count()",
         .where =
             "customer = \"O'Brien\" and customer != \"a\" and service in (\"b\", \"c\") and region not in "
             "(\"d\") and resource contains \"e\" and resource not contains \"f\" and resource starts with "
             "\"g\" and resource ends with \"h\" and region is empty and region is not empty"});
    answer("fact-operators",
           {.dataSet = DataSet::Spend,
            .measures = "count()",
            .where =
                "currency = \"EUR\" and currency != \"USD\" and currency is empty and isUpgraded = true and "
                "isUpgraded is not empty and lastModifiedDate > 2026-09-01T10:00:00Z"});
    answer("amounts",
           {.measures = "count()",
            .where = "quantity = 1.5 and quantity < -0.0000000000000000000001 and quantity between 0 and "
                     "100 and quantity not in (1, 2) and quantity is not empty"});
    answer("days-in-months", {.columns = "usageDate",
                              .measures = "distinct(usageDate) count()",
                              .granularity = Granularity::Monthly});
    answer("tree",
           {.measures = "count()",
            .where = "not (customer = \"a\" or date >= 2026-09-01) and (false or date in (2026-09-01))"});
    Query some =
        queryOf({.rows = "customerName",
                 .measures = "sum(quantity)",
                 .where = "service = \"a\" and (service = \"b\" or region = \"c\") and region = \"d\"",
                 .from = "2026-09-01"});
    QTest::newRow("records-in-all") << dump(compileRecordsInAll(some));
    QTest::newRow("filtered") << dump(compileAnswer(some));
    QTest::newRow("facets") << dump(compileFacets(some, qs("meterCategory"), qs("vm%"), 20));
    QTest::newRow("facets-without-sum") << dump(
        compileFacets(queryOf({.dataSet = DataSet::Spend, .measures = "count()"}), qs("isUpgraded"), {}, 5));
    QTest::newRow("records") << dump(compileRecords(some, 256, 128));
    QTest::newRow("records-spend") << dump(
        compileRecords(queryOf({.dataSet = DataSet::Spend, .measures = "count()"}), 0, 10));
    Query past = queryOf({.dataSet = DataSet::Spend,
                          .rows = "customerName",
                          .measures = "sum(totalCost)",
                          .where = "currency = \"EUR\""});
    past.asOf = core::Instant(core::Day(std::chrono::year(2026) / 11 / 3));
    QTest::newRow("as-of") << dump(compileAnswer(past));
}

void TestSqlCompiler::statementsAreAsWrittenDown()
{
    QFETCH(QString, actual);
    const QString name = QString::fromUtf8(QTest::currentDataTag());
    const QString path = QStringLiteral(SPENDGLASS_TEST_DATA "/query/%1.sql").arg(name);
    QFile golden(path);
    const QString expected =
        golden.open(QIODevice::ReadOnly) ? QString::fromUtf8(golden.readAll()) : QString();
    const QString text = qs("-- SPDX-License-Identifier: GPL-3.0-or-later\n") + actual + qs("\n");
    if (qEnvironmentVariableIsSet("SPENDGLASS_WRITE_GOLDEN")) {
        golden.close();
        QVERIFY(QDir().mkpath(QStringLiteral(SPENDGLASS_TEST_DATA "/query")));
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(text.toUtf8());
    }
    QVERIFY2(text == expected,
             qPrintable(path + qs("\nis\n") + expected + qs("\nbut the statement is\n") + text));
}

void TestSqlCompiler::wrongQueriesAreRefused()
{
    const Query query =
        queryOf({.dataSet = core::DataSet::Analytics, .rows = "currency", .measures = "count()"});
    QVERIFY(!compileAnswer(query));
    QCOMPARE(int(compileAnswer(query).error().kind), int(core::ErrorKind::BadRequest));
    QCOMPARE(compileAnswer(query).error().text, qs("analytics has no field \"currency\""));
    QVERIFY(compileRecordsInAll(query)); // groups do not matter for counting
    QVERIFY(!compileFacets(queryOf({.measures = "count()"}), qs("nothing"), {}, 10));
    QVERIFY(!compileFacets(queryOf({.measures = "count()"}), qs("quantity"), {}, 10));
    QVERIFY(!compileFacets(queryOf({.measures = "count()"}), qs("customerName"), {}, 0));
    Query wrong;
    wrong.where = Predicate::leaf(qs("customerName; drop table customer"), Operator::IsEmpty, {});
    QVERIFY(!compileRecords(wrong, 0, 10));
    QVERIFY(!compileRecordsInAll(wrong));
}

void TestSqlCompiler::nothingWrittenIsInTheText()
{
    support::RandomQuery made(53, core::DataSet::Utilization);
    made.records(50);
    int values = 0;
    for (int i = 0; i < 500; ++i) {
        const Query asked = made.next();
        const Query query = resolved(asked, made.now()).query;
        QVERIFY(compileAnswer(asked).has_value() == isSettled(asked));
        const auto statement = compileAnswer(query);
        QVERIFY(statement);
        const QString text = QString::fromStdString(statement->text);
        for (const char *secret : {"ontoso", "O'Brien", "<b>", "日本", "drop_", "\"", "ID-", "--", ";"})
            QVERIFY2(!text.contains(qs(secret), Qt::CaseInsensitive), qPrintable(text));
        values += int(statement->values.size());
        for (std::size_t n = 1; n <= statement->values.size(); ++n)
            QVERIFY2(text.contains(qs("$%1").arg(n)), qPrintable(text));
    }
    QVERIFY(values > 500);
}

SPENDGLASS_TEST_MAIN(TestSqlCompiler)
#include "tst_sqlcompiler.moc"
