// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinrecord.h"

#include "core/ownfolder.h"

#include "auth/signinproblem.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <chrono>

namespace spendglass::auth {

namespace {

using core::ErrorKind;

constexpr auto idleLife = std::chrono::days(90); // wire reference, Signing in: Token answers
constexpr int announcedDays = 7;

QString recordPath(const QString &folder)
{
    return folder + QStringLiteral("/signin.json");
}

/// Whether the member is a time or is not there at all.
bool readTime(const QJsonObject &object, QLatin1String name, std::optional<core::Instant> &into)
{
    const QJsonValue value = object[name];
    const auto time = core::parseTime(value.toString().toStdString());
    if (time)
        into = time->instant;
    return time || value.isUndefined();
}

std::optional<SignInRecord> recordFrom(const QJsonObject &object)
{
    const QJsonValue tenant = object[QLatin1String("tenantId")];
    const QJsonValue user = object[QLatin1String("userId")];
    SignInRecord record;
    record.identity = {object[QLatin1String("user")].toString(), object[QLatin1String("name")].toString(),
                       tenant.toString(), user.toString()};
    record.authority = object[QLatin1String("authority")].toString();
    record.claims = object[QLatin1String("claims")].toString().toUtf8();
    // Tenant and user say whose data this is: without them another person's could be mixed in.
    const bool isWhole = tenant.isString() && user.isString() &&
                         readTime(object, QLatin1String("signedInAt"), record.signedInAt) &&
                         readTime(object, QLatin1String("renewedAt"), record.renewedAt);
    return isWhole ? std::optional(record) : std::nullopt;
}

} // namespace

core::Result<std::optional<SignInRecord>> readSignInRecord(const QString &folder)
{
    QFile file(recordPath(folder));
    if (!file.exists())
        return std::optional<SignInRecord>();
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(errorOf(SignInProblem::Record, file.errorString(), file.fileName()));
    const auto record = recordFrom(QJsonDocument::fromJson(file.readAll()).object());
    if (!record)
        return core::fail(
            errorOf(SignInProblem::Record,
                    QStringLiteral("the record of who signed in is damaged; it is kept, because it says "
                                   "whose data this is: mend it, or move it away to sign in anew"),
                    file.fileName()));
    return record;
}

core::Result<void> writeSignInRecord(const QString &folder, const SignInRecord &record)
{
    QJsonObject object{{QStringLiteral("user"), record.identity.user},
                       {QStringLiteral("name"), record.identity.name},
                       {QStringLiteral("tenantId"), record.identity.tenantId},
                       {QStringLiteral("userId"), record.identity.userId}};
    if (!record.authority.isEmpty())
        object[QStringLiteral("authority")] = record.authority;
    if (record.signedInAt)
        object[QStringLiteral("signedInAt")] = core::instantText(*record.signedInAt);
    if (record.renewedAt)
        object[QStringLiteral("renewedAt")] = core::instantText(*record.renewedAt);
    if (!record.claims.isEmpty())
        object[QStringLiteral("claims")] = QString::fromUtf8(record.claims);
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
    QSaveFile file(recordPath(folder));
    const bool isWritten = core::makeOwnFolder(folder) && file.open(QIODevice::WriteOnly) &&
                           file.setPermissions(ownerOnly) && file.write(QJsonDocument(object).toJson()) > 0 &&
                           file.commit();
    if (!isWritten)
        return core::fail(ErrorKind::File, file.errorString(), file.fileName());
    return {};
}

core::Result<void> checkTokenSource(const QString &folder, const QUrl &authority)
{
    const auto record = readSignInRecord(folder);
    const QString source = record && *record ? (*record)->authority : QString();
    if (source.isEmpty() || source == authority.toString())
        return {};
    return core::fail(errorOf(SignInProblem::Ended,
                              QStringLiteral("the sign-in was made at %1, and the account names another "
                                             "sign-in service")
                                  .arg(source)));
}

std::optional<core::Instant> signInEnd(const SignInRecord &record)
{
    if (!record.signedInAt)
        return std::nullopt;
    return std::max(*record.signedInAt, record.renewedAt.value_or(*record.signedInAt)) + idleLife;
}

std::optional<int> daysLeftToAnnounce(const SignInRecord &record, core::Instant now)
{
    const auto end = signInEnd(record);
    if (!end)
        return std::nullopt;
    const auto days = std::max<std::int64_t>(0, std::chrono::floor<std::chrono::days>(*end - now).count());
    return days <= announcedDays ? std::optional(int(days)) : std::nullopt;
}

} // namespace spendglass::auth
