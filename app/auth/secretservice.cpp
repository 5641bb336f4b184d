// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/secretservice.h"

#include <QObject>

#ifdef SPENDGLASS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace spendglass::auth {

namespace {

using Done = std::function<void(SecretServiceState)>;

#ifdef SPENDGLASS_DBUS

constexpr int longestWait = 5000; ///< milliseconds; it knows the answer without asking anybody

QDBusMessage question(const QString &path, const char *interface, const char *method,
                      const QVariantList &arguments)
{
    auto message =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path,
                                       QString::fromLatin1(interface), QString::fromLatin1(method));
    message.setArguments(arguments);
    message.setAutoStartService(false);
    return message;
}

/// The answer, whatever it is.
template <class Value>
void ask(const QDBusMessage &message, QObject *context,
         std::function<void(const QDBusPendingReply<Value> &)> then)
{
    auto *const watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, longestWait), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        then(*watcher);
    });
}

SecretServiceState stateOf(const QDBusError &error)
{
    const bool isAbsent = error.type() == QDBusError::ServiceUnknown ||
                          error.type() == QDBusError::Disconnected ||
                          error.name() == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner");
    return isAbsent ? SecretServiceState::Absent : SecretServiceState::Unknown;
}

void askCollection(const QString &path, QObject *context, const Done &done)
{
    const auto message =
        question(path, "org.freedesktop.DBus.Properties", "Get",
                 {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});
    ask<QDBusVariant>(message, context, [done](const QDBusPendingReply<QDBusVariant> &reply) {
        if (reply.isError())
            return done(stateOf(reply.error()));
        done(reply.value().variant().toBool() ? SecretServiceState::Locked : SecretServiceState::Open);
    });
}

void askService(QObject *context, const Done &done)
{
    const auto message = question(QStringLiteral("/org/freedesktop/secrets"),
                                  "org.freedesktop.Secret.Service", "ReadAlias", {QStringLiteral("default")});
    ask<QDBusObjectPath>(message, context, [context, done](const QDBusPendingReply<QDBusObjectPath> &reply) {
        if (reply.isError())
            return done(stateOf(reply.error()));
        const QString path = reply.value().path();
        path == QLatin1String("/") ? done(SecretServiceState::Open) : askCollection(path, context, done);
    });
}

#endif

} // namespace

void askSecretService(QObject *context, Done done)
{
#ifdef SPENDGLASS_DBUS
    if (QDBusConnection::sessionBus().isConnected())
        return askService(context, done);
    const auto state = SecretServiceState::Absent;
#else
    const auto state = SecretServiceState::Unknown;
#endif
    QMetaObject::invokeMethod(
        context, [done = std::move(done), state] { done(state); }, Qt::QueuedConnection);
}

} // namespace spendglass::auth
