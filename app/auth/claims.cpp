// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/claims.h"

#include "net/request.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace spendglass::auth {

namespace {

constexpr qsizetype longest = 8 * 1024; // it has to fit into an address

QByteArray compact(const QJsonObject &claims)
{
    const QByteArray text = QJsonDocument(claims).toJson(QJsonDocument::Compact);
    return claims.isEmpty() || text.size() > longest ? QByteArray() : text;
}

/// Objects in both are merged, one level after the other; otherwise more wins.
QJsonObject merged(QJsonObject base, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it) {
        const QJsonValue before = base.value(it.key());
        const bool isInBoth = before.isObject() && it.value().isObject();
        base.insert(it.key(),
                    isInBoth ? QJsonValue(merged(before.toObject(), it.value().toObject())) : it.value());
    }
    return base;
}

} // namespace

QByteArray claimsOf(const net::Response &refusal)
{
    const QJsonValue claims = QJsonDocument::fromJson(refusal.body).object().value(QLatin1String("claims"));
    if (claims.isObject())
        return compact(claims.toObject());
    return compact(QJsonDocument::fromJson(claims.toString().toUtf8()).object());
}

QByteArray claimsOfChallenge(const QByteArray &challenge)
{
    static const QRegularExpression pattern(QStringLiteral(R"~(\bclaims="((?:[^"\\]|\\.)*)")~"));
    static const QRegularExpression escape(QStringLiteral(R"~(\\(.))~")); // RFC 9110 section 5.6.4
    QString quoted = pattern.match(QString::fromLatin1(challenge)).captured(1);
    const QByteArray text = quoted.replace(escape, QStringLiteral(R"~(\1)~")).toLatin1();
    if (text.startsWith('{'))
        return compact(QJsonDocument::fromJson(text).object());
    constexpr auto strict = QByteArray::AbortOnBase64DecodingErrors;
    auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64Encoding | strict);
    if (!decoded)
        decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64UrlEncoding | strict);
    return compact(QJsonDocument::fromJson(*decoded).object());
}

QByteArray signInClaims(const QByteArray &challenge)
{
    const QJsonObject secondFactor =
        QJsonDocument::fromJson(R"({"access_token":{"amr":{"essential":true,"values":["mfa"]}}})").object();
    const QByteArray both = compact(merged(secondFactor, QJsonDocument::fromJson(challenge).object()));
    return both.isEmpty() ? compact(secondFactor) : both;
}

} // namespace spendglass::auth
