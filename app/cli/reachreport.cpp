// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reachreport.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace spendglass::cli {
namespace {

using sync::Reach;

/// For a person, and what a run that meets it amounts to. The errors of failures say more.
struct Row
{
    Reach reach;
    const char *words;
    ExitCode code;
};
constexpr std::array rows{
    Row{Reach::Reachable, "reachable", Done},
    Row{Reach::NotOffered, "not offered", Done},
    Row{Reach::Refused, "refused", Incomplete},
    Row{Reach::SignInNeeded, "needs a sign-in", SignInNeeded},
    Row{Reach::SecondFactorMissing, "needs a sign-in with a second factor", SignInNeeded},
    Row{Reach::NotReady, "not ready yet", Done},
    Row{Reach::NothingToAsk, "nothing to ask", Done},
    Row{Reach::Failed, "failed", Failed},
};

const Row &rowOf(Reach reach)
{
    return *std::ranges::find(rows, reach, &Row::reach);
}

int codeOf(const sync::InterfaceReach &one)
{
    return one.reach == Reach::Failed && one.error ? exitCodeOf(*one.error) : rowOf(one.reach).code;
}

/// What the service said is worth more than our words for it.
QString reasonOf(const core::Error &error)
{
    return error.serverText.isEmpty() ? error.text
                                      : QStringLiteral("%1 (%2)").arg(error.text, error.serverText);
}

} // namespace

QJsonObject coverageObject(const sync::Coverage &coverage)
{
    QJsonArray interfaces;
    for (const sync::InterfaceReach &one : coverage.interfaces) {
        QJsonObject object{{QStringLiteral("name"), sync::interfaceName(one)},
                           {QStringLiteral("state"), sync::reachName(one.reach)},
                           {QStringLiteral("advice"), sync::adviceName(one.advice)},
                           {QStringLiteral("do"), sync::adviceText(one.advice)}};
        if (one.error)
            object[QStringLiteral("error")] = errorObject(*one.error);
        interfaces << object;
    }
    QJsonObject object{{QStringLiteral("interfaces"), interfaces},
                       {QStringLiteral("requests"), coverage.requests},
                       {QStringLiteral("complete"), exitCodeOf(coverage) == Done}};
    if (coverage.isSecondFactorSeen)
        object[QStringLiteral("secondFactor")] = *coverage.isSecondFactorSeen;
    return object;
}

void printCoverage(const sync::Coverage &coverage, Output &output)
{
    for (const sync::InterfaceReach &one : coverage.interfaces) {
        QString line = sync::interfaceName(one).leftJustified(14) + QLatin1String(rowOf(one.reach).words);
        if (one.error)
            line += QStringLiteral(": ") + reasonOf(*one.error);
        if (one.advice != sync::CoverageAdvice::None)
            line += QStringLiteral("; to do: ") + sync::adviceText(one.advice);
        output.write(printable(line).toUtf8() + '\n');
    }
    if (coverage.isSecondFactorSeen == false)
        output.say(QStringLiteral(
            "note: the service says that this sign-in has no second factor; it will be refused"));
}

int exitCodeOf(const sync::Coverage &coverage)
{
    for (const int code : {int(SignInNeeded), int(NetworkFailed), int(Failed), int(Incomplete)})
        if (std::ranges::any_of(coverage.interfaces, [code](const auto &one) { return codeOf(one) == code; }))
            return code;
    return Done;
}

} // namespace spendglass::cli
