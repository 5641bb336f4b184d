// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/coveragetext.h"

#include "auth/tokennames.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace spendglass::dialogs {

namespace {

using core::DataSet;
using sync::CoverageAdvice;
using sync::Reach;
using Kind = CoverageLine::Kind;

struct InterfaceRow
{
    std::optional<DataSet> dataSet;
    const char *title;
};

constexpr InterfaceRow interfaces[] = {
    {std::nullopt, QT_TRANSLATE_NOOP("CoverageText", "Customers")},
    {DataSet::Spend, QT_TRANSLATE_NOOP("CoverageText", "Spend this period")},
    {DataSet::Summary, QT_TRANSLATE_NOOP("CoverageText", "Usage summary")},
    {DataSet::Analytics, QT_TRANSLATE_NOOP("CoverageText", "Usage analytics")},
    {DataSet::Utilization, QT_TRANSLATE_NOOP("CoverageText", "Utilization records")},
    {DataSet::Crest, QT_TRANSLATE_NOOP("CoverageText", "Reported usage (CREST)")},
};

struct ReachRow
{
    Reach reach;
    Kind kind;
    const char *text;
};

constexpr ReachRow reaches[] = {
    {Reach::Failed, Kind::Refused, QT_TRANSLATE_NOOP("CoverageText", "did not answer")},
    {Reach::Reachable, Kind::Reached, QT_TRANSLATE_NOOP("CoverageText", "reachable")},
    {Reach::NotOffered, Kind::Absent, QT_TRANSLATE_NOOP("CoverageText", "not offered here")},
    {Reach::Refused, Kind::Refused, QT_TRANSLATE_NOOP("CoverageText", "no permission")},
    {Reach::SignInNeeded, Kind::Refused, QT_TRANSLATE_NOOP("CoverageText", "sign-in needed")},
    {Reach::SecondFactorMissing, Kind::Refused, QT_TRANSLATE_NOOP("CoverageText", "second factor missing")},
    {Reach::NotReady, Kind::Reached, QT_TRANSLATE_NOOP("CoverageText", "reachable, nothing ready yet")},
    {Reach::NothingToAsk, Kind::Absent, QT_TRANSLATE_NOOP("CoverageText", "nothing to ask")},
};

struct AdviceRow
{
    CoverageAdvice advice;
    const char *text;
};

constexpr AdviceRow advices[] = {
    {CoverageAdvice::None, ""},
    {CoverageAdvice::SignIn, QT_TRANSLATE_NOOP("CoverageText", "Sign in again.")},
    {CoverageAdvice::UseSecondFactor,
     QT_TRANSLATE_NOOP(
         "CoverageText",
         "Sign in again with a second factor. A sign-in that was made without one stays without it.")},
    {CoverageAdvice::AskForRole,
     QT_TRANSLATE_NOOP(
         "CoverageText",
         "Ask an administrator for a role in Partner Center: Admin agent or Sales agent for customers and "
         "their usage, Billing admin for costs.")},
    {CoverageAdvice::AskForConsent,
     QT_TRANSLATE_NOOP("CoverageText", "Ask an administrator to grant admin consent for this application, "
                                       "then sign in again.")},
    {CoverageAdvice::UseOtherAnalytics,
     QT_TRANSLATE_NOOP(
         "CoverageText",
         "The service has it at another place: choose the other one in this account's settings.")},
    {CoverageAdvice::TryLater, QT_TRANSLATE_NOOP("CoverageText", "Try again later.")},
    {CoverageAdvice::CheckNetwork,
     QT_TRANSLATE_NOOP("CoverageText", "Check the network, the proxy and this account's addresses.")},
    {CoverageAdvice::TellSupport,
     QT_TRANSLATE_NOOP("CoverageText", "Tell the service's support, with the ids of the request.")},
};

/// What there is to know where there is no advice, as it is seen here and not by the service.
constexpr const char *noLegacy = QT_TRANSLATE_NOOP(
    "CoverageText",
    "Only subscriptions of the older kind have this; none was found with the first customers.");
constexpr const char *noCrest =
    QT_TRANSLATE_NOOP("CoverageText", "It is switched off: this account has no commerce id for it.");

constexpr const char *otherClouds =
    QT_TRANSLATE_NOOP("CoverageText", "This is documented for other clouds only.");
constexpr const char *crestElsewhere =
    QT_TRANSLATE_NOOP("CoverageText", "The older service is known in the worldwide cloud only.");
constexpr const char *crestRetired = QT_TRANSLATE_NOOP(
    "CoverageText", "Microsoft has retired what its sign-in needs, so nobody can sign in to it any more.");

constexpr qsizetype longestWords = 300;

QString translated(const char *text)
{
    return *text ? QCoreApplication::translate("CoverageText", text) : QString();
}

const char *ownReason(const sync::InterfaceReach &one)
{
    const bool isCrest = one.dataSet == DataSet::Crest;
    if (one.reach == Reach::NothingToAsk && one.dataSet)
        return one.error && one.error->serverCode == QLatin1String(sync::switchedOff) ? noCrest : noLegacy;
    if (one.reach != Reach::NotOffered || !one.error || one.error->httpStatus != 0)
        return "";
    if (one.error->serverCode == QLatin1String(auth::retiredAudience))
        return crestRetired;
    return isCrest ? crestElsewhere : otherClouds;
}

/// What the service says of it, and by which ids its support finds that.
QStringList servicesWords(const sync::InterfaceReach &one)
{
    QStringList lines;
    if (!one.error || one.error->httpStatus == 0)
        return lines;
    if (const QString words = one.error->serverText.simplified(); !words.isEmpty())
        lines << QCoreApplication::translate("CoverageText", "The service says: %1")
                     .arg(words.size() > longestWords ? words.left(longestWords) + QStringLiteral("…")
                                                      : words);
    if (one.advice == CoverageAdvice::TellSupport)
        lines << QCoreApplication::translate("CoverageText", "Request %1, correlation %2")
                     .arg(one.error->requestId, one.error->correlationId);
    return lines;
}

CoverageLine lineOf(const sync::InterfaceReach &one)
{
    const auto *const reach = std::ranges::find(reaches, one.reach, &ReachRow::reach);
    const auto *const advice = std::ranges::find(advices, one.advice, &AdviceRow::advice);
    CoverageLine line;
    line.kind = reach->kind;
    line.state = translated(reach->text);
    QStringList lines{translated(ownReason(one)), translated(advice->text)};
    lines += servicesWords(one);
    lines.removeAll(QString());
    line.advice = lines.join(QLatin1Char('\n'));
    return line;
}

} // namespace

CoverageLines coverageLines(const std::vector<sync::InterfaceReach> &known,
                            std::optional<bool> isSecondFactorSeen)
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
    if (isSecondFactorSeen == false) {
        CoverageLine line = lineOf({{}, Reach::SecondFactorMissing, CoverageAdvice::UseSecondFactor, {}});
        line.what = QCoreApplication::translate("CoverageText", "Second factor");
        line.state = QCoreApplication::translate("CoverageText", "missing, and soon refused");
        lines.push_back(line);
    }
    return lines;
}

} // namespace spendglass::dialogs
