// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/crestusagerecords.h"

#include "api/address.h"
#include "api/collection.h"

#include <algorithm>

namespace spendglass::api {

namespace {

constexpr int countCap = 1000;

using Row = CrestUsageRow;
using In = Members<CrestUsageRow>;

constexpr std::array instanceMembers{
    Member{"resourceUri", &In::field<&Row::resourceUri>},
    Member{"location", &In::field<&Row::location>},
    Member{"tags", &In::raw<&Row::tags>},
    Member{"partNumber", &In::raw<&Row::partNumber>}, // documents differ on the type of both
    Member{"orderNumber", &In::raw<&Row::orderNumber>},
};
constexpr std::array instanceDataMembers{Member{"Microsoft.Resources", &In::nested<instanceMembers>}};

/// The keys inside are published nowhere: text that cannot be read costs the details, not the quantity.
Read readInstanceData(void *target, JsonValue &value)
{
    const Read result = value.isObject() ? value.readObject(instanceDataMembers, target)
                                         : value.readObjectInText(instanceDataMembers, target);
    return result == Read::Bad ? Read::Absent : result;
}

constexpr std::array members{
    Member{"entitlement_id", &In::field<&Row::entitlementId>, true},
    Member{"usage_start_time", &In::written<&Row::usageStart, &Row::usageStartText>, true},
    Member{"usage_end_time", &In::written<&Row::usageEnd, &Row::usageEndText>, true},
    Member{"meter_name", &In::field<&Row::meterName>},
    Member{"meter_category", &In::field<&Row::meterCategory>},
    Member{"meter_sub_category", &In::field<&Row::meterSubcategory>},
    Member{"meter_region", &In::field<&Row::meterRegion>},
    Member{"unit", &In::field<&Row::unit>},
    Member{"meter_id", &In::field<&Row::meterId>, true},
    Member{"info_fields", &In::raw<&Row::infoFields>},
    Member{"instance_data", &readInstanceData},
    Member{"quantity", &In::field<&Row::quantity>, true},
};

/// "2015-06-14 00:00:00Z", the seed's form, with the colons escaped as the service's own links have them.
QString reportedTime(core::Instant instant)
{
    return wireTime(instant).replace(QLatin1Char('T'), QLatin1Char(' '));
}

} // namespace

CrestUsageRecords::CrestUsageRecords(net::Client &client, const Service &service, CrestQuery query,
                                     Sink<CrestUsageRow> sink, QObject *parent)
    : RowJob(client, request(service, query), &decode, std::move(sink), parent)
{}

net::Request CrestUsageRecords::request(const Service &service, const CrestQuery &query)
{
    return slowCrestRequest(
        address(service.crestUrl, {service.crestCid, QStringLiteral("usage-records")},
                {{"entitlement_id", query.entitlementId},
                 {"reported_start_time", reportedTime(query.reportedStartTime)},
                 {"reported_end_time", reportedTime(query.reportedEndTime)},
                 {"granularity", query.isHourly ? QStringLiteral("hourly") : QStringLiteral("daily")},
                 {"show_details", query.showDetails ? QStringLiteral("true") : QStringLiteral("false")},
                 {"count", QString::number(std::clamp(query.count, 1, countCap))}},
                {}),
        query.entitlementId);
}

core::Result<Page<CrestUsageRow>> CrestUsageRecords::decode(const net::Response &response,
                                                            const net::Request &asked)
{
    return decodeCollection<Row, Row, members>(response, asked, Paging::Href);
}

} // namespace spendglass::api
