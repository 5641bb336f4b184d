// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signinproblem.h"

#include <optional>

namespace spendglass::auth {

/// What a refusal means.
struct SignInMeaning
{
    core::ErrorKind kind;
    SignInProblem problem;
};

/// By the sign-in service's word ("invalid_grant") and the AADSTS number in its text, or by the code of
/// Partner Center. The number tells more than the word. Nothing for words that are not known.
std::optional<SignInMeaning> meaningOfRefusal(const QString &code, const QString &text);

} // namespace spendglass::auth
