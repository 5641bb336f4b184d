// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"

#include "storeanswers.h"
#include "storefixture.h"

#include <QFile>
#include <QRandomGenerator>

#include <functional>

using namespace spendglass;
using core::DataSet;
using store::Store;
using store::WindowState;

/// A store whose file or write-ahead log has lost its end or has a bit turned over: it is refused, or each
/// thing that it answers is what it answered when some transaction had just ended, the same one for all.
class TestDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void givesNoWrongAnswer_data();
    void givesNoWrongAnswer();
    void goesOnAfterACutLog_data();
    void goesOnAfterACutLog();
    void cleanupTestCase();

private:
    void record() { m_history.push_back(answersOf(m_fixture.store(), between)); }
    QString placeInHistory(const StoreAnswers &found, std::size_t first, std::size_t &place) const;

    /// Between the readings of the month to date in the file and in the log.
    const core::Instant between = StoreFixture::now() + std::chrono::hours(12);
    StoreFixture m_fixture;
    QByteArray m_closed;      ///< the file after everything was written into it
    QByteArray m_file, m_log; ///< the file and its log as a kill leaves them
    std::size_t m_inFile = 0; ///< what the file alone says, in the history
    std::vector<StoreAnswers> m_history;
    std::map<QString, int> m_outcomes;
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

void writePage(StoreFixture &fixture, store::FetchId fetch, int number, const char *customer)
{
    std::vector<std::string> texts;
    for (int i = 0; i < 500; ++i)
        texts.push_back("/resources/" + std::to_string((number * 1009 + i) * 7919 % 100'003));
    std::vector<store::UsageFact> rows;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        store::UsageFact row = fixture.usage(customer, "0.1234567890123456789", "meter");
        row.resourceUri = texts[i];
        row.usageDay += std::chrono::days(i % 20);
        row.quantity = core::Decimal::fromUnits(core::Int128(number + 1) * core::Int128(i) *
                                                core::Int128(1'234'567'890'123'456'789));
        rows.push_back(row);
    }
    VERIFY_DONE(fixture.store().appendPage(fetch, fixture.page(number), rows));
}

void writeSpend(StoreFixture &fixture, store::FetchId fetch, const char *cost)
{
    store::SpendFact row;
    row.resourceId = "c1";
    row.resourceName = "Contoso";
    row.currency = row.currencyCode = "EUR";
    row.totalCost = fixture.decimal(cost);
    VERIFY_DONE(fixture.store().appendPage(fetch, fixture.page(1), std::vector{row}));
}

void begin(StoreFixture &fixture, DataSet dataSet, store::FetchId &fetch)
{
    const auto begun = fixture.store().beginFetch(fixture.window(dataSet), fixture.now());
    VERIFY_DONE(begun);
    fetch = *begun;
}

void finish(StoreFixture &fixture, store::FetchId fetch, int day)
{
    const core::Instant at = fixture.now() + std::chrono::days(day);
    VERIFY_DONE(fixture.store().finishFetch(fetch, WindowState::Complete, {}, at));
}

void writeCustomer(StoreFixture &fixture, const char *name)
{
    const std::vector<store::CustomerRecord> rows{{"c1", name, "contoso.example", "reseller"}};
    VERIFY_DONE(fixture.store().saveCustomers(rows));
}

void writeSubscription(StoreFixture &fixture, const char *name)
{
    const std::vector<store::SubscriptionRecord> rows{{"s1", "c1", name, "offer", "e1", "active", "legacy"}};
    VERIFY_DONE(fixture.store().saveSubscriptions(QStringLiteral("c1"), rows));
}

} // namespace

/// The same twice, first for the file, then for the log: pages of a window that is read again and replaced,
/// the month to date, the directory. Each step is one transaction.
void TestDamage::initTestCase()
{
    std::vector<std::function<void()>> steps;
    for (int day = 0; day < 2; ++day) {
        const char *const text = day == 0 ? "1204.10" : "1311.25";
        steps.push_back([this, text] { writeCustomer(m_fixture, text); });
        steps.push_back([this, text] { writeSubscription(m_fixture, text); });
        for (const auto dataSet : {DataSet::Spend, DataSet::Utilization, DataSet::Analytics}) {
            const auto fetch = std::make_shared<store::FetchId>(0);
            steps.push_back([this, dataSet, fetch] { begin(m_fixture, dataSet, *fetch); });
            if (dataSet == DataSet::Spend)
                steps.push_back([this, fetch, text] { writeSpend(m_fixture, *fetch, text); });
            for (int page = 0; dataSet != DataSet::Spend && page < 5; ++page)
                steps.push_back([this, fetch, page, text] { writePage(m_fixture, *fetch, page, text); });
            steps.push_back([this, fetch, day] { finish(m_fixture, *fetch, day); });
        }
    }
    record();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i]();
        if (QTest::currentTestFailed())
            return;
        record();
        QCOMPARE(unanswered(m_history.back()), QString());
        if (i + 1 != steps.size() / 2)
            continue;
        m_fixture.close();
        m_closed = contentOf(m_fixture.path());
        m_inFile = m_history.size() - 1;
        QVERIFY(m_fixture.reopen());
    }
    m_file = contentOf(m_fixture.path());
    m_log = contentOf(m_fixture.path() + QStringLiteral(".wal"));
    QVERIFY(m_closed.size() > 300'000);
    QVERIFY(m_log.size() > 300'000);
}

/// Empty when the answers are those of one moment of the history from first on, the earliest such is place;
/// else what contradicts the last.
QString TestDamage::placeInHistory(const StoreAnswers &found, std::size_t first, std::size_t &place) const
{
    QString why;
    for (place = first; place < m_history.size(); ++place) {
        why = contradiction(found, m_history[place]);
        if (why.isEmpty())
            break;
    }
    return why;
}

void TestDamage::givesNoWrongAnswer_data()
{
    QTest::addColumn<bool>("isLog");
    QTest::addColumn<qint64>("place");
    QTest::addColumn<int>("bit"); // -1: the end is cut off there
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (const bool isLog : {false, true}) {
        const QByteArray &whole = isLog ? m_log : m_closed;
        for (int i = 0; i < SPENDGLASS_DAMAGES; ++i) {
            const qint64 cut = random.bounded(int(whole.size()));
            QTest::addRow("%s cut at %lld", isLog ? "log" : "file", cut) << isLog << cut << -1;
            // Every fifth near the start, where headers are.
            const int end = i % 5 == 0 ? 3 * 4096 : int(whole.size());
            const qint64 place = random.bounded(end);
            const int bit = random.bounded(8);
            QTest::addRow("%s bit %d of %lld", isLog ? "log" : "file", bit, place) << isLog << place << bit;
        }
    }
}

void TestDamage::givesNoWrongAnswer()
{
    QFETCH(bool, isLog);
    QFETCH(qint64, place);
    QFETCH(int, bit);
    QByteArray damaged = isLog ? m_log : m_closed;
    if (bit < 0)
        damaged.truncate(place);
    else
        damaged[place] = char(damaged[place] ^ (1 << bit));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("store.duckdb"));
    write(path, isLog ? m_file : damaged);
    if (isLog)
        write(path + QStringLiteral(".wal"), damaged);
    const QString kind = (isLog ? QStringLiteral("log ") : QStringLiteral("file ")) +
                         (bit < 0 ? QStringLiteral("cut, ") : QStringLiteral("turned, "));
    const auto opened = Store::open(path);
    if (!opened) {
        QCOMPARE(opened.error().kind, core::ErrorKind::Storage);
        QVERIFY2(opened.error().text.contains(QLatin1String("damaged")), qPrintable(opened.error().text));
        ++m_outcomes[kind + QStringLiteral("refused")];
        return;
    }
    const StoreAnswers found = answersOf(**opened, between);
    std::size_t moment = 0;
    const QString wrong = placeInHistory(found, m_inFile, moment);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    if (!isLog)
        QCOMPARE(moment, m_inFile);
    if (!unanswered(found).isEmpty()) {
        QVERIFY2(unanswered(found).contains(QLatin1String("damaged")), qPrintable(unanswered(found)));
        ++m_outcomes[kind + QStringLiteral("answers in part")];
        return;
    }
    const bool isWhole = !isLog || moment + 1 == m_history.size();
    ++m_outcomes[kind + (isWhole ? QStringLiteral("answers as before") : QStringLiteral("an earlier state"))];
}

void TestDamage::goesOnAfterACutLog_data()
{
    QTest::addColumn<qint64>("place");
    for (const int part : {1, 2, 3, 5, 8, 9})
        QTest::addRow("%d tenths", part) << qint64(m_log.size()) * part / 10;
}

/// What is written after a log was cut is there when the store is opened again.
void TestDamage::goesOnAfterACutLog()
{
    QFETCH(qint64, place);
    StoreFixture fixture;
    fixture.close();
    write(fixture.path(), m_file);
    write(fixture.path() + QStringLiteral(".wal"), m_log.left(place));
    QVERIFY(fixture.reopen());
    store::FetchId fetch = 0;
    begin(fixture, DataSet::Spend, fetch);
    writeSpend(fixture, fetch, "77.7");
    finish(fixture, fetch, 2);
    const StoreAnswers before = answersOf(fixture.store(), between);
    QCOMPARE(unanswered(before), QString());
    const QByteArray file = contentOf(fixture.path());
    const QByteArray log = contentOf(fixture.path() + QStringLiteral(".wal"));
    fixture.close();
    write(fixture.path(), file); // as a kill leaves them
    write(fixture.path() + QStringLiteral(".wal"), log);
    QVERIFY(fixture.reopen());
    const StoreAnswers after = answersOf(fixture.store(), between);
    QCOMPARE(unanswered(after), QString());
    QCOMPARE(contradiction(after, before), QString());
}

void TestDamage::cleanupTestCase()
{
    for (const auto &[outcome, count] : m_outcomes)
        qInfo("%s: %d", qPrintable(outcome), count);
}

SPENDGLASS_TEST_MAIN(TestDamage)
#include "tst_damage.moc"
