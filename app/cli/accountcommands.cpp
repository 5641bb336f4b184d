// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinrecord.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"

#include <QJsonArray>

namespace spendglass::cli {
namespace {

const QStringList &analyticsPaths()
{
    static const QStringList names{QStringLiteral("seed"), QStringLiteral("later")};
    return names;
}

/// Where the browser comes back to; as in the application's registration.
const QStringList &redirects()
{
    static const QStringList hosts{QStringLiteral("127.0.0.1"), QStringLiteral("localhost")};
    return hosts;
}

QString redirectOf(const auth::Account &account)
{
    return redirects().at(account.usesLocalhost ? 1 : 0);
}

QString analyticsPathOf(const auth::Account &account)
{
    return analyticsPaths().at(account.analyticsPath == auth::AnalyticsPath::Later ? 1 : 0);
}

/// Why an account has no such interface; empty when it has.
QString whyNot(const auth::Account &account, auth::Interface wanted)
{
    const auto reason = auth::whyNotOffered(account.cloud, wanted);
    if (!reason && wanted == auth::Interface::Crest && account.crestCid.isEmpty())
        return QStringLiteral("switched off for this account: it has no --crest-cid");
    return reason.value_or(QString());
}

QJsonArray interfaceList(const auth::Account &account)
{
    QJsonArray list;
    for (const auth::Interface one : auth::allInterfaces) {
        const QString reason = whyNot(account, one);
        QJsonObject object{{QStringLiteral("name"), auth::interfaceName(one)},
                           {QStringLiteral("offered"), reason.isEmpty()}};
        if (!reason.isEmpty())
            object[QStringLiteral("reason")] = reason;
        list << object;
    }
    return list;
}

/// Who is signed in, as far as is known without asking the keychain.
QJsonObject signInObject(const auth::SignInRecord &record)
{
    QJsonObject object{{QStringLiteral("user"), record.identity.user},
                       {QStringLiteral("userName"), record.identity.name},
                       {QStringLiteral("tenantId"), record.identity.tenantId},
                       {QStringLiteral("signedIn"), record.signedInAt.has_value()}};
    if (record.signedInAt)
        object[QStringLiteral("since")] = core::instantText(*record.signedInAt);
    if (const auto end = auth::signInEnd(record); record.signedInAt && end)
        object[QStringLiteral("endsAt")] = core::instantText(*end);
    if (const auto days = auth::daysLeftToAnnounce(record, core::SystemClock().now());
        record.signedInAt && days)
        object[QStringLiteral("daysLeft")] = *days;
    return object;
}

/// "signed in as … until …", "not signed in, last as …", "never signed in".
QString signInText(const QJsonObject &signIn)
{
    const QString user = printable(signIn[QStringLiteral("user")].toString());
    if (signIn[QStringLiteral("signedIn")].toBool())
        return QStringLiteral("signed in as %1, until %2 if not used")
            .arg(user, signIn[QStringLiteral("endsAt")].toString().left(10));
    return user.isEmpty() ? QStringLiteral("never signed in")
                          : QStringLiteral("not signed in, last as ") + user;
}

QJsonObject accountObject(const auth::Account &account, const auth::AccountBook &book)
{
    const auto record = auth::readSignInRecord(book.folderPath(account));
    return {
        {QStringLiteral("name"), account.name},
        {QStringLiteral("cloud"), auth::cloudName(account.cloud)},
        {QStringLiteral("tenant"), account.tenant},
        {QStringLiteral("clientId"), account.clientId},
        {QStringLiteral("apiUrl"), account.addresses.apiUrl.toString()},
        {QStringLiteral("loginUrl"), account.addresses.loginUrl.toString()},
        {QStringLiteral("crestUrl"), account.addresses.crestUrl.toString()},
        {QStringLiteral("resource"), account.addresses.resource},
        {QStringLiteral("crestCid"), account.crestCid},
        {QStringLiteral("analyticsPath"), analyticsPathOf(account)},
        {QStringLiteral("note"), auth::cloudNote(account.cloud)},
        {QStringLiteral("interfaces"), interfaceList(account)},
        {QStringLiteral("store"), book.storePath(account)},
        {QStringLiteral("redirect"), redirectOf(account)},
        {QStringLiteral("signIn"), signInObject(record && *record ? **record : auth::SignInRecord())},
    };
}

/// The account with what the line says of it; the rest stays.
core::Result<auth::Account> changed(auth::Account account, const Arguments &arguments)
{
    const auto text = [&](const char *name, QString &target) { target = arguments.value(name, target); };
    text("tenant", account.tenant);
    text("client-id", account.clientId);
    text("crest-cid", account.crestCid);
    text("resource", account.addresses.resource);
    const auto address = [&](const char *name, QUrl &url) {
        if (arguments.has(name))
            url = QUrl(arguments.value(name), QUrl::StrictMode);
        return url.isValid() || url.isEmpty();
    };
    if (!address("api-url", account.addresses.apiUrl) || !address("login-url", account.addresses.loginUrl) ||
        !address("crest-url", account.addresses.crestUrl))
        return core::fail(wrongUsage(QStringLiteral("an address is not a web address")));
    const auto redirect = wordOption(arguments, "redirect", redirectOf(account), redirects());
    if (!redirect)
        return core::fail(redirect.error());
    account.usesLocalhost = *redirect == redirects().at(1);
    return wordOption(arguments, "analytics-path", analyticsPathOf(account), analyticsPaths())
        .map([&](const QString &path) {
            account.analyticsPath =
                path == analyticsPaths().first() ? auth::AnalyticsPath::Seed : auth::AnalyticsPath::Later;
            return account;
        });
}

core::Result<auth::Account> accountFrom(const Arguments &arguments)
{
    auth::Account account;
    account.name = arguments.operand(0);
    const QString usual = arguments.has("api-url") ? QStringLiteral("custom") : QStringLiteral("global");
    const auto cloud = auth::cloudFromName(arguments.value("cloud", usual).toLower());
    if (!cloud)
        return core::fail(
            wrongUsage(QStringLiteral("--cloud %1: it is one of global, usgov, china, germany, custom")
                           .arg(arguments.value("cloud"))));
    account.cloud = *cloud;
    account.addresses = auth::cloudAddresses(*cloud);
    return changed(std::move(account), arguments);
}

int addAccount(const Arguments &arguments, Output &output)
{
    const auto wanted = accountFrom(arguments);
    if (!wanted)
        return output.fail(wanted.error());
    auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto account = book->add(*wanted);
    if (!account)
        return output.fail(account.error());
    if (const QString note = auth::cloudNote(account->cloud); !note.isEmpty())
        output.say(QStringLiteral("note: ") + note);
    if (output.isJson())
        output.write(accountObject(*account, *book));
    else
        output.say(QStringLiteral("added the account %1").arg(account->name));
    return Done;
}

int listAccounts(const Arguments &arguments, Output &output)
{
    const auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto accounts = book->accounts();
    if (!accounts)
        return output.fail(accounts.error());
    QJsonArray list;
    for (const auth::Account &account : *accounts) {
        list << accountObject(account, *book);
        if (!output.isJson())
            output.write(QStringLiteral("%1\t%2\t%3\t%4\n")
                             .arg(printable(account.name), auth::cloudName(account.cloud),
                                  account.addresses.apiUrl.toString(),
                                  signInText(list.last()[QStringLiteral("signIn")].toObject()))
                             .toUtf8());
    }
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("accounts"), list}});
    return Done;
}

int showAccount(const Arguments &arguments, Output &output)
{
    const auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto account = book->find(namedAccount(arguments));
    if (!account)
        return output.fail(account.error());
    const QJsonObject object = accountObject(*account, *book);
    if (output.isJson()) {
        output.write(object);
        return Done;
    }
    static const QStringList order{
        QStringLiteral("name"),     QStringLiteral("cloud"),    QStringLiteral("note"),
        QStringLiteral("tenant"),   QStringLiteral("clientId"), QStringLiteral("apiUrl"),
        QStringLiteral("loginUrl"), QStringLiteral("crestUrl"), QStringLiteral("resource"),
        QStringLiteral("crestCid"), QStringLiteral("store"),    QStringLiteral("analyticsPath"),
        QStringLiteral("redirect")};
    const auto line = [&output](const QString &key, const QString &value) {
        output.write((key.leftJustified(14) + printable(value)).trimmed().toUtf8() + '\n');
    };
    for (const QString &key : order) {
        const QString value = object[key].toString();
        if (key != QLatin1String("note") || !value.isEmpty())
            line(key, value);
    }
    line(QStringLiteral("sign-in"), signInText(object[QStringLiteral("signIn")].toObject()));
    for (const auto one : auth::allInterfaces) {
        const QString reason = whyNot(*account, one);
        line(auth::interfaceName(one),
             reason.isEmpty() ? QStringLiteral("offered") : QStringLiteral("not offered: ") + reason);
    }
    return Done;
}

/// Puts account in the place of the one of that name and says so.
int replaceAccount(const QString &name, const auth::Account &account, auth::AccountBook &book, Output &output,
                   const QString &sentence)
{
    const auto replaced = book.replace(name, account);
    if (!replaced)
        return output.fail(replaced.error());
    if (output.isJson())
        output.write(accountObject(account, book));
    else
        output.say(sentence);
    return Done;
}

int renameAccount(const Arguments &arguments, Output &output)
{
    auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    auto account = book->find(arguments.operand(0));
    if (!account)
        return output.fail(account.error());
    account->name = arguments.operand(1);
    return replaceAccount(
        arguments.operand(0), *account, *book, output,
        QStringLiteral("renamed the account %1 to %2").arg(arguments.operand(0), account->name));
}

int changeAccount(const Arguments &arguments, Output &output)
{
    auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto account = book->find(arguments.operand(0)).and_then([&](const auth::Account &found) {
        return changed(found, arguments);
    });
    if (!account)
        return output.fail(account.error());
    return replaceAccount(arguments.operand(0), *account, *book, output,
                          QStringLiteral("changed the account %1").arg(account->name));
}

/// The settings of an account.
std::vector<Option> settingOptions()
{
    return {
        {"tenant", "T", "the partner's tenant, id or domain"},
        {"client-id", "ID", "the application's id for signing in"},
        {"api-url", "URL", "custom: where Partner Center is; http on loopback only"},
        {"login-url", "URL", "custom: where to sign in"},
        {"crest-url", "URL", "custom: where the older service is"},
        {"resource", "R", "custom: what the token is for"},
        {"crest-cid", "CID", "the reseller's commerce id; switches the CREST interface on"},
        {"redirect", "HOST",
         "127.0.0.1 (default) or localhost: which of them the application is registered with"},
        {"analytics-path", "P", "seed (default), or later: usage/azure, where seed is answered with 404"},
    };
}

std::vector<Option> addOptions()
{
    std::vector<Option> options{{"cloud", "CLOUD", "global, usgov, china, germany (closed) or custom"}};
    for (const Option &option : settingOptions())
        options.push_back(option);
    return options;
}

} // namespace

std::vector<CommandSpec> accountCommands()
{
    return {
        {"account add", "NAME", "creates an account", addOptions(), addAccount},
        {"account change", "NAME",
         "changes an account's settings; its data stays, and its sign-in unless --login-url is another",
         settingOptions(), changeAccount},
        {"account list", "", "lists the accounts", {}, listAccounts},
        {"account show", "[NAME]", "shows an account", {}, showAccount},
        {"account rename",
         "OLD NEW",
         "gives an account another name; its data and its sign-in stay",
         {},
         renameAccount},
    };
}

} // namespace spendglass::cli
