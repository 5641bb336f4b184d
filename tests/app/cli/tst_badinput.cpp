// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "store/duckdb.h"

#include "program.h"
#include "support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QLockFile>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace spendglass;

namespace {

sandbox::Options options()
{
    sandbox::Options options;
    options.customers = 5;
    options.days = 30;
    options.rowsPerDay = 300;
    return options;
}

/// The disk takes files of so many bytes: what is written beyond fails.
Program::Extras smallDisk(rlim_t bytes)
{
    return {{}, [bytes] {
                std::signal(SIGXFSZ, SIG_IGN);
                const rlimit limit{bytes, bytes};
                setrlimit(RLIMIT_FSIZE, &limit);
            }};
}

} // namespace

/// What goes wrong is told with its exit code and a clear text, and nothing is lost.
class TestBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void tellsAnUnknownAccount_data();
    void tellsAnUnknownAccount();
    void tellsAWrongAddress();
    void tellsARefusedToken();
    void tellsABadTokenFile_data();
    void tellsABadTokenFile();
    void readsTheTokenFromStandardInput();
    void refusesBlankLists_data();
    void refusesBlankLists();
    void leavesAnUnreadableStore_data();
    void leavesAnUnreadableStore();
    void leavesAStoreOfANewerVersion();
    void saysWhoHasLockedTheStore();
    void keepsTheStoreWhenTheDiskIsFull();
    void keepsTheTargetWhenTheDiskIsFull_data();
    void keepsTheTargetWhenTheDiskIsFull();
    void tellsABadTarget_data();
    void tellsABadTarget();
    void tellsWhenStandardOutputIsFull();
    void endsOnASignal_data();
    void endsOnASignal();
    void takesUpAfterASignal();

private:
    Outcome query(const char *account) const
    {
        return m_program.run(words("query --data-set spend --account") << QString::fromUtf8(account));
    }
    /// A further account whose store holds these bytes.
    QString accountWithStore(const char *name, const QByteArray &content) const;

    Program m_program;
    std::unique_ptr<sandbox::Host> m_host;
    QByteArray m_answer; ///< of the good account to a question
    QByteArray m_store;  ///< the good account's, after the first synchronisation
};

void TestBadInput::initTestCase()
{
    auto host = sandbox::Host::start(options());
    QVERIFY(host);
    m_host = std::move(*host);
    QVERIFY(m_program.addAccount(QStringLiteral("good"), m_host->address()));
    const Outcome synced = m_program.run(m_program.signedIn("sync --interface spend,analytics", "good"));
    QVERIFY2(synced.code == 0, synced.err.constData());
    m_store = readFile(m_program.storePath("good"));
    QVERIFY(m_store.size() > 100'000);
    m_answer = query("good").out;
    QVERIFY(m_answer.contains("sum(totalCost)"));
}

/// Whatever went wrong: what was there before is still the answer.
void TestBadInput::cleanup()
{
    QCOMPARE(query("good").out, m_answer);
}

QString TestBadInput::accountWithStore(const char *name, const QByteArray &content) const
{
    const Outcome added =
        m_program.run(words("account add --cloud global --json") << QString::fromUtf8(name));
    const QString path = added.json()[QStringLiteral("store")].toString();
    return QDir().mkpath(QFileInfo(path).path()) && writeFile(path, content) ? path : QString();
}

void TestBadInput::tellsAnUnknownAccount_data()
{
    QTest::addColumn<QString>("line");
    for (const char *const line :
         {"request summary", "sync", "query --data-set spend", "coverage", "account show nobody",
          "export --data-set spend --output x.csv", "account remove nobody"})
        QTest::newRow(line) << QString::fromUtf8(line);
}

void TestBadInput::tellsAnUnknownAccount()
{
    QFETCH(QString, line);
    const Outcome outcome =
        m_program.run(line.split(u' ') << QStringLiteral("--json") << QStringLiteral("--account=nobody"));
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains("there is no account") && outcome.err.contains("nobody"),
             outcome.err.constData());
    QCOMPARE(outcome.errorKind(), QStringLiteral("BadRequest"));
}

void TestBadInput::tellsAWrongAddress()
{
    QCOMPARE(m_program
                 .run("account add nowhere --api-url http://127.0.0.1:1 --login-url http://127.0.0.1:1 "
                      "--resource x")
                 .code,
             0);
    for (const char *const line : {"request spend --json", "sync --json", "sync --interface spend --json",
                                   "sync --interface analytics --json"}) {
        const Outcome outcome = m_program.run(m_program.signedIn(line, "nowhere"));
        QCOMPARE(outcome.code, 5);
        QCOMPARE(outcome.errorKind(), QStringLiteral("Offline"));
        QVERIFY(outcome.err.contains("check the account's addresses"));
    }
    QCOMPARE(m_program.run("account remove nowhere --data").code, 0);
}

void TestBadInput::tellsARefusedToken()
{
    for (const char *const line : {"request spend --json", "sync --interface spend --json"}) {
        const Outcome outcome = m_program.run(words(line) << words("--account good --access-token-file -"),
                                              {QByteArray("not-the-token"), {}});
        QCOMPARE(outcome.code, 4);
        QCOMPARE(outcome.errorKind(), QStringLiteral("Unauthorised"));
        QCOMPARE(outcome.json()[QStringLiteral("error")][QStringLiteral("httpStatus")].toInt(), 401);
        QVERIFY(!(outcome.out + outcome.err).contains("not-the-token"));
    }
}

void TestBadInput::tellsABadTokenFile_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("blank") << QByteArray(" \n");
    QTest::newRow("two words") << QByteArray("Bearer secret-part");
    QTest::newRow("two lines") << QByteArray("secret-part\nX-Header: 1");
    QTest::newRow("not ASCII") << QByteArray("secret-part\xC3\xA4");
}

void TestBadInput::tellsABadTokenFile()
{
    QFETCH(QByteArray, token);
    const Outcome outcome =
        m_program.run(words("request summary --account good --access-token-file -"), {token, {}});
    QCOMPARE(outcome.code, 4);
    QVERIFY(outcome.err.contains("no token from standard input"));
    QVERIFY(!outcome.err.contains("secret-part"));
    QCOMPARE(outcome.out, QByteArray());
}

void TestBadInput::readsTheTokenFromStandardInput()
{
    const Outcome outcome = m_program.run(words("request summary --account good --access-token-file -"),
                                          {m_host->freshToken() + '\n', {}});
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(outcome.err, QByteArray());
}

void TestBadInput::refusesBlankLists_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("interface") << QStringLiteral("--interface=");
    QTest::newRow("customer") << QStringLiteral("--customer=");
    QTest::newRow("commas") << QStringLiteral("--customer=, ,");
}

/// A script with an empty variable must not fetch every customer.
void TestBadInput::refusesBlankLists()
{
    QFETCH(QString, option);
    const Outcome outcome = m_program.run(m_program.signedIn("sync", "good") << option);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("given but empty"), outcome.err.constData());
}

void TestBadInput::leavesAnUnreadableStore_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("another kind of file") << QByteArray("this is no store");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut short") << m_store.left(m_store.size() / 3);
    QTest::newRow("damaged head") << QByteArray(m_store).replace(100, 4000, QByteArray(4000, '\x55'));
}

void TestBadInput::leavesAnUnreadableStore()
{
    QFETCH(QByteArray, content);
    const QString path = accountWithStore("unreadable", content);
    QVERIFY(!path.isEmpty());
    const Outcome asked = m_program.run("query --data-set spend --account unreadable --json");
    const Outcome synced = m_program.run(m_program.signedIn("sync --json", "unreadable"));
    const Outcome removed = m_program.run("account remove unreadable --data");
    QCOMPARE(removed.code, 0);
    for (const Outcome &outcome : {asked, synced}) {
        QVERIFY2(outcome.code == 6, (outcome.out + outcome.err).constData());
        QCOMPARE(outcome.errorKind(), QStringLiteral("Storage"));
        QVERIFY2(outcome.err.contains("store"), outcome.err.constData());
    }
}

void TestBadInput::leavesAStoreOfANewerVersion()
{
    const QString path = accountWithStore("newer", m_store);
    QVERIFY(!path.isEmpty());
    auto raw = store::Connection::open(path, store::Limits::ofThisMachine());
    QVERIFY(raw);
    QVERIFY((*raw)->script("insert into schema_version values (4711, current_timestamp); checkpoint"));
    raw->reset();
    const QByteArray before = readFile(path);
    const Outcome outcome = query("newer");
    QCOMPARE(outcome.code, 6);
    QVERIFY2(outcome.err.contains("newer version of Spendglass") && outcome.err.contains("4711"),
             outcome.err.constData());
    QVERIFY(readFile(path) == before);
    QCOMPARE(m_program.run("account remove newer --data").code, 0);
}

void TestBadInput::saysWhoHasLockedTheStore()
{
    QLockFile lock(m_program.storePath("good") + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    QVERIFY(lock.tryLock(0));
    const Outcome asked = query("good");
    QCOMPARE(asked.code, 6);
    const QByteArray who = "process " + QByteArray::number(qint64(::getpid()));
    QVERIFY2(asked.err.contains("in use by " + who), asked.err.constData());
    QCOMPARE(m_program.run(m_program.signedIn("sync", "good")).code, 6);
}

void TestBadInput::keepsTheStoreWhenTheDiskIsFull()
{
    QVERIFY(m_program.addAccount(QStringLiteral("full"), m_host->address()));
    QCOMPARE(m_program.run(m_program.signedIn("sync --interface spend", "full")).code, 0);
    const Outcome full =
        m_program.run(m_program.signedIn("sync --interface analytics --json", "full"), smallDisk(60'000));
    QVERIFY2(full.code == 6, (full.out + full.err).constData());
    QCOMPARE(full.errorKind(), QStringLiteral("Storage"));
    QCOMPARE(full.json()[QStringLiteral("complete")].toBool(true), false);
    QCOMPARE(query("full").out, query("good").out);
    QCOMPARE(m_program.run(m_program.signedIn("sync --interface analytics", "full")).code, 0);
    const char *const question = "query --data-set analytics --rows usageDate --format csv --account";
    QCOMPARE(m_program.run(words(question) << QStringLiteral("full")).out,
             m_program.run(words(question) << QStringLiteral("good")).out);
    QCOMPARE(m_program.run("account remove full --data").code, 0);
}

void TestBadInput::keepsTheTargetWhenTheDiskIsFull_data()
{
    QTest::addColumn<QString>("format");
    for (const char *const format : {"csv", "tsv", "json", "xlsx"})
        QTest::newRow(format) << QString::fromUtf8(format);
}

void TestBadInput::keepsTheTargetWhenTheDiskIsFull()
{
    QFETCH(QString, format);
    const QString folder = m_program.path(QStringLiteral("full-") + format);
    QVERIFY(QDir().mkpath(folder));
    const QString target = folder + QStringLiteral("/target.") + format;
    QVERIFY(writeFile(target, "what was there before"));
    const Outcome outcome = m_program.run(
        words("export --data-set analytics --rows customerName,usageDate,meterCategory,meterSubcategory "
              "--account good --json --output")
            << target,
        smallDisk(20'000));
    QVERIFY2(outcome.code == 7, (outcome.out + outcome.err).constData());
    QCOMPARE(outcome.errorKind(), QStringLiteral("File"));
    QCOMPARE(readFile(target), QByteArray("what was there before"));
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestBadInput::tellsABadTarget_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::newRow("no such folder") << QStringLiteral("none/x.csv") << QByteArray("does not exist") << 7;
    QTest::newRow("a folder") << QStringLiteral(".csv") << QByteArray("it is a folder") << 7;
    QTest::newRow("in no folder") << QStringLiteral("token/x.csv") << QByteArray("cannot write") << 7;
}

void TestBadInput::tellsABadTarget()
{
    QFETCH(QString, target);
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QVERIFY(QDir().mkpath(m_program.path(QStringLiteral(".csv"))));
    const Outcome outcome =
        m_program.run(words("export --data-set spend --account good --output") << m_program.path(target));
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.err.contains(text), outcome.err.constData());
    QCOMPARE(outcome.out, QByteArray());
}

void TestBadInput::tellsWhenStandardOutputIsFull()
{
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    m_program.start(process, words("query --data-set spend --account good"));
    QVERIFY(process.waitForFinished());
    const Outcome outcome = Program::outcomeOf(process);
    QCOMPARE(outcome.code, 7);
    QVERIFY(outcome.err.contains("No space left on device"));
}

void TestBadInput::endsOnASignal_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("signal");
    for (const int signal : {SIGINT, SIGTERM}) {
        QTest::addRow("request, signal %d", signal) << QStringLiteral("request analytics --json") << signal;
        QTest::addRow("sync, signal %d", signal)
            << QStringLiteral("sync --json --interface analytics,spend") << signal;
    }
}

/// Against a service that asks to wait a minute: the document of --json is whole all the same.
void TestBadInput::endsOnASignal()
{
    QFETCH(QString, line);
    QFETCH(int, signal);
    sandbox::Options silent = options();
    silent.faultFile = m_program.path(QStringLiteral("faults"));
    QVERIFY(
        writeFile(silent.faultFile, R"([{"path": "azureusage", "action": "throttle", "retryAfter": 60}])"));
    const auto host = sandbox::Host::start(silent);
    QVERIFY(host);
    Program program;
    QVERIFY(program.addAccount(QStringLiteral("silent"), (*host)->address()));
    QProcess process;
    const QString store = program.storePath("silent");
    program.start(process, program.signedIn("", "silent") + line.split(u' '));
    process.setReadChannel(QProcess::StandardError);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(store) || process.peek(1000).contains("waiting"), 20'000);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(10'000));
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    const Outcome outcome = Program::outcomeOf(process);
    QCOMPARE(outcome.code, 3);
    QCOMPARE(outcome.errorKind(), QStringLiteral("Cancelled"));
}

void TestBadInput::takesUpAfterASignal()
{
    QVERIFY(m_program.addAccount(QStringLiteral("again"), m_host->address()));
    QProcess process;
    m_program.start(process, m_program.signedIn("sync", "again"));
    const QString store = m_program.storePath("again");
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(store), 20'000);
    process.terminate();
    QVERIFY(process.waitForFinished(2'000));
    QVERIFY(Program::outcomeOf(process).code == 3);
    QCOMPARE(m_program.run(m_program.signedIn("sync --interface analytics,spend", "again")).code, 0);
    const char *const question = "query --data-set analytics --rows usageDate --format csv --account";
    QCOMPARE(m_program.run(words(question) << QStringLiteral("again")).out,
             m_program.run(words(question) << QStringLiteral("good")).out);
    QCOMPARE(m_program.run("account remove again --data").code, 0);
}

SPENDGLASS_TEST_MAIN(TestBadInput)
#include "tst_badinput.moc"
