// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/error.h"

#include <QString>

#include <optional>

namespace spendglass::sync {

/// What came of asking an interface once.
enum class Reach
{
    Reachable,           ///< it answered, though perhaps without rows
    NotOffered,          ///< the cloud or this service has no such interface
    Refused,             ///< signed in, but the role or the relationship does not allow it
    SignInNeeded,        ///< no token, or none that it takes
    SecondFactorMissing, ///< the sign-in was made without one
    NotReady,            ///< it is there and has nothing ready yet
    NothingToAsk,        ///< no customer or subscription of the kind that it serves; or switched off
    Failed               ///< the network, the service or its answer: says nothing about the account
};

/// What to do about it. ui/ has a sentence for each; adviceText() has the command line's.
enum class CoverageAdvice
{
    None,
    SignIn,
    UseSecondFactor,
    AskForRole,        ///< an administrator of the partner's tenant gives the Partner Center role
    AskForConsent,     ///< an administrator of the partner's tenant agrees that the application may
    UseOtherAnalytics, ///< analytics is not at this path: the account's analytics path is a setting
    TryLater,
    CheckNetwork,
    TellSupport
};
QString reachName(Reach reach);            ///< "reachable", "notOffered", …: stable, for --json
QString adviceName(CoverageAdvice advice); ///< "signIn", "useSecondFactor", …; empty for None
QString adviceText(CoverageAdvice advice); ///< English, one sentence; empty for None

/// The serverCode of the error where there is nothing to ask because the account does without the interface.
inline constexpr const char *switchedOff = "switched_off";

struct InterfaceReach
{
    std::optional<core::DataSet> dataSet; ///< nothing: the list of customers
    Reach reach = Reach::Failed;
    CoverageAdvice advice = CoverageAdvice::None;
    std::optional<core::Error> error; ///< why it is not reachable, or why there was nothing to ask
    friend bool operator==(const InterfaceReach &, const InterfaceReach &) = default;
};
/// What an error says of the interface that gave it.
InterfaceReach reachOf(std::optional<core::DataSet> dataSet, const core::Error &error);
/// "customers", or the data set's name.
QString interfaceName(const InterfaceReach &one);

} // namespace spendglass::sync
