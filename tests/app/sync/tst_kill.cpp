// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "support/testmain.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>

using namespace spendglass;
using core::DataSet;
using test::Account;
using test::Partner;

/// The real program, killed while it synchronises: what it had stored is whole, and the next run ends as if
/// nothing had happened.
class TestKill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void isWholeAfterAKill_data();
    void isWholeAfterAKill();
    void isWholeAfterManyKills();

private:
    QStringList line(const char *words) const;
    QByteArray output(const char *words);
    bool killAfter(qint64 requests);
    void finishAndCompare();

    static constexpr int patience = 60'000;
    std::unique_ptr<Partner> m_partner;
    QTemporaryDir m_dir;
    QString m_storePath;
    qint64 m_requests = 0;                      ///< of a whole run
    std::map<QByteArray, QByteArray> m_answers; ///< by question, of a run without faults
};

namespace {

constexpr const char *questions[]{
    "query --data-set analytics --rows customerName,meterCategory --format csv",
    "query --data-set utilization --rows customerName,usageDate --format csv",
};

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 4;
    options.days = 35;
    options.rowsPerDay = 150;
    options.today.reset(); // the program has the machine's clock
    return options;
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
    m_requests = m_partner->requests();
    QVERIFY(m_requests > 10);
    for (const char *const question : questions) {
        m_answers[question] = output(question);
        QVERIFY(m_answers[question].count('\n') > 2);
    }
    Account account(*m_partner, m_storePath);
    VERIFY_EQUAL(account, *m_partner);
}

/// Each test begins without a store.
void TestKill::init()
{
    QVERIFY(QDir(QFileInfo(m_storePath).path()).removeRecursively());
}

/// Kills a run as soon as the service has got so many requests of it; false when it ended before. One of
/// the next is never answered, so that it cannot end.
bool TestKill::killAfter(qint64 requests)
{
    m_partner->forgetRequests();
    const QByteArray last = QByteArray::number(requests + 1);
    if (!m_partner->setFaults(R"([{"action": "hang", "nth": )" + last +
                              R"(}, {"action": "delay", "delayMs": 15}])"))
        return false;
    QProcess program;
    program.start(QStringLiteral(SPENDGLASS_CLI), line("sync --json"));
    if (!program.waitForStarted())
        return false;
    const QDeadlineTimer deadline(patience);
    while (m_partner->requests() < requests && !deadline.hasExpired() && !program.waitForFinished(0)) {
    }
    const bool isRunning = program.state() == QProcess::Running;
    program.kill();
    program.waitForFinished(patience);
    return isRunning;
}

void TestKill::finishAndCompare()
{
    QVERIFY(m_partner->setFaults({}));
    const auto report = QJsonDocument::fromJson(output("sync --json")).object();
    QVERIFY(report[QStringLiteral("complete")].toBool());
    for (const char *const question : questions)
        QCOMPARE(output(question), m_answers[question]);
    Account account(*m_partner, m_storePath);
    VERIFY_EQUAL(account, *m_partner); // counts of rows too
}

void TestKill::isWholeAfterAKill_data()
{
    QTest::addColumn<qint64>("requests");
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 10; ++round) {
        const qint64 requests = random.bounded(1, int(m_requests));
        QTest::addRow("%d, after %d of %d requests", round, int(requests), int(m_requests)) << requests;
    }
}

void TestKill::isWholeAfterAKill()
{
    QFETCH(qint64, requests);
    QVERIFY(killAfter(requests));
    finishAndCompare();
}

void TestKill::isWholeAfterManyKills()
{
    for (const qint64 requests : {m_requests / 2, m_requests / 3, m_requests / 4, qint64(5)})
        QVERIFY(killAfter(requests));
    finishAndCompare();
}

SPENDGLASS_TEST_MAIN(TestKill)
#include "tst_kill.moc"
