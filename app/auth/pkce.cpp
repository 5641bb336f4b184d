// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/pkce.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace spendglass::auth {

namespace {

constexpr auto urlAlphabet = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray randomText(int bytes)
{
    QByteArray random(bytes, '\0');
    for (char &byte : random)
        byte = char(QRandomGenerator::system()->bounded(256));
    return random.toBase64(urlAlphabet);
}

QByteArray challengeOf(QByteArrayView verifier)
{
    return QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(urlAlphabet);
}

Pkce newPkce()
{
    const QByteArray verifier = randomText(32);
    return {verifier, challengeOf(verifier)};
}

} // namespace spendglass::auth
