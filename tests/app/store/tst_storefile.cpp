// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/appender.h"
#include "store/duckdb.h"
#include "store/migrations.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

using namespace spendglass;
using store::Store;

/// The file itself: making, refusing, locking, rights, schema, full disks.
class TestStoreFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makesMissingFoldersForTheOwnerOnly();
    void takesOddNames_data();
    void takesOddNames();
    void refusesWhatIsNotAStore_data();
    void refusesWhatIsNotAStore();
    void refusesATruncatedStore();
    void refusesAForeignDatabase();
    void refusesANewerStore();
    void undoesAMigrationThatFails();
    void refusesAFolderThatIsNotWritable();
    void refusesASecondOpening();
    void namesTheProcessThatHoldsTheStore_data();
    void namesTheProcessThatHoldsTheStore();
    void locksItsOptions_data();
    void locksItsOptions();
    void saysEachTimeThatItHasStopped();
    void survivesAFullDisk_data();
    void survivesAFullDisk();
};

static int rightsOf(const QString &path)
{
    struct stat found = {};
    return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? int(found.st_mode & 0777) : -1;
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

static core::Result<void> rawScript(const QString &path, const std::string &sql)
{
    auto raw = store::Connection::open(path, store::Limits::ofThisMachine());
    return raw ? (*raw)->script(sql) : core::fail(raw.error());
}

void TestStoreFile::makesMissingFoldersForTheOwnerOnly()
{
    const mode_t before = ::umask(022);
    StoreFixture fixture;
    auto fetch = fixture.store().beginFetch(fixture.window(core::DataSet::Analytics), fixture.now());
    VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(1), std::vector{fixture.usage("c1", "1")}));
    ::umask(before);
    QCOMPARE(rightsOf(QFileInfo(fixture.path()).absolutePath()), 0700);
    QCOMPARE(rightsOf(fixture.path()), 0600);
    QCOMPARE(rightsOf(fixture.path() + QStringLiteral(".wal")), 0600);
    QCOMPARE(rightsOf(fixture.path() + QStringLiteral(".lock")), 0600);
}

void TestStoreFile::takesOddNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("blank") << QStringLiteral("a b");
    QTest::newRow("quotes") << QStringLiteral("it's \"x\"");
    QTest::newRow("percent") << QStringLiteral("100%20 %s");
    QTest::newRow("unicode") << QString::fromUtf8("日本 שלום");
    QTest::newRow("semicolon") << QStringLiteral("a';drop--");
}

void TestStoreFile::takesOddNames()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const QString path = folder.filePath(name + QStringLiteral("/") + name + QStringLiteral(".duckdb"));
    VERIFY_DONE(Store::open(path));
    QVERIFY(QFileInfo::exists(path));
    VERIFY_DONE(Store::open(path));
}

void TestStoreFile::refusesWhatIsNotAStore_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("x");
    QTest::newRow("text") << QByteArray(20000, 'x');
    QTest::newRow("mark only") << QByteArray("12345678DUCK");
    QTest::newRow("mark and noise") << QByteArray("12345678DUCK") + QByteArray(20000, '\x5a');
    QTest::newRow("another database") << QByteArray("SQLite format 3\0", 16) + QByteArray(5000, '\0');
}

void TestStoreFile::refusesWhatIsNotAStore()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("store.duckdb"));
    writeFile(path, content);
    const auto opened = Store::open(path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, core::ErrorKind::Storage);
    QVERIFY2(opened.error().text.contains(QLatin1String("damaged")), qPrintable(opened.error().text));
    QCOMPARE(contentOf(path), content);
}

void TestStoreFile::refusesATruncatedStore()
{
    StoreFixture fixture;
    fixture.close();
    const QByteArray whole = contentOf(fixture.path());
    QVERIFY(whole.size() > 16384);
    const QByteArray cut = whole.left(whole.size() / 2);
    writeFile(fixture.path(), cut);
    const auto opened = Store::open(fixture.path());
    QVERIFY(!opened);
    QVERIFY2(opened.error().text.contains(QLatin1String("damaged")), qPrintable(opened.error().text));
    QCOMPARE(contentOf(fixture.path()), cut);
}

void TestStoreFile::refusesAForeignDatabase()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("store.duckdb"));
    VERIFY_DONE(rawScript(path, "create table theirs (a integer)"));
    const QByteArray content = contentOf(path);
    const auto opened = Store::open(path);
    QVERIFY(!opened);
    QVERIFY2(opened.error().text.contains(QLatin1String("not a store")), qPrintable(opened.error().text));
    QCOMPARE(contentOf(path), content);
}

void TestStoreFile::refusesANewerStore()
{
    StoreFixture fixture;
    fixture.close();
    VERIFY_DONE(rawScript(fixture.path(), "insert into schema_version values (7, current_timestamp)"));
    const QByteArray content = contentOf(fixture.path());
    const auto opened = Store::open(fixture.path());
    QVERIFY(!opened);
    const QString newest = QString::number(store::shippedMigrations().back().number);
    QCOMPARE(
        opened.error().text,
        QStringLiteral("The store was made by a newer version of Spendglass (schema 7, this one knows %1).")
            .arg(newest));
    QCOMPARE(contentOf(fixture.path()), content);
}

void TestStoreFile::undoesAMigrationThatFails()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("store.duckdb"));
    auto raw = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    std::vector<store::Migration> steps{{1, "create table a (x integer)"},
                                        {2, "create table b (x integer); insert into nowhere values (1)"}};
    const auto done = store::migrate(**raw, steps, path);
    QVERIFY(!done);
    QCOMPARE(done.error().where, QStringLiteral("migration 2"));
    const char *tables = "select count(*) from information_schema.tables where table_name in ('a', 'b')";
    QVERIFY((*raw)->scalar(tables) == query::Value(qint64(1)));
    steps[1].sql = "create table b (x integer)";
    VERIFY_DONE(store::migrate(**raw, steps, path));
    VERIFY_DONE(store::migrate(**raw, steps, path));
    QVERIFY((*raw)->scalar(tables) == query::Value(qint64(2)));
    QVERIFY((*raw)->scalar("select count(*) from schema_version") == query::Value(qint64(2)));
}

void TestStoreFile::refusesAFolderThatIsNotWritable()
{
    // As root nothing is unwritable but what is no folder or not a real disk.
    const QString path = ::geteuid() == 0 ? QStringLiteral("/proc/spendglass/store.duckdb")
                                          : QStringLiteral("/usr/spendglass/store.duckdb");
    const auto opened = Store::open(path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, core::ErrorKind::Storage);
    QVERIFY2(opened.error().text.contains(QLatin1String("folder")), qPrintable(opened.error().text));

    const QTemporaryDir folder;
    writeFile(folder.filePath(QStringLiteral("file")), "x");
    const auto below = Store::open(folder.filePath(QStringLiteral("file/store.duckdb")));
    QVERIFY(!below);
    QVERIFY2(below.error().text.contains(QLatin1String("folder")), qPrintable(below.error().text));
}

void TestStoreFile::refusesASecondOpening()
{
    StoreFixture fixture;
    const auto second = Store::open(fixture.path());
    QVERIFY(!second);
    QVERIFY2(second.error().text.contains(QString::number(::getpid())), qPrintable(second.error().text));
    fixture.close();
    VERIFY_DONE(Store::open(fixture.path()));
}

void TestStoreFile::namesTheProcessThatHoldsTheStore_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("our program") << QStringLiteral("hold");
    QTest::newRow("another tool") << QStringLiteral("hold-raw");
}

void TestStoreFile::namesTheProcessThatHoldsTheStore()
{
    QFETCH(QString, mode);
    StoreFixture fixture;
    fixture.close();
    QProcess child;
    child.start(QStringLiteral(SPENDGLASS_STORE_CHILD), {mode, fixture.path()});
    QVERIFY(child.waitForReadyRead(20000));
    QCOMPARE(child.readLine(), QByteArray("open\n"));
    const auto opened = Store::open(fixture.path());
    QVERIFY(!opened);
    const QString wanted = QStringLiteral("in use by process %1").arg(child.processId());
    QVERIFY2(opened.error().text.contains(wanted), qPrintable(opened.error().text));
    // Killed, not closed: what it held is free again.
    child.kill();
    QVERIFY(child.waitForFinished(20000));
    VERIFY_DONE(Store::open(fixture.path()));
}

void TestStoreFile::locksItsOptions_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("read csv") << QByteArray("select * from read_csv('/etc/passwd')");
    QTest::newRow("read text") << QByteArray("select * from read_text('/etc/passwd')");
    QTest::newRow("file as table") << QByteArray("select * from '/etc/passwd.csv'");
    QTest::newRow("copy") << QByteArray("copy (select 1) to '/tmp/spendglass-copy.csv'");
    QTest::newRow("attach") << QByteArray("attach '/tmp/spendglass-other.duckdb' as other");
    QTest::newRow("install") << QByteArray("install httpfs");
    QTest::newRow("load") << QByteArray("load httpfs");
    QTest::newRow("set") << QByteArray("set enable_external_access = true");
    QTest::newRow("threads") << QByteArray("set threads = 1");
    QTest::newRow("unlock") << QByteArray("set lock_configuration = false");
}

void TestStoreFile::locksItsOptions()
{
    QFETCH(QByteArray, sql);
    const QTemporaryDir folder;
    auto raw =
        store::Connection::open(folder.filePath(QStringLiteral("x.duckdb")), store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    const auto done = (*raw)->script(sql.toStdString());
    QVERIFY(!done);
    QCOMPARE(done.error().kind, core::ErrorKind::Storage);
    QVERIFY((*raw)->scalar("select 41 + 1") == query::Value(qint64(42)));
    const char *options =
        "select count(*) from duckdb_settings() where (name, value) in "
        "(('autoinstall_known_extensions', 'false'), ('autoload_known_extensions', 'false'), "
        "('enable_external_access', 'false'), ('lock_configuration', 'true'), "
        "('dynamic_or_filter_threshold', '1000'))";
    QVERIFY((*raw)->scalar(options) == query::Value(qint64(5)));
}

namespace {

/// While it lives no file of this process can grow past so many bytes.
class SmallFiles
{
public:
    explicit SmallFiles(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN)) // so that a write answers EFBIG
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    SmallFiles(const SmallFiles &) = delete;
    SmallFiles &operator=(const SmallFiles &) = delete;

private:
    rlimit m_before = {};
    void (*m_handler)(int);
};

} // namespace

void TestStoreFile::saysEachTimeThatItHasStopped()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.duckdb"));
    auto raw = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    VERIFY_DONE((*raw)->script("create table t as select hash(i) as h from range(300000) as r(i)"));
    {
        const SmallFiles small(1'000'000);
        const auto first = (*raw)->script("checkpoint");
        QVERIFY(!first);
        QVERIFY2(first.error().text.contains(QLatin1String("The disk is full")),
                 qPrintable(first.error().text));
    }
    // There is room again, but the database has stopped: nothing may look as if it worked.
    const std::vector<core::Result<void>> later{
        (*raw)->script("insert into t values (1)"),
        (*raw)->run("select count(*) from t"),
        (*raw)->scalar("select 1").map([](const query::Value &) {}),
        store::Transaction::begin(**raw).map([](const store::Transaction &) {}),
        store::Appender::open(**raw, "t").map([](const auto &) {}),
    };
    for (const core::Result<void> &each : later) {
        QVERIFY(!each);
        QCOMPARE(each.error().kind, core::ErrorKind::Storage);
        const QString &text = each.error().text;
        QVERIFY2(text.startsWith(QLatin1String("The store stopped after a fault and must be opened again")) &&
                     text.contains(QLatin1String("The disk is full")),
                 qPrintable(text));
    }
    raw->reset();
    raw = store::Connection::open(path, store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    QVERIFY((*raw)->scalar("select count(*) from t") == query::Value(qint64(300000)));
}

void TestStoreFile::survivesAFullDisk_data()
{
    QTest::addColumn<bool>("isDisk");
    QTest::newRow("no file may grow") << false;
    QTest::newRow("a small disk; needs root") << true;
}

void TestStoreFile::survivesAFullDisk()
{
    QFETCH(bool, isDisk);
    const QTemporaryDir folder;
    const QByteArray mountPoint = QFile::encodeName(folder.path());
    if (isDisk && ::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=6m") != 0)
        QSKIP("a small file system cannot be mounted here");
    const QString path = folder.filePath(QStringLiteral("store/store.duckdb"));
    QProcess child;
    child.start(QStringLiteral(SPENDGLASS_STORE_CHILD),
                {QStringLiteral("fill"), path, isDisk ? QStringLiteral("0") : QStringLiteral("4000000")});
    const bool hasEnded = child.waitForFinished(60000);
    const int acknowledged = child.readLine().trimmed().toInt();
    const QByteArray error = child.readAll();
    qint64 rows = -1, pages = -1;
    if (auto opened = Store::open(path)) {
        const auto windows = (*opened)->windows();
        rows = windows->at(0).rows;
        pages = windows->at(0).pages;
    } else {
        qWarning("%s", qPrintable(opened.error().text));
    }
    if (isDisk)
        ::umount(mountPoint.constData());
    QVERIFY(hasEnded);
    QVERIFY2(error.contains("The disk is full"), error.constData());
    QVERIFY2(acknowledged > 2, error.constData());
    QCOMPARE(pages, acknowledged);
    QCOMPARE(rows, acknowledged * 2000);
}

SPENDGLASS_TEST_MAIN(TestStoreFile)
#include "tst_storefile.moc"
