// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/client.h"
#include "canary.h"
#include "program.h"
#include "storetext.h"
#include "support/testmain.h"

#include <QUuid>

#include <csignal>

using namespace spendglass;

namespace {

/// How the sample services begin what nobody else may see, and how the tokens of this test do.
const QByteArrayList secrets{"sandbox.", "refresh.", "code.", "device.", "supplied."};

sandbox::Options options()
{
    sandbox::Options options;
    options.customers = 4;
    options.days = 10;
    options.rowsPerDay = 20;
    options.signsInAs = QStringLiteral("admin");
    options.deviceInterval = 1;
    options.needsCrestToken = true;
    return options;
}

std::unique_ptr<sandbox::Host> started(const sandbox::Options &given = options())
{
    auto host = sandbox::Host::start(given);
    if (!host)
        qFatal("%s", qPrintable(host.error().text));
    return std::move(*host);
}

} // namespace

/// Cases 103 and 104: no secret in any file, log, argument, environment or support text, with everything
/// logged that can be, through sign-in, sync, export, a crash and signing out.
class TestCanary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void findsWhatIsPlanted_data();
    void findsWhatIsPlanted();
    void findsWhatIsPlantedInAProcess();
    void leavesNothingOfASignIn();
    void leavesNothingOfADeviceCode();
    void leavesNothingOfARefusal();
    void leavesNothingOfACrash();
    void leavesNothingOfSuppliedTokens();

private:
    /// Runs it with all logging on and looks at the processes meanwhile; what it printed becomes a file.
    int run(const QString &line);
    int watch(QProcess &process);
    void search();
    QString file(const QString &name) const { return m_folder->filePath(name); }

    const Canary m_canary{secrets};
    std::unique_ptr<QTemporaryDir> m_folder; ///< all there is: profile, homes, temporary files, logs, exports
    std::unique_ptr<Program> m_program;
    QByteArray m_mark;
    int m_runs = 0;
    Canary::Seen m_seen;
};

void TestCanary::initTestCase()
{
    const QByteArray browser = QByteArray(SPENDGLASS_SOURCE) + "/tests/peers/standinbrowser";
    qputenv("PATH", browser + ':' + qgetenv("PATH"));
    qputenv("QT_LOGGING_RULES", "*=true");
    qputenv("G_MESSAGES_DEBUG", "all");
    qputenv("QT_DEBUG_PLUGINS", "1");
}

void TestCanary::init()
{
    qunsetenv("TMPDIR");
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("tmp")));
    qputenv("TMPDIR", file(QStringLiteral("tmp")).toLocal8Bit());
    qputenv("SPENDGLASS_BROWSER_LOG", file(QStringLiteral("visited")).toLocal8Bit());
    m_mark = "SPENDGLASS_CANARY=" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    qputenv("SPENDGLASS_CANARY", m_mark.mid(18));
    m_program = std::make_unique<Program>(); // its profile is below TMPDIR
    m_runs = 0;
    m_seen = {};
}

int TestCanary::run(const QString &line)
{
    QProcess process;
    m_program->start(process, line.split(u' ')
                                  << QStringLiteral("--log-level") << QStringLiteral("debug")
                                  << QStringLiteral("--log-file") << file(QStringLiteral("log.txt")));
    return watch(process);
}

int TestCanary::watch(QProcess &process)
{
    QStringList found;
    QDeadlineTimer patience(60'000);
    do {
        found += m_canary.findInProcesses(m_mark, m_seen);
    } while (!process.waitForFinished(10) && process.state() != QProcess::NotRunning &&
             !patience.hasExpired());
    const Outcome outcome = Program::outcomeOf(process);
    writeFile(file(QStringLiteral("out-%1").arg(m_runs)), outcome.out);
    writeFile(file(QStringLiteral("err-%1").arg(m_runs++)), outcome.err);
    if (!found.isEmpty())
        QTest::qFail(qPrintable(found.join(u'\n')), __FILE__, __LINE__);
    return outcome.code;
}

void TestCanary::search()
{
    int searched = 0;
    QStringList found = m_canary.findBelow(m_folder->path(), searched);
    found += m_canary.findBelow(QDir::homePath(), searched); // the keyring's files, too
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QVERIFY(searched >= 6);
    QVERIFY(m_seen.processes >= m_runs); // each was seen running
    if (m_seen.environments < m_seen.processes)
        qInfo("%d of %d environments could not be read by this user", m_seen.processes - m_seen.environments,
              m_seen.processes);
}

void TestCanary::findsWhatIsPlanted_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isSecret");
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray token = "refresh." + id;
    const QString text = QString::fromLatin1(token);
    QTest::newRow("as it is") << "x" + token << true;
    QTest::newRow("in UTF-16") << QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2)
                               << true;
    QTest::newRow("in base64") << ("{\"a\":\"" + token).toBase64() << true;
    QTest::newRow("in base64, a byte on") << ("{\"ab\":\"" + token).toBase64() << true;
    QTest::newRow("in base64, two bytes on") << ("{\"abc\":\"" + token).toBase64() << true;
    QTest::newRow("an id") << id << false;
    QTest::newRow("the word") << QByteArray("MS-ServerId: sandbox.0 refresh.") << false;
}

void TestCanary::findsWhatIsPlanted()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isSecret);
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("a/.b")));
    QVERIFY(writeFile(file(QStringLiteral("a/.b/c")), QByteArray(100'000, '\1') + bytes));
    int searched = 0;
    QCOMPARE(!m_canary.findBelow(m_folder->path(), searched).isEmpty(), isSecret);
    QVERIFY(searched > 0);
}

void TestCanary::findsWhatIsPlantedInAProcess()
{
    const QString token = QStringLiteral("refresh.") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QProcess process;
    process.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(process.waitForStarted());
    QTRY_COMPARE(m_canary.findInProcesses(m_mark, m_seen), QStringList());
    QTRY_VERIFY(m_seen.processes > 0);
    QProcess teller;
    teller.start(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("sleep 60; :"), token});
    QVERIFY(teller.waitForStarted());
    QTRY_VERIFY(!m_canary.findInProcesses(m_mark, m_seen).isEmpty());
    // A program that keeps others out shows its arguments all the same, and not whose it is.
    QVERIFY(!m_canary.findInProcesses("of nobody", m_seen).isEmpty());
    process.kill();
    teller.kill();
    process.waitForFinished();
    teller.waitForFinished();
}

void TestCanary::leavesNothingOfASignIn()
{
    sandbox::Options given = options();
    given.tokenSeconds = 20; // renewed on the way
    const auto host = started(given);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), host->address()));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("token")))); // put there by the test
    QCOMPARE(run(QStringLiteral("account sign-in")), 0);
    QCOMPARE(run(QStringLiteral("sync")), 0);
    QCOMPARE(run(QStringLiteral("request customers --json")), 0);
    for (const char *const format : {"csv", "xlsx", "json"})
        QCOMPARE(run(QStringLiteral("export --data-set spend --rows customerName --output %1.%2")
                         .arg(file(QStringLiteral("export")), QLatin1String(format))),
                 0);
    QCOMPARE(run(QStringLiteral("query --data-set spend --rows customerName --requests")), 0);
    QCOMPARE(run(QStringLiteral("doctor --json")), 0);
    QCOMPARE(run(QStringLiteral("account show --json")), 0);
    QVERIFY(tell(m_program->storePath("sample"), file(QStringLiteral("store"))));
    search();
    QCOMPARE(run(QStringLiteral("account sign-out")), 0);
    search();
}

void TestCanary::leavesNothingOfADeviceCode()
{
    const auto host = started();
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), host->address()));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("token"))));
    QCOMPARE(run(QStringLiteral("account sign-in --device-code")), 0);
    search();
}

/// Of what the services say of what they were sent.
void TestCanary::leavesNothingOfARefusal()
{
    const auto host = started();
    test::Client client(host->address());
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), host->address()));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("token"))));
    QCOMPARE(run(QStringLiteral("account sign-in")), 0);
    for (const char *const fault :
         {"[{\"path\":\"/v1/customers\",\"status\":400,\"times\":1}]",
          "[{\"path\":\"/v1/customers\",\"action\":\"html\"}]",
          "[{\"path\":\"/v1/customers\",\"action\":\"redirect\"}]",
          "[{\"path\":\"/v1/customers\",\"action\":\"unauthorised\",\"claims\":true}]"}) {
        QCOMPARE(client.send("DELETE", "/sandbox/faults").status, 200);
        QCOMPARE(client.send("POST", "/sandbox/faults", {}, fault).status, 200);
        QVERIFY(run(QStringLiteral("request customers")) != 0);
    }
    client.send("DELETE", "/sandbox/sign-in");
    QVERIFY(run(QStringLiteral("request customers")) != 0);
    search();
}

void TestCanary::leavesNothingOfACrash()
{
    const auto host = started();
    test::Client client(host->address());
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), host->address()));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("token"))));
    QCOMPARE(run(QStringLiteral("account sign-in")), 0);
    QCOMPARE(client.send("POST", "/sandbox/faults", {}, "[{\"path\":\"/v1/customers\",\"action\":\"hang\"}]")
                 .status,
             200);
    const auto asked = [&client] { return client.get("/sandbox/requests").body.contains("/v1/customers"); };
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    m_program->start(process, words("request customers --log-level debug"));
    QTRY_VERIFY_WITH_TIMEOUT(asked(), 20'000);
    ::kill(pid_t(process.processId()), SIGSEGV);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    writeFile(file(QStringLiteral("crash")),
              process.readAllStandardError() + process.readAllStandardOutput());
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("*core*")}), QStringList());
    search();
}

/// Also when the service tells back what it was sent, as gateways and pages for developers do.
void TestCanary::leavesNothingOfSuppliedTokens()
{
    sandbox::Options given = options();
    given.acceptsAnyToken = true;
    given.needsCrestToken = false;
    const auto host = started(given);
    sandbox::Address address = host->address();
    address.crestUrl.setHost(QStringLiteral("localhost")); // an address of its own
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), address));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("token"))));
    // Not below TMPDIR, which is searched: the files that hold the tokens would be found.
    const QTemporaryDir elsewhere(QStringLiteral("/tmp/canary-XXXXXX"));
    const QByteArray token = "supplied." + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    QVERIFY(writeFile(elsewhere.filePath(QStringLiteral("token")), token));
    QVERIFY(writeFile(elsewhere.filePath(QStringLiteral("crest")),
                      "supplied." + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)));
    const QString supplied =
        QStringLiteral(" --access-token-file %1/token --crest-token-file %1/crest").arg(elsewhere.path());
    QCOMPARE(run(QStringLiteral("sync") + supplied), 0);
    QCOMPARE(run(QStringLiteral("account check") + supplied), 0);
    const QByteArray echo = "[{\"path\":\"/v1/customers\",\"status\":400,\"body\":"
                            "\"{\\\"code\\\":1,\\\"description\\\":\\\"you sent Bearer " +
                            token + "\\\"}\"}]";
    QCOMPARE(test::Client(address).send("POST", "/sandbox/faults", {}, echo).status, 200);
    QVERIFY(run(QStringLiteral("request customers") + supplied) != 0);
    QVERIFY(readFile(file(QStringLiteral("err-2"))).contains("you sent Bearer"));
    search();
}

SPENDGLASS_TEST_MAIN(TestCanary)

#include "tst_canary.moc"
