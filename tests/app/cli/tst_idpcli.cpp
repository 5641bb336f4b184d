// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/idpserver.h"
#include "signinprogram.h"
#include "support/testmain.h"

#include <QRegularExpression>

using namespace spendglass;
using test::IdpServer;

namespace {

constexpr int patience = 30'000;

sandbox::Options takingAnyToken()
{
    sandbox::Options given = options();
    given.acceptsAnyToken = true;
    return given;
}

} // namespace

/// The program against a certified OpenID provider that nobody here wrote, and the sample Partner Center for
/// the rest.
class TestIdpCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void signsIn();
    void signsInByDeviceCode();
    void isDeclined();
    void needsConsent();
    void outlivesAServiceThatIsDown();
    void losesAnAnswer();
    void isRevoked();
    void twoProgramsLoseNoToken();
    void signsOut();

private:
    bool addAccount() const;
    int refusedRenewals() const;

    std::unique_ptr<IdpServer> m_idp;
    std::unique_ptr<Partner> m_partner;
    std::unique_ptr<SignInProgram> m_program;
};

void TestIdpCli::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
    m_partner = std::make_unique<Partner>(takingAnyToken());
}

void TestIdpCli::init()
{
    m_idp->reset();
    m_program = std::make_unique<SignInProgram>();
    QVERIFY(addAccount());
}

bool TestIdpCli::addAccount() const
{
    sandbox::Address address = m_partner->address();
    address.loginUrl = m_idp->loginUrl();
    address.tenant = m_idp->tenant();
    address.clientId = m_idp->clientId();
    address.resource = QStringLiteral("https://api.partnercenter.microsoft.com");
    return m_program->addAccount(QStringLiteral("sample"), address);
}

/// Of those that reached the provider and were worth an answer.
int TestIdpCli::refusedRenewals() const
{
    int count = 0;
    for (const QJsonValue &call : m_idp->calls(QStringLiteral("token")))
        if (call[QStringLiteral("grant")].toString() == QLatin1String("refresh_token") &&
            call[QStringLiteral("status")].toInt() != 200)
            ++count;
    return count;
}

void TestIdpCli::signsIn()
{
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, 0);
    QCOMPARE(outcome.json()[QStringLiteral("tenantId")].toString(), m_idp->tenant());
    QVERIFY(!outcome.json()[QStringLiteral("user")].toString().isEmpty());
    QCOMPARE(stateOf(outcome, "analytics"), QStringLiteral("reachable"));
    const int before = m_idp->count(QStringLiteral("token:refresh_token"));
    VERIFY_CODE(m_program->run("request summary"), 0);
    VERIFY_CODE(m_program->run("sync --interface spend"), 0);
    QCOMPARE(m_idp->count(QStringLiteral("token:refresh_token")), before + 2);
    QCOMPARE(refusedRenewals(), 0);
    QCOMPARE(visits(), 1);
}

void TestIdpCli::signsInByDeviceCode()
{
    m_idp->set({{QStringLiteral("interval"), 1}});
    QProcess process;
    m_program->start(process, words("account sign-in --device-code --json"));
    QByteArray said;
    static const QRegularExpression line(QStringLiteral("enter the code (\\S+);"));
    QTRY_VERIFY_WITH_TIMEOUT(line.match(QString::fromUtf8(said += process.readAllStandardError())).hasMatch(),
                             patience);
    m_idp->person(IdpServer::Person::Approves, line.match(QString::fromUtf8(said)).captured(1));
    VERIFY_CODE(Program::ended(process), 0);
    VERIFY_CODE(m_program->run("request summary"), 0);
}

void TestIdpCli::isDeclined()
{
    m_idp->set({{QStringLiteral("interval"), 1}});
    QProcess process;
    m_program->start(process, words("account sign-in --device-code --json"));
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("enter the code"), patience);
    m_idp->person(IdpServer::Person::Declines);
    const Outcome outcome = Program::ended(process);
    VERIFY_CODE(outcome, 4);
    QCOMPARE(outcome.json()[QStringLiteral("error")][QStringLiteral("serverCode")].toString(),
             QStringLiteral("authorization_declined"));
    VERIFY_CODE(m_program->run("request summary"), 4);
}

void TestIdpCli::needsConsent()
{
    m_idp->refuse(QStringLiteral("authorize"), QStringLiteral("consent_required"),
                  {{QStringLiteral("description"), QStringLiteral("AADSTS65001: <b>nobody</b> has agreed")},
                   {QStringLiteral("codes"), QJsonArray{65001}}});
    const Outcome outcome = m_program->signIn();
    VERIFY_CODE(outcome, 4);
    QVERIFY2(outcome.err.contains("an administrator has not agreed yet"), outcome.err.constData());
}

/// A renewal that the service could not do is tried again; the sign-in stays whatever comes of it.
void TestIdpCli::outlivesAServiceThatIsDown()
{
    VERIFY_CODE(m_program->signIn(), 0);
    m_idp->fault(QStringLiteral("token"), {{QStringLiteral("status"), 503}});
    VERIFY_CODE(m_program->run("request summary"), 0);
    m_idp->fault(QStringLiteral("token"), {{QStringLiteral("status"), 503}, {QStringLiteral("times"), 100}});
    VERIFY_CODE(m_program->run("request summary"), 5);
    m_idp->reset();
    VERIFY_CODE(m_program->run("request summary"), 0);
    QCOMPARE(visits(), 1);
}

/// The service has spent the token and nobody knows the new one: with reuse detection that costs a sign-in,
/// and no more than that.
void TestIdpCli::losesAnAnswer()
{
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("sync --interface summary"), 0);
    m_idp->loseAnswer(QStringLiteral("token"));
    const int code = m_program->run("request summary").code;
    QVERIFY2(code == 4 || code == 5, qPrintable(QString::number(code)));
    VERIFY_CODE(m_program->run("query --data-set summary --measure count()"), 0);
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("request summary"), 0);
}

void TestIdpCli::isRevoked()
{
    VERIFY_CODE(m_program->signIn(), 0);
    m_idp->revokeAll();
    const Outcome outcome = m_program->run("request summary --json");
    VERIFY_CODE(outcome, 4);
    QCOMPARE(outcome.json()[QStringLiteral("error")][QStringLiteral("serverCode")].toString(),
             QStringLiteral("invalid_grant"));
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("request summary"), 0);
}

void TestIdpCli::twoProgramsLoseNoToken()
{
    VERIFY_CODE(m_program->signIn(), 0);
    m_idp->reset();
    for (int round = 0; round < 5; ++round) {
        QProcess first, second;
        m_program->start(first, words("request summary"));
        m_program->start(second, words("sync --interface spend"));
        VERIFY_CODE(Program::ended(first), 0);
        VERIFY_CODE(Program::ended(second), 0);
    }
    QCOMPARE(m_idp->count(QStringLiteral("token:refresh_token")), 10);
    QCOMPARE(refusedRenewals(), 0);
    QCOMPARE(visits(), 1);
}

void TestIdpCli::signsOut()
{
    VERIFY_CODE(m_program->signIn(), 0);
    VERIFY_CODE(m_program->run("account sign-out"), 0);
    VERIFY_CODE(m_program->run("request summary"), 4);
    VERIFY_CODE(m_program->signIn(), 0);
}

SPENDGLASS_TEST_MAIN(TestIdpCli)
#include "tst_idpcli.moc"
