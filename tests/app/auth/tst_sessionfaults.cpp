// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionfixture.h"

#include "auth/accountlock.h"
#include "auth/signinproblem.h"
#include "net/client.h"
#include "support/testmain.h"

#include <QFile>
#include <QLockFile>
#include <QThread>

#include <atomic>

using namespace spendglass;
using namespace spendglass::auth;
using namespace spendglass::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(spendglass::auth::SignInProblem)

namespace {

using Phase = SessionState::Phase;

/// As many calls of a real client as there are, on a thread of their own.
class Calls : public QObject
{
    Q_OBJECT
public:
    Calls(std::shared_ptr<TokenService> service, net::Authorizer authorize, QUrl url)
        : m_service(std::move(service))
        , m_authorize(std::move(authorize))
        , m_url(std::move(url))
    {}
    void start(int count)
    {
        net::ClientParts parts;
        parts.transport = std::make_shared<ServiceTransport>(m_service);
        parts.clock = std::make_shared<ManualClock>(1000);
        parts.authorize = m_authorize;
        parts.random = [] { return 0.5; };
        parts.inFlight = count;
        parts.inFlightPerScope = count;
        m_client = std::make_unique<net::Client>(parts, QList<QUrl>{m_url});
        net::Request request;
        request.url = m_url;
        for (int i = 0; i < count; ++i) {
            net::Call *const call = m_client->call(request, QStringLiteral("c"), this);
            connect(call, &net::Call::finished, this, &Calls::onFinished);
        }
    }

    std::atomic<int> good = 0, bad = 0;

private:
    void onFinished(const core::Result<net::Response> &result) { ++(result ? good : bad); }

    std::shared_ptr<TokenService> m_service;
    net::Authorizer m_authorize;
    QUrl m_url;
    std::unique_ptr<net::Client> m_client;
};

struct CallsThread
{
    explicit CallsThread(Calls *given)
        : calls(given)
    {
        calls->moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, calls, &QObject::deleteLater);
        thread.start();
    }
    ~CallsThread()
    {
        thread.quit();
        thread.wait();
    }
    void start(int count)
    {
        QMetaObject::invokeMethod(
            calls, [this, count] { calls->start(count); }, Qt::QueuedConnection);
    }
    QThread thread;
    Calls *calls;
};

/// What becomes of a sign-in when something goes wrong: cases 93 to 96 and 100 to 102.
class TestSessionFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Case 93.
    void renewsOnceForTwentyRefusals()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.service->forgetAccessTokens(); // revoked: all twenty are refused
        CallsThread thread(new Calls(world.service, session->authorizer(), world.api()));
        thread.start(20);
        QTRY_COMPARE(thread.calls->good.load(), 20);
        QCOMPARE(thread.calls->bad.load(), 0);
        QCOMPARE(world.service->tokenPosts(), (QList<QByteArray>{"rt-0", "rt-1"}));
        QVERIFY(world.service->apiCalls().size() <= 40);
    }

    /// Case 93, with nothing at hand to begin with and two threads.
    void renewsOnceForTwoThreads()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        CallsThread one(new Calls(world.service, session->authorizer(), world.api()));
        CallsThread other(new Calls(world.service, session->authorizer(), world.api()));
        one.start(10);
        other.start(10);
        QTRY_COMPARE(one.calls->good + other.calls->good, 20);
        QCOMPARE(world.service->tokenPosts(), QList<QByteArray>{"rt-0"});
        QCOMPARE(world.service->apiCalls().size(), 20);
    }

    /// Case 93: the session goes while another thread asks; nothing hangs and nothing is used after it.
    void goesWhileAThreadAsks()
    {
        for (int i = 0; i < 50; ++i) {
            AuthWorld world;
            world.signInAnna();
            auto session = world.session();
            CallsThread thread(new Calls(world.service, session->authorizer(), world.api()));
            thread.start(20);
            if (i % 2 == 1)
                QTRY_VERIFY(!world.service->tokenPosts().isEmpty());
            session.reset();
            QTRY_COMPARE(thread.calls->good + thread.calls->bad, 20);
        }
    }

    /// Case 94.
    void losesNoTokenBetweenTwoPrograms()
    {
        AuthWorld world;
        world.signInAnna();
        const auto one = world.session(), other = world.session();
        for (int round = 0; round < 10; ++round) {
            Asked fromOne(one->authorizer(), world.api()), fromOther(other->authorizer(), world.api());
            TRY_WITH_CLOCK(world, fromOne.result && fromOther.result);
            QVERIFY(world.service->isGood(fromOne.token()));
            QVERIFY(world.service->isGood(fromOther.token()));
            world.clock->advance(1h);
        }
        QVERIFY(!world.service->isRevoked); // no refresh token was used twice
        QCOMPARE(world.service->tokenPosts().size(), 20);
        QCOMPARE(world.kept(), world.service->refreshToken);
    }

    /// Case 94, where the lock does nothing, as on some network file systems.
    void takesTheTokenOfAnotherProgramWhenItsOwnIsRefused()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.keychain->entries[world.account.id] = "rt-stale";
        world.service->toSay = {TokenService::refusal("invalid_grant")};
        world.service->refreshToken = "rt-other";
        world.clock->advance(1h);
        // The other program writes between our reading and the refusal.
        world.service->whenAsked = [&world] { world.keychain->entries[world.account.id] = "rt-other"; };
        Asked late(session->authorizer(), world.api());
        QTRY_COMPARE(late.token(), QByteArray("at-2"));
        QCOMPARE(world.service->tokenPosts(), (QList<QByteArray>{"rt-0", "rt-stale", "rt-other"}));
        QCOMPARE(session->state().phase, Phase::SignedIn);
    }

    void waitsForAnotherProgram()
    {
        AuthWorld world;
        world.signInAnna();
        QLockFile lock(world.folder.filePath(QStringLiteral("signin.lock")));
        QVERIFY(lock.tryLock(0));
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(world.clock->alarms(), std::size_t(1));
        world.clock->advance(1s);
        QTRY_COMPARE(world.clock->alarms(), std::size_t(1));
        QVERIFY(!asked.result);
        lock.unlock();
        TRY_WITH_CLOCK(world, asked.result);
        QCOMPARE(asked.token(), QByteArray("at-1"));
    }

    void doesNotWaitForAnotherProgramForEver()
    {
        AuthWorld world;
        world.signInAnna();
        QLockFile lock(world.folder.filePath(QStringLiteral("signin.lock")));
        QVERIFY(lock.tryLock(0));
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(world.clock->alarms(), std::size_t(1));
        world.clock->advance(2min);
        QTRY_COMPARE(asked.error().kind, core::ErrorKind::Timeout);
        QVERIFY(world.service->tokenPosts().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedIn);
    }

    void takesOverTheLockOfADeadProgram()
    {
        AuthWorld world;
        world.signInAnna();
        QFile left(world.folder.filePath(QStringLiteral("signin.lock")));
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write("2147483646\nspendglass\n" + QSysInfo::machineHostName().toUtf8() + "\n" +
                   QSysInfo::machineUniqueId() + "\n" + QSysInfo::bootUniqueId() + "\n");
        left.close();
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.token(), QByteArray("at-1"));
    }

    void letsNobodyElseIntoTheFolder()
    {
        AuthWorld world;
        const QString folder = world.folder.filePath(QStringLiteral("accounts/new"));
        AccountLock lock(folder, world.clock, nullptr);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        QVERIFY(QFileInfo(folder).isDir());
        QCOMPARE(QFile::permissions(folder) & others, QFile::Permissions());
    }

    void goesOnWhereThereCanBeNoLock()
    {
        AuthWorld world;
        QFile file(world.folder.filePath(QStringLiteral("a")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        AccountLock lock(file.fileName(), world.clock, nullptr); // no folder can be made here
        std::optional<core::Result<void>> result;
        lock.acquire([&result](const core::Result<void> &given) { result = given; });
        QVERIFY(result && *result);
        QCOMPARE(world.clock->alarms(), std::size_t(0));
    }

    /// Case 95.
    void keepsInMemoryWhatTheKeychainDoesNotTake()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->writeError = secretError(secretFaults::denied, QStringLiteral("no"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        QCOMPARE(world.kept(), QByteArray("rt-0")); // the old one is not dropped before
        QCOMPARE(session->state().notKept->serverCode, QStringLiteral("denied"));
        QCOMPARE(session->state().phase, Phase::SignedIn);
        world.clock->advance(1h);
        Asked second(session->authorizer(), world.api());
        QTRY_COMPARE(second.token(), QByteArray("at-2")); // with rt-1, which is in memory only
        QVERIFY(session->state().notKept);
        world.keychain->writeError.reset();
        world.clock->advance(1h);
        Asked third(session->authorizer(), world.api());
        QTRY_COMPARE(third.token(), QByteArray("at-3"));
        QCOMPARE(world.kept(), QByteArray("rt-3"));
        QVERIFY(!session->state().notKept);
        QVERIFY(!world.service->isRevoked);
    }

    /// Case 95: it is tried again also when the service gives no newer one.
    void triesAgainToKeepTheSameToken()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->writeError = secretError(secretFaults::denied, QStringLiteral("no"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.service->rotates = false;
        world.keychain->writeError.reset();
        world.clock->advance(1h);
        Asked second(session->authorizer(), world.api());
        QTRY_COMPARE(second.token(), QByteArray("at-2"));
        QCOMPARE(world.kept(), QByteArray("rt-1"));
        QVERIFY(!session->state().notKept);
    }

    /// Case 96.
    void endsWhenTheRefreshTokenIsDead()
    {
        AuthWorld world;
        world.signInAnna();
        world.service->isRevoked = true;
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::Ended);
        QCOMPARE(world.service->tokenPosts(), QList<QByteArray>{"rt-0"});
        QCOMPARE(session->state().phase, Phase::Ended);
        QCOMPARE(problemOf(*session->state().problem), SignInProblem::Ended);
        QCOMPARE(session->state().identity, AuthWorld::anna());
        QVERIFY(world.kept().isEmpty());
        QCOMPARE(world.record().identity, AuthWorld::anna()); // whose data it is
        Asked again(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(again.error()), SignInProblem::Ended);
        QCOMPARE(world.service->tokenPosts().size(), 1);
        QCOMPARE(world.session()->state().phase, Phase::SignedOut); // and not "vanished"
    }

    /// Whatever other programs write meanwhile.
    void removesNoNewerEntryThanTheDeadOne()
    {
        AuthWorld world;
        world.signInAnna();
        world.service->isRevoked = true;
        int posts = 0;
        world.service->whenAsked = [&] {
            world.keychain->entries[world.account.id] = "rt-other-" + QByteArray::number(++posts);
        };
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), SignInProblem::Ended);
        QCOMPARE(world.service->tokenPosts(), (QList<QByteArray>{"rt-0", "rt-other-1", "rt-other-2"}));
        QCOMPARE(world.kept(), QByteArray("rt-other-3"));
    }

    void endsWithoutATokenRequest_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<SignInProblem>("problem");
        QTest::addColumn<QByteArray>("claims");
        const QByteArray claims =
            "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}";
        QTest::newRow("no second factor") << QByteArray("{\"code\":\"900421\",\"description\":\"MFA\"}")
                                          << QByteArray() << SignInProblem::SecondFactor << QByteArray();
        QTest::newRow("a wrong audience") << QByteArray("{\"code\":900420,\"description\":\"audience\"}")
                                          << QByteArray() << SignInProblem::WrongAudience << QByteArray();
        QTest::newRow("a claims challenge")
            << QByteArray("{}")
            << "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + claims.toBase64() + '"'
            << SignInProblem::MoreProof << claims;
        QTest::newRow("a claims challenge with a code of its own")
            << QByteArray("{\"code\":\"1234\",\"description\":\"no\"}")
            << "Bearer claims=\"" + claims.toBase64() + '"' << SignInProblem::MoreProof << claims;
    }
    void endsWithoutATokenRequest()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, challenge);
        QFETCH(SignInProblem, problem);
        QFETCH(QByteArray, claims);
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.service->forgetAccessTokens();
        world.service->refuses = {401, body};
        world.service->challenge = challenge;
        CallsThread thread(new Calls(world.service, session->authorizer(), world.api()));
        thread.start(5);
        QTRY_COMPARE(thread.calls->bad.load(), 5);
        QCOMPARE(world.service->tokenPosts().size(), 1);
        QCOMPARE(session->state().phase, Phase::Ended);
        QCOMPARE(problemOf(*session->state().problem), problem);
        QCOMPARE(world.kept(), QByteArray("rt-1")); // it may be good for something else
        // The next sign-in says what is demanded.
        const auto signIn = session->signIn(Session::Way::Browser);
        QUrl address;
        connect(signIn.get(), &SignIn::addressReady, this, [&address](const QUrl &url) { address = url; });
        signIn->start();
        QTRY_VERIFY(address.isValid());
        const QByteArray sent =
            QUrlQuery(address).queryItemValue(QStringLiteral("claims"), QUrl::FullyDecoded).toUtf8();
        QVERIFY2(claims.isEmpty() || sent.contains("1604106651"), sent.constData());
        QCOMPARE(QUrlQuery(address).queryItemValue(QStringLiteral("login_hint"), QUrl::FullyDecoded),
                 AuthWorld::anna().user);
    }

    /// Cases 96 and 97: refusals of the token endpoint that only a person can mend.
    void endsWithARefusal_data()
    {
        QTest::addColumn<TokenService::Said>("said");
        QTest::addColumn<SignInProblem>("problem");
        QTest::newRow("97 interaction_required")
            << TokenService::refusal("interaction_required") << SignInProblem::MoreProof;
        QTest::newRow("97 consent_required")
            << TokenService::refusal("consent_required") << SignInProblem::Consent;
        QTest::newRow("97 invalid_grant for want of a second factor")
            << TokenService::Said{400,
                                  "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50076: MFA\"}"}
            << SignInProblem::MoreProof;
        QTest::newRow("a wrong client") << TokenService::refusal("invalid_client") << SignInProblem::Settings;
    }
    void endsWithARefusal()
    {
        QFETCH(TokenService::Said, said);
        QFETCH(SignInProblem, problem);
        AuthWorld world;
        world.signInAnna();
        world.service->toSay = {said};
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(problemOf(asked.error()), problem);
        QCOMPARE(session->state().phase, Phase::Ended);
        QCOMPARE(world.kept(), QByteArray("rt-0"));
        QCOMPARE(world.service->tokenPosts().size(), 1);
    }

    void repeatsWhatTheServiceHasNotDone_data()
    {
        QTest::addColumn<TokenService::Said>("said");
        QTest::newRow("503") << TokenService::Said{503, "busy"};
        QTest::newRow("temporarily_unavailable") << TokenService::refusal("temporarily_unavailable");
        QTest::newRow("no connection") << TokenService::Said{0, {}, true};
    }
    void repeatsWhatTheServiceHasNotDone()
    {
        QFETCH(TokenService::Said, said);
        AuthWorld world;
        world.signInAnna();
        world.service->toSay = {said, said};
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, asked.result);
        QCOMPARE(asked.token(), QByteArray("at-1"));
        QCOMPARE(world.service->tokenPosts(), (QList<QByteArray>{"rt-0", "rt-0", "rt-0"}));
        // No more than three.
        world.service->toSay = {said, said, said};
        world.clock->advance(2h);
        Asked late(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, late.result);
        QVERIFY(late.token().isEmpty());
        QCOMPARE(session->state().phase, Phase::SignedIn);
        QCOMPARE(world.service->tokenPosts().size(), 6);
    }

    void neverRepeatsWhatMayHaveBeenDone()
    {
        AuthWorld world;
        world.signInAnna();
        world.service->toSay = {TokenService::Said{}}; // done, and the answer lost
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.error().kind, core::ErrorKind::Offline);
        QCOMPARE(world.service->tokenPosts().size(), 1);
        QCOMPARE(world.clock->alarms(), std::size_t(0));
        QCOMPARE(session->state().phase, Phase::SignedIn);
    }

    void usesATokenToItsEndWhenTheServiceIsDown()
    {
        AuthWorld world;
        world.signInAnna();
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_COMPARE(first.token(), QByteArray("at-1"));
        world.clock->advance(3400s);
        for (int i = 0; i < 6; ++i)
            world.service->toSay.push_back({503, "busy"});
        Asked second(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, second.result);
        QCOMPARE(second.token(), QByteArray("at-1"));
        // Not every call tries anew.
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        QCOMPARE(world.service->tokenPosts().size(), 4);
        world.clock->advance(200s);
        Asked third(session->authorizer(), world.api());
        TRY_WITH_CLOCK(world, third.result);
        QCOMPARE(third.error().kind, core::ErrorKind::Server);
    }

    /// Case 100.
    void tellsWhatTheKeychainIsLike_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char *const fault : {secretFaults::absent, secretFaults::locked, secretFaults::denied,
                                        secretFaults::tooLarge, secretFaults::other})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }
    void tellsWhatTheKeychainIsLike()
    {
        QFETCH(QString, fault);
        AuthWorld world;
        world.signInAnna();
        const core::Error error = secretError(fault.toLatin1().constData(), QStringLiteral("no"));
        world.keychain->readError = world.keychain->writeError = error;
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.error(), error);
        QCOMPARE(session->state().phase, Phase::SignedIn); // nobody is signed out by that
        QCOMPARE(*session->state().problem, error);
        QVERIFY(world.record().signedInAt);
        // For this run only.
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        bool isOver = false;
        connect(signIn.get(), &SignIn::finished, this, [&isOver] { isOver = true; });
        signIn->start();
        TRY_WITH_CLOCK(world, isOver);
        QCOMPARE(Asked(session->authorizer(), world.api()).token(), QByteArray("at-1"));
        QCOMPARE(*session->state().notKept, error);
        QVERIFY(!session->state().problem);
        world.clock->advance(1h);
        Asked late(session->authorizer(), world.api());
        QTRY_COMPARE(late.token(), QByteArray("at-2"));
        QCOMPARE(world.kept(), QByteArray("rt-0"));
        QCOMPARE(world.folderFiles(), QStringList{QStringLiteral("signin.json")});
    }

    /// Case 100.
    void goesOnWhenTheKeychainIsUnlocked()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->readError = secretError(secretFaults::locked, QStringLiteral("locked"));
        const auto session = world.session();
        Asked first(session->authorizer(), world.api());
        QTRY_VERIFY(first.result);
        world.keychain->readError.reset();
        Asked second(session->authorizer(), world.api());
        QTRY_COMPARE(second.token(), QByteArray("at-1"));
        QVERIFY(!session->state().problem);
    }

    /// Case 100.
    void tellsThatTheEntryHasVanished()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->entries.clear();
        const auto session = world.session();
        Asked asked(session->authorizer(), world.api());
        QTRY_COMPARE(asked.error().serverCode, QStringLiteral("vanished"));
        QCOMPARE(problemOf(asked.error()), SignInProblem::Keychain);
        QCOMPARE(session->state().phase, Phase::Ended);
        QCOMPARE(world.record().identity, AuthWorld::anna());
        QVERIFY(world.record().signedInAt);
    }

    /// Case 100: a person is asked for a password and does not answer.
    void doesNotHangWithTheKeychain()
    {
        AuthWorld world;
        world.signInAnna();
        world.keychain->isSilent = true;
        auto session = world.session();
        auto asked = std::make_unique<Asked>(session->authorizer(), world.api());
        Asked other(session->authorizer(), world.api());
        QCoreApplication::sendPostedEvents();
        world.clock->advance(24h); // no limit to their time
        QCoreApplication::sendPostedEvents();
        QVERIFY(!asked->result);
        asked.reset(); // cancelled
        session.reset();
        QTRY_COMPARE(other.error().kind, core::ErrorKind::Cancelled);
        QVERIFY(QLockFile(world.folder.filePath(QStringLiteral("signin.lock"))).tryLock(0));
    }

    void refusesADamagedRecord()
    {
        AuthWorld world;
        world.signInAnna();
        QFile file(world.folder.filePath(QStringLiteral("signin.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
        file.close();
        const auto session = world.session();
        QCOMPARE(session->state().problem->kind, core::ErrorKind::File);
        const auto signIn = session->signIn(Session::Way::DeviceCode);
        std::optional<core::Result<TokenAnswer>> result;
        connect(signIn.get(), &SignIn::finished, this,
                [&result](const core::Result<TokenAnswer> &given) { result = given; });
        signIn->start();
        TRY_WITH_CLOCK(world, result);
        QCOMPARE(result->error().kind, core::ErrorKind::File);
        QCOMPARE(world.kept(), QByteArray("rt-0"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{"));
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestSessionFaults)

#include "tst_sessionfaults.moc"
