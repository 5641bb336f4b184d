// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that DuckDB is asked, asked of PostgreSQL 15: the rows of random stores are copied over, and
// what random questions bring must be the same.
#include "query/answerfinish.h"
#include "query/queryjson.h"
#include "query/sqlcompiler.h"
#include "store/duckdb.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include "peers/postgres.h"

#include "randomworld.h"

#include <QJsonDocument>

#include <algorithm>
#include <random>

using namespace spendglass;
using core::DataSet;
using query::Query;
using query::Value;

namespace {

constexpr int casesPerWorld = 25;
constexpr std::array dataSets{DataSet::Analytics, DataSet::Utilization, DataSet::Spend};

/// DuckDB's type as PostgreSQL has it; the rest are called the same.
std::string typeOf(std::string_view type)
{
    return type == "VARCHAR" ? "text" : std::string(type);
}

/// Makes the store's tables and views in the other database and fills them; why that failed, or nothing.
class Copying
{
public:
    Copying(store::Connection &from, peers::Postgres &to)
        : m_from(from)
        , m_to(to)
    {}

    QString copy()
    {
        QString error = m_to.script("drop schema public cascade; create schema public");
        std::vector<std::string> tables, views;
        read("select table_name from information_schema.tables where table_type = 'BASE TABLE' and "
             "table_schema = 'main' order by table_name",
             tables);
        read("select sql from duckdb_views() where not internal order by view_name", views);
        if (tables.empty())
            error += QStringLiteral("the store has no tables");
        for (const std::string &table : tables)
            error += copy(table);
        for (const std::string &view : views)
            error += m_to.script(view);
        return error + m_to.script("analyze") + m_error;
    }

private:
    void read(const std::string &sql, std::vector<std::string> &texts)
    {
        const auto done =
            m_from.run(sql, {}, [&texts](const store::RowView &row) { texts.emplace_back(row.text(0)); });
        if (!done)
            m_error += done.error().text;
    }

    QString copy(const std::string &table)
    {
        std::string columns, list;
        std::size_t count = 0;
        const Value name = QString::fromStdString(table);
        auto done = m_from.run("select column_name, data_type from information_schema.columns where "
                               "table_name = $1 order by ordinal_position",
                               {&name, 1}, [&](const store::RowView &row) {
                                   const std::string column(row.text(0));
                                   columns += (count == 0 ? "" : ", ") + column + " " + typeOf(row.text(1));
                                   list += (count == 0 ? "" : ", ") + ("cast(" + column + " as varchar)");
                                   ++count;
                               });
        std::string rows;
        if (done)
            done = m_from.run("select " + list + " from " + table + " order by rowid", {},
                              [&](const store::RowView &row) {
                                  for (std::size_t i = 0; i < count; ++i) {
                                      rows += i == 0 ? "" : "\t";
                                      rows += row.isNull(i) ? std::string(peers::Postgres::copyNull)
                                                            : peers::Postgres::copyField(row.text(i));
                                  }
                                  rows += '\n';
                              });
        if (!done)
            return done.error().text;
        const QString error = m_to.script("create table " + table + " (" + columns + ")");
        return error.isEmpty() ? m_to.copy(table, rows) : error;
    }

    store::Connection &m_from;
    peers::Postgres &m_to;
    QString m_error;
};

/// Keys of tags that begin with $ or / or have a quote are written as a JSON pointer, which DuckDB alone
/// knows.
bool hasOddKey(const Query &question)
{
    const QString all = QString::fromUtf8(QJsonDocument(query::toJson(question)).toJson());
    return all.contains(QLatin1String("info:$kind")) || all.contains(QLatin1String("tag:it's"));
}

/// SPENDGLASS_SEED to repeat a run; else always the same, but for the long run, which is new each time.
quint32 firstSeed()
{
    bool isGiven = false;
    const quint32 given = qEnvironmentVariable("SPENDGLASS_SEED").toUInt(&isGiven);
    if (isGiven)
        return given;
    return SPENDGLASS_POSTGRES_CASES > 150 ? std::random_device()() % 1'000'000'000 : 20261121;
}

} // namespace

Q_DECLARE_METATYPE(spendglass::core::DataSet)

class TestPostgres : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answersAreDuckDbs_data();
    void answersAreDuckDbs();

private:
    struct Both
    {
        query::Table postgres, duckdb;
    };
    Both compared(store::Connection &duckdb, const core::Result<query::SqlStatement> &compiled,
                  bool isOrdered);
    void compareAnswer(store::Connection &duckdb, const Query &resolved, qsizetype &lines);
    void compareOthers(store::Connection &duckdb, const Query &resolved, RandomWorld &world);

    peers::Postgres m_postgres;
};

void TestPostgres::initTestCase()
{
    const QString error = m_postgres.start();
    QVERIFY2(error.isEmpty(), qPrintable(error));
}

void TestPostgres::answersAreDuckDbs_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<quint32>("seed");
    const quint32 seed = firstSeed();
    qInfo("seed %u, %d cases", seed, SPENDGLASS_POSTGRES_CASES);
    for (int world = 0; world < SPENDGLASS_POSTGRES_CASES / casesPerWorld / int(dataSets.size()); ++world) {
        for (const DataSet each : dataSets) {
            const QString name = core::dataSetName(each) + QStringLiteral(" %1").arg(world);
            QTest::newRow(qPrintable(name)) << each << seed + quint32(world);
        }
    }
}

/// The same lines from both, in the same order where it is settled.
TestPostgres::Both TestPostgres::compared(store::Connection &duckdb,
                                          const core::Result<query::SqlStatement> &compiled, bool isOrdered)
{
    Both both;
    if (!compiled) {
        QTest::qFail(qPrintable(compiled.error().text), __FILE__, __LINE__);
        return both;
    }
    const query::SqlStatement &statement = *compiled;
    const QString asked =
        QString::fromStdString(statement.text) + QLatin1Char('\n') + dump(statement.values, 1);
    const auto expected = duckdb.table(statement.text, statement.values, statement.columns);
    both.postgres.columns = both.duckdb.columns = statement.columns;
    const QString error =
        m_postgres.run(statement.text, statement.values, statement.columns.size(), both.postgres.cells);
    if (!expected || !error.isEmpty()) {
        qWarning("%s",
                 qPrintable((expected ? error : expected.error().text) + asked)); // more than QFAIL holds
        QTest::qFail("a statement is refused, see above", __FILE__, __LINE__);
        return both;
    }
    both.duckdb.cells = expected->cells;
    const std::size_t width = statement.columns.size();
    const auto lines = [&](const std::vector<Value> &all) {
        std::vector<std::vector<Value>> rows;
        for (std::size_t at = 0; at + width <= all.size(); at += width)
            rows.emplace_back(all.begin() + std::ptrdiff_t(at), all.begin() + std::ptrdiff_t(at + width));
        if (!isOrdered)
            std::ranges::sort(rows);
        return rows;
    };
    if (lines(both.postgres.cells) != lines(both.duckdb.cells)) {
        qWarning("%s\npostgres\n%s\nduckdb\n%s", qPrintable(asked),
                 qPrintable(dump(both.postgres.cells, width)), qPrintable(dump(both.duckdb.cells, width)));
        QTest::qFail("the answers differ, see above", __FILE__, __LINE__);
    }
    return both;
}

/// The lines, and what is made of them: so their order counts as far as an answer shows it.
void TestPostgres::compareAnswer(store::Connection &duckdb, const Query &resolved, qsizetype &count)
{
    const Both lines = compared(duckdb, query::compileAnswer(resolved), false);
    query::AllValues postgresValues, duckdbValues;
    for (const Query &each : query::allValuesQueries(resolved)) {
        const Both values = compared(duckdb, query::compileAnswer(each), false);
        const query::FieldId field = each.rows.front();
        for (qsizetype row = 0; row < values.duckdb.rowCount() && !QTest::currentTestFailed(); ++row) {
            postgresValues[field].push_back(values.postgres.at(row, 0));
            duckdbValues[field].push_back(values.duckdb.at(row, 0));
        }
    }
    if (QTest::currentTestFailed())
        return;
    query::Answer postgresAnswer, duckdbAnswer;
    postgresAnswer.query = postgresAnswer.resolved = duckdbAnswer.query = duckdbAnswer.resolved = resolved;
    query::finishAnswer(lines.postgres, postgresValues, postgresAnswer);
    query::finishAnswer(lines.duckdb, duckdbValues, duckdbAnswer);
    const std::size_t width = duckdbAnswer.table.columns.size();
    QVERIFY2(postgresAnswer.table.cells == duckdbAnswer.table.cells,
             qPrintable(QStringLiteral("postgres\n") + dump(postgresAnswer.table.cells, width) +
                        QStringLiteral("\nduckdb\n") + dump(duckdbAnswer.table.cells, width)));
    QCOMPARE(postgresAnswer.levels.size(), duckdbAnswer.levels.size());
    for (std::size_t i = 0; i < duckdbAnswer.levels.size(); ++i)
        QVERIFY(postgresAnswer.levels[i].table.cells == duckdbAnswer.levels[i].table.cells);
    count += duckdbAnswer.table.rowCount();
}

/// What else is asked: how many records, by which calls they came, which values a field has.
void TestPostgres::compareOthers(store::Connection &duckdb, const Query &resolved, RandomWorld &world)
{
    compared(duckdb, query::compileRecordsInAll(resolved), true);
    compared(duckdb, query::compileCalls(resolved), true);
    const std::vector<query::Field> &fields = query::fields(resolved.dataSet);
    const query::Field &field = fields[std::size_t(world.below(int(fields.size())))];
    static const QStringList searches{QString(), QString(), QStringLiteral("O"),
                                      QStringLiteral("\u00e9cole")};
    if (field.role == query::FieldRole::Dimension)
        compared(duckdb,
                 query::compileFacets(resolved, field.id, searches.at(world.below(4)), 1 + world.below(20)),
                 true);
}

void TestPostgres::answersAreDuckDbs()
{
    QFETCH(DataSet, dataSet);
    QFETCH(quint32, seed);
    RandomWorld world(seed, dataSet);
    QVERIFY(world.isSound());
    const QString path = world.fixture().path();
    world.fixture().close();
    const auto duckdb = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(duckdb);
    const QString error = Copying(**duckdb, m_postgres).copy();
    QVERIFY2(error.isEmpty(), qPrintable(error));
    qsizetype lines = 0;
    for (int i = 0; i < casesPerWorld && !QTest::currentTestFailed(); ++i) {
        const Query question = world.questions().next();
        const Query resolved = query::resolved(question, StoreFixture::now()).query;
        if (hasOddKey(resolved))
            continue;
        compareAnswer(**duckdb, resolved, lines);
        if (!QTest::currentTestFailed())
            compareOthers(**duckdb, resolved, world);
    }
    if (!QTest::currentTestFailed())
        QVERIFY2(lines > casesPerWorld, qPrintable(QString::number(lines)));
}

SPENDGLASS_TEST_MAIN(TestPostgres)
#include "tst_postgres.moc"
