// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/writer.h"
#include "export/xlsxwriter.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>

using namespace spendglass;
using namespace spendglass::exporting;

namespace {

const QString python = QStringLiteral("/usr/bin/python3");
const QString script = QStringLiteral(SPENDGLASS_SOURCE "/tests/app/export/readback.py");

query::Value amount(const char *text)
{
    return core::Decimal::parse(text)->value;
}

query::Table sample()
{
    query::Table table;
    table.columns = {{QStringLiteral("customerName"), query::FieldType::Text, query::FieldRole::Dimension},
                     {QStringLiteral("usageDate"), query::FieldType::Day, query::FieldRole::Dimension},
                     {QStringLiteral("sum(totalCost)"), query::FieldType::Number, query::FieldRole::Measure},
                     {QStringLiteral("count()"), query::FieldType::Number, query::FieldRole::Measure},
                     {QStringLiteral("isUpgraded"), query::FieldType::Boolean, query::FieldRole::Dimension}};
    const core::Day day = *core::parseDay("2026-10-01");
    table.cells = {QStringLiteral("=1+1"),
                   day,
                   amount("120.5682999999995904716"),
                   qint64(3),
                   true,
                   QStringLiteral("http://example.org/"),
                   day,
                   amount("-0.5"),
                   qint64(0),
                   false,
                   QStringLiteral("mailto:a@b"),
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   QStringLiteral("O'Neil & \"S\u00F6hne\" <b>\r\n\u65E5\u672C\U0001F600"),
                   day,
                   amount("1234567.891"),
                   qint64(7),
                   {}};
    return table;
}

About about()
{
    return {QStringLiteral("Spend by customer"), {{QStringLiteral("As of"), QStringLiteral("2026-10-02")}}};
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonDocument readBack(const QString &kind, const QString &path)
{
    QProcess process;
    process.start(python, {script, kind, path});
    process.waitForFinished();
    return process.exitCode() == 0 ? QJsonDocument::fromJson(process.readAllStandardOutput())
                                   : QJsonDocument();
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System);
}

core::Result<void> write(const QString &format, const QString &path, const query::Table &table = sample())
{
    return writeFile(*findFormat(format), path, {}, about(), table);
}

/// A limit on file sizes stands in for a full disk: writes fail half way in the same calls.
class SizeLimit
{
public:
    explicit SizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

query::Table longTable(int rows)
{
    query::Table table = sample();
    const std::vector<query::Value> line(table.cells.begin(), table.cells.begin() + 5);
    table.cells.clear();
    for (int i = 0; i < rows; ++i) {
        table.cells.insert(table.cells.end(), line.begin(), line.end());
        table.cells[table.cells.size() - 5] = QStringLiteral("customer %1").arg(i * 7919);
    }
    return table;
}

} // namespace

class TestWriters : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesBadTargets_data();
    void refusesBadTargets();
    void replacesOnlyOnSuccess_data();
    void replacesOnlyOnSuccess();
    void leavesNothingWhenAbandoned();
    void keepsALinkAndAMode();
    void writesJson();
    void csvReadsBackInPython_data();
    void csvReadsBackInPython();
    void workbookReadsBackInOpenpyxl();
    void workbookContinuesOnFurtherSheets();
    void workbookCutsLongTexts();
    void noticesADamagedWorkbook();

private:
    bool m_hasOpenpyxl = QProcess::execute(python, {script, QStringLiteral("probe"), QString()}) == 0;
    QTemporaryDir m_dir;
};

void TestWriters::refusesBadTargets_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const QString root = m_dir.path();
    QFile::copy(script, root + QStringLiteral("/file"));
    QTest::newRow("folder") << root << QStringLiteral("it is a folder");
    QTest::newRow("missing folder") << QString(root + QStringLiteral("/none/x"))
                                    << QStringLiteral("does not exist");
    QTest::newRow("file for a folder")
        << QString(root + QStringLiteral("/file/x")) << QStringLiteral("is not a folder");
    QTest::newRow("device") << QStringLiteral("/dev/full") << QStringLiteral("not a regular file");
    QTest::newRow("nothing") << QString() << QStringLiteral("names no file");
    QTest::newRow("name too long") << QString(root + u'/' + QString(300, u'x'))
                                   << QStringLiteral("name too long");
    QTest::newRow("no room to write") << QStringLiteral("/proc/x") << QStringLiteral("cannot write");
}

void TestWriters::refusesBadTargets()
{
    QFETCH(QString, path);
    QFETCH(QString, reason);
    for (const Format &format : formats()) {
        const auto written = writeFile(format, path, {}, about(), sample());
        QVERIFY(!written);
        QCOMPARE(written.error().kind, core::ErrorKind::File);
        QVERIFY2(written.error().text.contains(reason, Qt::CaseInsensitive),
                 qPrintable(written.error().text));
    }
    QCOMPARE(filesIn(m_dir.path()), QStringList{QStringLiteral("file")});
}

void TestWriters::replacesOnlyOnSuccess_data()
{
    QTest::addColumn<QString>("format");
    for (const Format &format : formats())
        QTest::newRow(qPrintable(format.id)) << format.id;
}

void TestWriters::replacesOnlyOnSuccess()
{
    QFETCH(QString, format);
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("out.") + format);
    QVERIFY(write(format, path));
    const QByteArray before = contents(path);
    QVERIFY(!before.isEmpty());
    {
        const SizeLimit limit(40'000);
        const auto written = write(format, path, longTable(20'000));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, core::ErrorKind::File);
    }
    QCOMPARE(contents(path), before);
    QCOMPARE(filesIn(dir.path()), QStringList{QStringLiteral("out.") + format});
    QVERIFY(write(format, path, longTable(1)));
    QVERIFY(contents(path) != before);
}

void TestWriters::leavesNothingWhenAbandoned()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("out"));
    for (const Format &format : formats()) {
        const auto writer = format.make(path, {});
        QVERIFY(writer->begin(about(), sample().columns));
        QVERIFY(writer->append(sample()));
        QVERIFY(!QFile::exists(path));
    }
    QCOMPARE(filesIn(dir.path()), QStringList());
}

void TestWriters::keepsALinkAndAMode()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("real.csv")),
                  link = dir.filePath(QStringLiteral("link.csv"));
    QVERIFY(write(QStringLiteral("csv"), path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(QFile::link(path, link));
    QVERIFY(write(QStringLiteral("csv"), link, longTable(2)));
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(contents(path).count('\n'), 3);
    QVERIFY(!QFile::permissions(path).testFlag(QFile::ReadOther));
}

void TestWriters::writesJson()
{
    const QString path = m_dir.filePath(QStringLiteral("a.json"));
    QVERIFY(write(QStringLiteral("json"), path));
    const QJsonObject document = QJsonDocument::fromJson(contents(path)).object();
    const QJsonArray rows = document[QStringLiteral("rows")].toArray();
    QCOMPARE(rows.size(), 5);
    QCOMPARE(rows[0][QStringLiteral("sum(totalCost)")].toString(), QStringLiteral("120.5682999999995904716"));
    QCOMPARE(rows[0][QStringLiteral("customerName")].toString(), QStringLiteral("=1+1"));
    QCOMPARE(rows[0][QStringLiteral("count()")].toInt(), 3);
    QVERIFY(rows[3][QStringLiteral("sum(totalCost)")].isNull());
    QCOMPARE(document[QStringLiteral("about")][QStringLiteral("title")].toString(), about().title);
}

void TestWriters::csvReadsBackInPython_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("csv") << QStringLiteral("csv");
    QTest::newRow("tsv") << QStringLiteral("tsv");
}

void TestWriters::csvReadsBackInPython()
{
    if (!QFile::exists(python))
        QSKIP("no /usr/bin/python3 to read the file with");
    QFETCH(QString, format);
    const QString path = m_dir.filePath(QStringLiteral("b.") + format);
    QVERIFY(write(format, path));
    const QJsonArray rows = readBack(format, path).array();
    QCOMPARE(rows.size(), 6);
    QCOMPARE(rows[0][2].toString(), QStringLiteral("sum(totalCost)"));
    QCOMPARE(rows[1][0].toString(), QStringLiteral("'=1+1"));
    QCOMPARE(rows[1][2].toString(), QStringLiteral("120.5682999999995904716"));
    QCOMPARE(rows[2][2].toString(), QStringLiteral("-0.5"));
    QCOMPARE(rows[5][0].toString(), std::get<QString>(sample().at(4, 0)));
}

void TestWriters::workbookReadsBackInOpenpyxl()
{
    if (!m_hasOpenpyxl)
        QSKIP("openpyxl is not installed: nothing to read the workbook with");
    const QString path = m_dir.filePath(QStringLiteral("c.xlsx"));
    QVERIFY(write(QStringLiteral("xlsx"), path));
    const QJsonObject book = readBack(QStringLiteral("xlsx"), path).object();
    QCOMPARE(book.keys(), (QStringList{QStringLiteral("About this data"), QStringLiteral("Table")}));
    const QJsonObject table = book[QStringLiteral("Table")].toObject();
    const QJsonArray rows = table[QStringLiteral("rows")].toArray();
    QCOMPARE(rows.size(), 6);
    const auto cell = [&](int row, int column) { return rows[row][column].toArray(); };
    QCOMPARE(cell(1, 0),
             (QJsonArray{QStringLiteral("s"), QStringLiteral("=1+1"), QStringLiteral("General"), false}));
    QCOMPARE(cell(2, 0), (QJsonArray{QStringLiteral("s"), QStringLiteral("http://example.org/"),
                                     QStringLiteral("General"), false}));
    QCOMPARE(cell(3, 0)[0].toString(), QStringLiteral("s"));
    QCOMPARE(cell(3, 0)[3].toBool(), false);
    QCOMPARE(cell(1, 1), (QJsonArray{QStringLiteral("d"), QStringLiteral("2026-10-01 00:00:00"),
                                     QStringLiteral("yyyy-mm-dd"), false}));
    QCOMPARE(cell(1, 2)[0].toString(), QStringLiteral("n"));
    QCOMPARE(cell(1, 2)[1].toDouble(), 120.5682999999996);
    QCOMPARE(cell(1, 2)[2].toString(), QStringLiteral("#,##0.00####"));
    QCOMPARE(cell(5, 2)[1].toDouble(), 1234567.891);
    QCOMPARE(cell(1, 3)[1].toInt(), 3);
    QCOMPARE(cell(1, 4), (QJsonArray{QStringLiteral("b"), true, QStringLiteral("General"), false}));
    QCOMPARE(cell(5, 0)[1].toString(), QString(std::get<QString>(sample().at(4, 0))).remove(u'\r'));
    QCOMPARE(table[QStringLiteral("frozen")].toString(), QStringLiteral("A2"));
    QCOMPARE(table[QStringLiteral("filter")].toString(), QStringLiteral("A1:E6"));
    const QByteArray notes = QJsonDocument(book[QStringLiteral("About this data")].toObject()).toJson();
    QVERIFY(notes.contains("Spend by customer"));
    QVERIFY(notes.contains("rounded to 15 digits; exact values in CSV"));
}

void TestWriters::workbookContinuesOnFurtherSheets()
{
    const QString path = m_dir.filePath(QStringLiteral("d.xlsx"));
    XlsxWriter writer(path, 11);
    const query::Table table = longTable(25);
    QVERIFY(writer.begin(about(), table.columns));
    QVERIFY(writer.append(table));
    QVERIFY(writer.finish());
    if (!m_hasOpenpyxl)
        QSKIP("openpyxl is not installed: nothing to read the workbook with");
    const QJsonObject book = readBack(QStringLiteral("xlsx"), path).object();
    QCOMPARE(book.size(), 4);
    QCOMPARE(book[QStringLiteral("Table 2")][QStringLiteral("rows")].toArray().size(), 11);
    const QJsonArray last = book[QStringLiteral("Table 3")][QStringLiteral("rows")].toArray();
    QCOMPARE(last.size(), 6);
    QCOMPARE(last[0][0][1].toString(), QStringLiteral("customerName"));
    QCOMPARE(last[5][0][1].toString(), QStringLiteral("customer %1").arg(24 * 7919));
}

void TestWriters::workbookCutsLongTexts()
{
    query::Table table = longTable(1);
    table.cells[0] = QString(40'000, u'x');
    const QString path = m_dir.filePath(QStringLiteral("e.xlsx"));
    QVERIFY(write(QStringLiteral("xlsx"), path, table));
    if (!m_hasOpenpyxl)
        QSKIP("openpyxl is not installed: nothing to read the workbook with");
    const QJsonObject book = readBack(QStringLiteral("xlsx"), path).object();
    QCOMPARE(book[QStringLiteral("Table")][QStringLiteral("rows")][1][0][1].toString().size(), 32'767);
    QVERIFY(QJsonDocument(book).toJson().contains("1 cut to 32,767 characters; whole in CSV"));
}

void TestWriters::noticesADamagedWorkbook()
{
    const QString path = m_dir.filePath(QStringLiteral("f.xlsx"));
    QVERIFY(write(QStringLiteral("xlsx"), path));
    const std::vector<SheetCount> written{{6, 21}};
    QCOMPARE(workbookProblem(path, written), QString());
    QVERIFY(workbookProblem(path, {{7, 21}}).contains(QStringLiteral("holds 6 rows")));
    QVERIFY(!workbookProblem(path, {{6, 21}, {4, 7}, {1, 1}}).isEmpty());
    QVERIFY(QFile::resize(path, QFileInfo(path).size() / 2));
    QVERIFY(!workbookProblem(path, written).isEmpty());
}

SPENDGLASS_TEST_MAIN(TestWriters)
#include "tst_writers.moc"
