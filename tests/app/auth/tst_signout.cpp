// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionfixture.h"

#include "auth/secret.h"
#include "auth/sessions.h"
#include "auth/signinproblem.h"
#include "support/askingkeychain.h"
#include "support/testmain.h"

#include <QDir>

using namespace spendglass;
using namespace spendglass::auth;
using namespace spendglass::test;
using namespace std::chrono_literals;

namespace {

using Phase = SessionState::Phase;

/// Leaving, and who may come instead: cases 101 and 102; and CREST's tokens.
class TestSignOut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Case 101.
    void forgetsTheTokensAndKeepsTheData()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        const auto result = signOut(*session);
        QVERIFY(result);
        QVERIFY(world.kept().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedOut);
        QCOMPARE(session->state().identity, AuthWorld::anna());
        QVERIFY(!world.record().signedInAt);
        QCOMPARE(world.record().identity, AuthWorld::anna());
        Asked late(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(late.error()), SignInProblem::NotSignedIn);
    }

    /// Case 101.
    void overwritesWhatItForgets()
    {
        Secret secret(QByteArray(64, 'x'));
        const char *const bytes = secret.bytes();
        QCOMPARE(QByteArray(bytes, 64), QByteArray(64, 'x'));
        secret.wipe(); // the memory stays with the empty value
        QVERIFY(secret.isEmpty());
        QCOMPARE(QByteArray(bytes, 64), QByteArray(64, '\0'));
        Secret other(QByteArray(64, 'y'));
        const QByteArray copy = other.copy();
        other.wipe();
        QCOMPARE(copy, QByteArray(64, 'y'));
    }

    /// Case 101.
    void revokesWhereThatIsOffered_data()
    {
        QTest::addColumn<QByteArray>("metadata");
        QTest::addColumn<int>("requests");
        QTest::newRow("offered")
            << QByteArray(
                   "{\"revocation_endpoint\":\"https://service.example/login/tenant/oauth2/v2.0/revoke\"}")
            << 2;
        QTest::newRow("not offered") << QByteArray("{}") << 1;
        QTest::newRow("no metadata") << QByteArray() << 1;
        QTest::newRow("by somebody else")
            << QByteArray("{\"revocation_endpoint\":\"https://other.example/revoke\"}") << 1;
        QTest::newRow("not encrypted")
            << QByteArray("{\"revocation_endpoint\":\"http://service.example/revoke\"}") << 1;
    }
    void revokesWhereThatIsOffered()
    {
        QFETCH(QByteArray, metadata);
        QFETCH(int, requests);
        AuthWorld world;
        world.signInAnna();
        world.service->revocation = metadata;
        const auto session = world.session();
        QVERIFY(signOut(*session));
        const auto asked = world.service->others();
        QCOMPARE(asked.size(), requests);
        QCOMPARE(asked[0].url.path(), QStringLiteral("/login/tenant/v2.0/.well-known/openid-configuration"));
        QVERIFY(asked[0].body.isEmpty());
        if (requests == 2)
            QCOMPARE(asked[1].body, QByteArray("client_id=client&token=rt-0&token_type_hint=refresh_token"));
        QVERIFY(world.kept().isEmpty());
    }

    void asksNobodyInMicrosoftsClouds()
    {
        AuthWorld world;
        world.account.cloud = Cloud::Global;
        world.signInAnna();
        const auto session = world.session();
        QVERIFY(signOut(*session));
        QVERIFY(world.service->others().isEmpty());
        QVERIFY(world.kept().isEmpty());
    }

    /// Case 101.
    void saysWhenTheEntryIsStillThere()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->removeError = secretError(secretFaults::locked, QStringLiteral("locked"));
        const auto session = world.session();
        const auto result = signOut(*session);
        QVERIFY(!result);
        QCOMPARE(result.error().serverCode, QStringLiteral("locked"));
        QCOMPARE(session->state().phase, Phase::SignedOut);
        QVERIFY(!world.record().signedInAt);
        world.keychain->removeError.reset();
        QVERIFY(signOut(*session));
        QVERIFY(world.kept().isEmpty());
    }

    void answersWhoWaitsAndWhoeverSignsOutToo()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->isSilent = true;
        const auto session = world.session();
        Asked waiting(session->authorizer(), world.api());
        QCoreApplication::sendPostedEvents();
        world.keychain->isSilent = false;
        int answers = 0;
        const auto count = [&answers](const core::Result<void> &) { ++answers; };
        session->signOut(this, count);
        session->signOut(this, count);
        {
            QObject gone;
            session->signOut(&gone, count);
        }
        QTRY_COMPARE(answers, 2);
        QTRY_COMPARE(problemOf(waiting.error()), SignInProblem::NotSignedIn);
        QVERIFY(world.service->tokenPosts().isEmpty());
    }

    /// Case 102.
    void refusesSomebodyElse_data()
    {
        QTest::addColumn<QJsonObject>("claims");
        QJsonObject other = annasClaims();
        other[QStringLiteral("oid")] = QStringLiteral("other");
        QTest::newRow("another person") << other;
        other = annasClaims();
        other[QStringLiteral("tid")] = QStringLiteral("other");
        QTest::newRow("another tenant") << other;
        QTest::newRow("nobody knows who") << QJsonObject();
    }
    void refusesSomebodyElse()
    {
        QFETCH(QJsonObject, claims);
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        const SignInRecord before = world.record();
        world.service->idToken = claims.isEmpty() ? QByteArray() : idToken(claims);
        const auto result = signIn(world, *session);
        QCOMPARE(problemOf(result.error()), SignInProblem::WrongAccount);
        QCOMPARE(world.kept(), QByteArray("rt-1"));
        QCOMPARE(world.record(), before);
        QCOMPARE(session->state().identity, AuthWorld::anna());
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
    }

    /// Case 102: a store of nobody would be anybody's.
    void refusesWhomTheServiceDoesNotName()
    {
        AuthWorld world;
        const auto session = world.session();
        world.service->idToken.clear();
        const auto result = signIn(world, *session);
        QCOMPARE(problemOf(result.error()), SignInProblem::Settings);
        QVERIFY(result.error().text.contains(QStringLiteral("id_token")));
        QVERIFY(world.kept().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedOut);
        world.service->idToken = idToken(annasClaims());
        QVERIFY(signIn(world, *session));
        QCOMPARE(session->state().identity, AuthWorld::anna());
    }

    /// Case 101: the keychain asks whether it may give up the older sign-in, and meanwhile there is a newer
    /// one.
    void signsInWhileTheKeychainAsksAboutSigningOut()
    {
        AuthWorld world;
        world.signInAnna();
        const auto asking = std::make_shared<AskingKeychain>(world.keychain);
        SessionParts parts = world.parts();
        parts.secrets = asking;
        Session session(world.account, parts);
        std::optional<core::Result<void>> left;
        session.signOut(this, [&left](const core::Result<void> &given) { left = given; });
        QTRY_VERIFY(asking->isAsking());
        std::optional<core::Result<TokenAnswer>> entered;
        const auto flow = session.signIn(Session::Way::DeviceCode);
        connect(flow.get(), &SignIn::finished, this,
                [&entered](const core::Result<TokenAnswer> &given) { entered = given; });
        flow->start();
        TRY_WITH_CLOCK(world, left);
        QCOMPARE(left->error().kind, core::ErrorKind::Cancelled);
        asking->agree();
        TRY_WITH_CLOCK(world, entered);
        QVERIFY(*entered);
        QCOMPARE(session.state().phase, Phase::SignedIn);
        QCOMPARE(world.kept(), (*entered)->refreshToken);
    }

    /// Case 102: the data stays hers after she has signed out.
    void remembersWhoseDataItIs()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        QVERIFY(signOut(*session));
        QJsonObject claims = annasClaims();
        claims[QStringLiteral("oid")] = QStringLiteral("other");
        world.service->idToken = idToken(claims);
        QCOMPARE(problemOf(signIn(world, *session).error()), SignInProblem::WrongAccount);
        world.service->idToken = idToken(annasClaims());
        QVERIFY(signIn(world, *session));
        QCOMPARE(session->state().phase, Phase::SignedIn);
    }

    /// Case 102: an entry of the keychain that is another person's.
    void usesNoTokenOfSomebodyElse()
    {
        AuthWorld world;
        world.signInAnna();
        QJsonObject claims = annasClaims();
        claims[QStringLiteral("oid")] = QStringLiteral("other");
        world.service->idToken = idToken(claims);
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::WrongAccount);
        QCOMPARE(session->state().phase, Phase::Ended);
    }

    /// The account's address was changed since, by mistake or by somebody who wants the tokens.
    void takesNoTokenToAnotherSignInService()
    {
        AuthWorld world;
        QVERIFY(signIn(world, *world.session()));
        QCOMPARE(world.kept(), QByteArray("rt-1"));
        world.account.addresses.loginUrl = QUrl(QStringLiteral("https://other.example/login"));
        world.service->revocation = "{\"revocation_endpoint\":\"https://other.example/login/revoke\"}";
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::Ended);
        QVERIFY(world.service->tokenPosts().isEmpty());
        QCOMPARE(world.kept(), QByteArray("rt-1")); // it may be changed back
        QVERIFY(signOut(*session));
        QVERIFY(world.service->others().isEmpty());
        QVERIFY(world.kept().isEmpty());
    }

    /// The same while this program goes on: another one changed the address, and somebody signed in there.
    void takesNoTokenFromAnotherSignInService()
    {
        AuthWorld world, moved;
        const auto session = world.session();
        QVERIFY(signIn(world, *session));
        moved.account.addresses.loginUrl = QUrl(QStringLiteral("https://other.example/login"));
        SessionParts parts = world.parts();
        parts.transport = std::make_shared<ServiceTransport>(moved.service);
        world.clock->advance(2h);
        Session there(moved.account, parts);
        QVERIFY(signIn(world, there));
        world.keychain->entries[world.account.id] = "rt-there";
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::Ended);
        QVERIFY(world.service->tokenPosts().isEmpty());
        QCOMPARE(world.kept(), QByteArray("rt-there"));
        QCOMPARE(world.record().authority, QStringLiteral("https://other.example/login"));
        world.service->revocation = "{\"revocation_endpoint\":\"https://service.example/login/revoke\"}";
        QVERIFY(signOut(*session));
        QVERIFY(world.service->others().isEmpty());
    }

    void sendsNoTokenInTheClear()
    {
        AuthWorld world;
        world.account.addresses.loginUrl = QUrl(QStringLiteral("http://service.example/login"));
        world.signInAnna();
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.error().kind, core::ErrorKind::Untrusted);
        QVERIFY(world.service->tokenRequests().isEmpty());
    }

    void exchangesTheTokenForCrest()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        const auto authorize = session->authorizer();
        const QString customer = QStringLiteral("11111111-0000-4000-8000-000000000000");
        Asked reseller(authorize, world.crest(world.account.crestCid + QStringLiteral("/usage-records")));
        Asked identity(authorize, world.crest(QStringLiteral("customers/get-by-identity")));
        Asked customers(authorize, world.crest(customer + QStringLiteral("/Entitlements")));
        QTRY_VERIFY(reseller.result && identity.result && customers.result);
        QCOMPARE(reseller.token(), identity.token());
        QVERIFY(reseller.token().startsWith("sa-"));
        QVERIFY(customers.token().startsWith("sa-") && customers.token() != reseller.token());
        const auto posts = world.service->crestPosts();
        QCOMPARE(posts.size(), 2);
        QCOMPARE(posts[0].url.path(), QStringLiteral("/crest/my-org/tokens"));
        QCOMPARE(posts[1].url.path(), QStringLiteral("/crest/%1/tokens").arg(customer));
        QCOMPARE(posts[0].body, QByteArray("grant_type=client_credentials"));
        QVERIFY(posts[0].headers.contains(net::Header("api-version", "2015-03-31")));
        QVERIFY(posts[0].headers.contains(net::Header("Content-Type", "application/x-www-form-urlencoded")));
        QCOMPARE(world.service->tokenPosts().size(), 1);
    }

    void renewsTheTokenForCrest()
    {
        AuthWorld world;
        world.service->life = 900;
        world.signInAnna();
        const auto session = world.session();
        const QUrl url = world.crest(world.account.crestCid + QStringLiteral("/usage-records"));
        Asked first(session->authorizer(), url);
        QTRY_COMPARE(first.token(), QByteArray("sa-2"));
        QCOMPARE(Asked(session->authorizer(), url).token(), QByteArray("sa-2"));
        world.clock->advance(700s); // in mid-sequence
        Asked second(session->authorizer(), url);
        QTRY_COMPARE(second.token(), QByteArray("sa-4"));
        Asked refused(session->authorizer(), url, refusalOf("sa-4"));
        QTRY_COMPARE(refused.token(), QByteArray("sa-5"));
        QCOMPARE(Asked(session->authorizer(), url, refusalOf("sa-5")).error().httpStatus, 401);
        QCOMPARE(world.service->crestPosts().size(), 3);
    }

    void renewsTheAccountsTokenForCrest()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.service->forgetAccessTokens();
        Asked crest(session->authorizer(), world.crest(world.account.crestCid + QStringLiteral("/x")));
        QTRY_COMPARE(crest.token(), QByteArray("sa-3"));
        QCOMPARE(world.service->tokenPosts().size(), 2);
    }

    void saysWhyThereIsNoTokenForCrest()
    {
        AuthWorld world;
        world.account.cloud = Cloud::Global;
        world.signInAnna();
        const auto session = world.session();
        const Asked asked(session->authorizer(), world.crest(world.account.crestCid + QStringLiteral("/x")));
        QCOMPARE(asked.error().kind, core::ErrorKind::NotOffered);
        QVERIFY(asked.error().text.contains(QLatin1String("--crest-token-file")));
        QVERIFY(world.service->tokenPosts().isEmpty());
    }

    /// Sample data and simulators have all under one address.
    void tellsCrestFromTheRestAtOneAddress()
    {
        AuthWorld world;
        world.account.addresses.crestUrl = world.account.addresses.apiUrl;
        world.signInAnna();
        const auto session = world.session();
        Asked api(session->authorizer(), world.api("/v1/customers"));
        Asked analytics(session->authorizer(), world.api("/partner/v1/analytics/usage/azure"));
        Asked crest(session->authorizer(), world.api("/11111111-0000-4000-8000-000000000000/Entitlements"));
        QTRY_VERIFY(api.result && analytics.result && crest.result);
        QCOMPARE(api.token(), QByteArray("at-1"));
        QCOMPARE(analytics.token(), QByteArray("at-1"));
        QCOMPARE(crest.token(), QByteArray("sa-2"));
    }

    void givesOneSessionToEachAccount()
    {
        AuthWorld world;
        Sessions sessions(world.folder.path(), world.parts());
        Account draft = world.account;
        const Account one = *sessions.book().add(draft);
        draft.name = QStringLiteral("Fabrikam");
        const Account other = *sessions.book().add(draft);
        const auto session = sessions.of(one);
        QCOMPARE(sessions.of(one), session);
        QVERIFY(sessions.of(other) != session);
        world.keychain->entries[one.id] = world.service->refreshToken;
        QVERIFY(signIn(world, *session));
        QCOMPARE(sessions.of(other)->state().phase, Phase::SignedOut);
        QVERIFY(QFile::exists(sessions.book().folderPath(one) + QStringLiteral("/signin.json")));
        QVERIFY(!QFile::exists(sessions.book().folderPath(other) + QStringLiteral("/signin.json")));
        Account renamed = one;
        renamed.name = QStringLiteral("Contoso AG");
        QVERIFY(sessions.book().replace(one.name, renamed));
        const auto after = sessions.of(renamed);
        QCOMPARE(after, session); // the new name changes nothing
        renamed.tenant = QStringLiteral("other");
        QVERIFY(sessions.of(renamed) != session);
        QCOMPARE(sessions.of(renamed)->state().phase, Phase::SignedIn);
        sessions.forget(renamed);
        QVERIFY(sessions.of(renamed) != after);
    }

private:
    core::Result<void> signOut(Session &session)
    {
        std::optional<core::Result<void>> result;
        session.signOut(this, [&result](const core::Result<void> &given) { result = given; });
        [&] { QTRY_VERIFY(result); }();
        return result.value_or(core::fail(core::ErrorKind::Timeout, QStringLiteral("no answer")));
    }
    core::Result<TokenAnswer> signIn(const AuthWorld &world, Session &session)
    {
        std::optional<core::Result<TokenAnswer>> result;
        const auto flow = session.signIn(Session::Way::DeviceCode);
        connect(flow.get(), &SignIn::finished, this,
                [&result](const core::Result<TokenAnswer> &given) { result = given; });
        flow->start();
        [&] { TRY_WITH_CLOCK(world, result); }();
        return result.value_or(core::fail(core::ErrorKind::Timeout, QStringLiteral("no answer")));
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestSignOut)

#include "tst_signout.moc"
