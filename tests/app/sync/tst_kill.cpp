// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "app/store/storeanswers.h"
#include "support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>

#include <sys/stat.h>

#include <algorithm>
#include <functional>

using namespace spendglass;
using test::Account;
using test::Partner;

/// The real program, killed while it synchronises over a bad line: what it had stored is whole and nothing
/// twice, and the next run ends row for row as if nothing had happened.
class TestKill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void isWholeAfterKills_data();
    void isWholeAfterKills();
    void cleanupTestCase();

private:
    /// A run of the program as it is seen from outside.
    struct Sight
    {
        qint64 time = 0;        ///< microseconds since it began
        qint64 log = 0;         ///< largest size of the write-ahead log so far
        qint64 checkpoint = -1; ///< microseconds since the log began to be written into the file; -1: not yet
    };
    /// When a run is killed.
    struct Moment
    {
        const char *name = nullptr;
        std::function<bool(const Sight &)> isNow;
        QByteArray faults; ///< besides those of the line, so that the run cannot end before
    };

    QStringList line(const char *words) const;
    QByteArray output(const char *words);
    Moment chooseMoment(QRandomGenerator &random);
    bool runAndKill(const Moment &moment);
    StoreAnswers answersOfACopy() const;
    QString brokenStore() const;

    static constexpr int patience = 60'000;
    std::unique_ptr<Partner> m_partner;
    QTemporaryDir m_dir;
    QString m_storePath;
    qint64 m_requests = 0; ///< of a whole run
    Sight m_sight;         ///< the last run's; at first that of a whole one
    Sight m_whole;
    StoreAnswers m_wanted; ///< of a run without faults
    std::map<QString, int> m_kills;
};

namespace {

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 4;
    options.days = 35;
    options.rowsPerDay = 100;
    options.today.reset(); // the program has the machine's clock
    return options;
}

/// What is wrong on the line while a run is to be killed; never so much that it must give up.
constexpr const char *badLine = R"(
    {"every": 9, "status": 503, "times": 2},
    {"path": "/utilizations", "action": "throttle", "retryAfter": "0", "times": 2},
    {"every": 7, "action": "cut", "bytes": 300, "times": 2},
    {"action": "delay", "delayMs": 8}])";

qint64 sizeOf(const QString &path)
{
    struct stat found = {};
    return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? qint64(found.st_size) : -1;
}

/// In nanoseconds, when it was written to last.
qint64 timeOf(const QString &path)
{
    struct stat found = {};
    return ::stat(QFile::encodeName(path).constData(), &found) == 0
               ? qint64(found.st_mtim.tv_sec) * 1'000'000'000 + found.st_mtim.tv_nsec
               : 0;
}

/// Each line of some as often in all; both sorted.
bool isPartOf(const QStringList &some, const QStringList &all)
{
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

} // namespace

QStringList TestKill::line(const char *words) const
{
    QStringList all{QStringLiteral("--profile"), m_dir.path()};
    all += QString::fromLatin1(words).split(u' ');
    if (all.at(2) == QLatin1String("sync"))
        all += {QStringLiteral("--access-token-file"), m_dir.filePath(QStringLiteral("token")),
                QStringLiteral("--from"), core::dayText(m_partner->world().firstDay())};
    return all;
}

/// Of the program, when it ended well.
QByteArray TestKill::output(const char *words)
{
    QProcess program;
    program.start(QStringLiteral(SPENDGLASS_CLI), line(words));
    const bool isOver = program.waitForFinished(patience);
    if (isOver && program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0)
        return program.readAllStandardOutput();
    qWarning("%s", program.readAllStandardError().constData());
    return {};
}

/// One run without faults gives the answers, and one on the bad line how long things take.
void TestKill::initTestCase()
{
    m_partner = std::make_unique<Partner>(world());
    const auto address = m_partner->address();
    QFile token(m_dir.filePath(QStringLiteral("token")));
    QVERIFY(token.open(QIODevice::WriteOnly) && token.write(address.token) > 0);
    token.close();
    const QString url = address.apiUrl.toString();
    const QString add = QStringLiteral("account add sample --cloud custom --api-url %1 --login-url %1 "
                                       "--crest-url %1 --resource %1 --tenant %2 --crest-cid %3 --json")
                            .arg(url, address.tenant, address.crestCid);
    QVERIFY(!output(add.toLatin1().constData()).isEmpty());
    const auto shown = QJsonDocument::fromJson(output("account show sample --json")).object();
    m_storePath = shown[QStringLiteral("store")].toString();
    QVERIFY(!m_storePath.isEmpty());
    QVERIFY(!output("sync --json").isEmpty());
    {
        Account account(*m_partner, m_storePath);
        VERIFY_EQUAL(account, *m_partner);
    }
    {
        auto store = store::Store::open(m_storePath);
        QVERIFY(store);
        m_wanted = answersOf(**store);
        QCOMPARE(unanswered(m_wanted), QString());
    }
    QVERIFY(QDir(QFileInfo(m_storePath).path()).removeRecursively());
    m_partner->forgetRequests();
    QVERIFY(!runAndKill({"never", [](const Sight &) { return false; }, {}}));
    m_requests = m_partner->requests();
    m_whole = m_sight;
    QVERIFY(m_requests > 10 && m_whole.log > 100'000 && m_whole.checkpoint > 0);
    qInfo("a run: %lld requests, %lld ms, a log of %lld bytes, checkpoint within %lld ms", m_requests,
          m_whole.time / 1000, m_whole.log, m_whole.checkpoint / 1000);
}

TestKill::Moment TestKill::chooseMoment(QRandomGenerator &random)
{
    const auto upTo = [&random](qint64 most) { return 1 + qint64(random.generateDouble() * double(most)); };
    switch (random.bounded(4)) {
    case 0: {
        const qint64 requests = upTo(m_requests - 1);
        const QByteArray next = QByteArray::number(requests + 1);
        return {"after so many requests",
                [this, requests](const Sight &) { return m_partner->requests() >= requests; },
                R"({"action": "hang", "nth": )" + next + "}, "};
    }
    case 1: {
        const qint64 time = upTo(m_whole.time);
        return {"at any time", [time](const Sight &seen) { return seen.time >= time; }, {}};
    }
    case 2: {
        const qint64 log = upTo(m_whole.log * 9 / 10);
        return {"while the log grows", [log](const Sight &seen) { return seen.log >= log; }, {}};
    }
    default: {
        const qint64 time = upTo(m_whole.checkpoint) - 1;
        return {"in the checkpoint", [time](const Sight &seen) { return seen.checkpoint >= time; }, {}};
    }
    }
}

/// Whether it came to the kill before the run ended by itself.
bool TestKill::runAndKill(const Moment &moment)
{
    m_partner->forgetRequests();
    if (!m_partner->setFaults("[" + moment.faults + badLine))
        return false;
    const QString logPath = m_storePath + QStringLiteral(".wal");
    qint64 written = timeOf(m_storePath);
    QProcess program;
    program.setStandardOutputFile(QProcess::nullDevice());
    program.start(QStringLiteral(SPENDGLASS_CLI), line("sync --json"));
    if (!program.waitForStarted())
        return false;
    QElapsedTimer sinceStart, sinceCheckpoint;
    sinceStart.start();
    m_sight = {};
    while (!program.waitForFinished(1) && sinceStart.elapsed() < patience) {
        m_sight.time = sinceStart.nsecsElapsed() / 1000;
        if (m_sight.log < 1)
            written = timeOf(m_storePath);
        m_sight.log = std::max(m_sight.log, sizeOf(logPath));
        if (!sinceCheckpoint.isValid() && m_sight.log > 0 && timeOf(m_storePath) != written)
            sinceCheckpoint.start();
        if (sinceCheckpoint.isValid())
            m_sight.checkpoint = sinceCheckpoint.nsecsElapsed() / 1000;
        if (moment.isNow(m_sight))
            break;
    }
    const bool isRunning = program.state() == QProcess::Running;
    program.kill();
    program.waitForFinished(patience);
    return isRunning && program.exitStatus() == QProcess::CrashExit;
}

/// So that the next run finds what the kill left, not what another opening made of it.
StoreAnswers TestKill::answersOfACopy() const
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/store.duckdb"));
    QDir().mkpath(QFileInfo(path).path());
    for (const QString &part : {QString(), QStringLiteral(".wal")})
        QFile::copy(m_storePath + part, path + part);
    auto store = store::Store::open(path);
    if (store)
        return answersOf(**store);
    return {{QStringLiteral("windows"), core::fail(store.error())}};
}

/// What a killed run has left is part of what a whole one brings, and windows that are called complete are.
QString TestKill::brokenStore() const
{
    const StoreAnswers found = answersOfACopy();
    if (const QString silent = unanswered(found); !silent.isEmpty())
        return silent;
    for (const auto &[question, answer] : found) {
        const QStringList &wanted = *m_wanted.at(question);
        if (question.endsWith(QLatin1String("records")) && !isPartOf(*answer, wanted))
            return question + QStringLiteral(": some that a whole run does not bring");
        if (question != QLatin1String("windows"))
            continue;
        const QStringList complete = answer->filter(QStringLiteral("|complete|"));
        if (!isPartOf(complete, wanted))
            return QStringLiteral("windows: called complete, but are not");
    }
    return {};
}

/// Several kills in a row, then a run that is left alone; every other time on a store that was whole before.
void TestKill::isWholeAfterKills_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("kills");
    QRandomGenerator seeds(QRandomGenerator::global()->generate());
    for (int done = 0, row = 0; done < SPENDGLASS_KILLS; ++row) {
        const int kills = std::min(1 + row % 4, SPENDGLASS_KILLS - done);
        const quint32 seed = seeds.generate();
        QTest::addRow("%d: %d kills, seed %u", row, kills, seed) << seed << kills;
        done += kills;
    }
}

void TestKill::isWholeAfterKills()
{
    QFETCH(quint32, seed);
    QFETCH(int, kills);
    QRandomGenerator random(seed);
    if (random.bounded(2) == 0)
        QVERIFY(QDir(QFileInfo(m_storePath).path()).removeRecursively());
    for (int tries = 0; kills > 0; ++tries) {
        QVERIFY(tries < 50);
        const Moment moment = chooseMoment(random);
        if (!runAndKill(moment))
            continue;
        --kills;
        ++m_kills[QString::fromLatin1(moment.name) +
                  (m_sight.checkpoint >= 0 ? QStringLiteral(", checkpoint begun") : QString())];
        const QString broken = brokenStore();
        QVERIFY2(broken.isEmpty(), qPrintable(QLatin1String(moment.name) + u' ' + broken));
    }
    QVERIFY(m_partner->setFaults({}));
    const auto report = QJsonDocument::fromJson(output("sync --json")).object();
    QVERIFY(report[QStringLiteral("complete")].toBool());
    const StoreAnswers found = answersOfACopy();
    QCOMPARE(unanswered(found), QString());
    QCOMPARE(contradiction(found, m_wanted), QString());
}

void TestKill::cleanupTestCase()
{
    for (const auto &[moment, count] : m_kills)
        qInfo("killed %s: %d", qPrintable(moment), count);
}

SPENDGLASS_TEST_MAIN(TestKill)
#include "tst_kill.moc"
