// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"
#include "rowtext.h"

#include <QHash>

/// Every decoder by the name of its job, with what it made of an answer as text.
namespace spendglass::test {

/// Any page as text: what the rows are compared by, whatever their type.
struct Shown
{
    QStringList rows;
    qint64 quarantined = 0;
    qint64 rounded = 0;
    std::optional<qint64> total;
    bool hasNext = false;
    QString error;
};

template <class Row>
Shown show(const core::Result<api::Page<Row>> &page)
{
    Shown result;
    if (!page) {
        result.error = page.error().text;
        return result;
    }
    for (const Row &row : page->rows)
        result.rows += line(row);
    result.quarantined = page->quarantined;
    result.rounded = page->rounded;
    result.total = page->total;
    result.hasNext = page->next.has_value();
    return result;
}

using Decoder = Shown (*)(const net::Response &response, const net::Request &asked);

template <class Job>
Shown decodeAs(const net::Response &response, const net::Request &asked)
{
    return show(Job::decode(response, asked));
}

template <>
inline Shown decodeAs<api::UsageAnalytics>(const net::Response &response, const net::Request &asked)
{
    return show(api::UsageAnalytics::decode(response, asked, {}));
}

inline Shown decodeGrouped(const net::Response &response, const net::Request &asked)
{
    api::UsageAnalyticsQuery query;
    query.groupBy = QStringLiteral("meterCategory,meterUnit");
    return show(api::UsageAnalytics::decode(response, asked, query));
}

inline const QHash<QString, Decoder> &decoders()
{
    using namespace api;
    static const QHash<QString, Decoder> all{
        {QStringLiteral("UsageAnalytics"), &decodeAs<UsageAnalytics>},
        {QStringLiteral("UsageAnalytics page 2"), &decodeAs<UsageAnalytics>},
        {QStringLiteral("UsageAnalytics grouped"), &decodeGrouped},
        {QStringLiteral("UtilizationRecords"), &decodeAs<UtilizationRecords>},
        {QStringLiteral("UsageSummary"), &decodeAs<UsageSummary>},
        {QStringLiteral("CustomerUsageSummary"), &decodeAs<CustomerUsageSummary>},
        {QStringLiteral("SubscriptionUsageSummary"), &decodeAs<SubscriptionUsageSummary>},
        {QStringLiteral("CustomerUsageRecords"), &decodeAs<CustomerUsageRecords>},
        {QStringLiteral("SubscriptionUsageRecords"), &decodeAs<SubscriptionUsageRecords>},
        {QStringLiteral("AzureResourceUsageRecords"), &decodeAs<AzureResourceUsageRecords>},
        {QStringLiteral("ResourceUsageRecords"), &decodeAs<ResourceUsageRecords>},
        {QStringLiteral("MeterUsageRecords"), &decodeAs<MeterUsageRecords>},
        {QStringLiteral("UsageBudget"), &decodeAs<UsageBudget>},
        {QStringLiteral("RateCard"), &decodeAs<RateCard>},
        {QStringLiteral("Customers"), &decodeAs<Customers>},
        {QStringLiteral("CustomerById"), &decodeAs<CustomerById>},
        {QStringLiteral("Subscriptions"), &decodeAs<Subscriptions>},
        {QStringLiteral("AzureEntitlements"), &decodeAs<AzureEntitlements>},
        {QStringLiteral("AzureEntitlementById"), &decodeAs<AzureEntitlementById>},
        {QStringLiteral("CustomerEntitlements"), &decodeAs<CustomerEntitlements>},
        {QStringLiteral("CrestUsageRecords"), &decodeAs<CrestUsageRecords>},
        {QStringLiteral("CrestCustomer"), &decodeAs<CrestCustomer>},
        {QStringLiteral("CrestEntitlements"), &decodeAs<CrestEntitlements>},
        {QStringLiteral("CrestSubscriptions"), &decodeAs<CrestSubscriptions>},
        {QStringLiteral("CrestRateCard"), &decodeAs<CrestRateCard>},
    };
    return all;
}

/// The request that the answers of a decoder are to.
inline net::Request askedFor(const QString &decoder)
{
    if (decoder == QLatin1String("UsageAnalytics page 2"))
        return asked("https://api.example/partner/v1/analytics/azureusage?top=100&skip=2");
    if (decoder.startsWith(QLatin1String("UsageAnalytics")))
        return asked("https://api.example/partner/v1/analytics/azureusage?top=100");
    return asked();
}

} // namespace spendglass::test
