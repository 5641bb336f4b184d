// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "core/result.h"

#include <QString>
#include <QUrl>

namespace spendglass::auth {

inline const QString accountToken;                             ///< the name of the account's own token
inline const QString resellerToken = QStringLiteral("my-org"); ///< of the SA_Token

/// The serverCode of the NotOffered error of CREST outside the custom cloud.
inline constexpr const char *retiredAudience = "audience_retired";

/// Which of an account's tokens an address is asked with: the account's, the SA_Token, or by its commerce id
/// a customer's. Untrusted: no token goes there. NotOffered: below CREST where nobody gives an SA_Token.
core::Result<QString> tokenNameFor(const Account &account, const QUrl &url);

/// POST {crest}/my-org/tokens or {crest}/{cid}/tokens. Source: wire reference, The old exchanges.
QUrl crestTokenUrl(const Account &account, const QString &tokenName);

/// What every token of the account is asked for: the API, a refresh token and who it is. Source: wire
/// reference, Endpoints.
QString signInScope(const Account &account);

} // namespace spendglass::auth
