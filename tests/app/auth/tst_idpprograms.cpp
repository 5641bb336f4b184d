// SPDX-License-Identifier: GPL-3.0-or-later
#include "idpworld.h"

#include "auth/keychainstore.h"
#include "auth/sessions.h"

#include <QCoreApplication>
#include <QLocale>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>

using namespace spendglass;
using namespace spendglass::test;
using namespace std::chrono_literals;

namespace {

const QString tokenCall = QStringLiteral("token");
const QString renewals = QStringLiteral("token:refresh_token");

/// A program as people start it, with the platform's keychain and the machine's clock.
std::unique_ptr<auth::Session> systemSession(const auth::Account &account, const QString &folder)
{
    auth::SessionParts parts = auth::systemSessionParts();
    parts.folder = folder;
    return std::make_unique<auth::Session>(account, std::move(parts));
}

std::optional<core::Error> renewalError(const auth::Account &account, const QString &folder)
{
    const auto session = systemSession(account, folder);
    const Asked asked(session->authorizer(),
                      account.addresses.apiUrl.resolved(QUrl(QStringLiteral("/peer/resource"))));
    const bool isAnswered = QTest::qWaitFor([&asked] { return asked.result.has_value(); }, 60'000);
    if (isAnswered && *asked.result)
        return {};
    return isAnswered ? asked.error()
                      : core::fail(core::ErrorKind::Timeout, QStringLiteral("no answer")).value();
}

/// This program as the second one: folder, address, tenant, client, and how many times to renew.
int renewAgainAndAgain(const QStringList &arguments)
{
    const auth::Account account = accountAt(QUrl(arguments[1]), arguments[2], arguments[3]);
    for (int i = 0; i < arguments[4].toInt(); ++i) {
        const auto error = renewalError(account, arguments[0]);
        if (error) {
            std::fprintf(stderr, "%s %s\n", qPrintable(error->text), qPrintable(error->serverText));
            return 1;
        }
    }
    return 0;
}

} // namespace

/// Several programs, one account, the real keychain, and a provider that ends the grant when a refresh token
/// is used twice: no token is lost (case 94).
class IdpProgramsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void renewTogether();
    void oneIsKilled();
    void signedOutByAnother();

private:
    auth::Account account() const { return accountAt(m_idp->loginUrl(), m_idp->tenant(), m_idp->clientId()); }
    std::unique_ptr<QProcess> program(int times) const;

    std::unique_ptr<IdpServer> m_idp;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void IdpProgramsTest::initTestCase()
{
    m_idp = std::make_unique<IdpServer>();
    QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
}

/// Somebody signs in, in a program that ends.
void IdpProgramsTest::init()
{
    m_idp->reset();
    m_folder = std::make_unique<QTemporaryDir>();
    const auto session = systemSession(account(), m_folder->path());
    Flow flow(session->signIn(auth::Session::Way::Browser), std::make_shared<ManualClock>());
    goThrough(*m_idp, flow);
    QVERIFY(flow.ends() && flow.result());
    QVERIFY2(!session->state().notKept, "the keychain does not keep it");
}

std::unique_ptr<QProcess> IdpProgramsTest::program(int times) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QCoreApplication::applicationFilePath(),
                   {QStringLiteral("--renew"), m_folder->path(), m_idp->loginUrl().toString(),
                    m_idp->tenant(), m_idp->clientId(), QString::number(times)});
    return process;
}

void IdpProgramsTest::renewTogether()
{
    constexpr int programs = 4, times = 8;
    std::vector<std::unique_ptr<QProcess>> all;
    for (int i = 0; i < programs; ++i)
        all.push_back(program(times));
    for (const auto &each : all) {
        QVERIFY(each->waitForFinished(60'000));
        QCOMPARE(each->exitStatus(), QProcess::NormalExit);
        QCOMPARE(each->exitCode(), 0);
    }
    QCOMPARE(m_idp->count(renewals), programs * times);
    const QJsonArray calls = m_idp->calls(tokenCall);
    for (const QJsonValue &call : calls)
        QCOMPARE(call[QLatin1String("status")].toInt(), 200);
    const auto error = renewalError(account(), m_folder->path());
    QVERIFY2(!error, error ? qPrintable(error->serverText) : "");
}

/// Its lock does not outlive it.
void IdpProgramsTest::oneIsKilled()
{
    m_idp->fault(tokenCall, json(R"({"hold": true, "drop": true})"));
    const auto one = program(1);
    QTRY_COMPARE_WITH_TIMEOUT(m_idp->count(renewals), 1, patience);
    const auto other = program(1);
    one->kill();
    QVERIFY(one->waitForFinished());
    QVERIFY(other->waitForFinished(60'000));
    QCOMPARE(other->exitCode(), 0);
    m_idp->release();
    QVERIFY(!renewalError(account(), m_folder->path()));
}

/// Case 101, seen from another program.
void IdpProgramsTest::signedOutByAnother()
{
    const auto one = systemSession(account(), m_folder->path());
    const auto other = systemSession(account(), m_folder->path());
    std::optional<core::Result<void>> done;
    other->signOut(this, [&done](const core::Result<void> &result) { done = result; });
    QTRY_VERIFY_WITH_TIMEOUT(done, patience);
    QVERIFY(*done);
    const Asked asked(one->authorizer(), m_idp->resource());
    QTRY_VERIFY_WITH_TIMEOUT(asked.result, patience);
    QVERIFY(!*asked.result);
    QCOMPARE(auth::problemOf(asked.error()), auth::SignInProblem::NotSignedIn);
    QCOMPARE(one->state().phase, auth::SessionState::Phase::SignedOut);
    QCOMPARE(m_idp->count(renewals), 0);
}

int main(int argc, char **argv)
{
    qputenv("TZ", "UTC");
    QStandardPaths::setTestModeEnabled(true);
    QLocale::setDefault(QLocale::c());
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 7 && arguments[1] == QLatin1String("--renew"))
        return renewAgainAndAgain(arguments.mid(2));
    IdpProgramsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_idpprograms.moc"
