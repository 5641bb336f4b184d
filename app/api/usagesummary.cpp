// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/usagesummary.h"

#include "api/address.h"
#include "api/spendmembers.h"

namespace spendglass::api {

namespace {

using Row = SpendWire<UsageSummaryRow>;
using In = Members<Row>;

/// Two of the counts have another number in the documents' own table.
constexpr auto members = joined(
    std::array{
        Member{"customersOverBudget", &In::field<&Row::customersOverBudget>},
        Member{"customerOverBudget", &In::field<&Row::customersOverBudget>},
        Member{"customersTrendingOver", &In::field<&Row::customersTrendingOver>},
        Member{"customersWithUsageBasedSubscription", &In::field<&Row::customersWithUsageBasedSubscription>},
        Member{"customersWithUsageBasedSubscriptions", &In::field<&Row::customersWithUsageBasedSubscription>},
        Member{"resourceId", &In::field<&Row::resourceId>},
        Member{"id", &In::field<&Row::id>},
        Member{"resourceName", &In::field<&Row::resourceName>},
        Member{"name", &In::field<&Row::name>},
        Member{"totalCost", &In::field<&Row::totalCost>, true},
        Member{"currencyLocale", &In::field<&Row::currencyLocale>},
        Member{"currencySymbol", &In::field<&Row::currencySymbol>},
        Member{"emailsToNotify", &In::field<&Row::emailsToNotify>},
        Member{"lastModifiedDate", &In::written<&Row::lastModified, &Row::lastModifiedText>},
    },
    periodMembers<Row>);

} // namespace

UsageSummary::UsageSummary(net::Client &client, const Service &service, Sink<UsageSummaryRow> sink,
                           QObject *parent)
    : RowJob(client, request(service), &decode, std::move(sink), parent)
{}

net::Request UsageSummary::request(const Service &service)
{
    return partnerRequest(service,
                          address(service.apiUrl, {QStringLiteral("v1"), QStringLiteral("usagesummary")}));
}

core::Result<Page<UsageSummaryRow>> UsageSummary::decode(const net::Response &response,
                                                         const net::Request &asked)
{
    return decodeOne<UsageSummaryRow, Row>(response, asked, &readSpend<Row, members>);
}

} // namespace spendglass::api
