// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

namespace spendglass::api {

/// Parameters of GET /v1/customers/{c}/subscriptions/{s}/utilizations/azure.
/// Source: wire reference, utilizations (seed 001).
struct UtilizationQuery
{
    QString customerId;
    QString subscriptionId;  ///< commerce id
    core::Instant startTime; ///< of the reported window, half-open; whole days (hourly: whole hours)
    core::Instant endTime;
    bool isHourly = false;
    bool showDetails = true;
    int size = 1000; ///< rows per page; at most 1000 are asked for
};

/// A row; optional texts are a view without data when absent.
struct UtilizationRow
{
    core::Instant usageStart, usageEnd;
    std::string_view usageStartText, usageEndText; ///< as written
    std::string_view meterId, meterName, meterCategory, meterSubcategory, meterRegion;
    std::string_view unit;
    std::string_view resourceUri, location, partNumber, orderNumber;
    std::string_view tags;           ///< JSON object of strings as received; no data when absent
    std::string_view additionalInfo; ///< likewise
    std::string_view infoFields;     ///< likewise; "{}" as received
    core::Decimal quantity;
};

class UtilizationRecords final : public RowJob<UtilizationRow>
{
public:
    UtilizationRecords(net::Client &client, const Service &service, UtilizationQuery query,
                       Sink<UtilizationRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const UtilizationQuery &query);
    static core::Result<Page<UtilizationRow>> decode(const net::Response &response,
                                                     const net::Request &asked);
};

} // namespace spendglass::api
