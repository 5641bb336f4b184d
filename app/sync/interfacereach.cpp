// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/interfacereach.h"

#include "net/servicecodes.h"
#include "auth/signinproblem.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::sync {

namespace {

using core::DataSet;
using core::ErrorKind;

struct ReachRow
{
    Reach reach;
    const char *name;
};
constexpr std::array reachRows{
    ReachRow{Reach::Reachable, "reachable"},
    ReachRow{Reach::NotOffered, "notOffered"},
    ReachRow{Reach::Refused, "refused"},
    ReachRow{Reach::SignInNeeded, "signInNeeded"},
    ReachRow{Reach::SecondFactorMissing, "secondFactorMissing"},
    ReachRow{Reach::NotReady, "notReady"},
    ReachRow{Reach::NothingToAsk, "nothingToAsk"},
    ReachRow{Reach::Failed, "failed"},
};

struct AdviceRow
{
    CoverageAdvice advice;
    const char *name, *text;
};
constexpr std::array adviceRows{
    AdviceRow{CoverageAdvice::None, "", ""},
    AdviceRow{CoverageAdvice::SignIn, "signIn", "sign in again"},
    AdviceRow{CoverageAdvice::UseSecondFactor, "useSecondFactor",
              "sign in again with a second factor; a token that was got without one is never accepted"},
    AdviceRow{
        CoverageAdvice::AskForRole, "askForRole",
        "ask an administrator of your tenant for the Partner Center role: Admin agent or Sales agent for "
        "customers and their usage, Billing admin for costs"},
    AdviceRow{CoverageAdvice::AskForConsent, "askForConsent",
              "ask an administrator of your tenant to agree that this application uses Partner Center, then "
              "sign in again"},
    AdviceRow{CoverageAdvice::UseOtherAnalytics, "useOtherAnalytics",
              "choose the other analytics path for the account: the service has the call at another place"},
    AdviceRow{CoverageAdvice::TryLater, "tryLater", "try again later"},
    AdviceRow{CoverageAdvice::CheckNetwork, "checkNetwork",
              "check the connection, any proxy and the account's addresses"},
    AdviceRow{CoverageAdvice::TellSupport, "tellSupport", "tell the service's support, with the request id"},
};

const AdviceRow &rowOf(CoverageAdvice advice)
{
    return *std::ranges::find(adviceRows, advice, &AdviceRow::advice);
}

using Judgement = std::pair<Reach, CoverageAdvice>;

/// What tells more than the kind: a 403 may be about the sign-in and not about the role.
struct ProblemRow
{
    auth::SignInProblem problem;
    Judgement judgement;
};
constexpr Judgement signIn{Reach::SignInNeeded, CoverageAdvice::SignIn};
constexpr std::array problemRows{
    ProblemRow{auth::SignInProblem::SecondFactor,
               {Reach::SecondFactorMissing, CoverageAdvice::UseSecondFactor}},
    ProblemRow{auth::SignInProblem::Consent, {Reach::SignInNeeded, CoverageAdvice::AskForConsent}},
    ProblemRow{auth::SignInProblem::WrongAccount, signIn},
    ProblemRow{auth::SignInProblem::MoreProof, signIn},
    ProblemRow{auth::SignInProblem::Ended, signIn},
};

Judgement judged(const core::Error &error, std::optional<DataSet> dataSet)
{
    const bool isAnalytics = dataSet == DataSet::Analytics;
    if (net::meansNoUsage(error))
        return {Reach::Reachable, CoverageAdvice::None};
    const auto row = std::ranges::find(problemRows, auth::problemOf(error), &ProblemRow::problem);
    if (row != problemRows.end())
        return row->judgement;
    switch (error.kind) {
    case ErrorKind::Unauthorised:
    case ErrorKind::Keychain:
        return signIn;
    case ErrorKind::Forbidden:
        return {Reach::Refused, CoverageAdvice::AskForRole};
    case ErrorKind::NotFound:
        return {Reach::NotOffered, isAnalytics ? CoverageAdvice::UseOtherAnalytics : CoverageAdvice::None};
    case ErrorKind::NotOffered:
        return {Reach::NotOffered, CoverageAdvice::None};
    case ErrorKind::NotReady:
        return {Reach::NotReady, CoverageAdvice::TryLater};
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Untrusted:
        return {Reach::Failed, CoverageAdvice::CheckNetwork};
    case ErrorKind::Throttled:
    case ErrorKind::Server:
    case ErrorKind::Cancelled:
        return {Reach::Failed, CoverageAdvice::TryLater};
    case ErrorKind::BadRequest:
    case ErrorKind::Malformed:
    case ErrorKind::Storage:
    case ErrorKind::File:
        return {Reach::Failed, CoverageAdvice::TellSupport};
    }
    return {Reach::Failed, CoverageAdvice::TellSupport};
}

} // namespace

QString reachName(Reach reach)
{
    return QLatin1String(std::ranges::find(reachRows, reach, &ReachRow::reach)->name);
}

QString adviceName(CoverageAdvice advice)
{
    return QLatin1String(rowOf(advice).name);
}

QString adviceText(CoverageAdvice advice)
{
    return QLatin1String(rowOf(advice).text);
}

QString interfaceName(const InterfaceReach &one)
{
    return one.dataSet ? core::dataSetName(*one.dataSet) : QStringLiteral("customers");
}

InterfaceReach reachOf(std::optional<DataSet> dataSet, const core::Error &error)
{
    const auto [reach, advice] = judged(error, dataSet);
    return {dataSet, reach, advice, reach == Reach::Reachable ? std::nullopt : std::optional(error)};
}

} // namespace spendglass::sync
