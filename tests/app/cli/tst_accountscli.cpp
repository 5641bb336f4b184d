// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/world.h"

#include "signinprogram.h"
#include "support/testmain.h"

#include <QDateTime>

using namespace spendglass;

/// What becomes of accounts and their sign-ins: out, away, renamed, changed, side by side.
class TestAccountsCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void signsOut();
    void signsOutWithData();
    void removes();
    void saysThatTheRecordIsDamaged();
    void signsOutWithoutARecord();
    void refusesAnother();
    void keepsTenantsApart();
    void renames();
    void changes();
    void announcesTheEnd();
    void checks();
    void takesACrestToken();
    void exchangesTheTokenForCrest();

private:
    std::unique_ptr<SignInProgram> m_program;
};

void TestAccountsCli::init()
{
    m_program = std::make_unique<SignInProgram>();
}

void TestAccountsCli::signsOut()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account sign-out"), 0); // nobody is, which is what is wanted
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    VERIFY_CODE(m_program->run("account sign-out"), 0);
    VERIFY_CODE(m_program->run("request customers"), 4);
    QVERIFY(m_program->run("account list").out.contains("not signed in, last as admin@"));
    VERIFY_CODE(m_program->run(words("query --data-set summary --measure count()")), 0);
}

void TestAccountsCli::signsOutWithData()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    const QString store = m_program->storePath("sample");
    QVERIFY(QFile::exists(store) && QFile::exists(m_program->recordPath()));
    VERIFY_CODE(m_program->run("account sign-out --data"), 0);
    QVERIFY(!QFile::exists(store) && !QFile::exists(m_program->recordPath()));
    QVERIFY(partner.signsInAs("helpdesk")); // who comes next is somebody new to this account
    VERIFY_CODE(m_program->signIn(), 0);
}

void TestAccountsCli::removes()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("account remove sample --data"), 0);
    VERIFY_CODE(m_program->run("account show sample"), 2);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("request customers"), 4);
}

/// It says whose data this is: nobody is called signed out, or sent to the browser in vain.
void TestAccountsCli::saysThatTheRecordIsDamaged()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    QVERIFY(writeFile(m_program->recordPath(), "{"));
    const auto seen = visits();
    for (const char *const line : {"request customers", "account check", "account sign-in"}) {
        const Outcome outcome = m_program->run(line);
        VERIFY_CODE(outcome, 7);
        QVERIFY2(outcome.err.contains("damaged"), outcome.err.constData());
    }
    QCOMPARE(visits(), seen);
    QCOMPARE(readFile(m_program->recordPath()), QByteArray("{"));
}

/// The keychain may have what the record does not tell of any more.
void TestAccountsCli::signsOutWithoutARecord()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    QCOMPARE(partner.count("liveRefreshTokens"), 1);
    QVERIFY(QFile::remove(m_program->recordPath()));
    VERIFY_CODE(m_program->run("account remove sample"), 0);
    QCOMPARE(partner.count("liveRefreshTokens"), 0);
}

/// The store is that person's: somebody else needs an account of their own.
void TestAccountsCli::refusesAnother()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    QVERIFY(partner.signsInAs("stranger"));
    const Outcome refused = m_program->signIn();
    VERIFY_CODE(refused, 4);
    QVERIFY2(refused.err.contains("who signed in"), refused.err.constData());
    VERIFY_CODE(m_program->run("request summary"), 0);
    QVERIFY(m_program->run("account list").out.contains("signed in as admin@"));
}

void TestAccountsCli::keepsTenantsApart()
{
    sandbox::Options one = options(), two = options();
    two.seed = 2;
    Partner first(one), second(two);
    QVERIFY(m_program->addAccount(QStringLiteral("first"), first.address()));
    QVERIFY(m_program->addAccount(QStringLiteral("second"), second.address()));
    VERIFY_CODE(m_program->signIn("first"), 0);
    VERIFY_CODE(m_program->signIn("second"), 0);
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

void TestAccountsCli::renames()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("account rename sample other"), 0);
    VERIFY_CODE(m_program->run("account show sample"), 2);
    VERIFY_CODE(m_program->run("request customers --account other"), 0);
    VERIFY_CODE(m_program->run("account rename nobody other"), 2);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account rename sample other"), 2);
}

/// What is registered where is the partner's affair: nothing of it needs a new account.
void TestAccountsCli::changes()
{
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

void TestAccountsCli::announcesTheEnd()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->signIn(), 0);
    QVERIFY(!m_program->run("request customers").err.contains("ends in"));
    QJsonObject record = QJsonDocument::fromJson(readFile(m_program->recordPath())).object();
    const QString old = QDateTime::currentDateTimeUtc().addDays(-85).addSecs(60).toString(Qt::ISODate);
    record[QStringLiteral("signedInAt")] = record[QStringLiteral("renewedAt")] = old;
    QVERIFY(writeFile(m_program->recordPath(), QJsonDocument(record).toJson()));
    QCOMPARE(m_program->run("account show --json")
                 .json()[QStringLiteral("signIn")][QStringLiteral("daysLeft")]
                 .toInt(),
             5);
    const Outcome outcome = m_program->run("request customers");
    VERIFY_CODE(outcome, 0);
    QVERIFY2(outcome.err.contains("ends in 5 days"), outcome.err.constData());
    QVERIFY(!m_program->run("request customers").err.contains("ends in")); // that use has made it new
}

void TestAccountsCli::checks()
{
    Partner partner;
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    VERIFY_CODE(m_program->run("account check"), 4);
    VERIFY_CODE(m_program->run(m_program->signedIn("account check", "sample")), 0);
    QVERIFY(partner.signsInAs("helpdesk"));
    VERIFY_CODE(m_program->signIn(), 0);
    const Outcome outcome = m_program->run("account check --json");
    VERIFY_CODE(outcome, 3);
    QCOMPARE(stateOf(outcome, "customers"), QStringLiteral("reachable"));
    QCOMPARE(stateOf(outcome, "spend"), QStringLiteral("refused"));
    QVERIFY(m_program->run("account check").out.contains("Admin agent"));
}

/// The older service takes a token of its own; the sign-in serves the rest.
void TestAccountsCli::takesACrestToken()
{
    sandbox::Options given = options();
    given.needsCrestToken = true;
    Partner partner(given);
    sandbox::Address address = partner.address();
    address.crestUrl.setHost(QStringLiteral("localhost"));
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), address));
    VERIFY_CODE(m_program->signIn(), 0);
    QVERIFY(writeFile(m_program->path(QStringLiteral("crest")), partner.crestToken()));
    const QStringList file{QStringLiteral("--crest-token-file"), m_program->path(QStringLiteral("crest"))};
    const Outcome checked = m_program->run(words("account check --json") + file);
    QCOMPARE(stateOf(checked, "crest"), QStringLiteral("reachable"));
    QCOMPARE(stateOf(checked, "utilization"), QStringLiteral("reachable"));
    const Outcome synced = m_program->run(words("sync --json") + file);
    VERIFY_CODE(synced, 0);
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
}

/// Without a token of its own for the older service, the sign-in's is exchanged for one.
void TestAccountsCli::exchangesTheTokenForCrest()
{
    sandbox::Options given = options();
    given.needsCrestToken = true;
    Partner partner(given);
    QVERIFY(m_program->addAccount(QStringLiteral("sample"), partner.address()));
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, 0);
    QCOMPARE(stateOf(outcome, "crest"), QStringLiteral("reachable"));
    const Outcome synced = m_program->run("sync --interface crest --json");
    VERIFY_CODE(synced, 0);
    QVERIFY(partner.requestsOf("/my-org/tokens") >= 2);
}

SPENDGLASS_TEST_MAIN(TestAccountsCli)
#include "tst_accountscli.moc"
