// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace spendglass::auth {

/// Why there is no token, as far as the next step differs. ui/ has a sentence for each.
enum class SignInProblem
{
    None,          ///< nothing that signing in could mend
    NotSignedIn,   ///< never, or signed out
    Ended,         ///< invalid_grant: revoked, password changed, 90 days unused
    MoreProof,     ///< interaction_required, login_required, a claims challenge
    SecondFactor,  ///< 900421, or the old reason phrase: the token was got without a second factor
    Consent,       ///< consent_required, AADSTS65001, AADSTS90094: an administrator must agree
    WrongAudience, ///< 900420: the token is for another service
    Refused,       ///< access_denied, authorization_declined: the person or a policy said no
    Expired,       ///< expired_token, code_expired: the code is too old, start again
    TimedOut,      ///< the browser never came back
    Settings,      ///< invalid_client, unauthorized_client, invalid_scope, …: tenant, client id, redirect
    WrongAccount,  ///< another person or tenant than this account's data belongs to
    Keychain,      ///< the token is in a keychain that gives nothing: locked, denied, absent, vanished
    Record,        ///< who signed in cannot be read from the account's folder: nobody knows whose data it is
    Service        ///< the sign-in service itself does not work; try again later
};

/// Told from kind, code and words alone, so that it can be asked wherever an error turns up.
SignInProblem problemOf(const core::Error &error);

/// The error for a problem that no service has spoken of, but that is seen here: NotSignedIn, Ended, Expired,
/// TimedOut, Settings, WrongAccount, Record. Its serverCode is a word of our own, by which problemOf() knows
/// it again.
core::Error errorOf(SignInProblem problem, QString text, QString where = {});

/// What to do about it, English, one or two sentences, for the command line and logs; empty for None.
QString nextStep(SignInProblem problem);

} // namespace spendglass::auth
