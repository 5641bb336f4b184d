// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace spendglass::auth {

/// The proof that who redeems a code is who asked for it. S256 always: there is no plain. RFC 7636.
struct Pkce
{
    QByteArray verifier; ///< 43 characters from 32 random bytes; a secret until the code is redeemed
    QByteArray challenge;
};
Pkce newPkce();
QByteArray challengeOf(QByteArrayView verifier);

/// Text of the URL's alphabet from that many bytes of the system's random generator.
QByteArray randomText(int bytes);

} // namespace spendglass::auth
