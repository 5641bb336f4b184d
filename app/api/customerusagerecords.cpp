// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/customerusagerecords.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

/// The row with the older duplicates of id and name.
struct Row : CustomerUsageRow
{
    std::string_view id, name;
};
using In = Members<Row>;

constexpr std::array budgetMembers{Member{"amount", &In::field<&Row::budgetAmount>}};
constexpr std::array members{
    Member{"budget", &In::nested<budgetMembers>},
    Member{"percentUsed", &In::field<&Row::percentUsed>},
    Member{"isUpgraded", &In::field<&Row::isUpgraded>},
    Member{"resourceId", &In::field<&Row::resourceId>},
    Member{"id", &In::field<&Row::id>},
    Member{"resourceName", &In::field<&Row::resourceName>},
    Member{"name", &In::field<&Row::name>},
    Member{"totalCost", &In::field<&Row::totalCost>, true},
    Member{"currencyCode", &In::field<&Row::currencyCode>},
    Member{"currencyLocale", &In::field<&Row::currencyLocale>},
    Member{"currencySymbol", &In::field<&Row::currencySymbol>},
    Member{"usdTotalCost", &In::field<&Row::usdTotalCost>},
    Member{"lastModifiedDate", &In::written<&Row::lastModified, &Row::lastModifiedText>},
};

bool settle(Row &row)
{
    row.resourceId = row.resourceId.empty() ? row.id : row.resourceId;
    row.resourceName = row.resourceName.empty() ? row.name : row.resourceName;
    return !row.resourceId.empty();
}

} // namespace

CustomerUsageRecords::CustomerUsageRecords(net::Client &client, const Service &service,
                                           Sink<CustomerUsageRow> sink, QObject *parent)
    : RowJob(client, request(service), &decode, std::move(sink), parent)
{}

net::Request CustomerUsageRecords::request(const Service &service)
{
    return partnerRequest(service, address(service.apiUrl, {QStringLiteral("v1"), QStringLiteral("customers"),
                                                            QStringLiteral("usagerecords")}));
}

core::Result<Page<CustomerUsageRow>> CustomerUsageRecords::decode(const net::Response &response,
                                                                  const net::Request &asked)
{
    return decodeCollection<CustomerUsageRow, Row, members, settle>(response, asked, Paging::LinksOrToken);
}

} // namespace spendglass::api
