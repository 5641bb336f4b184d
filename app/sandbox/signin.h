// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/options.h"
#include "sandbox/signinanswers.h"

#include <chrono>
#include <map>
#include <memory>
#include <vector>

namespace spendglass::sandbox {

class World;

/// The sign-in service of the sample Partner Center, under Entra's paths; {t} is the partner's tenant, its
/// domain, "organizations" or "common", and every path is there in the older version without /v2.0 as well,
/// with a resource in place of scopes and with texts for numbers:
///   GET  /{t}/oauth2/v2.0/authorize   response_type=code, PKCE by S256 only, redirect to any port of
///   loopback.
///        Shows a page with links (who signs in, or nobody: the parameter "as"); with a login_hint of a
///        person, or when the sandbox signs in by itself, it answers at once. The redirect bears code, state,
///        iss
///   POST /{t}/oauth2/v2.0/token       authorization_code (once: a second time ends what came of it),
///        refresh_token (a new one each time; an old one again ends them all), device_code
///   POST /{t}/oauth2/v2.0/devicecode  and the page /device, where ?code=…&as=… decides
///   POST /{t}/oauth2/v2.0/revoke      a refresh token and what came of it (RFC 7009)
///   GET  /{t}/oauth2/v2.0/logout
///   GET  /{t}/v2.0/.well-known/openid-configuration
/// Refusals have Entra's form. Lives on one thread.
class SignIn
{
public:
    SignIn(const Options &options, const World &world, Tokens &tokens);
    static bool isFor(const Request &request);
    Reply answer(const Request &request, core::Instant now);

    /// Control calls: GET tells what was given out, DELETE lets no refresh token be good any more, POST
    /// {"as": person, "refuse" or ""} sets who signs in by itself from now on; with "demandsProof" true
    /// renewals are refused with a claims challenge until somebody signs in with those claims.
    Reply control(const Request &request);
    static const std::string &clientId();

private:
    using Steady = std::chrono::steady_clock::time_point;
    using Form = std::vector<std::pair<std::string, std::string>>;
    /// Who lets the program do what.
    struct Consent
    {
        const Person *person = nullptr;
        std::string scope; ///< older version: the resource
        bool isOld = false;
        bool isRevoked = false;
    };
    struct Code
    {
        std::shared_ptr<Consent> consent;
        std::string redirect, challenge, nonce;
        Steady until;
        bool isUsed = false;
    };
    struct RefreshToken
    {
        std::shared_ptr<Consent> consent;
        bool isUsed = false;
    };
    struct Device
    {
        std::shared_ptr<Consent> consent; ///< without a person until somebody decides
        std::string userCode;
        bool isRefused = false;
        Steady until, lastPoll;
        int polls = 0;
    };
    /// One call, taken apart.
    struct Call
    {
        const Request &request;
        core::Instant now;
        Form form; ///< of the query or of the body
        bool isOld = false;
        std::string base; ///< "http://127.0.0.1:1234"
        std::string value(std::string_view name) const;
    };

    Reply authorize(const Call &call);
    Reply choices(const Call &call) const;
    std::string chosen(const Call &call) const;
    std::string issuer(const Call &call) const;
    Reply token(const Call &call);
    Reply redeemCode(const Call &call);
    Reply refresh(const Call &call);
    Reply pollDevice(const Call &call);
    Reply deviceCode(const Call &call);
    Reply devicePage(const Call &call);
    Reply revoke(const Call &call);
    Reply discovery(const Call &call) const;
    Reply tokenAnswer(const Call &call, const std::shared_ptr<Consent> &consent, const std::string &nonce);
    std::string refreshTokenFor(const std::shared_ptr<Consent> &consent);
    bool isOurTenant(const std::string &step) const;

    const Options m_options;
    const std::string m_tenant, m_domain;
    Tokens &m_tokens;
    std::string m_as; ///< who signs in by itself; empty: the page asks
    std::map<std::string, Code> m_codes;
    std::map<std::string, RefreshToken> m_refreshTokens;
    std::map<std::string, Device> m_devices;
    bool m_demandsProof = false;
    qint64 m_reused = 0, m_redeemed = 0;
};

} // namespace spendglass::sandbox
