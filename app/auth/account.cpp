// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/account.h"

#include "core/ownfolder.h"
#include "net/origin.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace spendglass::auth {

namespace {

using core::ErrorKind;

constexpr const char *laterPath = "later";
constexpr const char *localhost = "localhost";
constexpr int longestWait = 500; ///< milliseconds, for another program to write the list

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

QString addressProblem(const QUrl &url, const QString &what)
{
    if (url.isEmpty())
        return {};
    const bool isPlain = url.scheme() == QLatin1String("http");
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != QLatin1String("https") && !isPlain))
        return QStringLiteral("the %1 address is not a web address").arg(what);
    if (isPlain && !net::isLoopback(url.host()))
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

/// Files of earlier versions have neither id nor folder: both follow from the name there.
Account fromJson(const QJsonObject &object)
{
    Account account;
    account.name = object[QLatin1String("name")].toString();
    account.folder = object[QLatin1String("folder")].toString(safeName(account.name));
    account.id = object[QLatin1String("id")].toString(account.folder);
    account.cloud = cloudFromName(object[QLatin1String("cloud")].toString()).value_or(Cloud::Custom);
    account.tenant = object[QLatin1String("tenant")].toString();
    account.clientId = object[QLatin1String("clientId")].toString();
    account.crestCid = object[QLatin1String("crestCid")].toString();
    if (object[QLatin1String("analyticsPath")].toString() == QLatin1String(laterPath))
        account.analyticsPath = AnalyticsPath::Later;
    account.usesLocalhost = object[QLatin1String("redirect")].toString() == QLatin1String(localhost);
    account.addresses.apiUrl = QUrl(object[QLatin1String("apiUrl")].toString());
    account.addresses.loginUrl = QUrl(object[QLatin1String("loginUrl")].toString());
    account.addresses.crestUrl = QUrl(object[QLatin1String("crestUrl")].toString());
    account.addresses.resource = object[QLatin1String("resource")].toString();
    account.addresses = completed(account);
    return account;
}

constexpr const char *optionalMembers[] = {"analyticsPath", "redirect", "apiUrl",
                                           "loginUrl",      "crestUrl", "resource"};

/// Only what differs from the cloud's table is written, so that a corrected table reaches old profiles.
QJsonObject toJson(const Account &account)
{
    const CloudAddresses all = completed(account);
    const CloudAddresses usual = cloudAddresses(account.cloud);
    QJsonObject object{
        {QStringLiteral("name"), account.name},        {QStringLiteral("id"), account.id},
        {QStringLiteral("folder"), account.folder},    {QStringLiteral("cloud"), cloudName(account.cloud)},
        {QStringLiteral("tenant"), account.tenant},    {QStringLiteral("clientId"), account.clientId},
        {QStringLiteral("crestCid"), account.crestCid}};
    if (account.analyticsPath == AnalyticsPath::Later)
        object[QStringLiteral("analyticsPath")] = QLatin1String(laterPath);
    if (account.usesLocalhost)
        object[QStringLiteral("redirect")] = QLatin1String(localhost);
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

/// -1: no account of that name.
qsizetype placeOf(const QJsonArray &list, const QString &name)
{
    for (qsizetype place = 0; place < list.size(); ++place)
        if (!name.isEmpty() && list[place].toObject()[QLatin1String("name")].toString() == name)
            return place;
    return -1;
}

/// Why the account cannot stand beside those of the list; empty when it can.
QString whyNotNamed(const QJsonArray &list, const Account &account)
{
    const QString problem = accountProblem(account);
    if (problem.isEmpty() && placeOf(list, account.name) >= 0)
        return QStringLiteral("there is an account “%1” already").arg(account.name);
    return problem;
}

/// The name's own folder, or another when a renamed account sits in that one.
QString freeFolder(const QJsonArray &list, const QString &name)
{
    const QString wanted = safeName(name);
    const auto isTaken = [&list](const QString &folder) {
        return std::any_of(list.begin(), list.end(), [&folder](const auto &value) {
            return fromJson(value.toObject()).folder == folder;
        });
    };
    QString folder = wanted;
    for (int number = 2; isTaken(folder); ++number)
        folder = QStringLiteral("%1~%2").arg(wanted).arg(number);
    return folder;
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
    const bool isWritten = core::makeOwnFolder(folder) && file.open(QIODevice::WriteOnly) &&
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

core::Result<Account> AccountBook::add(Account account)
{
    account.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return change([&account](QJsonArray &list) -> core::Result<Account> {
        if (const QString problem = whyNotNamed(list, account); !problem.isEmpty())
            return core::fail(ErrorKind::BadRequest, problem);
        account.folder = freeFolder(list, account.name);
        list.append(toJson(account));
        return fromJson(list.last().toObject());
    });
}

core::Result<void> AccountBook::replace(const QString &name, Account account)
{
    return change([&](QJsonArray &list) -> core::Result<void> {
        const qsizetype place = placeOf(list, name);
        if (place < 0)
            return core::fail(ErrorKind::BadRequest, QStringLiteral("there is no account “%1”").arg(name));
        QJsonObject object = list[place].toObject();
        account.id = fromJson(object).id;
        account.folder = fromJson(object).folder;
        list.removeAt(place);
        if (const QString problem = whyNotNamed(list, account); !problem.isEmpty())
            return core::fail(ErrorKind::BadRequest, problem);
        for (const char *const member : optionalMembers)
            object.remove(QLatin1String(member));
        const QJsonObject known = toJson(account);
        for (auto member = known.begin(); member != known.end(); ++member)
            object.insert(member.key(), member.value());
        list.insert(place, object);
        return {};
    });
}

core::Result<void> AccountBook::remove(const QString &name, bool withData)
{
    return change([&](QJsonArray &list) -> core::Result<void> {
        const qsizetype place = placeOf(list, name);
        if (place < 0)
            return core::fail(ErrorKind::BadRequest, QStringLiteral("there is no account “%1”").arg(name));
        const Account account = fromJson(list[place].toObject());
        list.removeAt(place);
        return withData ? removeData(account) : core::Result<void>();
    });
}

core::Result<void> AccountBook::removeData(const Account &account) const
{
    const QString data = folderPath(account);
    if (QFileInfo::exists(data) && !QDir(data).removeRecursively())
        return core::fail(ErrorKind::File, QStringLiteral("the account's data could not be removed"), data);
    return {};
}

QString AccountBook::folderPath(const Account &account) const
{
    return m_folder + QStringLiteral("/accounts/") + account.folder;
}

QString AccountBook::storePath(const Account &account) const
{
    return folderPath(account) + QStringLiteral("/store.duckdb");
}

/// Reads, lets the list be changed, and writes when that went well. The lock is held by nobody for longer.
template <class Change>
auto AccountBook::change(const Change &how) const -> decltype(how(std::declval<QJsonArray &>()))
{
    QLockFile lock(bookPath(m_folder) + QStringLiteral(".lock"));
    const bool isLocked = core::makeOwnFolder(m_folder) && lock.tryLock(longestWait);
    if (!isLocked)
        return core::fail(ErrorKind::File, QStringLiteral("the list of accounts cannot be changed now"),
                          bookPath(m_folder));
    auto book = readBook(m_folder);
    if (!book)
        return core::fail(book.error());
    QJsonArray list = (*book)[QLatin1String("accounts")].toArray();
    auto result = how(list);
    if (!result)
        return result;
    book->insert(QStringLiteral("accounts"), list);
    const auto written = writeBook(m_folder, *book);
    if (!written)
        return core::fail(written.error());
    return result;
}

} // namespace spendglass::auth
