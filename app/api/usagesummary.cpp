// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/usagesummary.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

/// The row with the older duplicates of id and name.
struct Row : UsageSummaryRow
{
    std::string_view id, name;
};
using In = Members<Row>;

constexpr std::array members{
    Member{"customersOverBudget", &In::field<&Row::customersOverBudget>},
    Member{"customersTrendingOver", &In::field<&Row::customersTrendingOver>},
    Member{"customersWithUsageBasedSubscription", &In::field<&Row::customersWithUsageBasedSubscription>},
    Member{"resourceId", &In::field<&Row::resourceId>},
    Member{"id", &In::field<&Row::id>},
    Member{"resourceName", &In::field<&Row::resourceName>},
    Member{"name", &In::field<&Row::name>},
    Member{"billingStartDate", &In::written<&Row::billingStart, &Row::billingStartText>, true},
    Member{"billingEndDate", &In::written<&Row::billingEnd, &Row::billingEndText>, true},
    Member{"totalCost", &In::field<&Row::totalCost>, true},
    Member{"currencyLocale", &In::field<&Row::currencyLocale>},
    Member{"currencySymbol", &In::field<&Row::currencySymbol>},
    Member{"lastModifiedDate", &In::written<&Row::lastModified, &Row::lastModifiedText>},
};

Read readSummary(void *target, JsonValue &value)
{
    Row &row = *static_cast<Row *>(target);
    const Read result = value.readObject(members, &row);
    row.resourceId = row.resourceId.empty() ? row.id : row.resourceId;
    row.resourceName = row.resourceName.empty() ? row.name : row.resourceName;
    return result == Read::Good && row.resourceId.empty() ? Read::Bad : result;
}

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
    return decodeOne<UsageSummaryRow, Row>(response, asked, &readSummary);
}

} // namespace spendglass::api
