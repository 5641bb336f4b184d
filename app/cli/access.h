// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "auth/sessions.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "core/result.h"
#include "net/authorizer.h"
#include "sync/workspace.h"

#include <memory>

namespace spendglass::cli {

/// The accounts of the profile that the line names.
core::Result<auth::AccountBook> openBook(const Arguments &arguments);

/// The name may stand behind the command or in --account; with one account it may be left out.
QString namedAccount(const Arguments &arguments);

/// The account that --account names, or the only one. BadRequest when there is none or more than one.
core::Result<auth::Account> chosenAccount(const Arguments &arguments);

/// The accounts of the profile and their sessions.
core::Result<std::unique_ptr<auth::Sessions>>
openSessions(const Arguments &arguments, const auth::SessionParts &parts = auth::systemSessionParts());

/// How a run gets its tokens.
struct Access
{
    net::Authorizer authorize;
    std::shared_ptr<auth::Session> session; ///< to be kept while it runs; null with supplied tokens
};
/// With the tokens of --access-token-file and --crest-token-file, good for the account's own addresses; else
/// with those of the account's sign-in. Unauthorised without any. Announces a sign-in that is about to end.
core::Result<Access> accessTo(const Arguments &arguments, const auth::Account &account, Output &output);

/// The account's store, without a way to the service.
core::Result<std::unique_ptr<sync::Workspace>> openOffline(const Arguments &arguments);

/// The account's store and service, as accessTo() says; session has to be kept as long.
core::Result<std::unique_ptr<sync::Workspace>> openOnline(const Arguments &arguments, Output &output,
                                                          std::shared_ptr<auth::Session> &session);

} // namespace spendglass::cli
