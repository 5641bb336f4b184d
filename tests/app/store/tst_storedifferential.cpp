// SPDX-License-Identifier: GPL-3.0-or-later
// Random records through every way a window can take, then random questions:
// what the store answers must be what the naive evaluator answers about the
// records that ought to be visible.
#include "query/cellquery.h"
#include "query/filtertext.h"
#include "query/queryjson.h"
#include "query/sentence.h"
#include "query/sqlcompiler.h"
#include "support/naiveevaluator.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include "randomworld.h"
#include "storefixture.h"

#include <QJsonDocument>

#include <algorithm>
#include <random>

using namespace spendglass;
using core::DataSet;
using query::Query;
using query::Value;
using support::Record;

namespace {

constexpr int casesPerWorld = 50;
constexpr std::array dataSets{DataSet::Analytics, DataSet::Utilization, DataSet::Crest, DataSet::Spend};

QString document(const Query &question)
{
    return QString::fromUtf8(QJsonDocument(query::toJson(question)).toJson(QJsonDocument::Compact));
}

/// What differs; nothing when nothing does.
QString difference(const Query &question, const std::vector<Value> &got, const std::vector<Value> &expected,
                   std::size_t width)
{
    if (got == expected)
        return {};
    const auto statement = query::compileAnswer(question);
    const QString asked =
        statement ? QString::fromStdString(statement->text) + QLatin1Char('\n') + dump(statement->values, 1)
                  : statement.error().text;
    width = std::max<std::size_t>(1, width);
    const auto at = std::size_t(std::ranges::mismatch(got, expected).in1 - got.begin()) / width;
    return document(question) + QStringLiteral("\nfrom line %1 on: got\n").arg(at) + dump(got, width) +
           QLatin1String("\nexpected\n") + dump(expected, width) + QLatin1Char('\n') + asked;
}

/// The cells of all fields of so many records that pass, from first on.
std::vector<Value> blockOf(const Query &question, const std::vector<const Record *> &passing,
                           std::size_t first, std::size_t count)
{
    std::vector<Value> cells;
    for (std::size_t i = first; i < std::min(passing.size(), first + count); ++i) {
        for (const query::Field &field : query::fields(question.dataSet)) {
            const auto found = passing[i]->find(field.id);
            cells.push_back(found == passing[i]->end() ? Value() : found->second);
        }
    }
    return cells;
}

/// What the data set held at the end of the day that it is compared with;
/// nothing where days decide.
std::vector<Record> recordsBefore(const RandomWorld &world, const Query &resolved)
{
    if (!resolved.comparison || query::findField(resolved.dataSet, u"usageDate"))
        return {};
    const core::Day next = *resolved.comparison->from + std::chrono::days(1);
    return world.visibleAt(core::Instant(next) - std::chrono::microseconds(1));
}

std::optional<core::Day> lastDay(const std::vector<const Record *> &records)
{
    std::optional<core::Day> last;
    for (const Record *record : records) {
        const auto found = record->find(QStringLiteral("usageDate"));
        const auto *const day = found == record->end() ? nullptr : std::get_if<core::Day>(&found->second);
        if (day && (!last || *day > *last))
            last = *day;
    }
    return last;
}

/// The same lines with every measure as its value, and how many records each
/// has.
Query withValues(Query question)
{
    std::vector<query::Measure> measures;
    for (query::Measure measure : question.measures) {
        measure.showAs = query::ShowAs::Value;
        if (std::ranges::find(measures, measure) == measures.end())
            measures.push_back(measure);
    }
    const query::Measure count{query::Aggregate::Count, {}};
    std::erase(measures, count);
    measures.push_back(count);
    question.measures = measures;
    question.comparison.reset();
    question.sort.clear();
    return question;
}

/// The records of a question in one line.
Query total(Query question, const std::vector<query::Measure> &measures)
{
    question.rows.clear();
    question.columns.clear();
    question.tops.clear();
    question.showEmpty.clear();
    question.sort.clear();
    question.limit.reset();
    question.subtotals = false;
    question.measures = measures;
    return question;
}

/// A question about everything there is.
Query unfiltered(const Query &question)
{
    Query result;
    result.dataSet = question.dataSet;
    result.rows = question.rows;
    result.columns = question.columns;
    result.granularity = question.granularity;
    result.measures = {{query::Aggregate::Count, {}}};
    return result;
}

/// SPENDGLASS_SEED to repeat a run; else always the same, but for the long run,
/// which is new each time.
quint32 firstSeed()
{
    bool isGiven = false;
    const quint32 given = qEnvironmentVariable("SPENDGLASS_SEED").toUInt(&isGiven);
    if (isGiven)
        return given;
    return SPENDGLASS_STORE_CASES > 1000 ? std::random_device()() % 1'000'000'000 : 20261120;
}

} // namespace

Q_DECLARE_METATYPE(spendglass::core::DataSet)

class TestStoreDifferential : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersEqualNaiveOnes_data();
    void answersEqualNaiveOnes();

private:
    // Each answers what is wrong; nothing when all is right.
    static QString compareAnswer(RandomWorld &world, const Query &question, qsizetype &lines);
    static QString compareBlocks(RandomWorld &world, const Query &question);
    static QString compareCell(RandomWorld &world, const Query &question, qsizetype &cells);
    static QString compareDocument(const Query &written);
    static QString compareText(RandomWorld &world, const Query &written);
};

void TestStoreDifferential::answersEqualNaiveOnes_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<quint32>("seed");
    // Worlds that showed something wrong once: a limit that cut subtotals, ranks and empty values of no unit,
    // an empty column of nothing.
    for (const auto &[each, seed] :
         {std::pair{DataSet::Analytics, 522679395U}, std::pair{DataSet::Analytics, 871726028U},
          std::pair{DataSet::Utilization, 871726031U}, std::pair{DataSet::Utilization, 910254111U}})
        QTest::newRow(qPrintable(QStringLiteral("once wrong %1").arg(seed))) << each << seed;
    const quint32 seed = firstSeed();
    qInfo("seed %u, %d cases", seed, SPENDGLASS_STORE_CASES);
    const int worlds = SPENDGLASS_STORE_CASES / casesPerWorld / int(dataSets.size());
    for (int world = 0; world < worlds; ++world) {
        for (const DataSet each : dataSets) {
            const QString name = core::dataSetName(each) + QStringLiteral(" %1").arg(world);
            QTest::newRow(qPrintable(name)) << each << seed + quint32(world);
        }
    }
}

QString TestStoreDifferential::compareAnswer(RandomWorld &world, const Query &question, qsizetype &lines)
{
    const auto answer = world.store().ask(question, StoreFixture::now());
    if (!answer)
        return answer.error().text + document(question);
    const Query &resolved = answer->resolved;
    const std::vector<Record> &records = resolved.asOf ? world.visibleAt(*resolved.asOf) : world.visible();
    const support::NaiveAnswer expected =
        support::evaluateWhole(resolved, records, recordsBefore(world, resolved));
    const std::size_t width = expected.table.columns.size();
    if (answer->table.columns != expected.table.columns)
        return QStringLiteral("other columns") + document(resolved);
    QString wrong = difference(resolved, answer->table.cells, expected.table.cells, width);
    if (answer->levels.size() != expected.levels.size())
        wrong += QStringLiteral("%1 levels").arg(answer->levels.size()) + document(resolved);
    for (std::size_t i = 0; i < expected.levels.size() && wrong.isEmpty(); ++i) {
        const query::Level &got = answer->levels[i];
        const query::Level &wanted = expected.levels[i];
        wrong += difference(resolved, got.table.cells, wanted.table.cells, width);
        if (got.rowDepth != wanted.rowDepth || got.hasColumns != wanted.hasColumns ||
            got.table.columns != wanted.table.columns || !wrong.isEmpty())
            wrong += QStringLiteral("\nlevel %1 %2\n").arg(wanted.rowDepth).arg(wanted.hasColumns);
    }
    const std::vector<const Record *> passing = support::passing(resolved, records);
    if (answer->records != qint64(passing.size()) || answer->recordsInAll != qint64(records.size()))
        wrong += QStringLiteral("\n%1 of %2 records").arg(answer->records).arg(answer->recordsInAll);
    if (const auto last = lastDay(passing); !resolved.asOf && answer->completeness.usedTo != last)
        wrong += QStringLiteral("\nused to another day than ") + (last ? core::dayText(*last) : QString());
    const bool isWhole = !resolved.asOf && !resolved.from && !resolved.to && resolved.where.isAlwaysTrue();
    if (isWhole && !answer->completeness.isPartial())
        wrong += QStringLiteral("\nOne fetch still runs, others were refused.");
    lines += expected.table.rowCount();
    return wrong;
}

/// The top, a jump, the next block, past the end.
QString TestStoreDifferential::compareBlocks(RandomWorld &world, const Query &question)
{
    const Query resolved = query::resolved(question, StoreFixture::now()).query;
    if (resolved.asOf || resolved.completeDaysOnly) // in any order; days that only the store knows
        return {};
    const std::vector<const Record *> passing = support::passing(resolved, world.visible());
    const int jump = world.below(int(passing.size()));
    for (const int first : {0, jump, jump + 16, int(passing.size())}) {
        const auto block = world.store().records(resolved, first, 16, StoreFixture::now());
        if (!block)
            return block.error().text + document(resolved);
        const auto expected = blockOf(resolved, passing, std::size_t(first), 16);
        if (block->cells != expected)
            return difference(resolved, block->cells, expected, block->columns.size());
    }
    return {};
}

/// The records behind a random cell, of the table or of a level, come to what
/// stands in it.
QString TestStoreDifferential::compareCell(RandomWorld &world, const Query &question, qsizetype &cells)
{
    const Query asked = withValues(question);
    const auto answer = world.store().ask(asked, StoreFixture::now());
    if (!answer)
        return answer.error().text + document(asked);
    const int level = world.below(int(answer->levels.size()) + 1);
    const query::Table &table = level == 0 ? answer->table : answer->levels[std::size_t(level) - 1].table;
    if (table.rowCount() == 0)
        return {};
    const qsizetype line = world.below(int(table.rowCount()));
    const auto width = std::ptrdiff_t(table.columns.size());
    const std::vector<Value> whole(table.cells.begin() + line * width,
                                   table.cells.begin() + (line + 1) * width);
    const std::vector<Value> expected(whole.end() - std::ptrdiff_t(asked.measures.size()), whole.end());
    const Query behind = query::recordsBehind(*answer, {&table, line});
    const auto sum = world.store().ask(total(behind, asked.measures), StoreFixture::now());
    const auto records = world.store().records(behind, 0, 1000, StoreFixture::now());
    const QString context = QStringLiteral("\nbehind level %1: ").arg(level) +
                            dump(whole, std::size_t(width)) + document(asked) + QStringLiteral("\n");
    if (!sum || !records)
        return (sum ? records.error() : sum.error()).text + context + document(behind);
    std::vector<Value> got;
    if (sum->table.rowCount() > 0)
        got.assign(sum->table.cells.end() - std::ptrdiff_t(expected.size()), sum->table.cells.end());
    const bool isNothing = got.empty() && expected.back() == Value(qint64(0));
    if (sum->table.rowCount() > 1 || (got != expected && !isNothing))
        return context + difference(behind, sum->table.cells, expected, expected.size());
    if (qint64(records->rowCount()) != std::get<qint64>(expected.back()))
        return context + QStringLiteral("%1 records ").arg(records->rowCount()) + document(behind);
    ++cells;
    return {};
}

/// The question as a document and back.
QString TestStoreDifferential::compareDocument(const Query &written)
{
    const QByteArray bytes = QJsonDocument(query::toJson(written)).toJson();
    const auto read = query::queryFromJson(QJsonDocument::fromJson(bytes).object());
    if (!read)
        return read.error().text + QString::fromUtf8(bytes);
    const QByteArray again = QJsonDocument(query::toJson(*read)).toJson();
    return *read == written && again == bytes ? QString() : QString::fromUtf8(bytes + again);
}

/// Its filter as text and back.
QString TestStoreDifferential::compareText(RandomWorld &world, const Query &written)
{
    const QString text = query::printFilter(written.where);
    const auto parsed = query::parseFilter(text, written.dataSet);
    if (!parsed)
        return QStringLiteral("%1\n%2: %3")
            .arg(text)
            .arg(parsed.error().position)
            .arg(parsed.error().message);
    if (query::printFilter(*parsed) != text)
        return text + QLatin1Char('\n') + query::printFilter(*parsed);
    const auto settled = [&](const query::Predicate &where) {
        Query query = written;
        query.where = where;
        return query::resolved(query::withSavedFilters(query, world.questions().savedFilters()),
                               StoreFixture::now())
            .query;
    };
    const bool isSame = support::passing(settled(*parsed), world.visible()) ==
                        support::passing(settled(written.where), world.visible());
    return isSame ? QString() : text + QLatin1Char('\n') + document(written);
}

void TestStoreDifferential::answersEqualNaiveOnes()
{
    QFETCH(DataSet, dataSet);
    QFETCH(quint32, seed);
    RandomWorld world(seed, dataSet);
    QVERIFY(world.isSound());
    qsizetype lines = 0, cells = 0;
    for (int i = 0; i < casesPerWorld; ++i) {
        Query written = world.questions().asWritten();
        if (i % 25 == 0)
            written = unfiltered(written);
        const Query question = query::withSavedFilters(written, world.questions().savedFilters());
        QCOMPARE(query::problems(question).join(QLatin1Char('\n')), QString());
        QString wrong = compareAnswer(world, question, lines);
        if (i % 5 == 0 && wrong.isEmpty())
            wrong = compareBlocks(world, question);
        if (wrong.isEmpty())
            wrong = compareCell(world, question, cells);
        if (wrong.isEmpty())
            wrong = compareDocument(written);
        if (wrong.isEmpty())
            wrong = compareText(world, written);
        if (!wrong.isEmpty()) { // more than a message of QtTest holds
            qWarning("case %d: %s", i, qPrintable(wrong));
            QFAIL("something differs, see above");
        }
    }
    QVERIFY2(lines > 2 * casesPerWorld, qPrintable(QString::number(lines)));
    QVERIFY2(cells > casesPerWorld / 4, qPrintable(QString::number(cells)));
}

SPENDGLASS_TEST_MAIN(TestStoreDifferential)
#include "tst_storedifferential.moc"
