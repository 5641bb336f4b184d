// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/maintenance.h"
#include "store/migrations.h"
#include "store/portable.h"
#include "store/portablemanifest.h"
#include "support/testmain.h"

#include "upkeepfixture.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace spendglass;
using core::DataSet;
using core::FolderFormat;

/// A store as a folder of files and back.
class TestPortable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackRowForRow_data();
    void comesBackRowForRow();
    void describesItself();
    void isReadByOthers();
    void showsExactAmounts_data();
    void showsExactAmounts();
    void writesOnlyIntoAnEmptyFolder();
    void leavesNothingWhenStopped();
    void refusesADamagedFolder_data();
    void refusesADamagedFolder();
    void migratesAnOlderFolder();
    void replacesTheStoreThatIsThere();
};

namespace {

/// Names that try to break CSV, SQL and what reads them.
const char *const hostile[] = {"plain",
                               "",
                               "\"",
                               "\"\"",
                               "a,b",
                               "a\nb",
                               "a\r\nb\r",
                               "\n",
                               "'); drop table customer; --",
                               "=1+1",
                               "NULL",
                               "null",
                               "\\N",
                               "\\",
                               "\\\"",
                               " leading and trailing ",
                               "\t",
                               "a\xEF\xBB\xBF"
                               "mark",
                               "\xF0\x9F\x92\xB6 \xE2\x80\xAE"
                               "rtl",
                               "e\xCC\x81",
                               "\x01\x7f",
                               "\xC2\x85\xE2\x80\xA8",
                               "#comment",
                               ",,,"};

void fillHostile(UpkeepFixture &fixture)
{
    fixture.fill();
    std::vector<store::UsageFact> rows;
    const QByteArray long_(200'000, 'x');
    for (const char *const name : hostile) {
        rows.push_back(fixture.usage(name, "-0.0000000000000000000001", name));
        rows.back().resourceUri = name;
        rows.back().resourceGroup = {}; // none, where the next one is empty
        rows.back().partNumber = "";
        rows.back().tags = name;
    }
    rows.push_back(fixture.usage("long", "9223372036854.7758079999999999999999"));
    rows.back().resourceUri = {long_.constData(), std::size_t(long_.size())};
    QVERIFY(fixture.fillUse(DataSet::Utilization, "hostile \"name\",\n", "2026-07-01", "2026-08-01", rows));
}

core::Result<core::FolderSummary> exportTo(UpkeepFixture &fixture, const QString &folder, FolderFormat format)
{
    fixture.close();
    store::StopSign stop;
    return store::exportStore(fixture.path(),
                              {folder, format, QStringLiteral("Contoso \"EU\""), fixture.now()}, stop);
}

core::Result<core::FolderSummary> importFrom(const QString &folder, const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    store::StopSign stop;
    return store::importStore(folder, path, stop);
}

QByteArray bytesIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

using Change = void (*)(QJsonObject &manifest);
bool changeManifest(const QString &folder, Change change)
{
    QJsonObject manifest = QJsonDocument::fromJson(bytesIn(store::manifestPath(folder))).object();
    change(manifest);
    return put(store::manifestPath(folder), QJsonDocument(manifest).toJson());
}

void formats()
{
    QTest::addColumn<FolderFormat>("format");
    QTest::newRow("parquet") << FolderFormat::Parquet;
    QTest::newRow("csv") << FolderFormat::Csv;
}

} // namespace

void TestPortable::comesBackRowForRow_data()
{
    formats();
}

void TestPortable::comesBackRowForRow()
{
    QFETCH(FolderFormat, format);
    UpkeepFixture fixture;
    fillHostile(fixture);
    QTemporaryDir folder;
    // A path that wants quoting and looks like a pattern.
    const QString target = folder.filePath(QStringLiteral("it's [1] *? %41 \"é\""));
    const auto made = exportTo(fixture, target, format);
    VERIFY_DONE(made);
    const QStringList before = UpkeepFixture::content(fixture.path());
    QVERIFY(before.size() > 80);
    const QString copy = folder.filePath(QStringLiteral("other/store.duckdb"));
    const auto read = importFrom(target, copy);
    VERIFY_DONE(read);
    QCOMPARE(read->rows, made->rows);
    QCOMPARE(UpkeepFixture::content(copy), before);
    VERIFY_DONE(store::Store::open(copy));
    QCOMPARE(QFileInfo(copy).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestPortable::describesItself()
{
    UpkeepFixture fixture;
    fixture.fill();
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("out"));
    const auto made = exportTo(fixture, target, FolderFormat::Csv);
    VERIFY_DONE(made);
    const auto manifest = store::readManifest(target);
    VERIFY_DONE(manifest);
    QCOMPARE(manifest->account, QStringLiteral("Contoso \"EU\""));
    QCOMPARE(manifest->madeAt, fixture.now());
    QCOMPARE(manifest->schema, store::shippedMigrations().back().number);
    QCOMPARE(int(manifest->tables.size()), made->files);
    QStringList files{QStringLiteral("manifest.json"), QStringLiteral("views.sql")};
    for (const auto &table : manifest->tables)
        files << manifest->fileName(table);
    QStringList found = QDir(target).entryList(QDir::Files | QDir::Hidden);
    files.sort();
    found.sort();
    QCOMPARE(found, files);
    const auto facts = std::find_if(manifest->tables.begin(), manifest->tables.end(), [](const auto &table) {
        return table.name == QLatin1String("analytics_fact");
    });
    QVERIFY(facts != manifest->tables.end());
    QCOMPARE(facts->rows, 5);
    QVERIFY(std::find(facts->columns.begin(), facts->columns.end(),
                      store::PortableColumn{QStringLiteral("quantity_hi"), QStringLiteral("BIGINT"),
                                            false}) != facts->columns.end());
}

/// Python's own reader, which nobody here wrote.
void TestPortable::isReadByOthers()
{
    UpkeepFixture fixture;
    fillHostile(fixture);
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("out"));
    VERIFY_DONE(exportTo(fixture, target, FolderFormat::Csv));
    QProcess python;
    python.start(QStringLiteral("python3"),
                 {QStringLiteral("-c"),
                  QStringLiteral("import csv,json,sys\n"
                                 "csv.field_size_limit(10**9)\n"
                                 "rows=list(csv.reader(open(sys.argv[1],encoding='utf-8',newline='')))\n"
                                 "print(json.dumps([r[1] for r in rows[1:]]))"),
                  target + QStringLiteral("/customer.csv")});
    QVERIFY(python.waitForFinished());
    QCOMPARE(python.exitCode(), 0);
    const QJsonArray read = QJsonDocument::fromJson(python.readAllStandardOutput()).array();
    for (const char *const name : hostile)
        QVERIFY2(read.contains(QString::fromUtf8(name)), name);
}

void TestPortable::showsExactAmounts_data()
{
    formats();
}

void TestPortable::showsExactAmounts()
{
    QFETCH(FolderFormat, format);
    UpkeepFixture fixture;
    fillHostile(fixture);
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("out"));
    VERIFY_DONE(exportTo(fixture, target, format));
    store::StopSign stop;
    auto files = store::Maintenance::open(folder.filePath(QStringLiteral("x")), {target}, stop);
    VERIFY_DONE(files);
    // As somebody would who starts the database in that folder.
    std::string views = bytesIn(target + QStringLiteral("/views.sql")).toStdString();
    for (std::size_t at = 0; (at = views.find("('", at)) != std::string::npos; ++at)
        views.insert(at + 2, target.toStdString() + "/");
    VERIFY_DONE((*files)->connection().script(views));
    QStringList amounts;
    VERIFY_DONE((*files)->connection().run(
        "select distinct cast(quantity as varchar) from utilization_fact_exact order by 1", {},
        [&amounts](const store::RowView &row) { amounts << row.string(0); }));
    QVERIFY(amounts.contains(QStringLiteral("-0.0000000000000000000001")));
    QVERIFY(amounts.contains(QStringLiteral("9223372036854.7758079999999999999999")));
}

void TestPortable::writesOnlyIntoAnEmptyFolder()
{
    UpkeepFixture fixture;
    fixture.fill();
    QTemporaryDir folder;
    QVERIFY(put(folder.filePath(QStringLiteral("mine.txt")), "mine"));
    const auto made = exportTo(fixture, folder.path(), FolderFormat::Csv);
    QVERIFY(!made);
    QCOMPARE(made.error().kind, core::ErrorKind::File);
    QVERIFY(made.error().text.contains(QLatin1String("not empty")));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("mine.txt")});
    const auto onFile = exportTo(fixture, folder.filePath(QStringLiteral("mine.txt")), FolderFormat::Csv);
    QVERIFY(!onFile);
    QCOMPARE(bytesIn(folder.filePath(QStringLiteral("mine.txt"))), QByteArray("mine"));
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("mine.txt"))));
    VERIFY_DONE(exportTo(fixture, folder.path(), FolderFormat::Csv));
}

void TestPortable::leavesNothingWhenStopped()
{
    UpkeepFixture fixture;
    fixture.fill();
    fixture.close();
    QTemporaryDir folder;
    store::StopSign stop;
    stop.raise();
    const QString target = folder.filePath(QStringLiteral("out"));
    const auto made =
        store::exportStore(fixture.path(), {target, FolderFormat::Csv, {}, fixture.now()}, stop);
    QVERIFY(!made);
    QCOMPARE(made.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(!QFileInfo::exists(target));
}

void TestPortable::refusesADamagedFolder_data()
{
    using Damage = bool (*)(const QString &folder);
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("said");
    QTest::newRow("no manifest") << Damage([](const QString &folder) {
        return QFile::remove(store::manifestPath(folder));
    }) << "no manifest.json";
    QTest::newRow("not JSON") << Damage([](const QString &folder) {
        return put(store::manifestPath(folder), "not JSON");
    }) << "manifest.json";
    QTest::newRow("cut manifest") << Damage([](const QString &folder) {
        return put(store::manifestPath(folder), bytesIn(store::manifestPath(folder)).chopped(200));
    }) << "manifest.json";
    QTest::newRow("missing file") << Damage([](const QString &folder) {
        return QFile::remove(folder + QStringLiteral("/meter.csv"));
    }) << "meter.csv";
    QTest::newRow("cut file") << Damage([](const QString &folder) {
        const QString path = folder + QStringLiteral("/meter.csv");
        return put(path, bytesIn(path).chopped(1));
    }) << "meter.csv";
    QTest::newRow("flipped bit") << Damage([](const QString &folder) {
        const QString path = folder + QStringLiteral("/analytics_fact.csv");
        QByteArray bytes = bytesIn(path);
        bytes[bytes.size() - 3] = char(bytes[bytes.size() - 3] ^ 1);
        return put(path, bytes);
    }) << "analytics_fact.csv";
    QTest::newRow("newer schema") << Damage([](const QString &folder) {
        return changeManifest(folder,
                              [](QJsonObject &manifest) { manifest[QStringLiteral("schema")] = 9999; });
    }) << "newer version";
    QTest::newRow("table left out") << Damage([](const QString &folder) {
        return changeManifest(folder, [](QJsonObject &manifest) {
            QJsonArray tables = manifest[QStringLiteral("tables")].toArray();
            tables.removeFirst();
            manifest[QStringLiteral("tables")] = tables;
        });
    }) << "analytics_fact is missing";
    QTest::newRow("other columns") << Damage([](const QString &folder) {
        return changeManifest(folder, [](QJsonObject &manifest) {
            QJsonArray tables = manifest[QStringLiteral("tables")].toArray();
            QJsonObject table = tables[0].toObject();
            QJsonArray columns = table[QStringLiteral("columns")].toArray();
            columns.removeLast();
            table[QStringLiteral("columns")] = columns;
            tables[0] = table;
            manifest[QStringLiteral("tables")] = tables;
        });
    }) << "analytics_fact.csv has other columns";
    QTest::newRow("a path for a table") << Damage([](const QString &folder) {
        return changeManifest(folder, [](QJsonObject &manifest) {
            QJsonArray tables = manifest[QStringLiteral("tables")].toArray();
            QJsonObject table = tables[0].toObject();
            table[QStringLiteral("table")] = QStringLiteral("../../etc/passwd");
            tables[0] = table;
            manifest[QStringLiteral("tables")] = tables;
        });
    }) << "table is missing or wrong";
    QTest::newRow("other number of rows") << Damage([](const QString &folder) {
        return changeManifest(folder, [](QJsonObject &manifest) {
            QJsonArray tables = manifest[QStringLiteral("tables")].toArray();
            QJsonObject table = tables[0].toObject();
            table[QStringLiteral("rows")] = 4;
            tables[0] = table;
            manifest[QStringLiteral("tables")] = tables;
        });
    }) << "analytics_fact.csv holds 5 rows";
}

void TestPortable::refusesADamagedFolder()
{
    using Damage = bool (*)(const QString &folder);
    QFETCH(Damage, damage);
    QFETCH(QString, said);
    UpkeepFixture fixture;
    fixture.fill();
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("out"));
    VERIFY_DONE(exportTo(fixture, target, FolderFormat::Csv));
    QVERIFY(damage(target));
    const QStringList before = UpkeepFixture::content(fixture.path());
    const auto read = importFrom(target, fixture.path());
    QVERIFY(!read);
    QVERIFY2((read.error().text + read.error().where).contains(said), qPrintable(read.error().text));
    QVERIFY(read.error().kind == core::ErrorKind::File || said == QLatin1String("newer version"));
    QCOMPARE(UpkeepFixture::content(fixture.path()), before);
    QVERIFY(!QFileInfo::exists(fixture.path() + QStringLiteral(".new")));
}

void TestPortable::migratesAnOlderFolder()
{
    QTemporaryDir folder;
    const QString old = folder.filePath(QStringLiteral("old.duckdb"));
    auto migrations = store::shippedMigrations();
    const int newest = migrations.back().number;
    migrations.resize(1);
    {
        auto connection = store::Connection::open(old, store::Limits::ofThisMachine());
        VERIFY_DONE(connection);
        VERIFY_DONE(store::migrate(**connection, migrations, old));
        VERIFY_DONE(
            (*connection)->script("insert into fetch_page values (7, 1, 2, 3, 0, 'r', 'c', '2026-01-01')"));
    }
    store::StopSign stop;
    const QString target = folder.filePath(QStringLiteral("out"));
    VERIFY_DONE(store::exportStore(old, {target, FolderFormat::Parquet, {}, {}}, stop));
    QCOMPARE(store::readManifest(target)->schema, 1);
    const QString copy = folder.filePath(QStringLiteral("copy/store.duckdb"));
    VERIFY_DONE(importFrom(target, copy));
    auto opened = store::Store::open(copy);
    VERIFY_DONE(opened);
    QCOMPARE((*opened)->size()->schema, newest);
    opened = nullptr;
    QVERIFY(UpkeepFixture::content(copy).filter(QStringLiteral("fetch_call: ")).size() == 1);
}

void TestPortable::replacesTheStoreThatIsThere()
{
    UpkeepFixture fixture;
    fixture.fill();
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("out"));
    VERIFY_DONE(exportTo(fixture, target, FolderFormat::Parquet));
    const QStringList before = UpkeepFixture::content(fixture.path());
    QVERIFY(fixture.reopen());
    VERIFY_DONE(fixture.store().forget(UpkeepFixture::gone()));
    VERIFY_DONE(fixture.store().whileClosed([&target](const QString &path) -> core::Result<void> {
        const auto read = importFrom(target, path);
        return read ? core::Result<void>() : core::fail(read.error());
    }));
    QCOMPARE(fixture.quantities(DataSet::Analytics).size(), 5);
    fixture.close();
    QCOMPARE(UpkeepFixture::content(fixture.path()), before);
}

SPENDGLASS_TEST_MAIN(TestPortable)
#include "tst_portable.moc"
