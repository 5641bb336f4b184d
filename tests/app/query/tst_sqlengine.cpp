// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled statements against the real engine and the store's real schema: what they answer must be what the
// naive evaluator answers, for random questions about random records.
#include "query/resolve.h"
#include "query/sqlcompiler.h"
#include "query/sqlpredicate.h"
#include "support/naiveevaluator.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include <duckdb.h>

#include <QDir>
#include <QFile>

#include <map>

using namespace spendglass;
using namespace spendglass::query;
using support::Record;

namespace {

/// An engine in memory with the store's schema. Ends the test program's run by returning error texts.
class Engine
{
public:
    Engine()
    {
        duckdb_open(nullptr, &m_database);
        duckdb_connect(m_database, &m_connection);
        m_error +=
            run("create temp macro regexp_like(x, pattern) as regexp_matches(x, pattern)", {}, nullptr);
        const QDir folder(QStringLiteral(SPENDGLASS_SOURCE "/resources/sql"));
        for (const QString &name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
            QFile schema(folder.filePath(name));
            if (schema.open(QIODevice::ReadOnly))
                m_error += run(schema.readAll().toStdString(), {}, nullptr);
        }
    }
    ~Engine()
    {
        duckdb_disconnect(&m_connection);
        duckdb_close(&m_database);
    }
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    QString error() const { return m_error; }

    /// Runs one statement (or several without values); the error's text, or nothing and the cells.
    QString run(const std::string &text, const std::vector<Value> &values, std::vector<Value> *cells)
    {
        duckdb_result result{};
        duckdb_state state = DuckDBError;
        duckdb_prepared_statement statement = nullptr;
        QString error;
        if (values.empty()) {
            state = duckdb_query(m_connection, text.c_str(), &result);
        } else if (duckdb_prepare(m_connection, text.c_str(), &statement) == DuckDBError) {
            error = QString::fromUtf8(duckdb_prepare_error(statement));
        } else {
            for (std::size_t i = 0; i < values.size(); ++i)
                bind(statement, i + 1, values[i]);
            state = duckdb_execute_prepared(statement, &result);
        }
        if (error.isEmpty() && state == DuckDBError)
            error = QString::fromUtf8(duckdb_result_error(&result));
        if (error.isEmpty() && cells)
            read(result, *cells);
        duckdb_destroy_result(&result);
        duckdb_destroy_prepare(&statement);
        return error;
    }

private:
    static void bind(duckdb_prepared_statement statement, idx_t index, const Value &value)
    {
        if (const auto *text = std::get_if<QString>(&value)) {
            const QByteArray bytes = text->toUtf8();
            duckdb_bind_varchar_length(statement, index, bytes.constData(), idx_t(bytes.size()));
        } else if (const auto *number = std::get_if<qint64>(&value)) {
            duckdb_bind_int64(statement, index, *number);
        } else if (const auto *day = std::get_if<core::Day>(&value)) {
            duckdb_bind_date(statement, index, {int32_t(day->time_since_epoch().count())});
        } else if (const auto *instant = std::get_if<core::Instant>(&value)) {
            duckdb_bind_timestamp(statement, index, {instant->time_since_epoch().count()});
        } else if (const auto *is = std::get_if<bool>(&value)) {
            duckdb_bind_boolean(statement, index, *is);
        } else {
            duckdb_bind_null(statement, index);
        }
    }

    static Value cell(duckdb_vector vector, duckdb_type type, idx_t row)
    {
        void *data = duckdb_vector_get_data(vector);
        if (!duckdb_validity_row_is_valid(duckdb_vector_get_validity(vector), row))
            return {};
        switch (int(type)) {
        case DUCKDB_TYPE_VARCHAR: {
            duckdb_string_t &text = static_cast<duckdb_string_t *>(data)[row];
            return QString::fromUtf8(duckdb_string_t_data(&text), qsizetype(duckdb_string_t_length(text)));
        }
        case DUCKDB_TYPE_BIGINT:
            return qint64(static_cast<int64_t *>(data)[row]);
        case DUCKDB_TYPE_HUGEINT: {
            const duckdb_hugeint huge = static_cast<duckdb_hugeint *>(data)[row];
            return core::Decimal::fromUnits(core::Int128(huge.upper) * core::powerOfTen(0) *
                                                (core::Int128(1) << 64) +
                                            core::Int128(huge.lower));
        }
        case DUCKDB_TYPE_DATE:
            return core::Day(std::chrono::days(static_cast<duckdb_date *>(data)[row].days));
        case DUCKDB_TYPE_TIMESTAMP:
            return core::Instant(
                std::chrono::microseconds(static_cast<duckdb_timestamp *>(data)[row].micros));
        case DUCKDB_TYPE_BOOLEAN:
            return static_cast<bool *>(data)[row];
        }
        return QStringLiteral("type %1").arg(int(type));
    }

    static void read(duckdb_result &result, std::vector<Value> &cells)
    {
        const idx_t columns = duckdb_column_count(&result);
        while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
            for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); ++row) {
                for (idx_t column = 0; column < columns; ++column)
                    cells.push_back(cell(duckdb_data_chunk_get_vector(chunk, column),
                                         duckdb_column_type(&result, column), row));
            }
            duckdb_destroy_data_chunk(&chunk);
        }
    }

    duckdb_database m_database = nullptr;
    duckdb_connection m_connection = nullptr;
    QString m_error;
};

/// Puts flat records into the star: a key for each distinct combination of a dimension table's columns.
class Loader
{
public:
    Loader(Engine &engine, core::DataSet dataSet)
        : m_engine(engine)
        , m_dataSet(dataSet)
    {}

    QString load(const std::vector<Record> &records)
    {
        QString error;
        for (const Record &record : records) {
            std::string columns = "fetch_id, page";
            std::vector<Value> values{qint64(1), qint64(1)};
            if (m_dataSet != core::DataSet::Spend && m_dataSet != core::DataSet::Summary)
                error += addKeys(record, columns, values);
            addFactFields(record, columns, values);
            error += insert(core::dataSetName(m_dataSet).toStdString() + "_fact", columns, values);
        }
        return error;
    }

private:
    static Value valueIn(const Record &record, const QString &id)
    {
        const auto found = record.find(id);
        return found == record.end() ? Value() : found->second;
    }

    QString insert(const std::string &table, const std::string &columns, const std::vector<Value> &values)
    {
        std::string places;
        for (std::size_t i = 1; i <= values.size(); ++i)
            places += (i == 1 ? "$" : ", $") + std::to_string(i);
        return m_engine.run("insert into " + table + " (" + columns + ") values (" + places + ")", values,
                            nullptr);
    }

    QString addKeys(const Record &record, std::string &columns, std::vector<Value> &values)
    {
        QString error;
        for (const FieldTable table : {FieldTable::Customer, FieldTable::Subscription, FieldTable::Meter,
                                       FieldTable::Place, FieldTable::Reservation, FieldTable::Resource}) {
            std::string names = "key";
            std::vector<Value> row{qint64(0)};
            for (const Field &field : fields(m_dataSet)) {
                if (field.table == table) {
                    names += ", " + field.column.toStdString();
                    row.push_back(valueIn(record, field.id));
                }
            }
            if (table == FieldTable::Resource) {
                names += ", tags, info";
                row.push_back(json(record, QStringLiteral("tag:")));
                row.push_back(json(record, QStringLiteral("info:")));
            }
            const auto [known, isNew] =
                m_keys[int(table)].try_emplace(row, qint64(m_keys[int(table)].size()));
            row.front() = known->second;
            if (isNew)
                error += insert(sqlTable(table).name, names, row);
            columns += std::string(", ") + sqlTable(table).key;
            values.push_back(known->second);
        }
        return error;
    }

    static Value json(const Record &record, const QString &prefix)
    {
        const QByteArray text = support::jsonOf(record, prefix);
        return text.isEmpty() ? Value() : Value(QString::fromUtf8(text));
    }

    void addFactFields(const Record &record, std::string &columns, std::vector<Value> &values) const
    {
        bool hasStart = m_dataSet != core::DataSet::Analytics;
        for (const Field &field : fields(m_dataSet)) {
            if (field.table != FieldTable::Fact)
                continue;
            const Value value = valueIn(record, field.id);
            const std::string column = field.column.toStdString();
            if (field.role != FieldRole::Measure) {
                columns += ", " + column;
                values.push_back(value);
                continue;
            }
            columns += ", " + column + "_hi, " + column + "_lo";
            const auto *amount = std::get_if<core::Decimal>(&value);
            const core::Int128 one = core::powerOfTen(16);
            const core::Int128 low = amount ? (amount->units() % one + one) % one : 0;
            values.push_back(amount ? Value(qint64((amount->units() - low) / one)) : Value());
            values.push_back(amount ? Value(qint64(low)) : Value());
        }
        if (!hasStart) {
            columns += ", usage_start, usage_end";
            values.insert(values.end(), {core::Instant(), core::Instant()});
        }
    }

    Engine &m_engine;
    core::DataSet m_dataSet;
    std::map<int, std::map<std::vector<Value>, qint64>> m_keys;
};

QString dump(const std::vector<Value> &cells, std::size_t width)
{
    QString text;
    for (std::size_t i = 0; i < cells.size() && i < 60 * width; ++i) {
        text +=
            std::holds_alternative<std::monostate>(cells[i]) ? QStringLiteral("null") : valueText(cells[i]);
        text += QLatin1String((i + 1) % width == 0 ? "\n" : " | ");
    }
    return text;
}

QString dump(const SqlStatement &statement)
{
    return QString::fromStdString(statement.text) + QLatin1Char('\n') + dump(statement.values, 1);
}

void addDataSets()
{
    QTest::addColumn<core::DataSet>("dataSet");
    for (const core::DataSet each : core::allDataSets)
        QTest::newRow(qPrintable(core::dataSetName(each))) << each;
}

Predicate settled(const Predicate &where, const support::RandomQuery &made, core::DataSet dataSet)
{
    Query query;
    query.dataSet = dataSet;
    query.where = where;
    return resolved(query, made.now()).query.where;
}

bool mentionsRanking(const Predicate &predicate)
{
    return (predicate.kind == Predicate::Kind::Leaf && isRanking(predicate.condition.op)) ||
           std::any_of(predicate.children.begin(), predicate.children.end(), mentionsRanking);
}

} // namespace

Q_DECLARE_METATYPE(spendglass::core::DataSet)

class TestSqlEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void facetsEqualNaiveOnes_data() { addDataSets(); }
    void facetsEqualNaiveOnes();
    void facetsAreSearchedAndLimited();
    void recordsArriveInOrder_data() { addDataSets(); }
    void recordsArriveInOrder();
    void negationIsExact();
};

void TestSqlEngine::facetsEqualNaiveOnes()
{
    QFETCH(core::DataSet, dataSet);
    Engine engine;
    support::RandomQuery made(11, dataSet);
    const std::vector<Record> records = made.records(200);
    QCOMPARE(Loader(engine, dataSet).load(records), QString());
    const FieldId field = fields(dataSet).at(1).id;
    for (int i = 0; i < 60; ++i) {
        const Query asked = resolved(made.next(), made.now()).query;
        Query question;
        question.dataSet = dataSet;
        question.measures = asked.measures;
        question.where = i % 2 == 0
                             ? Predicate::leaf(field, Operator::StartsWith, {QStringLiteral("x")})
                             : Predicate::all({Predicate::leaf(field, Operator::IsEmpty, {}), Predicate{}});
        const auto statement = compileFacets(question, field, {}, 1000);
        QVERIFY(statement);
        std::vector<Value> cells;
        const QString error = engine.run(statement->text, statement->values, &cells);
        QVERIFY2(error.isEmpty(), qPrintable(error + QLatin1Char('\n') + dump(*statement)));

        Query plain = question;
        plain.where = {};
        plain.columns.clear();
        plain.rows = {field};
        std::erase_if(plain.measures, [](const Measure &m) { return m.aggregate != Aggregate::Sum; });
        if (!plain.measures.empty())
            plain.measures = {Measure{Aggregate::Sum, plain.measures.front().field}};
        plain.measures.push_back({Aggregate::Count, {}});
        const Table expected = support::evaluate(plain, records);
        // Lines with 1 in front are of all values.
        std::vector<std::vector<Value>> values, whole;
        for (std::size_t at = 0; at < cells.size(); at += 7) {
            auto &kind = cells[at] == Value(qint64(1)) ? whole : values;
            kind.emplace_back(cells.begin() + std::ptrdiff_t(at) + 2, cells.begin() + std::ptrdiff_t(at) + 7);
        }
        QCOMPARE(qsizetype(values.size()), expected.rowCount());
        qint64 recordsOfAll = 0;
        for (const auto &line : whole)
            recordsOfAll += std::get<qint64>(line[2]);
        QCOMPARE(recordsOfAll, qint64(support::passing(plain, records).size()));
        const auto width = qsizetype(expected.columns.size());
        const bool hasUnit = width > int(plain.measures.size()) + 1;
        const bool hasSum = plain.measures.size() > 1;
        std::map<std::pair<Value, Value>, std::pair<Value, Value>> wanted;
        for (qsizetype line = 0; line < expected.rowCount(); ++line) {
            wanted[{expected.at(line, 0), hasUnit ? expected.at(line, 1) : Value()}] = {
                expected.at(line, width - 1), hasSum ? expected.at(line, width - 2) : Value()};
        }
        std::map<std::pair<Value, Value>, std::pair<Value, Value>> found;
        for (const auto &line : values)
            found[{line[0], line[1]}] = {line[2], line[3]};
        QVERIFY2(found == wanted, qPrintable(dump(*statement) + QLatin1Char('\n') + dump(cells, 7)));
    }
}

void TestSqlEngine::facetsAreSearchedAndLimited()
{
    Engine engine;
    support::RandomQuery made(19, core::DataSet::Utilization);
    const std::vector<Record> records = made.records(200);
    QCOMPARE(Loader(engine, core::DataSet::Utilization).load(records), QString());
    Query question;
    question.dataSet = core::DataSet::Utilization;
    question.measures = {{Aggregate::Sum, QStringLiteral("quantity")}};
    std::map<QString, qint64> counts;
    for (const Record &record : records)
        ++counts[valueText(record.at(QStringLiteral("customerTenantId")))];
    std::vector<std::pair<qint64, QString>> largest;
    for (const auto &[value, count] : counts) {
        if (value.contains(QLatin1Char('-')))
            largest.emplace_back(-count, value);
    }
    std::sort(largest.begin(), largest.end());
    const auto statement =
        compileFacets(question, QStringLiteral("customerTenantId"), QStringLiteral("id-"), 3);
    QVERIFY(statement);
    std::vector<Value> cells;
    QCOMPARE(engine.run(statement->text, statement->values, &cells), QString());
    std::vector<std::pair<qint64, QString>> found;
    for (std::size_t at = 0; at < cells.size(); at += 7) {
        if (cells[at] == Value(qint64(1)))
            continue;
        const QString value = valueText(cells[at + 2]);
        if (found.empty() || found.back().second != value)
            found.emplace_back(0, value);
        found.back().first -= std::get<qint64>(cells[at + 4]);
        QCOMPARE(std::get<qint64>(cells[at + 6]), qint64(largest.size()));
    }
    largest.resize(3);
    QCOMPARE(found, largest);
    const auto none = compileFacets(question, QStringLiteral("customerTenantId"), QStringLiteral("%"), 3);
    cells.clear();
    QCOMPARE(engine.run(none->text, none->values, &cells), QString());
    for (std::size_t at = 0; at < cells.size(); at += 7)
        QVERIFY(cells[at] == Value(qint64(1)) && cells[at + 6] == Value(qint64(0)));
}

void TestSqlEngine::recordsArriveInOrder()
{
    QFETCH(core::DataSet, dataSet);
    Engine engine;
    support::RandomQuery made(13, dataSet);
    const std::vector<Record> records = made.records(100);
    QCOMPARE(Loader(engine, dataSet).load(records), QString());
    Query question;
    question.dataSet = dataSet;
    for (int i = 0; i < 20; ++i) {
        if (i > 0)
            question.where = settled(made.predicate(2), made, dataSet);
        const auto statement = compileRecords(question, 3, 50);
        QVERIFY(statement);
        std::vector<Value> cells;
        const QString error = engine.run(statement->text, statement->values, &cells);
        QVERIFY2(error.isEmpty(), qPrintable(error + QLatin1Char('\n') + dump(*statement)));
        std::vector<Value> expected;
        int seen = 0;
        for (const Record *record : support::passing(question, records)) {
            if (++seen <= 3 || seen > 53)
                continue;
            for (const Field &field : fields(dataSet)) {
                const auto found = record->find(field.id);
                expected.push_back(found == record->end() ? Value() : found->second);
            }
        }
        QCOMPARE(dump(cells, fields(dataSet).size()), dump(expected, fields(dataSet).size()));
    }
}

void TestSqlEngine::negationIsExact()
{
    Engine engine;
    support::RandomQuery made(17, core::DataSet::Utilization);
    const std::vector<Record> records = made.records(80);
    QCOMPARE(Loader(engine, core::DataSet::Utilization).load(records), QString());
    const auto count = [&](Predicate predicate) {
        Query question;
        question.dataSet = core::DataSet::Utilization;
        question.where = std::move(predicate);
        question.measures = {Measure{Aggregate::Count, {}}};
        const auto statement = compileAnswer(question);
        std::vector<Value> cells;
        if (!statement || !engine.run(statement->text, statement->values, &cells).isEmpty())
            return qint64(-1);
        return std::get<qint64>(cells.front());
    };
    for (int i = 0; i < 100; ++i) {
        const Predicate one = settled(made.predicate(2), made, core::DataSet::Utilization);
        if (mentionsRanking(one))
            continue; // what it ranks changes with what stands around it
        const qint64 holding = count(one);
        QVERIFY(holding >= 0);
        QCOMPARE(holding + count(Predicate::negation(one)), qint64(records.size()));
    }
}

SPENDGLASS_TEST_MAIN(TestSqlEngine)
#include "tst_sqlengine.moc"
