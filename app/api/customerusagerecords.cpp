// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/customerusagerecords.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<CustomerUsageRow>;
using In = Members<Row>;

constexpr std::array budgetMembers{
    Member{"amount", &In::field<&Row::budgetAmount>},
    Member{"usageSpendingBudget", &In::field<&Row::budgetUsageAmount>},
};
constexpr std::array customerBudgetMembers{
    Member{"amount", &In::field<&Row::customerBudgetAmount>},
    Member{"usageSpendingBudget", &In::field<&Row::customerBudgetUsageAmount>},
};
constexpr auto members =
    joined(std::array{Member{"budget", &In::nested<budgetMembers>},
                      Member{"customerSpendingBudget", &In::nested<customerBudgetMembers>},
                      Member{"percentUsed", &In::field<&Row::percentUsed>},
                      Member{"isUpgraded", &In::field<&Row::isUpgraded>}},
           spendMembers<CustomerUsageRow>);

} // namespace

CustomerUsageRecords::CustomerUsageRecords(net::Client &client, const Service &service,
                                           Sink<CustomerUsageRow> sink, QObject *parent)
    : RowJob(client, request(service), &decode, std::move(sink), parent)
{}

net::Request CustomerUsageRecords::request(const Service &service)
{
    return slowPartnerRequest(service,
                              address(service.apiUrl, {QStringLiteral("v1"), QStringLiteral("customers"),
                                                       QStringLiteral("usagerecords")}));
}

core::Result<Page<CustomerUsageRow>> CustomerUsageRecords::decode(const net::Response &response,
                                                                  const net::Request &asked)
{
    return decodeCollection<CustomerUsageRow, Row, members, settleSpend<Row>>(response, asked,
                                                                              Paging::LinksOrToken);
}

} // namespace spendglass::api
