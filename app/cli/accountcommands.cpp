// SPDX-License-Identifier: GPL-3.0-or-later
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

QJsonObject accountObject(const auth::Account &account, const QString &storePath)
{
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
        {QStringLiteral("analyticsPath"),
         analyticsPaths().at(account.analyticsPath == auth::AnalyticsPath::Later ? 1 : 0)},
        {QStringLiteral("note"), auth::cloudNote(account.cloud)},
        {QStringLiteral("interfaces"), interfaceList(account)},
        {QStringLiteral("store"), storePath},
    };
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
    account.tenant = arguments.value("tenant");
    account.clientId = arguments.value("client-id");
    account.crestCid = arguments.value("crest-cid");
    account.addresses = auth::cloudAddresses(*cloud);
    const auto address = [&](const char *name, QUrl &url) {
        if (arguments.has(name))
            url = QUrl(arguments.value(name), QUrl::StrictMode);
        return url.isValid() || url.isEmpty();
    };
    if (!address("api-url", account.addresses.apiUrl) || !address("login-url", account.addresses.loginUrl) ||
        !address("crest-url", account.addresses.crestUrl))
        return core::fail(wrongUsage(QStringLiteral("an address is not a web address")));
    account.addresses.resource = arguments.value("resource", account.addresses.resource);
    return wordOption(arguments, "analytics-path", analyticsPaths().first(), analyticsPaths())
        .map([&](const QString &path) {
            account.analyticsPath =
                path == analyticsPaths().first() ? auth::AnalyticsPath::Seed : auth::AnalyticsPath::Later;
            return account;
        });
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
        output.write(accountObject(*account, book->storePath(*account)));
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
        list << accountObject(account, book->storePath(account));
        if (!output.isJson())
            output.write(QStringLiteral("%1\t%2\t%3\n")
                             .arg(printable(account.name), auth::cloudName(account.cloud),
                                  account.addresses.apiUrl.toString())
                             .toUtf8());
    }
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("accounts"), list}});
    return Done;
}

/// The name may stand behind the command or in --account; with one account it may be left out.
QString namedAccount(const Arguments &arguments)
{
    return arguments.operands().isEmpty() ? arguments.value("account") : arguments.operand(0);
}

int showAccount(const Arguments &arguments, Output &output)
{
    const auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto account = book->find(namedAccount(arguments));
    if (!account)
        return output.fail(account.error());
    const QJsonObject object = accountObject(*account, book->storePath(*account));
    if (output.isJson()) {
        output.write(object);
        return Done;
    }
    static const QStringList order{
        QStringLiteral("name"),     QStringLiteral("cloud"),    QStringLiteral("note"),
        QStringLiteral("tenant"),   QStringLiteral("clientId"), QStringLiteral("apiUrl"),
        QStringLiteral("loginUrl"), QStringLiteral("crestUrl"), QStringLiteral("resource"),
        QStringLiteral("crestCid"), QStringLiteral("store"),    QStringLiteral("analyticsPath")};
    const auto line = [&output](const QString &key, const QString &value) {
        output.write((key.leftJustified(14) + printable(value)).trimmed().toUtf8() + '\n');
    };
    for (const QString &key : order) {
        const QString value = object[key].toString();
        if (key != QLatin1String("note") || !value.isEmpty())
            line(key, value);
    }
    for (const auto one : auth::allInterfaces) {
        const QString reason = whyNot(*account, one);
        line(auth::interfaceName(one),
             reason.isEmpty() ? QStringLiteral("offered") : QStringLiteral("not offered: ") + reason);
    }
    return Done;
}

int removeAccount(const Arguments &arguments, Output &output)
{
    auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto removed = book->remove(arguments.operand(0), arguments.has("data"));
    if (!removed)
        return output.fail(removed.error());
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("removed"), arguments.operand(0)},
                                 {QStringLiteral("data"), arguments.has("data")}});
    else
        output.say(QStringLiteral("removed the account %1").arg(arguments.operand(0)));
    return Done;
}

} // namespace

std::vector<CommandSpec> accountCommands()
{
    return {
        {"account add",
         "NAME",
         "creates an account",
         {{"cloud", "CLOUD", "global, usgov, china, germany (closed) or custom"},
          {"tenant", "T", "the partner's tenant, id or domain"},
          {"client-id", "ID", "the application's id for signing in"},
          {"api-url", "URL", "custom: where Partner Center is; http on loopback only"},
          {"login-url", "URL", "custom: where to sign in"},
          {"crest-url", "URL", "custom: where the older service is"},
          {"resource", "R", "custom: what the token is for"},
          {"crest-cid", "CID", "the reseller's commerce id; switches the CREST interface on"},
          {"analytics-path", "P", "seed (default), or later: usage/azure, where seed is answered with 404"}},
         addAccount},
        {"account list", "", "lists the accounts", {}, listAccounts},
        {"account show", "[NAME]", "shows an account", {}, showAccount},
        {"account remove",
         "NAME",
         "forgets an account's tokens",
         {{"data", nullptr, "and deletes its store"}},
         removeAccount},
    };
}

} // namespace spendglass::cli
