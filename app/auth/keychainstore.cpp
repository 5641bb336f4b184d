// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/keychainstore.h"

#include "auth/secretservice.h"

#include <qt6keychain/keychain.h>

#include <QAbstractEventDispatcher>
#include <QLibrary>
#include <QObject>

#include <utility>

namespace spendglass::auth {

namespace {

const QString service = QStringLiteral("Spendglass");

#ifdef Q_OS_WIN
constexpr qsizetype sizeLimit = 2560; // CRED_MAX_CREDENTIAL_BLOB_SIZE
#else
constexpr qsizetype sizeLimit = 64 * 1024;
#endif

/// libsecret answers from GLib's event loop. Where Qt has another (QT_NO_GLIB) it would never.
bool hasEventLoop()
{
#ifdef SPENDGLASS_DBUS
    const auto *const dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && dispatcher->inherits("QEventDispatcherGlib");
#else
    return true;
#endif
}

const char *faultOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return secretFaults::denied;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return secretFaults::absent;
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return secretFaults::other;
}

core::Error lockedError()
{
    return secretError(secretFaults::locked, QStringLiteral("the keychain is locked"));
}

/// libsecret holds on to its session with a service that has been restarted since, and would fail for ever.
void forgetService()
{
#ifdef SPENDGLASS_DBUS
    static const QFunctionPointer disconnect =
        QLibrary::resolve(QStringLiteral("secret-1"), 0, "secret_service_disconnect");
    if (disconnect)
        disconnect();
#endif
}

/// A job's failure, told more exactly by the state that the service is in.
core::Error errorOf(QKeychain::Error code, const QString &words, SecretServiceState state)
{
    if (code == QKeychain::OtherError)
        forgetService();
    if (state == SecretServiceState::Locked)
        return lockedError();
    if (state == SecretServiceState::Absent && faultOf(code) == secretFaults::other)
        return secretError(secretFaults::absent, QStringLiteral("there is no keychain: %1").arg(words));
    return secretError(faultOf(code), QStringLiteral("the keychain answers: %1").arg(words));
}

template <class Done>
void failLater(QObject *context, Done done, core::Error error)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done), error = std::move(error)] { done(core::fail(error)); },
        Qt::QueuedConnection);
}

/// Starts a job that deletes itself. It is never deleted by us and has no parent: the library's answer to a
/// deleted one would go to freed memory. ended comes only while context lives.
template <class Job>
void run(Job *job, const QString &key, QObject *context, std::function<void(Job *)> ended)
{
    job->setKey(key);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [job, ended = std::move(ended)] { ended(job); });
    job->start();
}

/// The outcome of a job that brings nothing. A locked keychain deletes "successfully".
void conclude(const QKeychain::Job *job, QObject *context, const SecretStore::OnDone &done)
{
    const auto onState = [done, code = job->error(), words = job->errorString()](SecretServiceState state) {
        if (code == QKeychain::NoError || code == QKeychain::EntryNotFound)
            done(state == SecretServiceState::Locked ? core::fail(lockedError()) : core::Result<void>());
        else
            done(core::fail(errorOf(code, words, state)));
    };
    askSecretService(context, onState);
}

void concludeRead(const QKeychain::ReadPasswordJob *job, QObject *context, const SecretStore::OnRead &done)
{
    if (job->error() == QKeychain::NoError)
        return done(std::optional(job->textData().toUtf8()));
    const auto onState = [done, code = job->error(), words = job->errorString()](SecretServiceState state) {
        if (code == QKeychain::EntryNotFound && state != SecretServiceState::Locked)
            done(std::optional<QByteArray>());
        else
            done(core::fail(errorOf(code, words, state)));
    };
    askSecretService(context, onState);
}

core::Error noEventLoop()
{
    return secretError(secretFaults::absent,
                       QStringLiteral("the keychain cannot be used without GLib's event loop (QT_NO_GLIB)"));
}

} // namespace

void KeychainStore::read(const QString &key, QObject *context, OnRead done)
{
    if (!hasEventLoop())
        return failLater(context, std::move(done), noEventLoop());
    using Job = QKeychain::ReadPasswordJob;
    run<Job>(new Job(service), key, context,
             [context, done = std::move(done)](Job *job) { concludeRead(job, context, done); });
}

void KeychainStore::write(const QString &key, const QByteArray &secret, QObject *context, OnDone done)
{
    if (!hasEventLoop())
        return failLater(context, std::move(done), noEventLoop());
    if (secret.size() > sizeLimit)
        return failLater(context, std::move(done),
                         secretError(secretFaults::tooLarge,
                                     QStringLiteral("the secret has %1 bytes, the keychain takes %2")
                                         .arg(secret.size())
                                         .arg(sizeLimit)));
    using Job = QKeychain::WritePasswordJob;
    auto *const job = new Job(service);
    job->setTextData(QString::fromUtf8(secret));
    run<Job>(job, key, context, [context, done = std::move(done)](Job *ended) {
        if (ended->error() == QKeychain::NoError)
            return done({});
        conclude(ended, context, done);
    });
}

void KeychainStore::remove(const QString &key, QObject *context, OnDone done)
{
    if (!hasEventLoop())
        return failLater(context, std::move(done), noEventLoop());
    using Job = QKeychain::DeletePasswordJob;
    run<Job>(new Job(service), key, context,
             [context, done = std::move(done)](Job *job) { conclude(job, context, done); });
}

} // namespace spendglass::auth
