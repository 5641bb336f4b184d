// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionfixture.h"

#include "auth/signinproblem.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QUrlQuery>

using namespace spendglass;
using namespace spendglass::auth;
using namespace spendglass::test;
using namespace std::chrono_literals;

namespace {

using Phase = SessionState::Phase;

/// The life of an account's tokens when all goes well.
class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsSignedOut()
    {
        const AuthWorld world;
        const auto session = world.session();
        QCOMPARE(session->state().phase, Phase::SignedOut);
        Asked asked(session->authorizer(), world.api());
        QVERIFY(!asked.result); // never from inside
        QTRY_VERIFY(asked.result);
        QCOMPARE(problemOf(asked.error()), SignInProblem::NotSignedIn);
        QVERIFY(world.service->tokenPosts().isEmpty());
    }

    void looksIntoTheKeychainWhenATokenIsWanted()
    {
        AuthWorld world;
        world.signInAnna();
        const QByteArray refresh = world.kept();
        world.keychain->entries.clear();
        const auto session = world.session();
        QCOMPARE(session->state().phase, Phase::SignedIn);
        QCOMPARE(session->state().identity, AuthWorld::anna());
        QCOMPARE(*session->state().endsAt, ManualClock::start + std::chrono::days(90));
        QCoreApplication::sendPostedEvents();
        world.keychain->entries[world.account.id] = refresh;
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.token(), QByteArray("at-1"));
        QCOMPARE(world.kept(), QByteArray("rt-1"));
    }

    void sendsWhatTheReferenceSays()
    {
        AuthWorld world;
        world.account.tenant.clear();
        world.signInAnna();
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.token(), QByteArray("at-1"));
        const net::Request sent = world.service->tokenRequests().first();
        QCOMPARE(sent.url.path(), QStringLiteral("/login/organizations/oauth2/v2.0/token"));
        QCOMPARE(sent.body, QByteArray("client_id=client&grant_type=refresh_token&refresh_token=rt-0&scope="
                                       "https%3A%2F%2Fapi.example%2Fuser_impersonation%20offline_access%20"
                                       "openid%20profile"));
    }

    void givesATokenAtHandAtOnce()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        const auto authorize = session->authorizer();
        Asked first(authorize, world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        const Asked second(authorize, world.api("/v1/other"));
        QCOMPARE(second.token(), QByteArray("at-1"));
        QCOMPARE(world.service->tokenPosts().size(), 1);
    }

    void givesNoTokenToOtherPlaces_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("another host") << "https://other.example/api/v1/customers";
        QTest::newRow("another port") << "https://service.example:444/api/v1/customers";
        QTest::newRow("not encrypted") << "http://service.example/api/v1/customers";
        QTest::newRow("beside the API") << "https://service.example/apiary";
        QTest::newRow("the sign-in service") << "https://service.example/login/x";
    }
    void givesNoTokenToOtherPlaces()
    {
        QFETCH(QString, url);
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        const Asked asked(session->authorizer(), QUrl(url));
        QCOMPARE(asked.error().kind, core::ErrorKind::Untrusted);
    }

    void renewsBeforeTheEnd_data()
    {
        QTest::addColumn<int>("life");
        QTest::addColumn<int>("margin");
        QTest::newRow("an hour") << 3600 << 300;
        QTest::newRow("ninety minutes") << 5400 << 300;
        QTest::newRow("a quarter of an hour") << 900 << 225;
        QTest::newRow("two minutes") << 120 << 30;
    }
    void renewsBeforeTheEnd()
    {
        QFETCH(int, life);
        QFETCH(int, margin);
        AuthWorld world;
        world.service->life = life;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.clock->advance(std::chrono::seconds(life - margin) - 1ms);
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        world.clock->advance(1ms);
        Asked late(session->authorizer(), world.api());
        QVERIFY(!late.result);
        QTRY_COMPARE(late.token(), QByteArray("at-2"));
        QCOMPARE(world.service->tokenPosts(), (QList<QByteArray>{"rt-0", "rt-1"}));
        QCOMPARE(*world.record().renewedAt, world.clock->now());
        QCOMPARE(*world.record().signedInAt, ManualClock::start);
    }

    void renewsOnceAfterARefusal()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        Asked refused(session->authorizer(), world.api(), refusalOf("at-1"));
        QTRY_COMPARE(refused.token(), QByteArray("at-2"));
        // A call that was sent with the first one meanwhile gets what is there.
        QCOMPARE(Asked(session->authorizer(), world.api(), refusalOf("at-1")).token(), QByteArray("at-2"));
        // The new one is not good either: it is not the token's fault.
        QCOMPARE(Asked(session->authorizer(), world.api(), refusalOf("at-2")).error(),
                 refusalOf("at-2").error);
        QCOMPARE(world.service->tokenPosts().size(), 2);
        world.clock->advance(1min);
        Asked later(session->authorizer(), world.api(), refusalOf("at-2"));
        QTRY_COMPARE(later.token(), QByteArray("at-3"));
    }

    void keepsTheRefreshTokenThatIsNotReplaced()
    {
        AuthWorld world;
        world.service->rotates = false;
        world.signInAnna();
        const auto session = world.session();
        for (const char *const token : {"at-1", "at-2", "at-3"}) {
            Asked asked(session->authorizer(), world.api());
            QTRY_COMPARE(asked.token(), QByteArray(token));
            world.clock->advance(1h);
        }
        QCOMPARE(world.kept(), QByteArray("rt-0"));
        QVERIFY(!session->state().notKept);
    }

    void takesOverASignIn()
    {
        const AuthWorld world;
        const auto session = world.session();
        QSignalSpy changes(session.get(), &Session::stateChanged);
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        bool isSeen = false;
        connect(signIn.get(), &SignIn::finished, this, [&](const core::Result<TokenAnswer> &result) {
            isSeen = true;
            QVERIFY(result);
            QCOMPARE(session->state().phase, Phase::SignedIn); // before anybody sees it
            QCOMPARE(world.kept(), QByteArray("rt-1"));
        });
        signIn->start();
        TRY_WITH_CLOCK(world, isSeen);
        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(session->state().identity, AuthWorld::anna());
        QCOMPARE(world.record().identity, AuthWorld::anna());
        QCOMPARE(*world.record().signedInAt, *world.record().renewedAt);
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        QVERIFY(!QString::fromUtf8(readAll(world)).contains(QLatin1String("rt-")));
    }

    void carriesWhatARefusedSignInDemands()
    {
        const AuthWorld world;
        const auto session = world.session();
        const QByteArray claims = QByteArray(R"({"id_token":{"acr":{"value":"c1"}}})").replace('"', R"(\")");
        const TokenService::Said refusal{400, "{\"error\":\"interaction_required\",\"claims\":\"" + claims +
                                                  "\"}"};
        world.service->toSay = {refusal};
        const auto refused = session->signIn(Session::Way::DeviceCode);
        QSignalSpy finished(refused.get(), &SignIn::finished);
        refused->start();
        TRY_WITH_CLOCK(world, !finished.isEmpty());
        const auto next = session->signIn(Session::Way::Browser);
        QSignalSpy addresses(next.get(), &SignIn::addressReady);
        next->start();
        QTRY_VERIFY(!addresses.isEmpty());
        const QUrlQuery asked(addresses.at(0).at(0).toUrl());
        QVERIFY(asked.queryItemValue(QStringLiteral("claims"), QUrl::FullyDecoded)
                    .contains(QStringLiteral("\"id_token\":{\"acr\":{\"value\":\"c1\"}}")));
    }

    void answersWhoWaitsThroughASignIn()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->isSilent = true; // a person is asked to unlock it, and signs in instead
        const auto session = world.session();
        Asked waiting(session->authorizer(), world.api());
        QCoreApplication::sendPostedEvents();
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        bool isOver = false;
        connect(signIn.get(), &SignIn::finished, this, [&isOver] { isOver = true; });
        world.keychain->isSilent = false;
        signIn->start();
        TRY_WITH_CLOCK(world, isOver);
        QTRY_COMPARE(waiting.token(), QByteArray("at-1"));
        QCOMPARE(waiting.answers, 1);
    }

    void tellsOfASignInForThisRunOnly()
    {
        AuthWorld world;
        world.service->rotates = false; // and so gives no refresh token
        const auto session = world.session();
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        bool isOver = false;
        connect(signIn.get(), &SignIn::finished, this, [&isOver] { isOver = true; });
        signIn->start();
        TRY_WITH_CLOCK(world, isOver);
        QCOMPARE(session->state().phase, Phase::SignedIn);
        QVERIFY(session->state().notKept);
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        QVERIFY(!world.record().signedInAt);
        world.clock->advance(1h);
        Asked late(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(late.error()), SignInProblem::Ended);
        QCOMPARE(session->state().phase, Phase::Ended);
    }

    /// The keychain asks for its password, and a person has other plans.
    void doesNotWaitForTheKeychainWhenAPersonDoesNot()
    {
        AuthWorld world;
        const auto session = world.session();
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        std::optional<core::Result<TokenAnswer>> result;
        connect(signIn.get(), &SignIn::finished, this,
                [&result](const core::Result<TokenAnswer> &given) { result = given; });
        world.keychain->isSilent = true;
        signIn->start();
        TRY_WITH_CLOCK(world, !world.service->tokenRequests().isEmpty());
        QTRY_VERIFY(session->state().phase == Phase::SignedOut);
        QTRY_VERIFY((signIn->cancel(), result.has_value()));
        QVERIFY(*result);
        QCOMPARE(session->state().phase, Phase::SignedIn);
        QCOMPARE(session->state().notKept->kind, core::ErrorKind::Keychain);
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        world.keychain->isSilent = false;
        world.clock->advance(1h);
        Asked late(session->authorizer(), world.api());
        QTRY_COMPARE(late.token(), QByteArray("at-2"));
        QCOMPARE(world.kept(), QByteArray("rt-2"));
        QVERIFY(!session->state().notKept);
    }

    /// Whoever hears of the end of a sign-in may delete everything.
    void isDeletedByWhoHearsOfIt()
    {
        AuthWorld world;
        auto session = world.session();
        auto signIn = session->signIn(Session::Way::DeviceCode);
        connect(signIn.get(), &SignIn::finished, this, [&](const core::Result<TokenAnswer> &) {
            signIn.release()->deleteLater();
            session.reset();
        });
        signIn->start();
        TRY_WITH_CLOCK(world, !session);
        QCOMPARE(world.kept(), QByteArray("rt-1"));
    }

    void noticesASignInByAnotherProgram()
    {
        AuthWorld world;
        const auto session = world.session();
        Asked before(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(before.error()), SignInProblem::NotSignedIn);
        world.signInAnna();
        Asked after(session->authorizer(), world.api());
        QTRY_COMPARE(after.token(), QByteArray("at-1"));
        QCOMPARE(session->state().identity, AuthWorld::anna());
    }

    void noticesASignOutByAnotherProgram()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        world.keychain->entries.clear();
        QVERIFY(writeSignInRecord(world.folder.path(), {AuthWorld::anna(), {}, {}}));
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::NotSignedIn);
        QCOMPARE(session->state().phase, Phase::SignedOut);
    }

    void endsForThoseWhoWait()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->isSilent = true;
        auto session = world.session();
        const auto authorize = session->authorizer();
        Asked waiting(authorize, world.api());
        auto gone = std::make_unique<Asked>(authorize, world.api());
        QCoreApplication::sendPostedEvents();
        gone.reset();
        session.reset();
        QTRY_COMPARE(waiting.error().kind, core::ErrorKind::Cancelled);
        QVERIFY(waiting.result);
        const Asked late(authorize, world.api());
        QVERIFY(late.result);
        QCOMPARE(late.error().kind, core::ErrorKind::Cancelled);
    }

    void endsASignInWithItself()
    {
        AuthWorld world;
        auto session = world.session();
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        std::optional<core::Result<TokenAnswer>> result;
        connect(signIn.get(), &SignIn::finished, this,
                [&result](const core::Result<TokenAnswer> &given) { result = given; });
        signIn->start();
        session.reset();
        TRY_WITH_CLOCK(world, result);
        QCOMPARE(result->error().kind, core::ErrorKind::Cancelled);
        QVERIFY(world.kept().isEmpty());
    }

private:
    static QByteArray readAll(const AuthWorld &world)
    {
        QFile file(world.folder.filePath(QStringLiteral("signin.json")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestSession)

#include "tst_session.moc"
