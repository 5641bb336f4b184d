// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace spendglass::test {

inline QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// An id_token with these claims and a signature that nobody looks at.
inline QByteArray idToken(const QJsonObject &claims)
{
    return base64Url(R"({"typ":"JWT","alg":"RS256"})") + '.' +
           base64Url(QJsonDocument(claims).toJson(QJsonDocument::Compact)) + ".c2lnbmF0dXJl";
}

/// Anna's at the client "client", as Entra writes them.
inline QJsonObject annasClaims()
{
    return {{QStringLiteral("aud"), QStringLiteral("client")},
            {QStringLiteral("preferred_username"), QStringLiteral("anna@contoso.example")},
            {QStringLiteral("name"), QStringLiteral("Anna Adler")},
            {QStringLiteral("tid"), QStringLiteral("11111111-2222-4333-8444-555555555555")},
            {QStringLiteral("oid"), QStringLiteral("99999999-2222-4333-8444-555555555555")},
            {QStringLiteral("sub"), QStringLiteral("sub-of-anna")}};
}

} // namespace spendglass::test
