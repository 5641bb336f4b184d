// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/utilizationrecords.h"

#include "api/address.h"
#include "api/collection.h"

#include <algorithm>

namespace spendglass::api {

namespace {

constexpr int sizeCap = 1000;

using Row = UtilizationRow;
using In = Members<UtilizationRow>;

constexpr std::array resourceMembers{
    Member{"id", &In::field<&Row::meterId>, true},
    Member{"name", &In::field<&Row::meterName>},
    Member{"category", &In::field<&Row::meterCategory>},
    Member{"subcategory", &In::field<&Row::meterSubcategory>},
    Member{"region", &In::field<&Row::meterRegion>},
};
constexpr std::array instanceMembers{
    Member{"resourceUri", &In::field<&Row::resourceUri>},     Member{"location", &In::field<&Row::location>},
    Member{"partNumber", &In::raw<&Row::partNumber>}, // documents differ on the type of both
    Member{"orderNumber", &In::raw<&Row::orderNumber>},       Member{"tags", &In::raw<&Row::tags>},
    Member{"additionalInfo", &In::raw<&Row::additionalInfo>},
};
constexpr std::array members{
    Member{"usageStartTime", &In::written<&Row::usageStart, &Row::usageStartText>, true},
    Member{"usageEndTime", &In::written<&Row::usageEnd, &Row::usageEndText>, true},
    Member{"resource", &In::nested<resourceMembers>, true},
    Member{"quantity", &In::field<&Row::quantity>, true},
    Member{"unit", &In::field<&Row::unit>},
    Member{"infoFields", &In::raw<&Row::infoFields>},
    Member{"instanceData", &In::nested<instanceMembers>},
};

} // namespace

UtilizationRecords::UtilizationRecords(net::Client &client, const Service &service, UtilizationQuery query,
                                       Sink<UtilizationRow> sink, QObject *parent)
    : RowJob(client, request(service, query), &decode, std::move(sink), parent)
{}

net::Request UtilizationRecords::request(const Service &service, const UtilizationQuery &query)
{
    const QStringList path{QStringLiteral("v1"),   QStringLiteral("customers"),
                           query.customerId,       QStringLiteral("subscriptions"),
                           query.subscriptionId,   QStringLiteral("utilizations"),
                           QStringLiteral("azure")};
    const QUrl url =
        address(service.apiUrl, path,
                {{"start_time", wireTime(query.startTime)},
                 {"end_time", wireTime(query.endTime)},
                 {"granularity", query.isHourly ? QStringLiteral("Hourly") : QStringLiteral("Daily")},
                 {"show_details", query.showDetails ? QStringLiteral("True") : QStringLiteral("False")},
                 {"size", QString::number(std::clamp(query.size, 1, sizeCap))}});
    return slowPartnerRequest(service, url, query.customerId);
}

core::Result<Page<UtilizationRow>> UtilizationRecords::decode(const net::Response &response,
                                                              const net::Request &asked)
{
    return decodeCollection<Row, Row, members>(response, asked, Paging::Links);
}

} // namespace spendglass::api
