// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "settings/profile.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QSysInfo>

namespace spendglass::cli {
namespace {

/// Whether a proxy of the environment stands between; its address may hold a password and is not shown.
QString proxyState()
{
    for (const char *const name :
         {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
        if (qEnvironmentVariableIsSet(name))
            return QStringLiteral("set by %1").arg(QLatin1String(name));
    }
    return QStringLiteral("none in the environment");
}

int examine(const Arguments &arguments, Output &output)
{
    const auto folder = settings::profileFolder(arguments.value("profile"));
    if (!folder)
        return output.fail(folder.error());
    const auth::AccountBook book(*folder);
    const auto accounts = book.accounts();
    if (!accounts)
        return output.fail(accounts.error());
    QJsonArray stores;
    for (const auth::Account &account : *accounts) {
        const QFileInfo store(book.storePath(account));
        stores << QJsonObject{{QStringLiteral("account"), account.name},
                              {QStringLiteral("path"), store.filePath()},
                              {QStringLiteral("bytes"), store.exists() ? store.size() : 0}};
    }
    const QJsonObject findings{{QStringLiteral("version"), QStringLiteral(SPENDGLASS_VERSION)},
                               {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
                               {QStringLiteral("system"), QSysInfo::prettyProductName()},
                               {QStringLiteral("profile"), *folder},
                               {QStringLiteral("proxy"), proxyState()},
                               {QStringLiteral("stores"), stores}};
    if (output.isJson()) {
        output.write(findings);
        return Done;
    }
    for (const char *const key : {"version", "qt", "system", "profile", "proxy"})
        output.write(QStringLiteral("%1: %2\n")
                         .arg(QLatin1String(key), printable(findings[QLatin1String(key)].toString()))
                         .toUtf8());
    for (const QJsonValue &store : stores)
        output.write(QStringLiteral("store of %1: %2, %3 bytes\n")
                         .arg(printable(store[QStringLiteral("account")].toString()),
                              printable(store[QStringLiteral("path")].toString()))
                         .arg(store[QStringLiteral("bytes")].toInteger())
                         .toUtf8());
    return Done;
}

} // namespace

CommandSpec doctorCommand()
{
    return {"doctor", "", "versions, paths, proxy and stores; no secret", {}, examine};
}

} // namespace spendglass::cli
