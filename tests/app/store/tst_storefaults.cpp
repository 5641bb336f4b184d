// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/migrations.h"
#include "support/testmain.h"

#include "storeanswers.h"
#include "storefixture.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace spendglass;
using core::DataSet;
using store::Store;

/// Faults around the file while it is closed, spilled, brought to a newer form, or has another's log.
class TestStoreFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsAllWhenTheDiskIsFullAtTheEnd();
    void refusesTheLogOfAnotherStore();
    void refusesTheLogOfAnEarlierLife();
    void spillsBesideTheFileAlone();
    void isAsBeforeAfterAKilledMigration();
};

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QString logOf(const QString &path)
{
    return path + QStringLiteral(".wal");
}

void fill(StoreFixture &fixture, const char *customer, int pages)
{
    const auto fetch =
        fixture.store().beginFetch(fixture.window(DataSet::Analytics, customer), fixture.now());
    VERIFY_DONE(fetch);
    std::vector<std::string> names;
    for (int i = 0; i < 2000; ++i)
        names.push_back(std::string(customer) + " meter of a name that takes room " + std::to_string(i));
    for (int page = 1; page <= pages; ++page) {
        std::vector<store::UsageFact> rows;
        for (const std::string &name : names)
            rows.push_back(fixture.usage(customer, "0.25", name.c_str()));
        VERIFY_DONE(fixture.store().appendPage(*fetch, fixture.page(page), rows));
    }
    VERIFY_DONE(fixture.store().finishFetch(*fetch, store::WindowState::Complete, {}, fixture.now()));
}

/// Of all below the folder, of everybody but the owner.
QStringList openToOthers(const QString &folder)
{
    QStringList found;
    QDirIterator walk(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        struct stat info = {};
        const QString path = walk.next();
        if (::stat(QFile::encodeName(path).constData(), &info) == 0 && (info.st_mode & 0077) != 0)
            found.append(walk.fileName());
    }
    return found;
}

} // namespace

/// Closing writes the log into the file; where that cannot be, the log stays and is read at the next start.
void TestStoreFaults::keepsAllWhenTheDiskIsFullAtTheEnd()
{
    StoreFixture fixture;
    fill(fixture, "c1", 3);
    QVERIFY(fixture.reopen());
    fill(fixture, "c2", 10);
    const StoreAnswers before = answersOf(fixture.store());
    QCOMPARE(unanswered(before), QString());
    const auto handler = std::signal(SIGXFSZ, SIG_IGN); // so that a write answers EFBIG
    rlimit usual = {};
    ::getrlimit(RLIMIT_FSIZE, &usual);
    const rlimit small{rlim_t(QFile(fixture.path()).size()) + 4096, usual.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    fixture.close();
    ::setrlimit(RLIMIT_FSIZE, &usual);
    std::signal(SIGXFSZ, handler);
    QVERIFY(QFile::exists(logOf(fixture.path())));
    QVERIFY(fixture.reopen());
    const StoreAnswers after = answersOf(fixture.store());
    QCOMPARE(unanswered(after), QString());
    QCOMPARE(contradiction(after, before), QString());
}

void TestStoreFaults::refusesTheLogOfAnotherStore()
{
    StoreFixture mine, other;
    fill(mine, "c1", 1);
    fill(other, "c2", 1);
    const QByteArray log = contentOf(logOf(other.path()));
    QVERIFY(log.size() > 1000);
    mine.close();
    QVERIFY(!QFile::exists(logOf(mine.path())));
    const QByteArray file = contentOf(mine.path());
    write(logOf(mine.path()), log);
    const auto opened = Store::open(mine.path());
    QVERIFY(!opened);
    QVERIFY2(opened.error().text.contains(QLatin1String("damaged")), qPrintable(opened.error().text));
    QCOMPARE(contentOf(mine.path()), file);
    QCOMPARE(contentOf(logOf(mine.path())), log);
}

/// A log that was written into the file already, as when a folder is put back from two backups.
void TestStoreFaults::refusesTheLogOfAnEarlierLife()
{
    StoreFixture fixture;
    fill(fixture, "c1", 1);
    const QByteArray log = contentOf(logOf(fixture.path()));
    QVERIFY(log.size() > 1000);
    QVERIFY(fixture.reopen());
    const StoreAnswers before = answersOf(fixture.store());
    fixture.close();
    write(logOf(fixture.path()), log);
    const auto opened = Store::open(fixture.path());
    if (!opened) {
        QVERIFY2(opened.error().text.contains(QLatin1String("damaged")), qPrintable(opened.error().text));
        return;
    }
    QCOMPARE(contradiction(answersOf(**opened), before), QString());
}

/// What does not fit into memory lies below the store's folder, which is closed to others, and goes again.
void TestStoreFaults::spillsBesideTheFileAlone()
{
    StoreFixture fixture;
    fixture.close();
    const QString folder = QFileInfo(fixture.path()).absolutePath();
    const QString spill = fixture.path() + QStringLiteral(".tmp");
    {
        auto raw = store::Connection::open(fixture.path(), {64 * 1024 * 1024, 1});
        VERIFY_DONE(raw);
        bool wasThere = false;
        VERIFY_DONE(
            (*raw)->run("select hash(i) as h, repeat('x', 40) from range(2000000) as r(i) order by h", {},
                        [&](const store::RowView &) { wasThere = wasThere || QFile::exists(spill); }));
        QVERIFY(wasThere);
    }
    QVERIFY(!QFile::exists(spill));
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(folder).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0700);
    QVERIFY(fixture.reopen());
    QCOMPARE(openToOthers(folder), QStringList());
}

void TestStoreFaults::isAsBeforeAfterAKilledMigration()
{
    StoreFixture fixture;
    fill(fixture, "c1", 1);
    const StoreAnswers before = answersOf(fixture.store());
    fixture.close();
    QProcess child;
    child.start(QStringLiteral(SPENDGLASS_STORE_CHILD), {QStringLiteral("migrate"), fixture.path()});
    QVERIFY(child.waitForReadyRead(20000));
    QCOMPARE(child.readLine(), QByteArray("migrating\n"));
    QVERIFY(!child.waitForFinished(200)); // its step takes many times as long
    child.kill();
    QVERIFY(child.waitForFinished(20000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QVERIFY(fixture.reopen());
    const StoreAnswers after = answersOf(fixture.store());
    QCOMPARE(unanswered(after), QString());
    QCOMPARE(contradiction(after, before), QString());
    fixture.close();
    auto raw = store::Connection::open(fixture.path(), store::Limits::ofThisMachine());
    VERIFY_DONE(raw);
    const auto version = qint64(store::shippedMigrations().back().number);
    QVERIFY((*raw)->scalar("select cast(max(version) as bigint) from schema_version") ==
            query::Value(version));
    QVERIFY((*raw)->scalar("select count(*) from information_schema.tables where table_name = 'half'") ==
            query::Value(qint64(0)));
}

SPENDGLASS_TEST_MAIN(TestStoreFaults)
#include "tst_storefaults.moc"
