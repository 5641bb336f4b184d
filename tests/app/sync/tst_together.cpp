// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "support/testmain.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <csignal>

using namespace spendglass;
using core::DataSet;
using test::Account;
using test::Partner;

/// The window (a workspace in this process) and real command lines at the same store.
class TestTogether : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void asksWhileTheWindowIsOpen();
    void asksWhileAnotherSynchronises();
    void synchronisesWhileTheWindowIsOpen();
    void synchronisesInTheWindowWhileOthersAsk();
    void namesTheOneThatSynchronises();
    void namesAStoppedWindow();

private:
    struct Run
    {
        QProcess process;
        bool isOver() const { return process.state() == QProcess::NotRunning; }
    };
    std::unique_ptr<Run> start(const char *words) const;
    void compare(const char *question, Run &run, bool mayBePartial = false);
    bool hasEnded(const Run &run) const
    {
        return QTest::qWaitFor([&run] { return run.isOver(); }, patience); // this process lends meanwhile
    }
    QByteArray output(const char *words) const;

    static constexpr int patience = 60'000;
    std::unique_ptr<Partner> m_partner;
    QTemporaryDir m_dir;
    QString m_storePath;
    std::map<QByteArray, QByteArray> m_answers; ///< by question, of a whole store
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
    options.rowsPerDay = 100;
    options.today.reset(); // the program has the machine's clock
    return options;
}

const QByteArray slowly = R"([{"action": "delay", "delayMs": 50}])";

} // namespace

std::unique_ptr<TestTogether::Run> TestTogether::start(const char *words) const
{
    QStringList line{QStringLiteral("--profile"), m_dir.path()};
    line += QString::fromLatin1(words).split(u' ');
    if (line.at(2) == QLatin1String("sync"))
        line += {QStringLiteral("--access-token-file"), m_dir.filePath(QStringLiteral("token")),
                 QStringLiteral("--from"), core::dayText(m_partner->world().firstDay())};
    auto run = std::make_unique<Run>();
    run->process.start(QStringLiteral(SPENDGLASS_CLI), line);
    return run;
}

/// Of the program, when it ended well.
QByteArray TestTogether::output(const char *words) const
{
    const auto run = start(words);
    if (hasEnded(*run) && run->process.exitCode() == 0)
        return run->process.readAllStandardOutput();
    qWarning("%s", run->process.readAllStandardError().constData());
    return {};
}

void TestTogether::compare(const char *question, Run &run, bool mayBePartial)
{
    QVERIFY(hasEnded(run));
    const QByteArray error = run.process.readAllStandardError();
    QCOMPARE(run.process.exitStatus(), QProcess::NormalExit);
    if (mayBePartial && run.process.exitCode() == 3)
        return;
    QVERIFY2(run.process.exitCode() == 0, error.constData());
    QCOMPARE(run.process.readAllStandardOutput(), m_answers[question]);
}

void TestTogether::initTestCase()
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
    QVERIFY(!output("sync --json").isEmpty());
    for (const char *const question : questions) {
        m_answers[question] = output(question);
        QVERIFY(m_answers[question].count('\n') > 2);
    }
}

void TestTogether::init()
{
    QVERIFY(QDir(QFileInfo(m_storePath).path()).removeRecursively());
}

void TestTogether::cleanup()
{
    QVERIFY(m_partner->setFaults({}));
}

void TestTogether::asksWhileTheWindowIsOpen()
{
    QVERIFY(!output("sync --json").isEmpty());
    Account window(*m_partner, m_storePath);
    for (const char *const question : questions)
        compare(question, *start(question));
    std::vector<std::pair<const char *, std::unique_ptr<Run>>> runs;
    for (int i = 0; i < 10; ++i)
        runs.emplace_back(questions[i % 2], start(questions[i % 2]));
    for (const auto &[question, run] : runs)
        compare(question, *run);
    VERIFY_EQUAL(window, *m_partner);
}

void TestTogether::asksWhileAnotherSynchronises()
{
    QVERIFY(m_partner->setFaults(slowly));
    const auto sync = start("sync --json");
    int asked = 0;
    while (!sync->isOver()) {
        const char *const question = questions[++asked % 2];
        compare(question, *start(question), true);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(asked >= 2); // how often depends on the machine
    QCOMPARE(sync->process.exitCode(), 0);
    for (const char *const question : questions)
        QCOMPARE(output(question), m_answers[question]);
    Account window(*m_partner, m_storePath);
    VERIFY_EQUAL(window, *m_partner);
}

void TestTogether::synchronisesWhileTheWindowIsOpen()
{
    QVERIFY(m_partner->setFaults(slowly));
    Account window(*m_partner, m_storePath);
    QSignalSpy changed(&window.workspace(), &sync::Workspace::dataChanged);
    const auto sync = start("sync --json");
    query::Query count;
    count.dataSet = DataSet::Analytics;
    count.measures = {{query::Aggregate::Count, {}}};
    int asked = 0;
    qint64 records = 0;
    while (!sync->isOver()) {
        const auto answer = window.ask(count);
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().text));
        QVERIFY((*answer)->records >= records);
        records = (*answer)->records;
        ++asked;
    }
    QVERIFY(asked >= 2); // how often depends on the machine
    QCOMPARE(sync->process.exitCode(), 0);
    VERIFY_EQUAL(window, *m_partner);
    QTRY_VERIFY(!changed.isEmpty());
}

void TestTogether::synchronisesInTheWindowWhileOthersAsk()
{
    QVERIFY(m_partner->setFaults(slowly));
    std::vector<std::unique_ptr<Run>> runs;
    {
        sync::Workspace window(m_storePath, m_partner->connection(), std::make_shared<core::SystemClock>());
        QSignalSpy opened(&window, &sync::Workspace::opened);
        QVERIFY(opened.wait(patience));
        for (int i = 0; i < 10; ++i)
            runs.push_back(start(questions[i % 2]));
        QSignalSpy finished(&window, &sync::Workspace::syncFinished);
        sync::Request request;
        request.from = m_partner->world().firstDay();
        window.startSync(request);
        for (int i = 0; i < 10; ++i)
            compare(questions[i % 2], *runs[std::size_t(i)], true);
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), patience);
        VERIFY_COMPLETE(finished.first().first().value<sync::Report>());
    }
    for (const char *const question : questions)
        QCOMPARE(output(question), m_answers[question]);
    Account window(*m_partner, m_storePath);
    VERIFY_EQUAL(window, *m_partner);
}

void TestTogether::namesTheOneThatSynchronises()
{
    QVERIFY(m_partner->setFaults(slowly));
    const auto first = start("sync --json");
    QTRY_VERIFY(QFile::exists(m_storePath + QStringLiteral(".sync.lock")));
    const auto second = start("sync --json");
    QVERIFY(hasEnded(*second));
    QCOMPARE(second->process.exitCode(), 6);
    const QByteArray said = second->process.readAllStandardError();
    QVERIFY2(said.contains(QByteArray::number(first->process.processId())), said.constData());
    QVERIFY(hasEnded(*first));
    QCOMPARE(first->process.exitCode(), 0);
}

/// One that cannot lend is named, with its program; soon after it goes on all is well.
void TestTogether::namesAStoppedWindow()
{
    QVERIFY(m_partner->setFaults(slowly));
    const auto sync = start("sync --json");
    QTRY_VERIFY(QFile::exists(m_storePath + QStringLiteral(".lock")));
    const pid_t stopped = pid_t(sync->process.processId());
    ::kill(stopped, SIGSTOP);
    const auto asking = start(questions[0]);
    QVERIFY(hasEnded(*asking));
    const QByteArray said = asking->process.readAllStandardError();
    ::kill(stopped, SIGCONT);
    QCOMPARE(asking->process.exitCode(), 6);
    QVERIFY2(said.contains(QByteArray::number(stopped)) && said.contains("spendglass-cli)"),
             said.constData());
    QVERIFY(hasEnded(*sync));
    QCOMPARE(sync->process.exitCode(), 0);
    for (const char *const question : questions)
        QCOMPARE(output(question), m_answers[question]);
}

SPENDGLASS_TEST_MAIN(TestTogether)
#include "tst_together.moc"
