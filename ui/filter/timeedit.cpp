// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timeedit.h"

#include "query/sentence.h"
#include "filter/shelfedit.h"
#include "filter/timeperiod.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace spendglass::filter {

using query::Measure;
using query::Query;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Period", text);
}

Query settled(Query query)
{
    if (!refusalOfComparison(query).isEmpty())
        query.comparison.reset();
    return tidied(std::move(query));
}

} // namespace

Query withPeriod(Query query, const query::RelativeDays &period)
{
    query.period = period;
    query.from.reset();
    query.to.reset();
    return settled(std::move(query));
}

Query withDays(Query query, std::optional<core::DayRange> days)
{
    query.period.reset();
    query.from = days ? std::optional(days->from) : std::nullopt;
    query.to = days ? std::optional(days->to) : std::nullopt;
    return settled(std::move(query));
}

Query withComparison(Query query, std::optional<query::Comparison> comparison)
{
    query.comparison = comparison;
    if (comparison && !query.measures.empty() &&
        std::ranges::none_of(query.measures, &Measure::needsComparison)) {
        Measure difference = query.measures.front();
        difference.showAs = query::ShowAs::PercentDifference;
        query.measures.insert(query.measures.begin() + 1, difference);
    }
    return settled(std::move(query));
}

QString refusalOfComparison(const Query &query)
{
    const bool isOpen = !query.period && (!query.from || !query.to);
    return isOpen && query::hasDates(query.dataSet) ? tr("Choose a period first.") : QString();
}

QString comparisonLabel(const query::Comparison &comparison)
{
    switch (comparison.with) {
    case query::Comparison::With::PreviousPeriod:
        return tr("Previous period");
    case query::Comparison::With::SameDaysOfLastMonth:
        return tr("Same days of the previous month");
    case query::Comparison::With::SamePeriodLastYear:
        return tr("Same period last year");
    case query::Comparison::With::Days:
        break;
    }
    return daysText(comparison.from, comparison.to);
}

Query withMonths(Query query, query::Months months)
{
    using Unit = query::RelativeDays::Unit;
    query.months = months;
    const bool isBilled = months == query::Months::Billing;
    if (query.period && query.period->unit == (isBilled ? Unit::Month : Unit::BillingPeriod))
        query.period->unit = isBilled ? Unit::BillingPeriod : Unit::Month;
    if (isBilled && query.granularity == core::Granularity::Quarterly)
        query.granularity = core::Granularity::Monthly;
    return query;
}

} // namespace spendglass::filter
