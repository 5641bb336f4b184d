// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/jsonwriter.h"
#include "sandbox/message.h"
#include "sandbox/money.h"

#include <optional>
#include <string>
#include <vector>

namespace spendglass::sandbox {

/// What a subscription of the directory cost: a legacy one, or a plan with all that is below it.
struct Billed
{
    std::string id, name;
    bool isPlan = false;
    std::vector<SeriesCost> costs;
    core::Decimal totalCost, usdTotalCost;
};

/// The calls that tell cost. One world, one period: resources and meters add up to their subscription, the
/// subscriptions to their customer's record, to the last digit.
class Spending
{
public:
    Spending(const World &world, const Money &money)
        : m_world(world)
        , m_money(money)
    {}

    Reply partnerSummary() const;                        ///< /v1/usagesummary
    Reply customerRecords(const Request &request) const; ///< /v1/customers/usagerecords

    // Below /v1/customers/{c}
    Reply customerSummary(const Request &request, const Customer &customer) const; ///< usagesummary
    Reply budget(const Request &request, const Customer &customer) const;          ///< usagebudget
    /// subscriptions/usagerecords
    Reply subscriptionRecords(const Request &request, const Customer &customer) const;
    // Below subscriptions/{s}; 404 for one without usage
    Reply subscriptionSummary(const Request &request, const Customer &customer) const; ///< usagesummary
    Reply legacyResources(const Request &request, const Customer &customer) const; ///< usagerecords/resources
    Reply resources(const Request &request, const Customer &customer) const;       ///< resourceusagerecords
    Reply meters(const Request &request, const Customer &customer) const;          ///< meterusagerecords

private:
    std::vector<Billed> billed(const Customer &customer) const;
    std::optional<Billed> find(const Request &request, const Customer &customer) const;
    void writePeriod(JsonWriter &out, bool isPlan) const;

    const World &m_world;
    const Money &m_money;
};

} // namespace spendglass::sandbox
