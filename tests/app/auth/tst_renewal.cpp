// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionfixture.h"

#include "support/testmain.h"

#include <QLockFile>

using namespace spendglass;
using namespace spendglass::auth;
using namespace spendglass::test;
using namespace std::chrono_literals;

namespace {

using Phase = SessionState::Phase;

/// What a renewal that fails for a while must not cost.
class TestRenewal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Case 95: what is in memory only outlives a renewal that fails.
    void losesNothingFromMemoryWhenARenewalFails_data()
    {
        QTest::addColumn<TokenService::Said>("said");
        QTest::newRow("503") << TokenService::Said{503, "busy"};
        QTest::newRow("no connection") << TokenService::Said{0, {}, true};
        QTest::newRow("a page of somebody else's") << TokenService::Said{200, "<html></html>"};
    }
    void losesNothingFromMemoryWhenARenewalFails()
    {
        QFETCH(TokenService::Said, said);
        AuthWorld world;
        world.signInAnna();
        world.keychain->writeError = secretError(secretFaults::denied, QStringLiteral("no"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.clock->advance(2h);
        world.service->toSay = {said, said, said};
        Asked second(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, second.result);
        QVERIFY(second.token().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedIn);
        world.service->toSay.clear();
        Asked third(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, third.result);
        QCOMPARE(third.token(), QByteArray("at-2"));
        QCOMPARE(world.service->tokenPosts().last(), QByteArray("rt-1"));
    }

    /// Case 95: the same, when another program holds the lock for too long.
    void losesNothingFromMemoryToALock()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->writeError = secretError(secretFaults::denied, QStringLiteral("no"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.clock->advance(2h);
        QLockFile others(world.folder.filePath(QStringLiteral("signin.lock")));
        QVERIFY(others.lock());
        Asked second(session->authorizer(), world.api());
        QTRY_COMPARE(world.clock->alarms(), std::size_t(1));
        world.clock->advance(2min);
        QTRY_COMPARE(second.error().kind, core::ErrorKind::Timeout);
        others.unlock();
        Asked third(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, third.result);
        QCOMPARE(third.token(), QByteArray("at-2"));
    }

    /// A newer sign-in of another program is worth more than what is in memory.
    void takesTheSignInOfAnotherProgram()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->writeError = secretError(secretFaults::denied, QStringLiteral("no"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.clock->advance(2h);
        world.service->toSay = {TokenService::refusal("interaction_required")};
        Asked second(session->authorizer(), world.api());
        QTRY_COMPARE(session->state().phase, Phase::Ended);
        world.keychain->writeError.reset();
        const auto other = world.session();
        const auto signIn = other->signIn(Session::Way::DeviceCode);
        signIn->start();
        TRY_WITH_CLOCK(world, world.kept() == "rt-2" && other->state().phase == Phase::SignedIn);
        QTRY_COMPARE(Asked(other->authorizer(), world.api()).token(), QByteArray("at-2"));
        Asked third(session->authorizer(), world.api());
        QTRY_COMPARE(third.token(), QByteArray("at-3"));
        QCOMPARE(world.service->tokenPosts().last(), QByteArray("rt-2"));
    }

    /// What stands between here and there speaks for nobody: a proxy's page ends no sign-in.
    void endsWithNoPageOfAProxy_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 403, 404, 407, 408, 421})
            QTest::addRow("%d", status) << status;
    }
    void endsWithNoPageOfAProxy()
    {
        QFETCH(int, status);
        AuthWorld world;
        world.signInAnna();
        world.service->toSay = {{status, "<html>no</html>"}};
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, asked.result);
        QVERIFY(asked.token().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedIn);
        Asked again(session->authorizer(), world.api());
        QTRY_COMPARE(again.token(), QByteArray("at-1"));
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestRenewal)

#include "tst_renewal.moc"
