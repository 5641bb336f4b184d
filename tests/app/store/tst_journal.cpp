// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/duckdb.h"
#include "store/journal.h"
#include "store/migrations.h"
#include "support/testmain.h"

#include "storefixture.h"

#include <QRandomGenerator>

using namespace spendglass;
using core::DataSet;
using store::Journal;
using store::WindowRecord;
using store::WindowState;

/// The journal by itself: what it keeps in memory is what stands in the file.
class TestJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void remembersWhatTheFileSays_data();
    void remembersWhatTheFileSays();
    void readsNothingBeforeItIsAsked();
    void numbersWindowsOfBefore();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

namespace {

std::unique_ptr<store::Connection> opened(const QString &path)
{
    auto connection = store::Connection::open(path, store::Limits::ofThisMachine());
    if (!connection || !store::migrate(**connection, store::shippedMigrations(), path))
        return nullptr;
    return std::move(*connection);
}

QString textOf(const WindowRecord &window)
{
    const auto time = [](const auto &value) { return value ? core::instantText(*value) : QString(); };
    return QStringLiteral("%1 %2 %3 %4 %5 %6 %7 rows %8 pages %9")
               .arg(window.key.customerId, window.key.subscriptionId, core::dayText(window.key.days.from),
                    store::windowStateName(window.state), window.reason)
               .arg(window.isHourly)
               .arg(window.showDetails)
               .arg(window.rows)
               .arg(window.pages) +
           QStringLiteral(" left %1 has %2 to %3 done %4 loaded %5")
               .arg(window.quarantined)
               .arg(window.hasContent)
               .arg(window.fetchedTo ? core::dayText(*window.fetchedTo) : QString(), time(window.completedAt),
                    time(window.loadedAt));
}

/// A synchronisation made of dice: windows planned, fetched, given up, taken up again.
class Dice
{
public:
    Dice(Journal &journal, store::Connection &connection, quint32 seed)
        : m_journal(journal)
        , m_connection(connection)
        , m_random(seed)
    {}

    bool throwOne()
    {
        m_now += std::chrono::minutes(7);
        const int which = m_random.bounded(10);
        if (which == 0 || m_running.empty())
            return begin();
        return which < 6 ? append() : finish();
    }

private:
    bool begin()
    {
        WindowRecord window;
        window.key.dataSet = m_random.bounded(3) == 0 ? DataSet::Crest : DataSet::Utilization;
        window.key.customerId = QString::number(m_random.bounded(3));
        window.key.subscriptionId = QStringLiteral("s");
        const core::Day from = StoreFixture::day("2026-09-01") + std::chrono::days(30 * m_random.bounded(3));
        window.key.days = {from, from + std::chrono::days(30)};
        window.isHourly = m_random.bounded(2) == 0;
        window.showDetails = m_random.bounded(2) == 0;
        const auto fetch = m_journal.begin(window, m_now);
        if (!fetch)
            return false;
        std::erase_if(m_running, [&](const auto &one) { return one.second == window.key; });
        m_running.emplace_back(*fetch, window.key);
        return true;
    }
    bool append()
    {
        const auto &[fetch, key] = m_running[std::size_t(m_random.bounded(int(m_running.size())))];
        auto page = StoreFixture::page(++m_page);
        page.receivedAt = m_now;
        page.quarantined = m_random.bounded(4) == 0 ? m_random.bounded(5) : 0;
        const qint64 rows = m_random.bounded(100);
        auto transaction = store::Transaction::begin(m_connection);
        if (!transaction || !m_journal.enterPage(fetch, page, rows) || !transaction->commit())
            return false;
        m_journal.pageStored(fetch, page, rows);
        return true;
    }
    bool finish()
    {
        static constexpr std::array states{
            WindowState::Complete, WindowState::Complete,   WindowState::Failed, WindowState::Refused,
            WindowState::NotReady, WindowState::NotOffered, WindowState::Planned};
        const auto at = m_running.begin() + m_random.bounded(int(m_running.size()));
        const WindowState state = states[std::size_t(m_random.bounded(int(states.size())))];
        std::optional<core::CallRecord> failed;
        if (state == WindowState::Failed)
            failed = StoreFixture::page(1).call;
        const auto done = m_journal.finish(at->first, state, QStringLiteral("why"), m_now, failed);
        m_running.erase(at);
        return done.has_value();
    }

    Journal &m_journal;
    store::Connection &m_connection;
    QRandomGenerator m_random;
    std::vector<std::pair<store::FetchId, store::WindowKey>> m_running;
    core::Instant m_now = StoreFixture::now();
    int m_page = 0;
};

} // namespace

void TestJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("store.duckdb"));
}

void TestJournal::remembersWhatTheFileSays_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U, 4U, QRandomGenerator::global()->generate()})
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void TestJournal::remembersWhatTheFileSays()
{
    QFETCH(quint32, seed);
    const auto connection = opened(m_path);
    QVERIFY(connection);
    Journal journal(*connection);
    Dice dice(journal, *connection, seed);
    for (int turn = 0; turn < 60; ++turn) {
        QVERIFY(dice.throwOne());
        for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
            const auto remembered = journal.windows(dataSet);
            Journal other(*connection);
            const auto inTheFile = other.windows(dataSet);
            QVERIFY(remembered && inTheFile);
            QCOMPARE(remembered->size(), inTheFile->size());
            for (std::size_t i = 0; i < remembered->size(); ++i)
                QCOMPARE(textOf((*remembered)[i]), textOf((*inTheFile)[i]));
        }
    }
}

void TestJournal::readsNothingBeforeItIsAsked()
{
    const auto connection = opened(m_path);
    QVERIFY(connection);
    QVERIFY(
        connection->script("insert into fetch_call values (41, null, 0, 0, 'GET', '', 500, '', '', null, 0, "
                           "1, 0, timestamp '2026-10-05 11:00:00')"));
    Journal journal(*connection);
    const auto fetch = journal.begin(StoreFixture::window(DataSet::Analytics), StoreFixture::now());
    QVERIFY(fetch);
    QCOMPARE(*fetch, 42); // a number that no call has
    Journal second(*connection);
    QVERIFY(!second.finish(*fetch, WindowState::Complete, {}, StoreFixture::now(), {})); // it is not its own
    QVERIFY(journal.finish(*fetch, WindowState::Complete, {}, StoreFixture::now(), {}));
}

void TestJournal::numbersWindowsOfBefore()
{
    {
        auto raw = store::Connection::open(m_path, store::Limits::ofThisMachine());
        QVERIFY(raw);
        auto steps = store::shippedMigrations();
        steps.resize(2);
        QVERIFY(store::migrate(**raw, steps, m_path));
        for (const char *customer : {"a", "b"}) {
            const auto sql =
                QStringLiteral("insert into fetch_window values ('crest', '%1', 's', date '2026-09-01', "
                               "date '2026-10-01', 'planned', false, true, '', null, null, null, null)")
                    .arg(QLatin1String(customer));
            QVERIFY((*raw)->script(sql.toStdString()));
        }
    }
    const auto connection = opened(m_path);
    QVERIFY(connection);
    QVERIFY(connection->scalar("select count(distinct key) from fetch_window") == query::Value(qint64(2)));
    Journal journal(*connection);
    WindowRecord third;
    third.key = {DataSet::Crest,
                 QStringLiteral("c"),
                 QStringLiteral("s"),
                 {StoreFixture::day("2026-09-01"), StoreFixture::day("2026-10-01")}};
    QVERIFY(journal.plan(std::span(&third, 1)));
    QVERIFY(connection->scalar("select max(key) from fetch_window") == query::Value(qint64(3)));
}

SPENDGLASS_TEST_MAIN(TestJournal)
#include "tst_journal.moc"
