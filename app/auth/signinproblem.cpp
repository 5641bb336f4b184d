// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinproblem.h"

#include "auth/signincodes.h"

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

using core::ErrorKind;
using Problem = SignInProblem;

/// Problems that are seen here and not by a service.
struct OwnRow
{
    Problem problem;
    const char *code;
    ErrorKind kind;
};

constexpr std::array own{
    OwnRow{Problem::NotSignedIn, "not_signed_in", ErrorKind::Unauthorised},
    OwnRow{Problem::Ended, "sign_in_ended", ErrorKind::Unauthorised},
    OwnRow{Problem::TimedOut, "sign_in_timed_out", ErrorKind::Timeout},
    OwnRow{Problem::Expired, "sign_in_code_expired", ErrorKind::Unauthorised},
    OwnRow{Problem::Settings, "sign_in_settings", ErrorKind::BadRequest},
    OwnRow{Problem::WrongAccount, "wrong_account", ErrorKind::Forbidden},
    OwnRow{Problem::Record, "sign_in_record", ErrorKind::File},
};

struct NextStep
{
    Problem problem;
    const char *text;
};

constexpr std::array steps{
    NextStep{Problem::NotSignedIn, "Sign in to this account."},
    NextStep{Problem::Ended, "The sign-in has ended. Sign in again; the data stays."},
    NextStep{Problem::MoreProof,
             "The sign-in service wants to know for sure that it is you. Sign in again in the browser."},
    NextStep{Problem::SecondFactor,
             "Partner Center accepts only sign-ins with a second factor. Sign in again and confirm with a "
             "second factor; if none is asked for, an administrator has to demand it for this account."},
    NextStep{Problem::Consent, "An administrator of the tenant has to agree that this application may use "
                               "Partner Center. Ask for that, then sign in again."},
    NextStep{Problem::WrongAudience, "The token was made for another service. Sign in again; if that does "
                                     "not help, look at the account's token resource."},
    NextStep{Problem::Refused, "The sign-in was refused, by the person or by a policy of the tenant. Sign "
                               "in again, or ask an administrator."},
    NextStep{Problem::Expired, "The code is too old. Start the sign-in again."},
    NextStep{Problem::TimedOut, "The browser did not come back in time. Start the sign-in again, or sign in "
                                "with a device code."},
    NextStep{Problem::Settings,
             "The sign-in service does not accept this account's settings. Compare "
             "tenant, client id and redirect address with the application's registration."},
    NextStep{Problem::WrongAccount, "Somebody else signed in than the person this account's data belongs "
                                    "to. Sign in as that person, or add another account."},
    NextStep{Problem::Keychain, "The keychain does not give out the sign-in. Unlock it, or sign in for this "
                                "run only."},
    NextStep{Problem::Record, "Nobody can tell whose data this account holds. Mend the file, or move it "
                              "away to sign in anew."},
    NextStep{Problem::Service, "The sign-in service does not work at the moment. Try again later."},
};

/// The sign-in service's addresses, and no other's, have that in their path.
bool isOfSignInService(const core::Error &error)
{
    return error.where.contains(QLatin1String("/oauth2/"));
}

/// What Partner Center says in a header: the answer of 2019 to 2023 to a token without second factor, and a
/// claims challenge.
Problem problemOfHeader(const core::Error &error)
{
    const QString words = error.serverText + QLatin1Char(' ') + error.trace;
    if (words.contains(QLatin1String("MFA required"), Qt::CaseInsensitive))
        return Problem::SecondFactor;
    if (words.contains(QLatin1String("claims=\"")) || words.contains(QLatin1String("insufficient_claims")))
        return Problem::MoreProof;
    return error.httpStatus == 0 ? Problem::NotSignedIn : Problem::Ended;
}

} // namespace

SignInProblem problemOf(const core::Error &error)
{
    if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Offline)
        return Problem::None;
    if (error.kind == ErrorKind::Keychain)
        return Problem::Keychain;
    const auto row = std::ranges::find_if(
        own, [&error](const OwnRow &each) { return error.serverCode == QLatin1String(each.code); });
    if (row != own.end())
        return row->problem;
    if (const auto meaning = meaningOfRefusal(error.serverCode, error.serverText))
        return meaning->problem;
    if (error.kind == ErrorKind::Unauthorised)
        return problemOfHeader(error);
    if (!isOfSignInService(error) || error.kind == ErrorKind::Timeout)
        return Problem::None;
    return error.kind == ErrorKind::BadRequest ? Problem::Settings : Problem::Service;
}

core::Error errorOf(SignInProblem problem, QString text, QString where)
{
    core::Error error;
    error.text = std::move(text);
    error.where = std::move(where);
    const auto row = std::ranges::find(own, problem, &OwnRow::problem);
    if (row == own.end())
        return error;
    error.kind = row->kind;
    error.serverCode = QLatin1String(row->code);
    return error;
}

QString nextStep(SignInProblem problem)
{
    const auto row = std::ranges::find(steps, problem, &NextStep::problem);
    return row == steps.end() ? QString() : QString::fromLatin1(row->text);
}

} // namespace spendglass::auth
