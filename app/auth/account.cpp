// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/account.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace spendglass::auth {

namespace {

using core::ErrorKind;

constexpr const char *laterPath = "later";

constexpr QFile::Permissions ownerOnlyFile = QFile::ReadOwner | QFile::WriteOwner;

/// The addresses in force: the table's where the account has none of its own.
CloudAddresses completed(const Account &account)
{
    CloudAddresses all = account.addresses;
    const CloudAddresses usual = cloudAddresses(account.cloud);
    if (all.apiUrl.isEmpty())
        all.apiUrl = usual.apiUrl;
    if (all.loginUrl.isEmpty())
        all.loginUrl = usual.loginUrl;
    if (all.crestUrl.isEmpty())
        all.crestUrl = usual.crestUrl;
    if (all.resource.isEmpty())
        all.resource = usual.resource;
    return all;
}

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

QString addressProblem(const QUrl &url, const QString &what)
{
    if (url.isEmpty())
        return {};
    const bool isPlain = url.scheme() == QLatin1String("http");
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != QLatin1String("https") && !isPlain))
        return QStringLiteral("the %1 address is not a web address").arg(what);
    if (isPlain && !isLoopback(url.host()))
        return QStringLiteral("the %1 address must be https; http is for loopback only").arg(what);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return QStringLiteral("the %1 address must not hold a user name, query or fragment").arg(what);
    return {};
}

QString nameProblem(const QString &name)
{
    if (name.isEmpty())
        return QStringLiteral("an account needs a name");
    if (name.size() > 100)
        return QStringLiteral("the account's name is longer than 100 characters");
    if (name.trimmed() != name)
        return QStringLiteral("the account's name begins or ends with a blank");
    const bool hasControl =
        std::any_of(name.begin(), name.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    return hasControl ? QStringLiteral("the account's name holds a control character") : QString();
}

/// A name for a folder on any file system. a-z, 0-9 and - stay, every other byte becomes _XX, so that names
/// that differ in case only stay apart where the file system does not tell case. A lone _ at the end keeps
/// short names from being a device of Windows ("con"); ~ starts the digest that stands for a long rest.
QString safeName(const QString &name)
{
    QString safe;
    for (const char c : name.toUtf8()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool stays = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
        safe += stays ? QString(QLatin1Char(c)) : QStringLiteral("_%1").arg(byte, 2, 16, QLatin1Char('0'));
    }
    if (safe.size() <= 4)
        return safe + QLatin1Char('_');
    if (safe.size() <= 120)
        return safe;
    const QByteArray digest = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex();
    return safe.left(40) + QLatin1Char('~') + QString::fromLatin1(digest);
}

Account fromJson(const QJsonObject &object)
{
    Account account;
    account.name = object[QLatin1String("name")].toString();
    account.cloud = cloudFromName(object[QLatin1String("cloud")].toString()).value_or(Cloud::Custom);
    account.tenant = object[QLatin1String("tenant")].toString();
    account.clientId = object[QLatin1String("clientId")].toString();
    account.crestCid = object[QLatin1String("crestCid")].toString();
    if (object[QLatin1String("analyticsPath")].toString() == QLatin1String(laterPath))
        account.analyticsPath = AnalyticsPath::Later;
    account.addresses.apiUrl = QUrl(object[QLatin1String("apiUrl")].toString());
    account.addresses.loginUrl = QUrl(object[QLatin1String("loginUrl")].toString());
    account.addresses.crestUrl = QUrl(object[QLatin1String("crestUrl")].toString());
    account.addresses.resource = object[QLatin1String("resource")].toString();
    account.addresses = completed(account);
    return account;
}

/// Only what differs from the cloud's table is written, so that a corrected table reaches old profiles.
QJsonObject toJson(const Account &account)
{
    const CloudAddresses all = completed(account);
    const CloudAddresses usual = cloudAddresses(account.cloud);
    QJsonObject object{{QStringLiteral("name"), account.name},
                       {QStringLiteral("cloud"), cloudName(account.cloud)},
                       {QStringLiteral("tenant"), account.tenant},
                       {QStringLiteral("clientId"), account.clientId},
                       {QStringLiteral("crestCid"), account.crestCid}};
    if (account.analyticsPath == AnalyticsPath::Later)
        object[QStringLiteral("analyticsPath")] = QLatin1String(laterPath);
    if (all.apiUrl != usual.apiUrl)
        object[QStringLiteral("apiUrl")] = all.apiUrl.toString();
    if (all.loginUrl != usual.loginUrl)
        object[QStringLiteral("loginUrl")] = all.loginUrl.toString();
    if (all.crestUrl != usual.crestUrl)
        object[QStringLiteral("crestUrl")] = all.crestUrl.toString();
    if (all.resource != usual.resource)
        object[QStringLiteral("resource")] = all.resource;
    return object;
}

QString bookPath(const QString &folder)
{
    return folder + QStringLiteral("/accounts.json");
}

/// The whole file, with the members that a newer version may have put there.
core::Result<QJsonObject> readBook(const QString &folder)
{
    QFile file(bookPath(folder));
    if (!file.exists())
        return QJsonObject();
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(ErrorKind::File, file.errorString(), file.fileName());
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!document.isObject() || !document[QLatin1String("accounts")].isArray())
        return core::fail(
            ErrorKind::File,
            QStringLiteral("the list of accounts is damaged: %1")
                .arg(document.isObject() ? QStringLiteral("no accounts in it") : problem.errorString()),
            file.fileName());
    return document.object();
}

core::Result<void> writeBook(const QString &folder, const QJsonObject &book)
{
    QSaveFile file(bookPath(folder));
    const bool isWritten = QDir().mkpath(folder) && file.open(QIODevice::WriteOnly) &&
                           file.setPermissions(ownerOnlyFile) &&
                           file.write(QJsonDocument(book).toJson()) > 0 && file.commit();
    if (!isWritten)
        return core::fail(ErrorKind::File, file.errorString(), file.fileName());
    return {};
}

} // namespace

QString accountProblem(const Account &account)
{
    const CloudAddresses all = completed(account);
    for (const QString &problem :
         {nameProblem(account.name), addressProblem(all.apiUrl, QStringLiteral("API")),
          addressProblem(all.loginUrl, QStringLiteral("sign-in")),
          addressProblem(all.crestUrl, QStringLiteral("CREST"))}) {
        if (!problem.isEmpty())
            return problem;
    }
    if (all.apiUrl.isEmpty() || all.loginUrl.isEmpty() || all.resource.isEmpty())
        return QStringLiteral("a custom cloud needs the addresses of API and sign-in, and the resource");
    if (!account.crestCid.isEmpty() && all.crestUrl.isEmpty())
        return QStringLiteral("CREST needs an address; this cloud has none");
    return {};
}

AccountBook::AccountBook(QString profileFolder)
    : m_folder(std::move(profileFolder))
{}

core::Result<std::vector<Account>> AccountBook::accounts() const
{
    const auto book = readBook(m_folder);
    if (!book)
        return core::fail(book.error());
    std::vector<Account> accounts;
    for (const auto &value : (*book)[QLatin1String("accounts")].toArray())
        accounts.push_back(fromJson(value.toObject()));
    std::sort(accounts.begin(), accounts.end(),
              [](const Account &a, const Account &b) { return a.name < b.name; });
    return accounts;
}

core::Result<Account> AccountBook::find(const QString &name) const
{
    const auto all = accounts();
    if (!all)
        return core::fail(all.error());
    if (all->empty())
        return core::fail(ErrorKind::BadRequest, QStringLiteral("there is no account yet"));
    if (name.isEmpty() && all->size() > 1)
        return core::fail(ErrorKind::BadRequest,
                          QStringLiteral("there is more than one account: say which is meant"));
    const auto found = std::find_if(all->begin(), all->end(), [&name](const Account &account) {
        return name.isEmpty() || account.name == name;
    });
    if (found == all->end())
        return core::fail(ErrorKind::BadRequest, QStringLiteral("there is no account “%1”").arg(name));
    return *found;
}

core::Result<void> AccountBook::add(const Account &account)
{
    if (const QString problem = accountProblem(account); !problem.isEmpty())
        return core::fail(ErrorKind::BadRequest, problem);
    auto book = readBook(m_folder);
    if (!book)
        return core::fail(book.error());
    QJsonArray list = (*book)[QLatin1String("accounts")].toArray();
    for (const auto &value : std::as_const(list)) {
        if (value[QLatin1String("name")].toString() == account.name)
            return core::fail(ErrorKind::BadRequest,
                              QStringLiteral("there is an account “%1” already").arg(account.name));
    }
    list.append(toJson(account));
    book->insert(QStringLiteral("accounts"), list);
    return writeBook(m_folder, *book);
}

core::Result<void> AccountBook::remove(const QString &name, bool withData)
{
    auto book = readBook(m_folder);
    if (!book)
        return core::fail(book.error());
    QJsonArray list = (*book)[QLatin1String("accounts")].toArray();
    const auto found = std::find_if(list.begin(), list.end(), [&name](const auto &value) {
        return value.toObject()[QLatin1String("name")].toString() == name;
    });
    if (name.isEmpty() || found == list.end())
        return core::fail(ErrorKind::BadRequest, QStringLiteral("there is no account “%1”").arg(name));
    const QString data = QFileInfo(storePath(fromJson(found->toObject()))).path();
    list.erase(found);
    book->insert(QStringLiteral("accounts"), list);
    if (withData && QFileInfo::exists(data) && !QDir(data).removeRecursively())
        return core::fail(ErrorKind::File, QStringLiteral("the account's data could not be removed"), data);
    return writeBook(m_folder, *book);
}

QString AccountBook::storePath(const Account &account) const
{
    return m_folder + QStringLiteral("/accounts/") + safeName(account.name) + QStringLiteral("/store.duckdb");
}

} // namespace spendglass::auth
