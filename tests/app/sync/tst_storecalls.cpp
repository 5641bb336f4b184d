// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "app/store/storeanswers.h"
#include "support/failingdatabase.h"
#include "support/testmain.h"

#include <QRandomGenerator>

using namespace spendglass;
using test::Account;
using test::Partner;

/// Each single call to the database fails once, while a store is opened, filled by a run, and asked: it is
/// said, nothing wrong is answered, and the next run ends as if nothing had happened.
class TestStoreCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup() { test::failDatabaseCall(0); }
    void opens_data();
    void opens();
    void synchronises_data();
    void synchronises();
    void synchronisesAgain_data();
    void synchronisesAgain();
    void answers();

private:
    void verifyRepaired(const QString &path);

    std::unique_ptr<Partner> m_partner;
    int m_callsToOpen = 0, m_callsToSync = 0, m_callsToSyncAgain = 0;
    StoreAnswers m_wanted; ///< after a run without faults
};

namespace {

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 2;
    options.days = 4;
    options.rowsPerDay = 10;
    return options;
}

QString planted()
{
    return QString::fromStdString(test::failedDatabaseCall());
}

/// One row for each call, or for some of them, another choice each time.
void addCalls(int count)
{
    QTest::addColumn<int>("nth");
    const int first = 1 + QRandomGenerator::global()->bounded(std::min(SPENDGLASS_CALL_STEP, count));
    for (int nth = first; nth <= count; nth += SPENDGLASS_CALL_STEP)
        QTest::addRow("call %d of %d", nth, count) << nth;
}

/// That the run says what happened.
QString silence(const sync::Report &report)
{
    if (report.isComplete())
        return QStringLiteral("called complete");
    if (report.error)
        return report.error->kind == core::ErrorKind::Storage ? QString() : report.error->text;
    const bool hasReason = std::any_of(report.lines.begin(), report.lines.end(), [](const sync::Line &line) {
        return !line.isComplete() && !line.reasons.isEmpty();
    });
    return hasReason ? QString() : QStringLiteral("incomplete without a reason");
}

} // namespace

void TestStoreCalls::initTestCase()
{
    m_partner = std::make_unique<Partner>(world());
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    test::failDatabaseCall(0);
    {
        auto store = store::Store::open(path);
        QVERIFY(store);
        m_callsToOpen = test::databaseCalls();
    }
    {
        Account account(*m_partner, path);
        test::failDatabaseCall(0);
        VERIFY_COMPLETE(account.sync());
        m_callsToSync = test::databaseCalls();
        test::failDatabaseCall(0);
        VERIFY_COMPLETE(account.sync());
        m_callsToSyncAgain = test::databaseCalls();
        VERIFY_EQUAL(account, *m_partner);
    }
    auto store = store::Store::open(path);
    QVERIFY(store);
    m_wanted = answersOf(**store);
    QCOMPARE(unanswered(m_wanted), QString());
    QVERIFY(m_callsToOpen > 10 && m_callsToSync > 100 && m_callsToSyncAgain > 100);
    qInfo("%d calls to open, %d to synchronise, %d to do so again", m_callsToOpen, m_callsToSync,
          m_callsToSyncAgain);
}

void TestStoreCalls::opens_data()
{
    addCalls(m_callsToOpen);
}

void TestStoreCalls::opens()
{
    QFETCH(int, nth);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    test::failDatabaseCall(nth);
    const auto failed = store::Store::open(path);
    QVERIFY2(!failed, qPrintable(planted()));
    QCOMPARE(failed.error().kind, core::ErrorKind::Storage);
    QVERIFY(!failed.error().text.isEmpty());
    test::failDatabaseCall(0);
    const auto opened = store::Store::open(path);
    QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().text));
    QCOMPARE(unanswered(answersOf(**opened)), QString());
}

void TestStoreCalls::verifyRepaired(const QString &path)
{
    test::failDatabaseCall(0);
    {
        Account account(*m_partner, path);
        VERIFY_COMPLETE(account.sync());
        VERIFY_EQUAL(account, *m_partner);
    }
    auto store = store::Store::open(path);
    QVERIFY(store);
    const StoreAnswers found = answersOf(**store);
    QCOMPARE(unanswered(found), QString());
    QCOMPARE(contradiction(found, m_wanted), QString());
}

void TestStoreCalls::synchronises_data()
{
    addCalls(m_callsToSync);
}

void TestStoreCalls::synchronises()
{
    QFETCH(int, nth);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    {
        Account account(*m_partner, path);
        test::failDatabaseCall(nth);
        const sync::Report report = account.sync();
        QVERIFY(!planted().isEmpty());
        QVERIFY2(silence(report).isEmpty(), qPrintable(planted() + u' ' + silence(report)));
    }
    verifyRepaired(path);
}

void TestStoreCalls::synchronisesAgain_data()
{
    addCalls(m_callsToSyncAgain);
}

/// Rows are there and are replaced.
void TestStoreCalls::synchronisesAgain()
{
    QFETCH(int, nth);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    {
        Account account(*m_partner, path);
        VERIFY_COMPLETE(account.sync());
        test::failDatabaseCall(nth);
        const sync::Report report = account.sync();
        QVERIFY(!planted().isEmpty());
        QVERIFY2(silence(report).isEmpty(), qPrintable(planted() + u' ' + silence(report)));
        test::failDatabaseCall(0);
        VERIFY_EQUAL(account, *m_partner); // the old rows, or the new ones
    }
    verifyRepaired(path);
}

/// A question is answered right or not at all.
void TestStoreCalls::answers()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    {
        Account account(*m_partner, path);
        VERIFY_COMPLETE(account.sync());
    }
    auto store = store::Store::open(path);
    QVERIFY(store);
    int nth = 0;
    QString failed;
    do {
        test::failDatabaseCall(++nth);
        const StoreAnswers found = answersOf(**store);
        failed = planted();
        QCOMPARE(unanswered(found).isEmpty(), failed.isEmpty());
        QVERIFY2(contradiction(found, m_wanted).isEmpty(), qPrintable(failed));
    } while (!failed.isEmpty());
    QVERIFY(nth > 40);
}

SPENDGLASS_TEST_MAIN(TestStoreCalls)
#include "tst_storecalls.moc"
