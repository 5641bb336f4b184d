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
    YearToDate,
    AllDates, ///< no restriction
    Custom,
};

/// In menu order, Custom not among them.
std::vector<Period> namedPeriods();
QString periodName(Period period);
/// The days of a named period, today included; nothing for AllDates and Custom.
std::optional<core::DayRange> daysOf(Period period, core::Day today);
/// The named period with exactly these days, else Custom. A query keeps days only: this is how a relative
/// choice is recognised again. The first in menu order wins where two coincide (in January: month to date).
Period periodOf(const query::Query &query, core::Day today);

/// "Nov 2026", "Aug – Oct 2026", "3 – 9 Nov 2026"; empty without both days.
QString daysText(const std::optional<core::Day> &from, const std::optional<core::Day> &to);

/// The period of the same kind before (-1) or after (+1): whole months stay whole months, a month to date
/// moves to the full month before, a year to date to the year before. Never past today; nothing when there is
/// none.
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
