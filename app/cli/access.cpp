// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access.h"

#include "auth/signinproblem.h"
#include "auth/signinrecord.h"
#include "auth/suppliedtokens.h"
#include "cli/options.h"
#include "net/origin.h"
#include "settings/profile.h"

namespace spendglass::cli {

core::Result<auth::AccountBook> openBook(const Arguments &arguments)
{
    return settings::profileFolder(arguments.value("profile")).map([](const QString &folder) {
        return auth::AccountBook(folder);
    });
}

QString namedAccount(const Arguments &arguments)
{
    return arguments.operands().isEmpty() ? arguments.value("account") : arguments.operand(0);
}

core::Result<auth::Account> chosenAccount(const Arguments &arguments)
{
    return openBook(arguments).and_then(
        [&](const auth::AccountBook &book) { return book.find(arguments.value("account")); });
}

core::Result<std::unique_ptr<auth::Sessions>> openSessions(const Arguments &arguments,
                                                           const auth::SessionParts &parts)
{
    return settings::profileFolder(arguments.value("profile")).map([&](const QString &folder) {
        return std::make_unique<auth::Sessions>(folder, parts);
    });
}

namespace {

/// It is the sign-in that fails, not a result that has no place.
core::Result<QByteArray> tokenIn(const Arguments &arguments, const char *option)
{
    if (!arguments.has(option))
        return QByteArray();
    return auth::readTokenFile(arguments.value(option)).map_error([](core::Error error) {
        error.kind = core::ErrorKind::Unauthorised;
        error.text = QStringLiteral("no token from %1: %2").arg(error.where, error.text);
        return error;
    });
}

/// The sign-in's tokens but for the older service.
net::Authorizer withCrestToken(const auth::Account &account, net::Authorizer others, QByteArray token)
{
    const net::Authorizer crest = auth::suppliedTokens(account, {}, std::move(token));
    return [=, url = account.addresses.crestUrl](const QUrl &asked, const auto &refusal, QObject *context,
                                                 auto done) {
        const bool isCrest = net::isSameOrigin(asked, url);
        (isCrest ? crest : others)(asked, refusal, context, std::move(done));
    };
}

void announceEnd(const auth::AccountBook &book, const auth::Account &account, Output &output)
{
    const auto record = auth::readSignInRecord(book.folderPath(account));
    if (!record || !*record)
        return;
    if (const auto days = auth::daysLeftToAnnounce(**record, core::SystemClock().now()))
        output.say(
            QStringLiteral("note: the sign-in of %1 ends in %2 days; spendglass-cli account sign-in %1 "
                           "makes it new")
                .arg(account.name)
                .arg(*days));
}

/// Whoever was signed in once is told another thing than who never was.
core::Error notSignedIn(const auth::Account &account, const auth::Identity &last)
{
    using Problem = auth::SignInProblem;
    return last.user.isEmpty()
               ? auth::errorOf(Problem::NotSignedIn,
                               QStringLiteral("the account %1 is not signed in").arg(account.name))
               : auth::errorOf(Problem::Ended,
                               QStringLiteral("the account %1 is not signed in any more; last it was %2")
                                   .arg(account.name, last.user));
}

core::Result<Access> sessionOf(const Arguments &arguments, const auth::Account &account, Output &output)
{
    const auto sessions = openSessions(arguments);
    if (!sessions)
        return core::fail(sessions.error());
    Access access;
    access.session = (*sessions)->of(account);
    const auth::SessionState state = access.session->state();
    if (state.problem) // the record cannot be read
        return core::fail(*state.problem);
    if (state.phase == auth::SessionState::Phase::SignedOut)
        return core::fail(notSignedIn(account, state.identity));
    announceEnd((*sessions)->book(), account, output);
    access.authorize = access.session->authorizer();
    return access;
}

} // namespace

core::Result<Access> accessTo(const Arguments &arguments, const auth::Account &account, Output &output)
{
    const auto token = tokenIn(arguments, "access-token-file");
    if (!token)
        return core::fail(token.error());
    const auto crestToken = tokenIn(arguments, "crest-token-file");
    if (!crestToken)
        return core::fail(crestToken.error());
    const bool isOneService = net::isSameOrigin(account.addresses.crestUrl, account.addresses.apiUrl);
    if (!crestToken->isEmpty() && (account.addresses.crestUrl.isEmpty() || isOneService))
        return core::fail(wrongUsage(QStringLiteral(
            "--crest-token-file: this account has no address of the older service that differs "
            "from the API's")));
    if (!token->isEmpty())
        return Access{auth::suppliedTokens(account, *token, *crestToken), nullptr};
    return sessionOf(arguments, account, output).map([&](Access access) {
        if (!crestToken->isEmpty())
            access.authorize = withCrestToken(account, std::move(access.authorize), *crestToken);
        return access;
    });
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

core::Result<std::unique_ptr<sync::Workspace>> openOnline(const Arguments &arguments, Output &output,
                                                          std::shared_ptr<auth::Session> &session)
{
    const auto book = openBook(arguments);
    if (!book)
        return core::fail(book.error());
    const auto account = chosenAccount(arguments);
    if (!account)
        return core::fail(account.error());
    auto access = accessTo(arguments, *account, output);
    if (!access)
        return core::fail(access.error());
    session = access->session;
    return std::make_unique<sync::Workspace>(book->storePath(*account),
                                             sync::connectionTo(*account, std::move(access->authorize)),
                                             std::make_shared<core::SystemClock>());
}

} // namespace spendglass::cli
