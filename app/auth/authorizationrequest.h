// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace spendglass::auth {

/// What one sign-in's request and its answer have in common.
struct AuthorizationRequest
{
    QString redirect; ///< "http://127.0.0.1:PORT/"
    QByteArray state;
    QByteArray nonce;
    QByteArray challenge; ///< of PKCE
};

/// The address for the browser. Source: wire reference, Authorization request (v2).
QUrl authorizationUrl(const SignInSettings &settings, const AuthorizationRequest &request);

/// What came back to the redirect address.
struct AuthorizationAnswer
{
    QString code;
    QByteArray state;
    QString error;
    QString description; ///< as written
    QString issuer;      ///< empty: not said
};

/// Reads the query of the redirect address: nothing when it answers no request of this kind or says one
/// thing twice (RFC 6749 section 3.1).
std::optional<AuthorizationAnswer> authorizationAnswerIn(QByteArrayView query);

/// Whether a named issuer is the authority: the same origin, and the same tenant where both name one by id.
/// An empty issuer is; Entra may leave it out. RFC 9207.
bool isIssuer(const QString &issuer, const SignInSettings &settings);

} // namespace spendglass::auth
