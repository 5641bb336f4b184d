// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/money.h"

#include "sandbox/random.h"

#include <algorithm>

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

/// Amounts of a made-up partner stay far below what a Decimal holds.
Decimal sumOf(Decimal a, Decimal b)
{
    return a.plus(b).value_or(a);
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

const Spend *Money::find(const Customer &customer) const
{
    const auto index = static_cast<std::size_t>(&customer - m_world.customers().data());
    const auto found =
        std::lower_bound(m_spends.begin(), m_spends.end(), index,
                         [](const Spend &spend, std::size_t wanted) { return spend.customer < wanted; });
    return found != m_spends.end() && found->customer == index ? &*found : nullptr;
}

Int128 Money::nanoDollars(SeriesCost &cost, core::Day from) const
{
    const Series &series = *cost.series;
    const Meter &meter = m_world.meter(series);
    const auto scale = static_cast<std::int64_t>(core::powerOfTen(std::max(0, meter.digits - 3)));
    Int128 sum = 0;
    for (int day = std::max(0, m_world.dayIndex(from)); day < m_world.days(); ++day) {
        const std::uint64_t dice = m_world.roll(series, day);
        if (dice == 0)
            continue;
        const std::int64_t quantity = m_world.quantity(series, day, dice);
        const Int128 milli = meter.digits == 0 ? Int128(quantity) * 1000 : Int128(quantity / scale);
        sum += milli * meter.priceMicros;
        cost.quantity = sumOf(cost.quantity, m_world.decimal(series, quantity));
    }
    return sum;
}

std::vector<SeriesCost> Money::costs(const Customer &customer) const
{
    const core::Day from = customer.hasPlan() ? m_planStart : m_summary.billingStart;
    std::vector<SeriesCost> costs;
    for (std::size_t i = customer.firstSeries; i < customer.endSeries; ++i) {
        SeriesCost cost;
        cost.series = &m_world.series()[i];
        Int128 dollars = nanoDollars(cost, from);
        if (dollars == 0)
            continue;
        if (customer.rank == 13)
            dollars = -dollars / 20; // more was credited than used
        const Int128 nano = dollars * World::currencies()[customer.currency].perMilleUsd / 1000;
        if (m_world.subscriptions()[cost.series->subscription].isLegacy) {
            cost.totalCost = Decimal::fromUnits(nano / 1000 * 1000 * nanoUnits);
        } else {
            const std::uint64_t dice = mix(cost.series->key, 93);
            cost.totalCost = withTail(nano, mix(dice, 1), dice % 4 == 0 ? 13 : 11);
            cost.usdTotalCost = withTail(dollars, mix(dice, 2), 11);
        }
        costs.push_back(cost);
    }
    return costs;
}

Spend Money::spendOf(std::size_t index)
{
    const Customer &customer = m_world.customers()[index];
    const std::uint64_t dice = mix(m_world.seed(), 92, static_cast<std::uint64_t>(customer.rank));
    Spend spend;
    spend.customer = index;
    spend.isPlan = customer.hasPlan();
    for (const SeriesCost &cost : costs(customer)) {
        spend.totalCost = sumOf(spend.totalCost, cost.totalCost);
        spend.usdTotalCost = sumOf(spend.usdTotalCost, cost.usdTotalCost);
    }
    spend.lastModified =
        modified(m_yesterday - std::chrono::days(spend.isPlan ? 0 : 1 + static_cast<int>(dice % 9)), dice);
    if (!spend.isPlan) {
        // In euros at the fixed rates of the list, to a millionth like everything legacy.
        const Int128 nano = spend.totalCost.units() / nanoUnits * World::currencies().front().perMilleUsd /
                            World::currencies()[customer.currency].perMilleUsd;
        m_summary.totalCost = sumOf(m_summary.totalCost, Decimal::fromUnits(nano / 1000 * 1000 * nanoUnits));
        ++m_summary.withUsage;
    }
    setBudget(spend, dice);
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

void Money::setBudget(Spend &spend, std::uint64_t dice) const
{
    const Int128 nano = spend.totalCost.units() / nanoUnits;
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
