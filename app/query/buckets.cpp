// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/buckets.h"

namespace spendglass::query {

bool isBucketed(const FieldId &id)
{
    return id == QLatin1String("usageDate") || id == QLatin1String("reportedDate");
}

core::DayRange bucketOf(const Query &query, core::Day day)
{
    const auto months = [](core::Day first, int count) {
        return core::DayRange{first, core::addMonths(first, count)};
    };
    switch (query.granularity) {
    case core::Granularity::Weekly: {
        const core::Day monday = core::firstOfWeek(day);
        return {monday, monday + std::chrono::days(7)};
    }
    case core::Granularity::Monthly:
        if (query.months == Months::Billing) {
            const core::Day first = core::firstOfBillingPeriod(day);
            return {first, core::addBillingPeriods(first, 1)};
        }
        return months(core::firstOfMonth(day), 1);
    case core::Granularity::Quarterly:
        return months(core::firstOfQuarter(day), 3);
    case core::Granularity::None:
    case core::Granularity::Hourly:
    case core::Granularity::Daily:
        break;
    }
    return {day, day + std::chrono::days(1)};
}

} // namespace spendglass::query
