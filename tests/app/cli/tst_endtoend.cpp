// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "sandbox/truth.h"

#include "program.h"
#include "support/testmain.h"

#include <algorithm>

using namespace spendglass;

namespace {

const QString python = QStringLiteral("/usr/bin/python3");
const QString script = QStringLiteral(SPENDGLASS_SOURCE "/tests/app/export/readback.py");

sandbox::Options options()
{
    sandbox::Options options;
    options.customers = 9;
    options.days = 35; // over the end of a month
    options.rowsPerDay = 60;
    options.today = core::SystemClock().today();
    return options;
}

QJsonDocument readBack(const QString &kind, const QString &path)
{
    QProcess process;
    process.start(python, {script, kind, path});
    process.waitForFinished();
    return process.exitCode() == 0 ? QJsonDocument::fromJson(process.readAllStandardOutput())
                                   : QJsonDocument();
}

QByteArray quoted(QByteArray cell)
{
    const bool isPlain =
        std::none_of(cell.begin(), cell.end(), [](char c) { return strchr(",\"\r\n", c) != nullptr; });
    return isPlain ? cell : '"' + cell.replace('"', "\"\"") + '"';
}

/// The answer as CSV lines, without the header, in no particular order.
QByteArrayList linesOf(const sandbox::Truth::Sums &sums)
{
    QByteArrayList lines;
    for (const auto &[key, sum] : sums) {
        QByteArray line;
        for (const std::string &value : key)
            line += quoted(QByteArray::fromStdString(value)) + ',';
        lines << line + QByteArray::fromStdString(sum.toStdString());
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

QByteArrayList linesOf(const QByteArray &csv)
{
    QByteArrayList lines = csv.trimmed().split('\n').mid(1);
    for (QByteArray &line : lines)
        line = line.trimmed();
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Sums in a document of --json, as lists of texts: the columns, then the rows.
QJsonArray cellsOf(const QJsonObject &document)
{
    QJsonArray ids;
    for (const QJsonValue &column : document[QStringLiteral("columns")].toArray())
        ids << column[QStringLiteral("id")];
    QJsonArray cells{ids};
    for (const QJsonValue &row : document[QStringLiteral("rows")].toArray()) {
        QJsonArray line;
        for (const QJsonValue &id : qAsConst(ids))
            line << row[id.toString()].toVariant().toString();
        cells << line;
    }
    return cells;
}

/// A workbook's cell in the form of cellsOf; days come with a midnight.
QString cellText(const QJsonValue &cell)
{
    const QString text = cell[1].toVariant().toString();
    return cell[0].toString() == QLatin1String("d") ? text.left(10) : text;
}

/// A workbook's numbers have 15 exact digits.
bool isNear(double found, double exact)
{
    return qAbs(found - exact) <= 1e-15 * qAbs(exact);
}

} // namespace

/// What was synchronised is what the service has; what was exported is what was answered.
class TestEndToEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answersTheTruth_data();
    void answersTheTruth();
    void countsTheRows_data();
    void countsTheRows();
    void exportsWhatIsAnswered_data();
    void exportsWhatIsAnswered();
    void changesNothingWhenRepeated();
    void isWholeAfterPartOfTheInterfaces();
    void asksTheServiceInPlaceOfTheStore();
    void tellsWhatIsThere();
    void answersAsOfATime();

private:
    Program m_program;
    std::unique_ptr<sandbox::Host> m_host;
    const sandbox::World m_world{options()};
    const sandbox::Money m_money{m_world};
    const sandbox::Truth m_truth{m_world, m_money};
    bool m_hasOpenpyxl = false;
};

void TestEndToEnd::initTestCase()
{
    auto host = sandbox::Host::start(options());
    QVERIFY(host);
    m_host = std::move(*host);
    QVERIFY(m_program.addAccount(QStringLiteral("sample"), m_host->address()));
    const Outcome synced = m_program.run(m_program.signedIn("sync --json", "sample"));
    QVERIFY2(synced.code == 0, synced.err.constData());
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
    m_hasOpenpyxl = QProcess::execute(python, {script, QStringLiteral("probe"), QString()}) == 0;
}

void TestEndToEnd::answersTheTruth_data()
{
    QTest::addColumn<core::DataSet>("dataSet");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("measure");
    const auto row = [](core::DataSet dataSet, const char *fields, const char *measure) {
        QTest::addRow("%s by %s: %s", qPrintable(core::dataSetName(dataSet)), fields, measure)
            << dataSet << QByteArray(fields) << QByteArray(measure);
    };
    using core::DataSet;
    row(DataSet::Analytics, "meterUnit", "quantity");
    row(DataSet::Analytics, "customerName,subscriptionName,usageDate,meterUnit", "quantity");
    row(DataSet::Analytics, "meterCategory,meterSubcategory,resourceLocation,serviceType,meterUnit",
        "quantity");
    row(DataSet::Analytics, "consumptionMeterId,reservationId,reservationOrderId,meterUnit", "quantity");
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        row(dataSet, "meterUnit", "quantity");
        row(dataSet, "customerName,entitlementId,usageStart,usageEnd,meterUnit", "quantity");
        row(dataSet, "meterName,meterCategory,meterSubcategory,meterRegion,meterUnit", "quantity");
        row(dataSet, "resourceUri,resourceGroup,meterUnit", "quantity");
        row(dataSet, "tag:env,meterUnit", "quantity");
    }
    row(DataSet::Utilization, "resourceLocation,meterUnit", "quantity");
    row(DataSet::Utilization, "info:project,meterUnit", "quantity");
    row(DataSet::Crest, "info:Project,meterUnit", "quantity");
    for (const char *const measure : {"totalCost", "budgetAmount"}) {
        row(DataSet::Spend, "currency", measure);
        row(DataSet::Spend, "customerTenantId,customerName,currency,isUpgraded,lastModifiedDate", measure);
    }
    row(DataSet::Spend, "currencyCode,currencyLocale,customerName", "usdTotalCost");
    row(DataSet::Spend, "customerName", "percentUsed");
    row(DataSet::Summary, "resourceId,resourceName,billingStartDate,billingEndDate,currency", "totalCost");
    for (const char *const measure :
         {"customersOverBudget", "customersTrendingOver", "customersWithUsageBasedSubscription"})
        row(DataSet::Summary, "currencyLocale,lastModifiedDate", measure);
}

void TestEndToEnd::answersTheTruth()
{
    QFETCH(core::DataSet, dataSet);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, measure);
    // A customer without a budget has none, not one of zero.
    const bool isBudget = measure == "budgetAmount";
    const QString filter = isBudget ? QStringLiteral("budgetAmount is not empty") : QString();
    sandbox::Selection selection;
    if (isBudget)
        selection.passes = [](const sandbox::TruthRow &row) { return row.spend->budget.has_value(); };
    const QString heading = QStringLiteral("sum(%1)").arg(QString::fromUtf8(measure));
    const Outcome outcome = m_program.run(
        {QStringLiteral("query"), QStringLiteral("--data-set"), core::dataSetName(dataSet),
         QStringLiteral("--rows"), QString::fromUtf8(fields), QStringLiteral("--measure"), heading,
         QStringLiteral("--where"), filter, QStringLiteral("--format"), QStringLiteral("csv")});
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(outcome.out.split('\r').first(), fields + ',' + heading.toUtf8());
    std::vector<std::string> names;
    for (const QByteArray &name : fields.split(','))
        names.push_back(name.toStdString());
    const QByteArrayList expected = linesOf(m_truth.sums(dataSet, names, measure.toStdString(), selection));
    QVERIFY(!expected.isEmpty());
    QCOMPARE(linesOf(outcome.out), expected);
}

void TestEndToEnd::countsTheRows_data()
{
    QTest::addColumn<core::DataSet>("dataSet");
    for (const core::DataSet dataSet : core::allDataSets)
        QTest::newRow(qPrintable(core::dataSetName(dataSet))) << dataSet;
}

void TestEndToEnd::countsTheRows()
{
    QFETCH(core::DataSet, dataSet);
    const Outcome outcome =
        m_program.run({QStringLiteral("query"), QStringLiteral("--data-set"), core::dataSetName(dataSet),
                       QStringLiteral("--measure"), QStringLiteral("count()"), QStringLiteral("--json")});
    QCOMPARE(outcome.code, 0);
    const QJsonObject document = outcome.json();
    const qint64 expected = m_truth.rows(dataSet);
    QCOMPARE(document[QStringLiteral("records")].toInteger(), expected);
    QCOMPARE(document[QStringLiteral("rows")][0][QStringLiteral("count()")].toInteger(), expected);
    QCOMPARE(document[QStringLiteral("missing")].toArray(), QJsonArray());
}

void TestEndToEnd::exportsWhatIsAnswered_data()
{
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("format");
    for (const char *const question :
         {"--data-set analytics --rows customerName,usageDate --granularity month",
          "--data-set utilization --rows customerName,meterName,resourceGroup",
          "--data-set crest --rows usageDate --columns meterUnit",
          "--data-set spend --rows customerName,isUpgraded --measure "
          "sum(totalCost),sum(usdTotalCost),count()",
          "--data-set summary --rows resourceName,billingStartDate"}) {
        for (const char *const format : {"csv", "tsv", "xlsx"})
            QTest::addRow("%s as %s%s", question, format,
                          qstrcmp(format, "xlsx") == 0 ? ", needs openpyxl" : "")
                << QString::fromUtf8(question) << QString::fromUtf8(format);
    }
}

void TestEndToEnd::exportsWhatIsAnswered()
{
    QFETCH(QString, question);
    QFETCH(QString, format);
    if (!QFile::exists(python))
        QSKIP("Python is not installed: nothing to read the file with");
    if (format == QLatin1String("xlsx") && !m_hasOpenpyxl)
        QSKIP("openpyxl is not installed: nothing to read the workbook with");
    const QString path = m_program.path(QStringLiteral("out.") + format);
    const QStringList asked = question.split(u' ');
    const Outcome answer =
        m_program.run(QStringList{QStringLiteral("query"), QStringLiteral("--json")} + asked);
    QCOMPARE(answer.code, 0);
    const Outcome written =
        m_program.run(QStringList{QStringLiteral("export"), QStringLiteral("--output"), path} + asked);
    QVERIFY2(written.code == 0, written.err.constData());
    QJsonArray expected = cellsOf(answer.json());
    QVERIFY(expected.size() > 1);
    const QJsonDocument read = readBack(format, path);
    if (format != QLatin1String("xlsx")) {
        QCOMPARE(read.array(), expected);
        return;
    }
    const QJsonArray sheet = read[QStringLiteral("Table")][QStringLiteral("rows")].toArray();
    QCOMPARE(sheet.size(), expected.size());
    for (int row = 0; row < sheet.size(); ++row) {
        for (int column = 0; column < expected[row].toArray().size(); ++column) {
            const QString cell = expected[row][column].toString();
            const QJsonValue found = sheet[row][column];
            if (found[0] == QLatin1String("n") && !cell.isEmpty())
                QVERIFY2(isNear(found[1].toDouble(), cell.toDouble()), qPrintable(cell));
            else
                QCOMPARE(cellText(found), cell);
        }
    }
}

void TestEndToEnd::changesNothingWhenRepeated()
{
    const char *const question = "query --data-set utilization --rows customerName,usageDate --format csv";
    const Outcome before = m_program.run(question);
    QCOMPARE(m_program.run(m_program.signedIn("sync", "sample")).code, 0);
    QCOMPARE(m_program.run(question).out, before.out);
}

/// A question about what was asked for is answered whole, whatever else was never fetched.
void TestEndToEnd::isWholeAfterPartOfTheInterfaces()
{
    Program other;
    QVERIFY(other.addAccount(QStringLiteral("part"), m_host->address()));
    QCOMPARE(other.run(other.signedIn("sync --interface spend,summary", "part")).code, 0);
    QCOMPARE(other.run("query --data-set spend").code, 0);
    QCOMPARE(other.run("query --data-set summary").code, 0);
    const Outcome empty = other.run("query --data-set crest --json");
    QCOMPARE(empty.code, 3);
    QCOMPARE(empty.json()[QStringLiteral("complete")].toBool(true), false);
    QVERIFY(empty.json()[QStringLiteral("missing")][0].toString().contains(QStringLiteral("crest")));
    QVERIFY(empty.err.contains("nothing of crest is loaded"));
    const core::Day today = *options().today;
    const QString from = QString::fromStdString(core::formatDay(today - std::chrono::days(9)));
    const QString to = QString::fromStdString(core::formatDay(today - std::chrono::days(2)));
    QCOMPARE(other
                 .run(other.signedIn("sync --interface analytics", "part")
                      << QStringLiteral("--from") << from << QStringLiteral("--to") << to)
                 .code,
             0);
    const Outcome part = other.run(words("query --data-set analytics --rows meterUnit --format csv")
                                   << QStringLiteral("--from") << from << QStringLiteral("--to") << to);
    QCOMPARE(part.code, 0);
    sandbox::Selection selection;
    selection.used = core::DayRange{today - std::chrono::days(9), today - std::chrono::days(1)};
    QCOMPARE(linesOf(part.out),
             linesOf(m_truth.sums(core::DataSet::Analytics, {"meterUnit"}, "quantity", selection)));
}

/// What is loaded, what the cloud or the customer has not, and what nobody asked for, each by its name.
void TestEndToEnd::asksTheServiceInPlaceOfTheStore()
{
    const char *const question =
        "query --data-set analytics --rows customerName,usageDate --granularity month "
        "--measure sum(quantity) --json";
    const QJsonObject stored = m_program.run(question).json();
    const Outcome live = m_program.run(m_program.signedIn(question, "sample") << QStringLiteral("--live"));
    QVERIFY2(live.code == 0, live.err.constData());
    QVERIFY(stored[QStringLiteral("rows")].toArray().size() > 5);
    QCOMPARE(live.json()[QStringLiteral("rows")], stored[QStringLiteral("rows")]);
    QCOMPARE(live.json()[QStringLiteral("complete")].toBool(), true);
    const QString remote = live.json()[QStringLiteral("remote")].toString();
    QVERIFY2(remote.contains(QLatin1String("sums by Customer, Usage date, Unit, in months")),
             qPrintable(remote));
    QVERIFY(live.err.contains(remote.toUtf8()));
    const Outcome other =
        m_program.run(m_program.signedIn("query --data-set spend --live --rows currency", "sample"));
    QCOMPARE(other.code, 2);
    QVERIFY2(other.err.contains("Only usage analytics"), other.err.constData());
    QCOMPARE(m_program.run("query --data-set analytics --rows meterUnit --live").code,
             4); // nobody is signed in
}

void TestEndToEnd::tellsWhatIsThere()
{
    Program other;
    QVERIFY(other.addAccount(QStringLiteral("part"), m_host->address()));
    QCOMPARE(other.run(other.signedIn("sync --interface spend,utilization", "part")).code, 0);
    const Outcome all = other.run("coverage --json");
    QCOMPARE(all.code, 0);
    QSet<QString> states;
    qint64 rows = 0;
    const QJsonArray lines = all.json()[QStringLiteral("rows")].toArray();
    for (const QJsonValue &line : lines) {
        states.insert(line[u"dataSet"].toString() + u' ' + line[u"state"].toString());
        if (line[u"dataSet"] == QStringLiteral("utilization"))
            rows += line[u"rows"].toVariant().toLongLong();
    }
    QCOMPARE(states,
             (QSet<QString>{QStringLiteral("spend loaded"), QStringLiteral("utilization loaded"),
                            QStringLiteral("utilization notOffered"), QStringLiteral("crest neverAsked"),
                            QStringLiteral("analytics neverAsked"), QStringLiteral("summary neverAsked")}));
    const Outcome counted = other.run("query --data-set utilization --measure count() --format csv");
    QCOMPARE(linesOf(counted.out).last(), QByteArray::number(rows));
}

/// Of readings there is a past, of usage there is none.
void TestEndToEnd::answersAsOfATime()
{
    const Outcome now = m_program.run("query --data-set spend --rows customerTenantId --format csv");
    const Outcome later =
        m_program.run("query --data-set spend --rows customerTenantId --format csv --as-of 2999-12-31");
    QCOMPARE(later.code, 0);
    QCOMPARE(later.out, now.out);
    const Outcome before = m_program.run("query --data-set spend --json --as-of 2001-01-01");
    QCOMPARE(before.code, 3);
    QCOMPARE(before.json()[QStringLiteral("rowCount")].toInt(-1), 0);
    QVERIFY(before.err.contains("the first reading came later"));
    QCOMPARE(m_program.run("query --data-set analytics --as-of 2026-01-01").code, 2);
    QCOMPARE(m_program.run("query --data-set spend --as-of yesterday").code, 2);
}

SPENDGLASS_TEST_MAIN(TestEndToEnd)
#include "tst_endtoend.moc"
