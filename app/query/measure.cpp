// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/measure.h"

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

struct AggregateName
{
    Aggregate aggregate;
    const char *name;
};

constexpr std::array aggregateNames{
    AggregateName{Aggregate::Sum, "sum"},     AggregateName{Aggregate::Average, "avg"},
    AggregateName{Aggregate::Minimum, "min"}, AggregateName{Aggregate::Maximum, "max"},
    AggregateName{Aggregate::Count, "count"}, AggregateName{Aggregate::CountDistinct, "distinct"},
};

struct ShowAsName
{
    ShowAs showAs;
    const char *name;
};

constexpr std::array showAsNames{
    ShowAsName{ShowAs::Value, ""},
    ShowAsName{ShowAs::PercentOfTotal, "% of total"},
    ShowAsName{ShowAs::PercentOfParent, "% of parent"},
    ShowAsName{ShowAs::Difference, "difference"},
    ShowAsName{ShowAs::PercentDifference, "% difference"},
    ShowAsName{ShowAs::RunningTotal, "running total"},
    ShowAsName{ShowAs::Rank, "rank"},
};

} // namespace

QString Measure::valueText() const
{
    return QLatin1String(aggregateName(aggregate)) + QLatin1Char('(') + field + QLatin1Char(')');
}

QString Measure::text() const
{
    const QString value = valueText();
    return showAs == ShowAs::Value ? value
                                   : value + QLatin1String(" as ") + QLatin1String(showAsName(showAs));
}

std::optional<Measure> Measure::fromText(QStringView text)
{
    const QString whole = text.toString(); // a tag's key may hold any blanks
    const qsizetype open = whole.indexOf(QLatin1Char('('));
    const qsizetype close = whole.lastIndexOf(QLatin1Char(')'));
    if (open < 0 || close < open)
        return std::nullopt;
    const QString name = whole.left(open).trimmed();
    const auto *const aggregate = std::ranges::find_if(
        aggregateNames, [&name](const AggregateName &each) { return name == QLatin1String(each.name); });
    QString shown = whole.mid(close + 1).simplified();
    if (!shown.isEmpty() && !shown.startsWith(QLatin1String("as ")))
        return std::nullopt;
    shown = shown.mid(3).trimmed();
    const auto *const showAs = std::ranges::find_if(
        showAsNames, [&shown](const ShowAsName &each) { return shown == QLatin1String(each.name); });
    const QString field = whole.mid(open + 1, close - open - 1).trimmed();
    if (aggregate == aggregateNames.end() || showAs == showAsNames.end() ||
        field.isEmpty() != (aggregate->aggregate == Aggregate::Count))
        return std::nullopt;
    return Measure{aggregate->aggregate, field, showAs->showAs};
}

bool Measure::hasUnit() const
{
    const bool isCount = aggregate == Aggregate::Count || aggregate == Aggregate::CountDistinct;
    return !isCount &&
           (showAs == ShowAs::Value || showAs == ShowAs::Difference || showAs == ShowAs::RunningTotal);
}

bool Measure::needsComparison() const
{
    return showAs == ShowAs::Difference || showAs == ShowAs::PercentDifference;
}

const std::vector<Aggregate> &allAggregates()
{
    static const std::vector<Aggregate> all = [] {
        std::vector<Aggregate> made;
        for (const AggregateName &each : aggregateNames)
            made.push_back(each.aggregate);
        return made;
    }();
    return all;
}

const std::vector<ShowAs> &allShowAs()
{
    static const std::vector<ShowAs> all = [] {
        std::vector<ShowAs> made;
        for (const ShowAsName &each : showAsNames)
            made.push_back(each.showAs);
        return made;
    }();
    return all;
}

const char *aggregateName(Aggregate aggregate)
{
    return std::ranges::find(aggregateNames, aggregate, &AggregateName::aggregate)->name;
}

const char *showAsName(ShowAs showAs)
{
    return std::ranges::find(showAsNames, showAs, &ShowAsName::showAs)->name;
}

} // namespace spendglass::query
