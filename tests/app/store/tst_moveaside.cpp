// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storefault.h"
#include "store/duckdb.h"
#include "store/moveaside.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <QDir>
#include <QFile>

using namespace spendglass;
using store::Store;
namespace storeFaults = core::storeFaults;

/// Damaged stores are kept under another name, all others stay where they are.
class TestMoveAside : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void movesWhatIsDamaged_data();
    void movesWhatIsDamaged();
    void takesTheLogAlong();
    void movesOrReadsAFlippedStore_data();
    void movesOrReadsAFlippedStore();
    void overwritesNothing();
    void leavesASoundStore();
    void leavesANewerStore();
    void leavesAStoreInUse();
    void leavesNothing();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("store.duckdb")); }
    QString aside() const { return path() + QStringLiteral(".damaged-20261015T120000Z"); }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
};

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

struct Files
{
    QByteArray store, log;
};

/// Of a store with some pages, all in the file, or the last ones in its log.
Files filled(bool isClosed)
{
    StoreFixture fixture;
    const auto fetch = fixture.store().beginFetch(fixture.window(core::DataSet::Analytics), fixture.now());
    std::vector<std::string> names(3000);
    std::vector<store::UsageFact> rows;
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = "resource " + std::to_string(i * 7919);
        rows.push_back(fixture.usage("c1", "1.5"));
        rows.back().resourceUri = names[i];
    }
    for (int page = 1; page <= 5; ++page) {
        if (!fixture.store().appendPage(*fetch, fixture.page(page), rows))
            return {};
    }
    if (isClosed)
        fixture.close();
    return {contentOf(fixture.path()), contentOf(fixture.path() + QStringLiteral(".wal"))};
}

QByteArray flipped(QByteArray bytes, qsizetype place)
{
    bytes[place] = char(bytes[place] ^ 0x10);
    return bytes;
}

} // namespace

void TestMoveAside::movesWhatIsDamaged_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray whole = filled(true).store;
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray(20000, 'x');
    QTest::newRow("half of one") << whole.left(whole.size() / 2);
    QTest::newRow("another database") << QByteArray("SQLite format 3\0", 16) + QByteArray(5000, '\0');
}

void TestMoveAside::movesWhatIsDamaged()
{
    QFETCH(QByteArray, content);
    writeFile(path(), content);
    const auto refused = Store::open(path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().serverCode, QLatin1String(storeFaults::damaged));
    const auto moved = store::moveAside(path(), StoreFixture::now());
    VERIFY_DONE(moved);
    QCOMPARE(*moved, aside());
    QCOMPARE(contentOf(aside()), content);
    QVERIFY(!QFile::exists(path()));
    VERIFY_DONE(Store::open(path()));
}

void TestMoveAside::takesTheLogAlong()
{
    const Files files = filled(false);
    const QByteArray log = flipped(files.log, files.log.size() / 2);
    const QString logPath = path() + QStringLiteral(".wal");
    writeFile(path(), files.store);
    writeFile(logPath, log);
    const auto refused = Store::open(path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().serverCode, QLatin1String(storeFaults::damaged));
    VERIFY_DONE(store::moveAside(path(), StoreFixture::now()));
    QCOMPARE(contentOf(aside() + QStringLiteral(".wal")), log);
    QCOMPARE(contentOf(aside()), files.store);
    VERIFY_DONE(Store::open(path()));
}

void TestMoveAside::movesOrReadsAFlippedStore_data()
{
    QTest::addColumn<qsizetype>("place");
    const qsizetype size = filled(true).store.size();
    for (int part = 0; part < 24; ++part) {
        const qsizetype place = 12 + part * (size - 13) / 23;
        QTest::addRow("byte %d", int(place)) << place;
    }
}

void TestMoveAside::movesOrReadsAFlippedStore()
{
    QFETCH(qsizetype, place);
    static const Files whole = filled(true);
    writeFile(path(), flipped(whole.store, place));
    const auto moved = store::moveAside(path(), StoreFixture::now());
    if (moved) {
        QVERIFY(QFile::exists(aside()));
        return;
    }
    QVERIFY2(moved.error().serverCode == QLatin1String(storeFaults::sound), qPrintable(moved.error().text));
    auto opened = Store::open(path());
    VERIFY_DONE(opened);
    QCOMPARE((*opened)->windows()->at(0).rows, 15000);
}

void TestMoveAside::overwritesNothing()
{
    for (const char *const name : {"", "-2", "-3"}) {
        writeFile(path(), "x");
        const auto moved = store::moveAside(path(), StoreFixture::now());
        VERIFY_DONE(moved);
        QCOMPARE(*moved, aside() + QLatin1String(name));
    }
}

void TestMoveAside::leavesASoundStore()
{
    writeFile(path(), filled(true).store);
    const auto moved = store::moveAside(path(), StoreFixture::now());
    QVERIFY(!moved);
    QCOMPARE(moved.error().serverCode, QLatin1String(storeFaults::sound));
    QVERIFY(QFile::exists(path()) && !QFile::exists(aside()));
}

void TestMoveAside::leavesANewerStore()
{
    VERIFY_DONE(Store::open(path()));
    {
        auto raw = store::Connection::open(path(), store::Limits::ofThisMachine());
        VERIFY_DONE(raw);
        VERIFY_DONE((*raw)->script("insert into schema_version values (99, current_timestamp)"));
    }
    const auto moved = store::moveAside(path(), StoreFixture::now());
    QVERIFY(!moved);
    QCOMPARE(moved.error().serverCode, QLatin1String(storeFaults::newer));
    QVERIFY(QFile::exists(path()));
}

void TestMoveAside::leavesAStoreInUse()
{
    const auto opened = Store::open(path());
    VERIFY_DONE(opened);
    const auto moved = store::moveAside(path(), StoreFixture::now(), {});
    QVERIFY(!moved);
    QCOMPARE(moved.error().serverCode, QLatin1String(storeFaults::inUse));
    QVERIFY(QFile::exists(path()));
}

void TestMoveAside::leavesNothing()
{
    const auto moved = store::moveAside(path(), StoreFixture::now());
    QVERIFY(!moved);
    QCOMPARE(moved.error().serverCode, QLatin1String(storeFaults::absent));
}

SPENDGLASS_TEST_MAIN(TestMoveAside)
#include "tst_moveaside.moc"
