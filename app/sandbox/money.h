// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/world.h"

#include <optional>

namespace spendglass::sandbox {

/// A customer's month-to-date record.
struct Spend
{
    std::size_t customer = 0;
    bool isPlan = false;                   ///< currencyCode and dollars; else currencyLocale
    core::Decimal totalCost, usdTotalCost; ///< dollars: 0 for legacy
    std::optional<core::Decimal> budget;
    core::Decimal percentUsed; ///< 0 without budget
    std::string lastModified;
};

/// What one series cost in the period.
struct SeriesCost
{
    const Series *series = nullptr;
    core::Decimal quantity, totalCost, usdTotalCost; ///< dollars: 0 below a legacy subscription
};

/// The partner's total, legacy customers only.
struct Summary
{
    core::Day billingStart, billingEnd; ///< written dates, both inclusive
    core::Decimal totalCost;            ///< in the partner's currency, EUR
    qint64 overBudget = 0, trendingOver = 0, withUsage = 0;
    std::string lastModified;
};

/// Estimates of the period that yesterday belongs to: the 28th to the 27th for legacy customers, the calendar
/// month for plans. The older period is shown until the new one has a day of usage.
class Money
{
public:
    explicit Money(const World &world);
    const std::vector<Spend> &spends() const { return m_spends; } ///< customers with Azure, by id
    const Summary &summary() const { return m_summary; }
    const Spend *find(const Customer &customer) const; ///< nullptr: no Azure
    /// Of the series that were used in the customer's period, in the world's order. They add up to the
    /// customer's Spend, digit for digit.
    std::vector<SeriesCost> costs(const Customer &customer) const;
    core::Day planStart() const { return m_planStart; } ///< first day of the calendar month

    static constexpr std::string_view partnerName = "Seahorse Cloud Partners";
    static constexpr std::string_view partnerLocale = "fr-FR";

private:
    Spend spendOf(std::size_t customer);
    /// Adds up what a series was used from a day on; a billionth of a dollar each.
    core::Int128 nanoDollars(SeriesCost &cost, core::Day from) const;
    void setBudget(Spend &spend, std::uint64_t dice) const;

    const World &m_world;
    core::Day m_yesterday, m_planStart;
    Summary m_summary;
    std::vector<Spend> m_spends;
};

} // namespace spendglass::sandbox
