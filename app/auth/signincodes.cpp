// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signincodes.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

using core::ErrorKind;
using Problem = SignInProblem;

struct NumberRow
{
    int number;
    SignInMeaning meaning;
};

constexpr SignInMeaning ended{ErrorKind::Unauthorised, Problem::Ended};
constexpr SignInMeaning moreProof{ErrorKind::Unauthorised, Problem::MoreProof};
constexpr SignInMeaning tooOld{ErrorKind::Unauthorised, Problem::Expired};
constexpr SignInMeaning consent{ErrorKind::Forbidden, Problem::Consent};
constexpr SignInMeaning refused{ErrorKind::Forbidden, Problem::Refused};
constexpr SignInMeaning wrongAccount{ErrorKind::Forbidden, Problem::WrongAccount};
constexpr SignInMeaning settings{ErrorKind::BadRequest, Problem::Settings};
constexpr SignInMeaning service{ErrorKind::Server, Problem::Service};

/// Numbers of Microsoft's sign-in service that tell more than the word beside them.
constexpr std::array numbers{
    NumberRow{50005, refused},      // the policy wants another platform
    NumberRow{50011, settings},     // the redirect address is not registered
    NumberRow{50020, wrongAccount}, // a user of another tenant
    NumberRow{50057, refused},      // the user is disabled
    NumberRow{50059, settings},     // no such tenant
    NumberRow{50072, moreProof},    // a second factor must be set up
    NumberRow{50074, moreProof},    // a second factor is wanted
    NumberRow{50076, moreProof},    // a second factor is wanted
    NumberRow{50078, moreProof},    // the second factor was too long ago
    NumberRow{50079, moreProof},    // a second factor must be set up
    NumberRow{50105, refused},      // the user is not assigned to the application
    NumberRow{50132, ended},        // revoked, or the password changed
    NumberRow{50133, ended},        // the password changed
    NumberRow{50158, moreProof},    // another service wants a proof
    NumberRow{50173, ended},        // the password changed
    NumberRow{50194, settings},     // the application is of one tenant
    NumberRow{53000, refused},      // conditional access: the device
    NumberRow{53001, refused},      // conditional access: the device
    NumberRow{53002, refused},      // conditional access: the application
    NumberRow{53003, refused},      // conditional access
    NumberRow{530003, refused},     // conditional access: the device
    NumberRow{65001, consent},      // nobody has agreed
    NumberRow{65004, refused},      // the person did not agree
    NumberRow{70000, ended},        // the grant is not good
    NumberRow{70008, ended},        // the grant is too old
    NumberRow{70011, settings},     // the scope
    NumberRow{70043, ended},        // the policy's sign-in frequency
    NumberRow{90002, settings},     // no such tenant
    NumberRow{90008, consent},      // nobody has agreed
    NumberRow{90094, consent},      // an administrator must agree
    NumberRow{90095, consent},      // an administrator must agree, and was asked
    NumberRow{500011, settings},    // the tenant does not know Partner Center's API
    NumberRow{500113, settings},    // no redirect address is registered
    NumberRow{650052, settings},    // the tenant does not have the service
    NumberRow{650056, settings},    // the application lacks the permission
    NumberRow{650057, settings},    // the application lacks the permission
    NumberRow{700016, settings},    // no such application in the tenant
    NumberRow{700082, ended},       // not used for 90 days
    NumberRow{700084, ended},       // too old
    NumberRow{900023, settings},    // no such tenant
    NumberRow{7000218, settings},   // not registered as a public client
};

struct WordRow
{
    const char *code;
    SignInMeaning meaning;
};

/// Source: wire reference, Errors from the sign-in service; RFC 6749 section 4.1.2.1 and 5.2; RFC 8628
/// section 3.5; OpenID Connect Core section 3.1.2.6. The numbers are Partner Center's.
constexpr std::array words{
    WordRow{"authorization_pending", {ErrorKind::NotReady, Problem::None}},
    WordRow{"slow_down", {ErrorKind::Throttled, Problem::None}},
    WordRow{"expired_token", tooOld},
    WordRow{"code_expired", tooOld},
    WordRow{"bad_verification_code", tooOld},
    WordRow{"authorization_declined", refused},
    WordRow{"access_denied", refused},
    WordRow{"invalid_grant", ended},
    WordRow{"interaction_required", moreProof},
    WordRow{"login_required", moreProof},
    WordRow{"account_selection_required", moreProof},
    WordRow{"insufficient_claims", moreProof},
    WordRow{"consent_required", consent},
    WordRow{"invalid_client", settings},
    WordRow{"unauthorized_client", settings},
    WordRow{"invalid_scope", settings},
    WordRow{"invalid_resource", settings},
    WordRow{"invalid_request", settings},
    WordRow{"invalid_target", settings},
    WordRow{"unsupported_grant_type", settings},
    WordRow{"unsupported_response_type", settings},
    WordRow{"temporarily_unavailable", service},
    WordRow{"server_error", service},
    WordRow{"900309", refused}, // conditional access
    WordRow{"900420", {ErrorKind::Unauthorised, Problem::WrongAudience}},
    WordRow{"900421", {ErrorKind::Unauthorised, Problem::SecondFactor}},
};

/// One answer may hold several; the first that is known.
std::optional<SignInMeaning> meaningOfNumbers(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\bAADSTS(\\d{4,9})\\b"));
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        const auto row = std::ranges::find(numbers, matches.next().captured(1).toInt(), &NumberRow::number);
        if (row != numbers.end())
            return row->meaning;
    }
    return std::nullopt;
}

} // namespace

std::optional<SignInMeaning> meaningOfRefusal(const QString &code, const QString &text)
{
    if (const auto byNumber = meaningOfNumbers(text))
        return byNumber;
    const auto byWord =
        std::ranges::find_if(words, [&code](const WordRow &row) { return code == QLatin1String(row.code); });
    return byWord == words.end() ? std::nullopt : std::optional(byWord->meaning);
}

} // namespace spendglass::auth
