// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

namespace spendglass::api {

/// Parameters of GET {crest}/{cid}/usage-records. Source: wire reference, CREST (seed 004).
struct CrestQuery
{
    QString entitlementId;
    core::Instant reportedStartTime, reportedEndTime; ///< half-open
    bool isHourly = false;
    bool showDetails = true;
    int count = 1000; ///< rows per page; at most 1000 are asked for
};

struct CrestUsageRow
{
    std::string_view entitlementId;
    core::Instant usageStart, usageEnd;
    std::string_view usageStartText, usageEndText;
    std::string_view meterName, meterCategory, meterSubcategory, meterRegion, unit, meterId;
    std::string_view infoFields; ///< JSON object of strings as received
    std::string_view resourceUri, location, partNumber, orderNumber, tags; ///< from instance_data
    core::Decimal quantity;
};

class CrestUsageRecords final : public RowJob<CrestUsageRow>
{
public:
    CrestUsageRecords(net::Client &client, const Service &service, CrestQuery query, Sink<CrestUsageRow> sink,
                      QObject *parent = nullptr);
    static net::Request request(const Service &service, const CrestQuery &query);
    static core::Result<Page<CrestUsageRow>> decode(const net::Response &response, const net::Request &asked);
};

} // namespace spendglass::api
