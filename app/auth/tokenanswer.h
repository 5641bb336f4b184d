// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/identity.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace spendglass::net {
struct Response;
}

namespace spendglass::auth {

/// What the token endpoint gave. Source: wire reference, Token answers; numbers may be strings (v1).
struct TokenAnswer
{
    QByteArray accessToken;
    QByteArray refreshToken; ///< empty: none was given, and an older one stays good
    std::chrono::seconds
        expiresIn; ///< from ten seconds to a day, whatever was written; ten minutes if nothing was
    QString scope;
    std::optional<Identity> identity; ///< from the id_token, where there is one
    QString nonce;                    ///< of the id_token; empty without one
    friend bool operator==(const TokenAnswer &, const TokenAnswer &) = default;
};

/// The answer of a token endpoint, whatever its status. Malformed when it is not what the
/// reference promises; a refusal of the sign-in service is the error that signInError() makes of it.
core::Result<TokenAnswer> tokenAnswerFrom(const net::Response &response, const QString &clientId);

/// A refusal of the sign-in service as the one error value: serverCode is its word ("invalid_grant"),
/// serverText its description on one line (with the AADSTS number), requestId its trace_id, correlationId its
/// correlation_id. Kinds: Unauthorised (what a new sign-in mends), Forbidden (refused, consent), BadRequest
/// (a setting is wrong), Server (temporarily_unavailable, 5xx), Malformed.
/// What looks like a secret is taken out of the words.
core::Error signInError(const net::Response &response);
/// The same for a refusal that the browser brings, with nothing known but word and description.
core::Error signInRefusal(const QString &code, const QString &description);

} // namespace spendglass::auth
