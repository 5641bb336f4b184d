// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "query/query.h"

#include <QString>

#include <optional>
#include <vector>

namespace spendglass::filter {

/// The periods a person picks by name. Custom is any other pair of days.
enum class Period
{
    MonthToDate,
    LastMonth,
    Last3Months, ///< full calendar months, this one not among them
    Last6Months,
    Last12Months,
    ThisBillingPeriod, ///< from the 28th on
    LastBillingPeriod,
    YearToDate,
    Last7Days, ///< today among them
    Last30Days,
    AllDates, ///< no restriction
    Custom,
};

/// In menu order, Custom not among them.
std::vector<Period> namedPeriods();
QString periodName(Period period);
/// What moves with today; nothing for AllDates and Custom.
std::optional<query::RelativeDays> relativeOf(Period period);
/// The days of a named period, today included; nothing for AllDates and Custom.
std::optional<core::DayRange> daysOf(Period period, core::Day today);
/// The named period that the query moves with, or whose days it has today, else Custom. The first in menu
/// order wins where two coincide (in January: month to date).
Period periodOf(const query::Query &query, core::Day today);
/// "Last month · Oct 2026": name and days, or what there is of them.
QString periodLabel(const query::Query &query, core::Day today);

/// The moving periods that are offered where a day is asked for, in menu order.
const std::vector<query::RelativeDays> &relativePresets();
/// "Last 3 full months"
QString relativeLabel(const query::RelativeDays &period);

/// "Nov 2026", "Aug – Oct 2026", "3 – 9 Nov 2026"; empty without both days.
QString daysText(const std::optional<core::Day> &from, const std::optional<core::Day> &to);

/// The period of the same kind before (-1) or after (+1): whole months and billing periods stay whole, a
/// month to date moves to the full month before, a year to date to the year before. Never past today; nothing
/// when there is none.
std::optional<core::DayRange> shifted(const query::Query &query, int direction, core::Day today);

/// A bucket size and, when it is not offered, why.
struct GranularityOffer
{
    core::Granularity granularity = core::Granularity::None;
    QString label;
    QString refusal; ///< empty when offered
};
std::vector<GranularityOffer> granularityOffers(const query::Query &query);

} // namespace spendglass::filter
