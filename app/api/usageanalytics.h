// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/rowoverlap.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

#include <array>

namespace spendglass::api {

/// Parameters of GET /partner/v1/analytics/azureusage, as written there; empty ones are not sent.
/// Source: wire reference, analytics (seed 000).
struct UsageAnalyticsQuery
{
    QString filter;
    QString groupBy;
    QString aggregationLevel; ///< day, week, month; sent only with groupBy
    QString orderBy;          ///< empty without groupBy: the full tie-breaking list is sent
    QString startDate;        ///< YYYY-MM-DD
    QString endDate;          ///< inclusive
    int top = 10000;          ///< rows per page, at most 10000
    qint64 skip = 0;
    std::optional<qint64> limit; ///< stop after so many rows (the command line's --top); nothing: all pages
};

/// A row as received; of a grouped answer only the asked fields are present. Absent and null texts are a
/// view without data (data() == nullptr); empty ones are "".
struct UsageAnalyticsRow
{
    std::string_view customerTenantId, customerName, subscriptionId, subscriptionName;
    std::string_view usageDateText; ///< as written
    std::optional<core::Instant> usageDate;
    std::string_view resourceLocation, meterCategory, meterSubcategory, meterUnit;
    std::string_view reservationOrderId, reservationId, consumptionMeterId, serviceType;
    core::Decimal quantity;
};

/// The text members of a row, each under the name by which filter, orderby and groupby know it.
struct UsageAnalyticsText
{
    const char *name;
    std::string_view UsageAnalyticsRow::*text;
};
inline constexpr std::array usageAnalyticsTexts{
    UsageAnalyticsText{"usageDate", &UsageAnalyticsRow::usageDateText},
    UsageAnalyticsText{"customerTenantId", &UsageAnalyticsRow::customerTenantId},
    UsageAnalyticsText{"customerName", &UsageAnalyticsRow::customerName},
    UsageAnalyticsText{"subscriptionId", &UsageAnalyticsRow::subscriptionId},
    UsageAnalyticsText{"subscriptionName", &UsageAnalyticsRow::subscriptionName},
    UsageAnalyticsText{"resourceLocation", &UsageAnalyticsRow::resourceLocation},
    UsageAnalyticsText{"meterCategory", &UsageAnalyticsRow::meterCategory},
    UsageAnalyticsText{"meterSubcategory", &UsageAnalyticsRow::meterSubcategory},
    UsageAnalyticsText{"meterUnit", &UsageAnalyticsRow::meterUnit},
    UsageAnalyticsText{"reservationOrderId", &UsageAnalyticsRow::reservationOrderId},
    UsageAnalyticsText{"reservationId", &UsageAnalyticsRow::reservationId},
    UsageAnalyticsText{"consumptionMeterId", &UsageAnalyticsRow::consumptionMeterId},
    UsageAnalyticsText{"serviceType", &UsageAnalyticsRow::serviceType},
};

/// Rows of the analytics call, all pages. Every envelope of the reference is read. Without a link the next
/// page is asked for after a page of exactly top rows, and after a shorter one while the service announces
/// more. Rows that stand on two pages are a doubt about the result, a page that comes again is Malformed.
class UsageAnalytics final : public RowJob<UsageAnalyticsRow>
{
public:
    UsageAnalytics(net::Client &client, const Service &service, UsageAnalyticsQuery query,
                   Sink<UsageAnalyticsRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const UsageAnalyticsQuery &query);
    /// What is sent as orderby: the query's own, else every field that tells rows apart; nothing when
    /// grouped.
    static QString orderOf(const UsageAnalyticsQuery &query);
    /// asked: the request that this answers (links are relative to it).
    static core::Result<Page<UsageAnalyticsRow>>
    decode(const net::Response &response, const net::Request &asked, const UsageAnalyticsQuery &query);

protected:
    core::Result<Page<UsageAnalyticsRow>> read(const net::Response &response,
                                               const net::Request &asked) override;
    core::Error explained(core::Error error) const override;

private:
    std::optional<qint64> m_left; ///< rows still wanted; nothing: all
    bool m_isWhole;               ///< all rows are wanted: what is announced can be compared
    bool m_isSeedPath;
    RowOverlap m_overlap;
};

} // namespace spendglass::api
