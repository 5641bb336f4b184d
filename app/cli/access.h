// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "cli/arguments.h"
#include "core/result.h"
#include "net/authorizer.h"
#include "sync/workspace.h"

#include <memory>

namespace spendglass::cli {

/// The accounts of the profile that the line names.
core::Result<auth::AccountBook> openBook(const Arguments &arguments);

/// The account that --account names, or the only one. BadRequest when there is none or more than one.
core::Result<auth::Account> chosenAccount(const Arguments &arguments);

/// The token of --access-token-file, good for the account's own addresses. Unauthorised without one.
core::Result<net::Authorizer> authorizerFor(const Arguments &arguments, const auth::Account &account);

/// The account's store, without a way to the service.
core::Result<std::unique_ptr<sync::Workspace>> openOffline(const Arguments &arguments);

} // namespace spendglass::cli
