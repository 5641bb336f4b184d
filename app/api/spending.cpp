// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/spending.h"

namespace spendglass::api {

core::DayRange billingDays(const BillingPeriod &period)
{
    const core::Day last = period.billingEnd.writtenDay;
    const auto clock = period.billingEndText.find('T');
    const bool isMidnight =
        clock == std::string_view::npos || period.billingEndText.substr(clock + 1, 5) == "00:00";
    const bool isExclusive = isMidnight && last == core::firstOfMonth(last);
    return {period.billingStart.writtenDay, isExclusive ? last : last + std::chrono::days(1)};
}

} // namespace spendglass::api
