// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace spendglass::net {
struct Response;
}

namespace spendglass::auth {

/// What the sign-in service demands of the next sign-in, JSON for SignInSettings::claims; empty when nothing
/// or no object is there. Of a refusal of the token endpoint: its member claims. Holds no secret.
QByteArray claimsOf(const net::Response &refusal);
/// The same of a header WWW-Authenticate (net::Refusal::challenge), where it is written in base64, or as it
/// is.
QByteArray claimsOfChallenge(const QByteArray &challenge);

/// The claims parameter of a sign-in: a second factor, which Partner Center demands of every token, and what
/// a challenge adds to that.
QByteArray signInClaims(const QByteArray &challenge);

} // namespace spendglass::auth
