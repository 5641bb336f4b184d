// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/customerusagesummary.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

struct Row : SpendWire<CustomerUsageSummaryRow>
{
    std::optional<core::Decimal> misspeltAmount;
};
using In = Members<Row>;

constexpr std::array budgetMembers{
    Member{"amount", &In::field<&Row::budgetAmount>},
    Member{"ammount", &In::field<&Row::misspeltAmount>},
    Member{"usageSpendingBudget", &In::field<&Row::budgetUsageAmount>},
};
constexpr auto members = joined(joined(std::array{Member{"budget", &In::nested<budgetMembers>},
                                                  Member{"emailsToNotify", &In::field<&Row::emailsToNotify>}},
                                       periodMembers<Row>),
                                spendMembers<CustomerUsageSummaryRow, Row>);

Read readSummary(void *target, JsonValue &value)
{
    const Read result = readSpend<Row, members>(target, value);
    Row &row = *static_cast<Row *>(target);
    if (!row.budgetAmount)
        row.budgetAmount = row.misspeltAmount;
    return result;
}

} // namespace

CustomerUsageSummary::CustomerUsageSummary(net::Client &client, const Service &service,
                                           const QString &customerId, Sink<CustomerUsageSummaryRow> sink,
                                           QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request CustomerUsageSummary::request(const Service &service, const QString &customerId)
{
    return partnerRequest(
        service,
        address(service.apiUrl, customerPath(customerId) + QStringList{QStringLiteral("usagesummary")}),
        customerId);
}

core::Result<Page<CustomerUsageSummaryRow>> CustomerUsageSummary::decode(const net::Response &response,
                                                                         const net::Request &asked)
{
    return decodeOne<CustomerUsageSummaryRow, Row>(response, asked, &readSummary);
}

} // namespace spendglass::api
