// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/migrations.h"
#include "store/recordblocks.h"
#include "support/testmain.h"

#include "storefixture.h"

using namespace spendglass;
using core::DataSet;
using query::Query;
using query::Table;

/// Blocks by row id against the plain way, which counts from the top; the facts written by hand.
class TestRecordBlocks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void equalThePlainWay_data();
    void equalThePlainWay();
    void listsOnlyWhenNeeded();
    void seesNewRecordsAtOnce();
    void endsWithAnInterrupt();

private:
    static Query question(const char *unit)
    {
        Query query;
        query.dataSet = DataSet::Utilization;
        if (*unit) {
            query.where = query::Predicate::leaf(QStringLiteral("meterUnit"), query::Operator::Is,
                                                 {QLatin1String(unit)});
        }
        return query;
    }
    core::Result<Table> plain(const Query &query, qint64 first, qint64 count)
    {
        const auto statement = query::compileRecords(query, first, count);
        return m_connection->table(statement->text, statement->values, statement->columns);
    }
    core::Result<void> write(const std::string &sql)
    {
        auto transaction = store::Transaction::begin(*m_connection);
        if (auto done = m_connection->script(sql); !done)
            return done;
        return transaction->commit();
    }
    /// Records numbered by their quantity; every third is measured in hours, the rest in GB.
    core::Result<void> add(int from, int to)
    {
        return write(
            "insert into utilization_fact select 1, 1, 1, 1, case when i % 3 = 0 then 1 else 2 end, 1, "
            "1, 1, date '2026-09-01', timestamp '2026-09-01', timestamp '2026-09-02', null, i * "
            "1000000, 0, null from range(" +
            std::to_string(from) + ", " + std::to_string(to) + ") as r(i)");
    }
    bool hasList()
    {
        return m_connection->scalar("select count(*) from duckdb_tables() where temporary") ==
               query::Value(qint64(1));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Connection> m_connection;
};

void TestRecordBlocks::init()
{
    m_connection.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString path = m_folder->filePath(QStringLiteral("x.duckdb"));
    auto opened = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(opened);
    m_connection = std::move(*opened);
    VERIFY_DONE(store::migrate(*m_connection, store::shippedMigrations(), path));
    VERIFY_DONE(write("insert into meter (key, unit) values (1, 'h'), (2, 'GB')"));
    VERIFY_DONE(add(0, 300'000));
}

void TestRecordBlocks::equalThePlainWay_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::addColumn<QByteArray>("deleted");
    QTest::newRow("nothing") << QByteArray("nothing") << QByteArray();
    for (const char *unit : {"", "h", "gb"}) {
        QTest::addRow("whole %s", unit) << QByteArray(unit) << QByteArray();
        QTest::addRow("gaps %s", unit) << QByteArray(unit) << QByteArray("quantity_hi between 5e6 and 2e11");
    }
    QTest::newRow("end cut") << QByteArray() << QByteArray("quantity_hi > 2e11");
}

void TestRecordBlocks::equalThePlainWay()
{
    QFETCH(QByteArray, unit);
    QFETCH(QByteArray, deleted);
    if (!deleted.isEmpty())
        VERIFY_DONE(write("delete from utilization_fact where " + deleted.toStdString()));
    store::RecordBlocks blocks(*m_connection);
    const Query query = question(unit.constData());
    for (const qint64 first : {0, 128, 66'000, 66'128, 199'999, 5}) {
        const auto expected = plain(query, first, 128);
        VERIFY_DONE(expected);
        const auto found = blocks.read(query, first, 128);
        VERIFY_DONE(found);
        QCOMPARE(found->columns, expected->columns);
        QVERIFY2(found->cells == expected->cells, qPrintable(QString::number(first)));
    }
    QCOMPARE(blocks.read(query, 0, 10)->rowCount(), unit == "nothing" ? 0 : 10);
}

void TestRecordBlocks::listsOnlyWhenNeeded()
{
    store::RecordBlocks blocks(*m_connection);
    VERIFY_DONE(blocks.read(question(""), 250'000, 10));
    QVERIFY(!hasList()); // no gaps
    VERIFY_DONE(blocks.read(question("h"), 0, 10));
    QVERIFY(!hasList()); // the top only
    VERIFY_DONE(blocks.read(question("h"), 128, 10));
    QVERIFY(hasList());
    VERIFY_DONE(blocks.read(question("GB"), 0, 10));
    QVERIFY(!hasList()); // another question
    VERIFY_DONE(blocks.read(question("GB"), 99'000, 10));
    QVERIFY(hasList());
    VERIFY_DONE(add(300'000, 300'001));
    VERIFY_DONE(blocks.read(question("GB"), 0, 10));
    QVERIFY(!hasList()); // other data
}

void TestRecordBlocks::seesNewRecordsAtOnce()
{
    for (const char *unit : {"", "h"}) {
        init();
        store::RecordBlocks blocks(*m_connection);
        const Query query = question(unit);
        const int end = *unit ? 100'000 : 300'000;
        QCOMPARE(blocks.read(query, end, 10)->rowCount(), 0);
        VERIFY_DONE(add(300'000, 300'003));
        QCOMPARE(blocks.read(query, end, 10)->rowCount(), *unit ? 1 : 3);
        VERIFY_DONE(write("delete from utilization_fact where quantity_hi < 3e6 or quantity_hi >= 3e11"));
        const auto moved = blocks.read(query, 10, 1);
        VERIFY_DONE(moved);
        QCOMPARE(query::valueText(moved->at(0, moved->columnOf(u"quantity"))),
                 *unit ? QStringLiteral("33") : QStringLiteral("13"));
    }
}

void TestRecordBlocks::endsWithAnInterrupt()
{
    store::RecordBlocks blocks(*m_connection);
    m_connection->interrupt();
    const auto ended = blocks.read(question("h"), 128, 10);
    QVERIFY(!ended);
    QCOMPARE(ended.error().kind, core::ErrorKind::Cancelled);
    m_connection->clearInterrupt();
    QCOMPARE(blocks.read(question("h"), 128, 10)->cells, plain(question("h"), 128, 10)->cells);
}

SPENDGLASS_TEST_MAIN(TestRecordBlocks)
#include "tst_recordblocks.moc"
