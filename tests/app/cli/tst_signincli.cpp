// SPDX-License-Identifier: GPL-3.0-or-later
#include "signinprogram.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QDirIterator>
#include <QRegularExpression>

#include <csignal>

using namespace spendglass;

namespace {

constexpr int patience = 30'000;

} // namespace

/// Signing in from the command line, from the browser to the keychain and on to the service.
class TestSignInCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void needsAKeychain();
    void doctorSeesTheKeychain();
    void signsInAndNeverAsksAgain();
    void signsInByDeviceCode();
    void tellsWhoRefused_data();
    void tellsWhoRefused();
    void opensNoBrowser();
    void isInterrupted();
    void renewsInMidSync();
    void twoProgramsLoseNoToken();
    void needsANewSignInWhenRevoked();
    void givesMoreProof();
    void outlivesItsKeychain();
    void leavesNoSecret();
    void isOffline();

private:
    std::unique_ptr<SignInProgram> m_program;
};

void TestSignInCli::init()
{
    m_program = std::make_unique<SignInProgram>();
}

/// Said before anybody is sent to the browser.
void TestSignInCli::needsAKeychain()
{
    if (keyring == "unlocked")
        QSKIP("there is one");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, 4);
    QCOMPARE(outcome.errorKind(), QStringLiteral("Keychain"));
    QVERIFY2(outcome.err.contains("no keychain that would keep the sign-in"), outcome.err.constData());
    QCOMPARE(visits(), 0);
    QCOMPARE(partner.requests(), 0);
    const QString fault = outcome.json()[QStringLiteral("error")][QStringLiteral("serverCode")].toString();
    QCOMPARE(fault, keyring == "locked" ? QStringLiteral("locked") : QStringLiteral("absent"));
    // A token from elsewhere needs none.
    VERIFY_CODE(m_program->run(m_program->signedIn("request customers", "sample")), 0);
}

void TestSignInCli::doctorSeesTheKeychain()
{
    const QJsonObject findings = m_program->run("doctor --json").json();
#ifdef __SANITIZE_ADDRESS__ // has to look into the process itself
    QCOMPARE(findings[QStringLiteral("coreDumps")].toString(), QStringLiteral("possible"));
#else
    QCOMPARE(findings[QStringLiteral("coreDumps")].toString(), QStringLiteral("off"));
#endif
    const QString wanted = keyring == "unlocked" ? QStringLiteral("works")
                           : keyring == "locked" ? QStringLiteral("locked")
                                                 : QStringLiteral("absent");
    const QString found = findings[QStringLiteral("keychain")].toString();
    QVERIFY2(found.startsWith(wanted), qPrintable(found));
}

void TestSignInCli::signsInAndNeverAsksAgain()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const Outcome without = m_program->run("sync");
    VERIFY_CODE(without, 4);
    QVERIFY2(without.err.contains("account sign-in"), without.err.constData());
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, 0);
    QVERIFY(outcome.err.contains("/oauth2/v2.0/authorize?"));
    QVERIFY(outcome.json()[QStringLiteral("user")].toString().startsWith(QLatin1String("admin@")));
    QCOMPARE(outcome.json()[QStringLiteral("kept")].toBool(), true);
    for (const char *name : {"customers", "analytics", "utilization", "spend", "summary", "crest"})
        QCOMPARE(stateOf(outcome, name), QStringLiteral("reachable"));
    const Outcome synced = m_program->run("sync --json");
    VERIFY_CODE(synced, 0);
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
    VERIFY_CODE(m_program->run("request summary"), 0);
    QCOMPARE(visits(), 1);
    const QJsonObject shown =
        m_program->run("account show --json").json()[QStringLiteral("signIn")].toObject();
    QCOMPARE(shown[QStringLiteral("signedIn")].toBool(), true);
    const auto end = QDateTime::fromString(shown[QStringLiteral("endsAt")].toString(), Qt::ISODate);
    QVERIFY(qAbs(QDateTime::currentDateTimeUtc().daysTo(end) - 90) <= 1);
    QVERIFY(m_program->run("account list").out.contains("signed in as admin@"));
}

void TestSignInCli::signsInByDeviceCode()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const Outcome outcome = m_program->run("account sign-in --device-code --json");
    VERIFY_CODE(outcome, 0);
    static const QRegularExpression code(
        QStringLiteral("open http://\\S+/device on any device and enter the code [B-Z2-9]{9}"));
    QVERIFY2(QString::fromUtf8(outcome.err).contains(code), outcome.err.constData());
    QCOMPARE(visits(), 0);
    VERIFY_CODE(m_program->run("request customers"), 0);
}

void TestSignInCli::tellsWhoRefused_data()
{
    QTest::addColumn<QByteArray>("person");
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("the person") << QByteArray("refuse") << QByteArray("[]") << 4
                                << QByteArray("access_denied");
    QTest::newRow("no second factor")
        << QByteArray("single") << QByteArray("[]") << 4 << QByteArray("second factor");
    QTest::newRow("the service is down")
        << QByteArray("admin") << QByteArray(R"([{"path": "/token", "status": 503}])") << 5
        << QByteArray("Try again later");
    QTest::newRow("an administrator has not agreed")
        << QByteArray("admin") << QByteArray(R"([{"path": "/token", "status": 400, "body":
             "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: no consent\",\"error_codes\":[65001]}"}])")
        << 4 << QByteArray("administrator");
    QTest::newRow("the application is unknown")
        << QByteArray("admin") << QByteArray(R"([{"path": "/token", "status": 400, "body":
             "{\"error\":\"unauthorized_client\",\"error_description\":\"AADSTS700016: unknown\",\"error_codes\":[700016]}"}])")
        << 4 << QByteArray("the account's settings");
}

void TestSignInCli::tellsWhoRefused()
{
    NEEDS_KEYRING("unlocked");
    QFETCH(QByteArray, person);
    QFETCH(QByteArray, fault);
    QFETCH(int, code);
    QFETCH(QByteArray, words);
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    QVERIFY(partner.signsInAs(person.constData()) && partner.setFaults(fault));
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, code);
    QVERIFY2((outcome.err + outcome.out).contains(words), (outcome.err + outcome.out).constData());
}

/// Without a browser the address is there to be opened by hand.
void TestSignInCli::opensNoBrowser()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), m_program->path(QString()));
    process.setProcessEnvironment(environment);
    m_program->start(process, words("account sign-in --json"));
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("no browser could be opened"),
                             patience);
    static const QRegularExpression line(QStringLiteral("^(http\\S+/authorize\\?\\S+)$"),
                                         QRegularExpression::MultilineOption);
    const QString address = line.match(QString::fromUtf8(said)).captured(1);
    QCOMPARE(
        QProcess::execute(QStringLiteral("curl"), {QStringLiteral("-sLo"), QProcess::nullDevice(), address}),
        0);
    VERIFY_CODE(Program::ended(process), 0);
}

void TestSignInCli::isInterrupted()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    QProcess process;
    m_program->start(process, words("account sign-in --no-browser"));
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("/authorize?"), patience);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(2000));
    VERIFY_CODE(Program::outcomeOf(process), 4);
    QCOMPARE(visits(), 0);
}

void TestSignInCli::renewsInMidSync()
{
    NEEDS_KEYRING("unlocked");
    sandbox::Options given = options();
    given.tokenSeconds = 9; // a refused one that is younger than that is not asked for anew
    Partner partner(given);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    const int before = partner.count("redeemed");
    QVERIFY(partner.setFaults(R"([{"path": "/utilizations/", "action": "delay", "delayMs": 700}])"));
    const Outcome synced = m_program->run("sync --json");
    VERIFY_CODE(synced, 0);
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
    QVERIFY2(partner.count("redeemed") > before + 1, qPrintable(QString::number(partner.count("redeemed"))));
    QCOMPARE(partner.count("reused"), 0);
    QCOMPARE(partner.count("liveRefreshTokens"), 1);
    QCOMPARE(visits(), 1);
}

/// A schedule and a person: each renews, and none uses a refresh token that the other has used.
void TestSignInCli::twoProgramsLoseNoToken()
{
    NEEDS_KEYRING("unlocked");
    sandbox::Options given = options();
    given.tokenSeconds = 4;
    Partner partner(given);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    for (int round = 0; round < 5; ++round) {
        std::vector<std::unique_ptr<QProcess>> runs;
        for (const char *line : {"sync --json", "request customers", "request analytics", "request spend"}) {
            runs.push_back(std::make_unique<QProcess>());
            m_program->start(*runs.back(), words(line));
        }
        for (const auto &run : runs)
            VERIFY_CODE(Program::ended(*run), 0);
        QCOMPARE(partner.count("reused"), 0);
        QCOMPARE(partner.count("liveRefreshTokens"), 1);
    }
    QVERIFY(partner.count("redeemed") >= 20);
}

void TestSignInCli::needsANewSignInWhenRevoked()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    partner.revokeAll();
    const Outcome refused = m_program->run("request customers --json");
    VERIFY_CODE(refused, 4);
    QVERIFY2(refused.err.contains("account sign-in"), refused.err.constData());
    VERIFY_CODE(m_program->run(words("query --data-set summary --measure count()")), 0);
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("request customers"), 0);
}

/// A policy has changed: the next sign-in asks for what the service demands.
void TestSignInCli::givesMoreProof()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    QVERIFY(partner.demandsProof());
    const Outcome refused = m_program->run("request customers");
    VERIFY_CODE(refused, 4);
    QVERIFY2(refused.err.contains("that it is you"), refused.err.constData());
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("request customers"), 0);
}

/// Locked or gone, it ends no sign-in: once it is back nobody is asked.
void TestSignInCli::outlivesItsKeychain()
{
    NEEDS_KEYRING("unlocked");
    const auto keychain = [](const char *what) {
        return QProcess::execute(QStringLiteral(SPENDGLASS_SOURCE "/tests/support/with-keyring"),
                                 {QLatin1String(what)}) == 0;
    };
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    for (const auto &[what, fault] : {std::pair{"--lock", "locked"}, {"--stop", "absent"}}) {
        QVERIFY(keychain(what));
        const Outcome outcome = m_program->run("request customers --json");
        VERIFY_CODE(outcome, 4);
        QCOMPARE(outcome.errorKind(), QStringLiteral("Keychain"));
        QCOMPARE(outcome.json()[QStringLiteral("error")][QStringLiteral("serverCode")].toString(),
                 QLatin1String(fault));
        QVERIFY(m_program->run("account list").out.contains("\tsigned in as admin@"));
        QVERIFY(keychain("--unlock"));
        VERIFY_CODE(m_program->run("request customers"), 0);
    }
    QCOMPARE(visits(), 1);
    QVERIFY(keychain("--lock"));
    const Outcome outcome = m_program->run("account sign-out");
    VERIFY_CODE(outcome, 4);
    QVERIFY2(outcome.err.contains("the keychain still has the entry"), outcome.err.constData());
    QVERIFY(keychain("--unlock"));
    VERIFY_CODE(m_program->run("request customers"), 4); // signed out it is
    VERIFY_CODE(m_program->run("account sign-out"), 0);
}

/// With all logging on: what the sandbox gives out begins with one of these words and ends with two GUIDs.
void TestSignInCli::leavesNoSecret()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    QFile::remove(m_program->path(QStringLiteral("token"))); // of the test itself
    const QString log = m_program->path(QStringLiteral("log"));
    const QStringList logging{QStringLiteral("--log-level"), QStringLiteral("debug"),
                              QStringLiteral("--log-file"), log};
    qputenv("QT_LOGGING_RULES", "*=true");
    QByteArray said;
    for (const char *line : {"account sign-in", "account sign-in --device-code", "sync", "account check",
                             "account show", "doctor", "account sign-out"}) {
        const Outcome outcome = m_program->run(words(line) + logging);
        said += outcome.out + outcome.err;
        VERIFY_CODE(outcome, 0);
    }
    qunsetenv("QT_LOGGING_RULES");
    QVERIFY(readFile(log).contains("spendglass.")); // it did log
    static const QRegularExpression secret(
        QStringLiteral("(sandbox|refresh|code|device)\\.[0-9a-f]{8}-|eyJ0eXAi|code_verifier=|Bearer [^ ]"));
    const auto found = [](const QByteArray &bytes) {
        return secret.match(QString::fromLatin1(bytes)).captured();
    };
    QCOMPARE(found(said), QString());
    QDirIterator files(m_program->path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int count = 0;
    for (; files.hasNext(); ++count) {
        const QString path = files.next();
        QVERIFY2(found(readFile(path)).isEmpty(), qPrintable(path));
    }
    QVERIFY(count >= 4); // accounts, record, store, log
    QCOMPARE(found(readFile(qEnvironmentVariable("SPENDGLASS_BROWSER_LOG"))), QString());
}

void TestSignInCli::isOffline()
{
    NEEDS_KEYRING("unlocked");
    auto partner = std::make_unique<Partner>();
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner->address()));
    VERIFY_CODE(m_program->signIn(), 0);
    partner.reset();
    VERIFY_CODE(m_program->run("account check"), 5);
    VERIFY_CODE(m_program->run("account sign-in --device-code"), 5);
    QVERIFY(
        m_program->run("account list").out.contains("\tsigned in as admin@")); // that is nobody's sign-out
    VERIFY_CODE(m_program->run("account sign-out"), 0);
}

SPENDGLASS_TEST_MAIN(TestSignInCli)
#include "tst_signincli.moc"
