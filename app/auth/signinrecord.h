// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/identity.h"
#include "core/result.h"
#include "core/time.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace spendglass::auth {

/// What may be known of an account's sign-in without asking the keychain. Holds no secret. Kept as
/// signin.json (0600) in the account's folder, beside the store; it outlives a sign-out, because the data
/// stays that person's.
struct SignInRecord
{
    Identity identity;
    std::optional<core::Instant> signedInAt; ///< nothing: signed out
    std::optional<core::Instant> renewedAt;  ///< the refresh token was last used or given
    QString authority = {}; ///< which sign-in service gave the tokens, its address; empty: not known
    QByteArray claims = {}; ///< that the next sign-in has to ask for, whoever starts it; JSON, or empty
    friend bool operator==(const SignInRecord &, const SignInRecord &) = default;
};

/// Nothing when nobody ever signed in. File errors.
core::Result<std::optional<SignInRecord>> readSignInRecord(const QString &folder);
core::Result<void> writeSignInRecord(const QString &folder, const SignInRecord &record);

/// Whether the sign-in of that folder was made at that authority, as far as is known: its tokens go nowhere
/// else. Ended otherwise. Read anew, as another program may have changed the account and signed in there.
core::Result<void> checkTokenSource(const QString &folder, const QUrl &authority);

/// When the sign-in ends if it is not used: 90 days after its last use. Source: wire reference, Signing in.
std::optional<core::Instant> signInEnd(const SignInRecord &record);
/// Whole days that are left, when it is a week or less; nothing otherwise.
std::optional<int> daysLeftToAnnounce(const SignInRecord &record, core::Instant now);

} // namespace spendglass::auth
