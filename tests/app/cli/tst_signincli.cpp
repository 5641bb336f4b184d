// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/world.h"

#include "app/sandbox/client.h"
#include "program.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QRegularExpression>

#include <csignal>

using namespace spendglass;

namespace {

constexpr int patience = 30'000;
const QByteArray keyring = qgetenv("SPENDGLASS_KEYRING");

sandbox::Options options()
{
    sandbox::Options options;
    options.customers = 6;
    options.days = 20;
    options.rowsPerDay = 40;
    options.signsInAs = QStringLiteral("admin");
    options.deviceInterval = 1;
    return options;
}

/// A sample Partner Center, its control calls, and an account of its name.
class Partner
{
public:
    explicit Partner(const sandbox::Options &given = options())
        : m_host(started(given))
        , m_client(m_host->address())
    {}
    sandbox::Address address() const { return m_host->address(); }
    bool signsInAs(const char *person)
    {
        return m_client.send("POST", "/sandbox/sign-in", {}, QByteArray(R"({"as":")") + person + "\"}")
                   .status == 200;
    }
    bool setFaults(const QByteArray &json)
    {
        return m_client.send("DELETE", "/sandbox/faults").status == 200 &&
               m_client.send("POST", "/sandbox/faults", {}, json).status == 200;
    }
    void revokeAll() { m_client.send("DELETE", "/sandbox/sign-in"); }
    /// "redeemed", "reused", "liveRefreshTokens"
    int count(const char *what)
    {
        return std::stoi(test::parse(m_client.get("/sandbox/sign-in").body)[what].text);
    }
    qint64 requests()
    {
        return std::stoll(test::parse(m_client.get("/sandbox/requests").body)["total"].text);
    }
    QByteArray crestToken()
    {
        const auto answer = m_client.send("POST", "/my-org/tokens", {"api-version: 2015-03-31"},
                                          "grant_type=client_credentials");
        return QByteArray::fromStdString(test::parse(answer.body)["access_token"].text);
    }

private:
    static std::unique_ptr<sandbox::Host> started(const sandbox::Options &given)
    {
        auto host = sandbox::Host::start(given);
        if (!host)
            qFatal("%s", qPrintable(host.error().text));
        return std::move(*host);
    }
    std::unique_ptr<sandbox::Host> m_host;
    test::Client m_client;
};

/// How often the browser was opened.
qsizetype visits()
{
    return readFile(qEnvironmentVariable("SPENDGLASS_BROWSER_LOG")).count('\n');
}

QString stateOf(const Outcome &outcome, const char *name)
{
    for (const QJsonValue &one : outcome.json()[QStringLiteral("interfaces")].toArray())
        if (one[QStringLiteral("name")].toString() == QLatin1String(name))
            return one[QStringLiteral("state")].toString();
    return {};
}

} // namespace

#define VERIFY_CODE(outcome, wanted)                                                                         \
    do {                                                                                                     \
        const Outcome &outcome_ = outcome;                                                                   \
        QVERIFY2(outcome_.code == (wanted),                                                                  \
                 (QByteArray::number(outcome_.code) + ": " + outcome_.err + outcome_.out.left(2000))         \
                     .constData());                                                                          \
    } while (false)

/// Signing in from the command line, from the browser to the keychain and on to the service.
class TestSignInCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
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
    void signsOut();
    void signsOutWithData();
    void removes();
    void refusesAnother();
    void keepsTenantsApart();
    void renames();
    void changes();
    void announcesTheEnd();
    void checks();
    void takesACrestToken();

private:
    Outcome signIn(const char *account = "sample") const
    {
        return m_program->run(words("account sign-in --json") << QString::fromLatin1(account));
    }
    QString recordPath(const char *account = "sample") const
    {
        return QFileInfo(m_program->storePath(account)).path() + QStringLiteral("/signin.json");
    }
    std::unique_ptr<Program> m_program;
    QTemporaryDir m_folder;
};

#define NEEDS_KEYRING(word)                                                                                  \
    do {                                                                                                     \
        if (keyring != (word))                                                                               \
            QSKIP("for another keyring");                                                                    \
    } while (false)

void TestSignInCli::initTestCase()
{
    const QByteArray browser = QByteArray(SPENDGLASS_SOURCE) + "/tests/peers/standinbrowser";
    qputenv("PATH", browser + ':' + qgetenv("PATH"));
    qputenv("SPENDGLASS_BROWSER_LOG", m_folder.filePath(QStringLiteral("visited")).toLocal8Bit());
}

void TestSignInCli::init()
{
    m_program = std::make_unique<Program>();
    QFile::remove(m_folder.filePath(QStringLiteral("visited")));
}

/// Said before anybody is sent to the browser.
void TestSignInCli::needsAKeychain()
{
    if (keyring == "unlocked")
        QSKIP("there is one");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const Outcome outcome = signIn();
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
    QCOMPARE(findings[QStringLiteral("coreDumps")].toString(), QStringLiteral("off"));
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
    const Outcome outcome = signIn();
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
    const Outcome outcome = signIn();
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
    environment.insert(QStringLiteral("PATH"), m_folder.path());
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
    VERIFY_CODE(signIn(), 0);
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
    VERIFY_CODE(signIn(), 0);
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
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    partner.revokeAll();
    const Outcome refused = m_program->run("request customers --json");
    VERIFY_CODE(refused, 4);
    QVERIFY2(refused.err.contains("account sign-in"), refused.err.constData());
    VERIFY_CODE(m_program->run(words("query --data-set summary --measure count()")), 0);
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("request customers"), 0);
}

void TestSignInCli::signsOut()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account sign-out"), 0); // nobody is, which is what is wanted
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    VERIFY_CODE(m_program->run("account sign-out"), 0);
    VERIFY_CODE(m_program->run("request customers"), 4);
    QVERIFY(m_program->run("account list").out.contains("signed out, last as admin@"));
    VERIFY_CODE(m_program->run(words("query --data-set summary --measure count()")), 0);
}

void TestSignInCli::signsOutWithData()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    const QString store = m_program->storePath("sample");
    QVERIFY(QFile::exists(store) && QFile::exists(recordPath()));
    VERIFY_CODE(m_program->run("account sign-out --data"), 0);
    QVERIFY(!QFile::exists(store) && !QFile::exists(recordPath()));
    QVERIFY(partner.signsInAs("helpdesk")); // who comes next is somebody new to this account
    VERIFY_CODE(signIn(), 0);
}

void TestSignInCli::removes()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("account remove sample --data"), 0);
    VERIFY_CODE(m_program->run("account show sample"), 2);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("request customers"), 4);
}

/// The store is that person's: somebody else needs an account of their own.
void TestSignInCli::refusesAnother()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(signIn(), 0);
    QVERIFY(partner.signsInAs("stranger"));
    const Outcome refused = signIn();
    VERIFY_CODE(refused, 4);
    QVERIFY2(refused.err.contains("who signed in"), refused.err.constData());
    VERIFY_CODE(m_program->run("request summary"), 0);
    QVERIFY(m_program->run("account list").out.contains("signed in as admin@"));
}

void TestSignInCli::keepsTenantsApart()
{
    NEEDS_KEYRING("unlocked");
    sandbox::Options one = options(), two = options();
    two.seed = 2;
    Partner first(one), second(two);
    QVERIFY(m_program->addAccount(QStringLiteral("first"), first.address()));
    QVERIFY(m_program->addAccount(QStringLiteral("second"), second.address()));
    VERIFY_CODE(signIn("first"), 0);
    VERIFY_CODE(signIn("second"), 0);
    const auto customersOf = [this](const char *account) {
        QStringList ids;
        const Outcome outcome =
            m_program->run(words("request customers --json --account") << QString::fromLatin1(account));
        for (const QJsonValue &row : outcome.json()[QStringLiteral("rows")].toArray())
            ids << row[QStringLiteral("id")].toString();
        return ids;
    };
    for (int i = 0; i < 2; ++i) {
        for (const auto &[account, given] : {std::pair{"first", one}, {"second", two}}) {
            const sandbox::World world(given);
            QStringList wanted;
            for (const auto &customer : world.customers())
                wanted << QString::fromStdString(customer.id);
            QStringList found = customersOf(account);
            found.sort();
            wanted.sort();
            QCOMPARE(found, wanted);
        }
    }
    VERIFY_CODE(m_program->run("account sign-out first"), 0);
    VERIFY_CODE(m_program->run("request customers --account first"), 4);
    VERIFY_CODE(m_program->run("request customers --account second"), 0);
}

void TestSignInCli::renames()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(signIn(), 0);
    VERIFY_CODE(m_program->run("account rename sample other"), 0);
    VERIFY_CODE(m_program->run("account show sample"), 2);
    VERIFY_CODE(m_program->run("request customers --account other"), 0);
    VERIFY_CODE(m_program->run("account rename nobody other"), 2);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account rename sample other"), 2);
}

/// What is registered where is the partner's affair: nothing of it needs a new account.
void TestSignInCli::changes()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const QJsonObject before = m_program->run("account show --json").json();
    VERIFY_CODE(
        m_program->run("account change sample --client-id wrong --redirect localhost --analytics-path later"),
        0);
    const QJsonObject other = m_program->run("account show --json").json();
    QCOMPARE(other[QStringLiteral("clientId")].toString(), QStringLiteral("wrong"));
    QCOMPARE(other[QStringLiteral("redirect")].toString(), QStringLiteral("localhost"));
    QCOMPARE(other[QStringLiteral("store")], before[QStringLiteral("store")]);
    VERIFY_CODE(
        m_program->run(words("account change sample --redirect 127.0.0.1 --analytics-path seed --client-id")
                       << partner.address().clientId),
        0);
    QCOMPARE(m_program->run("account show --json").json(), before);
    VERIFY_CODE(m_program->run("account change sample --api-url http://elsewhere.example"), 2);
    VERIFY_CODE(m_program->run("account change nobody --tenant x"), 2);
}

void TestSignInCli::announcesTheEnd()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(signIn(), 0);
    QVERIFY(!m_program->run("request customers").err.contains("ends in"));
    QJsonObject record = QJsonDocument::fromJson(readFile(recordPath())).object();
    const QString old = QDateTime::currentDateTimeUtc().addDays(-85).addSecs(60).toString(Qt::ISODate);
    record[QStringLiteral("signedInAt")] = record[QStringLiteral("renewedAt")] = old;
    QVERIFY(writeFile(recordPath(), QJsonDocument(record).toJson()));
    QCOMPARE(m_program->run("account show --json")
                 .json()[QStringLiteral("signIn")][QStringLiteral("daysLeft")]
                 .toInt(),
             5);
    const Outcome outcome = m_program->run("request customers");
    VERIFY_CODE(outcome, 0);
    QVERIFY2(outcome.err.contains("ends in 5 days"), outcome.err.constData());
    QVERIFY(!m_program->run("request customers").err.contains("ends in")); // that use has made it new
}

void TestSignInCli::checks()
{
    NEEDS_KEYRING("unlocked");
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account check"), 4);
    VERIFY_CODE(m_program->run(m_program->signedIn("account check", "sample")), 0);
    QVERIFY(partner.signsInAs("helpdesk"));
    VERIFY_CODE(signIn(), 0);
    const Outcome outcome = m_program->run("account check --json");
    VERIFY_CODE(outcome, 3);
    QCOMPARE(stateOf(outcome, "customers"), QStringLiteral("reachable"));
    QCOMPARE(stateOf(outcome, "spend"), QStringLiteral("refused"));
    QVERIFY(m_program->run("account check").out.contains("Admin agent"));
}

/// The older service takes a token of its own; the sign-in serves the rest.
void TestSignInCli::takesACrestToken()
{
    NEEDS_KEYRING("unlocked");
    sandbox::Options given = options();
    given.needsCrestToken = true;
    Partner partner(given);
    sandbox::Address address = partner.address();
    address.crestUrl.setHost(QStringLiteral("localhost"));
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), address));
    VERIFY_CODE(signIn(), 0);
    QVERIFY(writeFile(m_program->path(QStringLiteral("crest")), partner.crestToken()));
    const QStringList file{QStringLiteral("--crest-token-file"), m_program->path(QStringLiteral("crest"))};
    const Outcome checked = m_program->run(words("account check --json") + file);
    QCOMPARE(stateOf(checked, "crest"), QStringLiteral("reachable"));
    QCOMPARE(stateOf(checked, "utilization"), QStringLiteral("reachable"));
    const Outcome synced = m_program->run(words("sync --json") + file);
    VERIFY_CODE(synced, 0);
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
}

SPENDGLASS_TEST_MAIN(TestSignInCli)
#include "tst_signincli.moc"
