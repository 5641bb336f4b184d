// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "core/result.h"
#include "net/authorizer.h"

#include <QByteArray>
#include <QString>

namespace spendglass::auth {

/// Tokens that a person supplies: good for the account's own addresses, never renewed. crestToken may be
/// empty: then token serves there, too.
net::Authorizer suppliedTokens(const Account &account, QByteArray token, QByteArray crestToken = {});

/// Reads a token from a file, "-" for standard input; surrounding white space is dropped. File errors.
core::Result<QByteArray> readTokenFile(const QString &path);

} // namespace spendglass::auth
