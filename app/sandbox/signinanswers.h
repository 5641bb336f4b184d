// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "sandbox/message.h"
#include "sandbox/tokens.h"

#include <array>
#include <string>
#include <string_view>

namespace spendglass::sandbox {

/// Somebody who can sign in.
struct Person
{
    std::string_view key; ///< in links, and of the user name what stands before the @
    std::string_view name;
    std::string_view choice; ///< what the sign-in page says
    bool hasSecondFactor = true;
    bool isHelpdesk = false;
    bool isStranger = false; ///< of another tenant
};
inline constexpr std::array<Person, 4> people{{
    {"admin", "Ada Admin", "Sign in as an admin agent, with a second factor"},
    {"helpdesk", "Henri Helpdesk", "Sign in as a helpdesk agent, who sees no costs", true, true},
    {"single", "Sina Single", "Sign in as an admin agent, without a second factor", false},
    {"stranger", "Sten Stranger", "Sign in as somebody of another tenant", true, false, true},
}};
const Person *personOf(std::string_view key); ///< null when there is none

/// A refusal of the sign-in service, by what Entra calls it. Source: wire reference, signing in.
struct Refusal
{
    const char *error;
    int number; ///< AADSTS
    const char *text;
    int status = 400;
    const char *suberror = nullptr;
    const char *claims = nullptr; ///< that the next sign-in has to ask for, JSON
};

/// "AADSTS50173: … \r\nTrace ID: …", as error_description has it.
std::string description(const Refusal &refusal, core::Instant now, const std::string &trace = newId());
Reply refused(const Refusal &refusal, core::Instant now);

/// Who signed in and where, for an id_token.
struct Identity
{
    std::string issuer, clientId, tenantId, objectId, userName, name, nonce;
    bool hasSecondFactor = true;
};
/// A JWT whose signature is made up: the client got it from the service itself and has no need to check it.
std::string idToken(const Identity &identity, core::Instant now, int seconds);

/// A plain page; body is HTML, title is text.
Reply webPage(int status, std::string_view title, std::string_view body);
std::string htmlText(std::string_view text); ///< escaped
Reply redirect(const std::string &location);

} // namespace spendglass::sandbox
