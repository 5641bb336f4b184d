// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/signinanswers.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"

#include <QByteArray>
#include <QString>

#include <algorithm>

namespace spendglass::sandbox {

namespace {

std::string base64Url(const std::string &bytes)
{
    return QByteArray::fromStdString(bytes)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

qint64 epoch(core::Instant instant)
{
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// "2026-11-20 17:58:00Z"
std::string stamp(core::Instant now)
{
    std::string text = core::formatInstant(std::chrono::floor<std::chrono::seconds>(now));
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}

} // namespace

const Person *personOf(std::string_view key)
{
    const auto found = std::ranges::find(people, key, &Person::key);
    return found == people.end() ? nullptr : &*found;
}

std::string description(const Refusal &refusal, core::Instant now, const std::string &trace)
{
    return "AADSTS" + std::to_string(refusal.number) + ": " + refusal.text + "\r\nTrace ID: " + trace +
           "\r\nCorrelation ID: " + trace + "\r\nTimestamp: " + stamp(now);
}

Reply refused(const Refusal &refusal, core::Instant now)
{
    const std::string trace = newId();
    JsonWriter body;
    body.open('{').field("error", refusal.error);
    body.field("error_description", description(refusal, now, trace));
    body.key("error_codes").open('[').raw(std::to_string(refusal.number)).close(']');
    body.field("timestamp", stamp(now)).field("trace_id", trace).field("correlation_id", trace);
    if (refusal.suberror)
        body.field("suberror", refusal.suberror);
    if (refusal.claims)
        body.field("claims", refusal.claims);
    Reply reply = json(body.close('}').take());
    reply.status = refusal.status;
    return reply;
}

std::string idToken(const Identity &identity, core::Instant now, int seconds)
{
    JsonWriter claims;
    claims.open('{').field("aud", identity.clientId).field("iss", identity.issuer);
    claims.number("iat", epoch(now)).number("nbf", epoch(now)).number("exp", epoch(now) + seconds);
    claims.field("name", identity.name).field("preferred_username", identity.userName);
    claims.field("oid", identity.objectId).field("sub", identity.objectId).field("tid", identity.tenantId);
    claims.key("amr").open('[').text("pwd");
    if (identity.hasSecondFactor)
        claims.text("mfa");
    claims.close(']').field("ver", "2.0");
    if (!identity.nonce.empty())
        claims.field("nonce", identity.nonce);
    return base64Url(R"({"typ":"JWT","alg":"RS256","kid":"sandbox"})") + '.' +
           base64Url(claims.close('}').take()) + '.' + base64Url("no signature: " + newId());
}

Reply webPage(int status, std::string_view title, std::string_view body)
{
    Reply reply;
    reply.status = status;
    reply.contentType = "text/html; charset=utf-8";
    reply.headers = {{"Cache-Control", "no-store"}};
    reply.body = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + htmlText(title) +
                 "</title></head><body><h1>" + htmlText(title) + "</h1>" + std::string(body) +
                 "</body></html>";
    return reply;
}

std::string htmlText(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size())).toHtmlEscaped().toStdString();
}

Reply redirect(const std::string &location)
{
    Reply reply;
    reply.status = 302;
    reply.headers = {{"Location", location}, {"Cache-Control", "no-store"}};
    return reply;
}

} // namespace spendglass::sandbox
