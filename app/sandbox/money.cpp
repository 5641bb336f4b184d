// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/money.h"

#include "sandbox/random.h"

namespace spendglass::sandbox {

namespace {

using core::Decimal;
using core::Int128;

constexpr Int128 nanoUnits = core::powerOfTen(Decimal::scale - 9); // of a Decimal, in a billionth

/// The last 28th at or before a day.
core::Day legacyStart(core::Day day)
{
    const std::chrono::year_month_day date(day);
    const core::Day month = core::firstOfMonth(day);
    return (unsigned(date.day()) >= 28 ? month : core::addMonths(month, -1)) + std::chrono::days(27);
}

/// A billionth's amount with a tail of so many digits more, as the service computes them.
Decimal withTail(Int128 nano, std::uint64_t dice, int digits)
{
    const Int128 step = core::powerOfTen(Decimal::scale - 9 - digits);
    const Int128 tail =
        static_cast<Int128>(dice % static_cast<std::uint64_t>(core::powerOfTen(digits))) * step;
    return Decimal::fromUnits(nano * nanoUnits + (nano < 0 ? -tail : tail));
}

/// 2 to 7 digits of a second, as recorded.
std::string modified(core::Day day, std::uint64_t dice)
{
    const std::string digits = std::to_string(dice % 9'000'000 + 1'000'000);
    const std::size_t places = 2 + dice % 6;
    return core::formatDay(day) + "T" + std::to_string(10 + dice / 8 % 13) + ":0" +
           std::to_string(dice / 128 % 10) + ":1" + std::to_string(dice / 1024 % 10) + "." +
           digits.substr(0, places) + "+00:00";
}

} // namespace

Money::Money(const World &world)
    : m_world(world)
    , m_yesterday(world.today() - std::chrono::days(1))
    , m_planStart(core::firstOfMonth(m_yesterday))
{
    m_summary.billingStart = legacyStart(m_yesterday);
    m_summary.billingEnd =
        core::addMonths(core::firstOfMonth(m_summary.billingStart), 1) + std::chrono::days(26);
    for (std::size_t i = 0; i < world.customers().size(); ++i)
        if (world.customers()[i].kind != CustomerKind::Licences)
            m_spends.push_back(spendOf(i));
    m_summary.lastModified = modified(m_yesterday - std::chrono::days(1), mix(world.seed(), 91));
}

Int128 Money::nanoDollars(const Customer &customer, core::Day from) const
{
    Int128 sum = 0;
    for (std::size_t i = customer.firstSeries; i < customer.endSeries; ++i) {
        const Series &series = m_world.series()[i];
        const Meter &meter = m_world.meter(series);
        const auto scale = static_cast<std::int64_t>(core::powerOfTen(std::max(0, meter.digits - 3)));
        for (int day = std::max(0, m_world.dayIndex(from)); day < m_world.days(); ++day) {
            const std::uint64_t dice = m_world.roll(series, day);
            if (dice == 0)
                continue;
            const std::int64_t quantity = m_world.quantity(series, day, dice);
            const Int128 milli = meter.digits == 0 ? Int128(quantity) * 1000 : Int128(quantity / scale);
            sum += milli * meter.priceMicros;
        }
    }
    return sum;
}

Spend Money::spendOf(std::size_t index)
{
    const Customer &customer = m_world.customers()[index];
    const std::uint64_t dice = mix(m_world.seed(), 92, static_cast<std::uint64_t>(customer.rank));
    Spend spend;
    spend.customer = index;
    spend.isPlan = customer.hasPlan();
    Int128 dollars = nanoDollars(customer, spend.isPlan ? m_planStart : m_summary.billingStart);
    if (customer.rank == 13)
        dollars = -dollars / 20; // more was credited than used
    const Int128 nano = dollars * World::currencies()[customer.currency].perMilleUsd / 1000;
    if (spend.isPlan) {
        spend.totalCost = withTail(nano, mix(dice, 1), dice % 4 == 0 ? 13 : 11);
        spend.usdTotalCost = withTail(dollars, mix(dice, 2), 11);
        spend.lastModified = modified(m_yesterday, dice);
    } else {
        spend.totalCost = Decimal::fromUnits(nano / 1000 * 1000 * nanoUnits);
        spend.lastModified = modified(m_yesterday - std::chrono::days(1 + dice % 9), dice);
        const Decimal euros = Decimal::fromUnits(dollars * 920 / 1'000'000 * 1000 * nanoUnits);
        m_summary.totalCost = m_summary.totalCost.plus(euros).value_or(m_summary.totalCost);
        ++m_summary.withUsage;
    }
    setBudget(spend, nano, dice);
    if (!spend.isPlan && spend.budget) {
        const auto daysGone = (m_yesterday - m_summary.billingStart).count() + 1;
        const auto daysInAll = (m_summary.billingEnd - m_summary.billingStart).count() + 1;
        const bool isOver = spend.totalCost > *spend.budget;
        m_summary.overBudget += isOver ? 1 : 0;
        m_summary.trendingOver +=
            !isOver && spend.totalCost.units() * daysInAll > spend.budget->units() * daysGone ? 1 : 0;
    }
    return spend;
}

void Money::setBudget(Spend &spend, Int128 nano, std::uint64_t dice) const
{
    // A third have no budget, a third are well inside, the rest are near or over.
    const std::uint64_t kind = dice / 64 % 100, more = dice / 8192;
    if (kind < 34 || nano == 0)
        return;
    const auto percent = static_cast<std::int64_t>(kind < 64   ? 20 + more % 55
                                                   : kind < 84 ? 82 + more % 18
                                                               : 101 + more % 420);
    const Int128 magnitude = nano < 0 ? -nano : nano;
    const auto whole = static_cast<std::int64_t>(magnitude * 100 / percent / 1'000'000'000);
    if (whole == 0)
        return;
    spend.budget = Decimal::fromInteger(whole);
    spend.percentUsed = Decimal::fromUnits(spend.totalCost.units() * 100)
                            .dividedBy(*spend.budget)
                            .value_or(Decimal())
                            .rounded(2);
}

} // namespace spendglass::sandbox
