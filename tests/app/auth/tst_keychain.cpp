// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/keychainstore.h"
#include "auth/secretservice.h"

#include "support/testmain.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QUuid>

#include <optional>

using namespace spendglass;
using namespace spendglass::auth;

namespace {

using Read = core::Result<std::optional<QByteArray>>;

#define ONLY_IN(kind)                                                                                        \
    if (m_kind != QLatin1String(kind))                                                                       \
    QSKIP("for another kind of keychain")

constexpr int longEnough = 10'000;

/// What a real keychain does, one after the other. This program runs once with each kind: SPENDGLASS_KEYRING.
class TestKeychain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_kind = qEnvironmentVariable("SPENDGLASS_KEYRING");
        m_key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }

    void writesReadsAndRemoves()
    {
        ONLY_IN("unlocked");
        QVERIFY(read() && !*read());
        QVERIFY(write("first"));
        QCOMPARE(**read(), QByteArray("first"));
        QVERIFY(write("second"));
        QCOMPARE(**read(), QByteArray("second"));
        QCOMPARE(found(m_key), QByteArray("second"));
        QVERIFY(remove());
        QVERIFY(read() && !*read());
        QCOMPARE(found(m_key), QByteArray());
        QVERIFY(remove()); // also when there is none
    }

    void keepsAccountsApart()
    {
        ONLY_IN("unlocked");
        QVERIFY(write("mine"));
        const QString mine = std::exchange(m_key, m_key + QStringLiteral("-other"));
        QVERIFY(write("other"));
        QVERIFY(remove());
        m_key = mine;
        QCOMPARE(**read(), QByteArray("mine"));
    }

    void takesALongToken()
    {
        ONLY_IN("unlocked");
        const QByteArray token(20'000, 'x');
        QVERIFY(write(token));
        QCOMPARE(**read(), token);
        QVERIFY(write(QByteArray(64 * 1024, 'y')));
        QCOMPARE((**read()).size(), 64 * 1024);
    }

    void refusesWhatIsTooLarge()
    {
        ONLY_IN("unlocked");
        QVERIFY(write("before"));
        QCOMPARE(faultOf(write(QByteArray(64 * 1024 + 1, 'x'))), QStringLiteral("tooLarge"));
        QCOMPARE(**read(), QByteArray("before"));
    }

    /// Case 100. QtKeychain says: read "not found", remove "done".
    void tellsThatItIsLocked()
    {
        ONLY_IN("locked");
        QCOMPARE(state(), SecretServiceState::Locked);
        QCOMPARE(faultOf(read()), QStringLiteral("locked"));
        QCOMPARE(faultOf(write("secret")), QStringLiteral("locked"));
        QCOMPARE(faultOf(remove()), QStringLiteral("locked"));
    }

    void findsEverythingAgainAfterALock()
    {
        ONLY_IN("unlocked");
        QVERIFY(write("kept"));
        control("--lock");
        QCOMPARE(faultOf(read()), QStringLiteral("locked"));
        QCOMPARE(faultOf(remove()), QStringLiteral("locked"));
        control("--unlock"); // a new service, to which libsecret does not find back by itself
        QCOMPARE(faultOf(read()), QStringLiteral("other"));
        const auto again = read();
        QVERIFY(again && *again);
        QCOMPARE(**again, QByteArray("kept"));
    }

    void tellsThatThereIsNone()
    {
        if (m_kind == QLatin1String("locked"))
            QSKIP("there is one");
        if (m_kind == QLatin1String("unlocked"))
            control("--stop");
        QCOMPARE(state(), SecretServiceState::Absent);
        QCOMPARE(faultOf(read()), QStringLiteral("absent"));
        QCOMPARE(faultOf(write("secret")), QStringLiteral("absent"));
        QCOMPARE(faultOf(remove()), QStringLiteral("absent"));
        if (m_kind == QLatin1String("unlocked"))
            control("--unlock");
    }

    /// Nothing is called, nothing crashes, and the next call is answered.
    void survivesItsContext()
    {
        bool isCalled = false;
        {
            QObject context;
            m_store.read(m_key, &context, [&](const Read &) { isCalled = true; });
            m_store.write(m_key, "secret", &context, [&](const core::Result<void> &) { isCalled = true; });
            m_store.write(m_key, QByteArray(1'000'000, 'x'), &context,
                          [&](const core::Result<void> &) { isCalled = true; });
            m_store.remove(m_key, &context, [&](const core::Result<void> &) { isCalled = true; });
        }
        const auto after = read();
        QVERIFY(after ? !*after : after.error().kind == core::ErrorKind::Keychain);
        QVERIFY(!isCalled);
    }

    /// Whatever the keychain says, no file of this program's holds the secret.
    void writesNoFile()
    {
        const QByteArray secret = "canary-" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        (void)write(secret);
        QDirIterator files(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            ++looked;
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains(secret) && !bytes.contains(secret.toBase64().left(20)),
                     qPrintable(file.fileName()));
        }
        QVERIFY(looked > 0);
    }

private:
    /// Waits for the answer: at most ten seconds, then an error that no keychain gives.
    template <class Result, class Call>
    Result answer(Call call)
    {
        std::optional<Result> result;
        call([&result](const Result &given) { result = given; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result, longEnough); }();
        return result.value_or(core::fail(core::ErrorKind::Timeout, QStringLiteral("no answer")));
    }
    Read read()
    {
        return answer<Read>([this](const auto &done) { m_store.read(m_key, this, done); });
    }
    core::Result<void> write(const QByteArray &secret)
    {
        return answer<core::Result<void>>(
            [&](const auto &done) { m_store.write(m_key, secret, this, done); });
    }
    core::Result<void> remove()
    {
        return answer<core::Result<void>>([this](const auto &done) { m_store.remove(m_key, this, done); });
    }
    SecretServiceState state()
    {
        std::optional<SecretServiceState> state;
        askSecretService(this, [&state](SecretServiceState given) { state = given; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(state, longEnough); }();
        return state.value_or(SecretServiceState::Unknown);
    }
    template <class Value>
    static QString faultOf(const core::Result<Value> &result)
    {
        if (result || result.error().kind != core::ErrorKind::Keychain)
            return QStringLiteral("none");
        return result.error().serverCode;
    }
    /// What another program finds under that name.
    static QByteArray found(const QString &key)
    {
        QProcess tool;
        tool.start(QStringLiteral("secret-tool"), {QStringLiteral("lookup"), QStringLiteral("user"), key,
                                                   QStringLiteral("server"), QStringLiteral("Spendglass")});
        tool.waitForFinished();
        return tool.readAllStandardOutput();
    }
    static void control(const char *word)
    {
        QCOMPARE(QProcess::execute(QStringLiteral(SPENDGLASS_SOURCE "/tests/support/with-keyring"),
                                   {QString::fromLatin1(word)}),
                 0);
    }

    KeychainStore m_store;
    QString m_kind, m_key;
};

} // namespace

SPENDGLASS_TEST_MAIN(TestKeychain)

#include "tst_keychain.moc"
