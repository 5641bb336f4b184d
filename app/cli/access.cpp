// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access.h"

#include "auth/suppliedtokens.h"
#include "settings/profile.h"

namespace spendglass::cli {

core::Result<auth::AccountBook> openBook(const Arguments &arguments)
{
    return settings::profileFolder(arguments.value("profile")).map([](const QString &folder) {
        return auth::AccountBook(folder);
    });
}

core::Result<auth::Account> chosenAccount(const Arguments &arguments)
{
    return openBook(arguments).and_then(
        [&](const auth::AccountBook &book) { return book.find(arguments.value("account")); });
}

core::Result<net::Authorizer> authorizerFor(const Arguments &arguments, const auth::Account &account)
{
    if (!arguments.has("access-token-file"))
        return core::fail(core::ErrorKind::Unauthorised,
                          QStringLiteral("the account %1 is not signed in").arg(account.name));
    auto token = auth::readTokenFile(arguments.value("access-token-file"));
    if (!token) {
        core::Error error = token.error();
        error.kind =
            core::ErrorKind::Unauthorised; // it is the sign-in that fails, not a result that has no place
        error.text = QStringLiteral("no token from %1: %2").arg(error.where, error.text);
        return core::fail(error);
    }
    return auth::suppliedTokens(account, std::move(*token));
}

core::Result<std::unique_ptr<sync::Workspace>> openOffline(const Arguments &arguments)
{
    const auto book = openBook(arguments);
    if (!book)
        return core::fail(book.error());
    return book->find(arguments.value("account")).map([&](const auth::Account &account) {
        return std::make_unique<sync::Workspace>(book->storePath(account), sync::Connection(),
                                                 std::make_shared<core::SystemClock>());
    });
}

} // namespace spendglass::cli
