// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/coveragetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace spendglass::dialogs {

namespace {

using core::DataSet;
using sync::CoverageAdvice;
using sync::Reach;
using Kind = CoverageLine::Kind;

#define TEXT(text) QT_TRANSLATE_NOOP("CoverageText", text)

struct InterfaceRow
{
    std::optional<DataSet> dataSet;
    const char *title;
};

constexpr InterfaceRow interfaces[] = {
    {std::nullopt, TEXT("Customers")},
    {DataSet::Spend, TEXT("Spend this period")},
    {DataSet::Summary, TEXT("Usage summary")},
    {DataSet::Analytics, TEXT("Usage analytics")},
    {DataSet::Utilization, TEXT("Utilization records")},
    {DataSet::Crest, TEXT("Reported usage (CREST)")},
};

struct ReachRow
{
    Reach reach;
    Kind kind;
    const char *text;
};

constexpr ReachRow reaches[] = {
    {Reach::Failed, Kind::Refused, TEXT("did not answer")},
    {Reach::Reachable, Kind::Reached, TEXT("reachable")},
    {Reach::NotOffered, Kind::Absent, TEXT("not offered here")},
    {Reach::Refused, Kind::Refused, TEXT("no permission")},
    {Reach::SignInNeeded, Kind::Refused, TEXT("sign-in needed")},
    {Reach::SecondFactorMissing, Kind::Refused, TEXT("second factor missing")},
    {Reach::NotReady, Kind::Reached, TEXT("reachable, nothing ready yet")},
    {Reach::NothingToAsk, Kind::Absent, TEXT("nothing to ask")},
};

struct AdviceRow
{
    CoverageAdvice advice;
    const char *text;
};

constexpr AdviceRow advices[] = {
    {CoverageAdvice::None, ""},
    {CoverageAdvice::SignIn, TEXT("Sign in again.")},
    {CoverageAdvice::UseSecondFactor,
     TEXT("Sign in again with a second factor. A sign-in that was made without one stays without it.")},
    {CoverageAdvice::AskForRole,
     TEXT("Ask an administrator for a role in Partner Center: Admin agent or Sales agent for customers and "
          "their usage, Billing admin for costs.")},
    {CoverageAdvice::UseOtherAnalytics,
     TEXT("The service has it at another place: choose the other one in this account's settings.")},
    {CoverageAdvice::TryLater, TEXT("Try again later.")},
    {CoverageAdvice::CheckNetwork, TEXT("Check the network, the proxy and this account's addresses.")},
    {CoverageAdvice::TellSupport, TEXT("Tell the service's support, with the ids of the request.")},
};

/// What there is to know where there is no advice.
constexpr const char *noLegacy =
    TEXT("Only subscriptions of the older kind have this; none was found with the first customers.");
constexpr const char *noCrest = TEXT("It is switched off: this account has no commerce id for it.");
#undef TEXT

QString translated(const char *text)
{
    return *text ? QCoreApplication::translate("CoverageText", text) : QString();
}

CoverageLine lineOf(const sync::InterfaceReach &one)
{
    const auto *const reach = std::ranges::find(reaches, one.reach, &ReachRow::reach);
    const auto *const advice = std::ranges::find(advices, one.advice, &AdviceRow::advice);
    CoverageLine line;
    line.kind = reach->kind;
    line.state = translated(reach->text);
    line.advice = translated(advice->text);
    if (one.reach == Reach::NothingToAsk && one.dataSet)
        line.advice = translated(one.dataSet == DataSet::Crest ? noCrest : noLegacy);
    return line;
}

} // namespace

CoverageLines coverageLines(const std::vector<sync::InterfaceReach> &known)
{
    CoverageLines lines;
    for (const InterfaceRow &row : interfaces) {
        const auto one = std::ranges::find(known, row.dataSet, &sync::InterfaceReach::dataSet);
        CoverageLine line;
        line.state = QCoreApplication::translate("CoverageText", "asking…");
        if (one != known.end())
            line = lineOf(*one);
        line.what = translated(row.title);
        lines.push_back(line);
    }
    return lines;
}

} // namespace spendglass::dialogs
