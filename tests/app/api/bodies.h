// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"
#include "decoders.h"

/// Every body of tests/data/api that is an answer with rows, and what must come of it.
namespace spendglass::test {

struct Body
{
    const char *file;
    const char *decoder; ///< key of decoders()
    int rows;
    int total = -1; ///< as announced; -1: not
    bool hasNext = false;
    int quarantined = 0;
};

constexpr Body bodies[] = {
    {"analytics-bare-array.json", "UsageAnalytics", 2},
    {"analytics-bare-object.json", "UsageAnalytics", 1},
    {"analytics-empty.json", "UsageAnalytics", 0, 0},
    {"analytics-groupby.json", "UsageAnalytics grouped", 3, 3},
    {"analytics-lowercase-envelope.json", "UsageAnalytics", 1, 1},
    {"analytics-page1.json", "UsageAnalytics", 2, 3, true},
    {"analytics-page2.json", "UsageAnalytics page 2", 1, 3},
    {"analytics-sibling-subscriptions-groupby.json", "UsageAnalytics grouped", 0, 7, false, 7}, // no quantity
    {"azureentitlement.json", "AzureEntitlementById", 1},
    {"azureentitlements.json", "AzureEntitlements", 1, 1},
    {"crest-customer-by-identity.json", "CrestCustomer", 1},
    {"crest-customer-of-reseller.json", "CrestCustomer", 1},
    {"crest-entitlements.json", "CrestEntitlements", 1},
    {"crest-rate-card.json", "CrestRateCard", 1},
    {"crest-subscriptions.json", "CrestSubscriptions", 1},
    {"crest-usage-records-empty.json", "CrestUsageRecords", 0},
    {"crest-usage-records-instance.json", "CrestUsageRecords", 1},
    {"crest-usage-records-page1.json", "CrestUsageRecords", 1, -1, true},
    {"crest-usage-records-page2.json", "CrestUsageRecords", 1},
    {"crest-usage-records.json", "CrestUsageRecords", 2},
    {"customer-by-id.json", "CustomerById", 1},
    {"customer-usagesummary-legacy.json", "CustomerUsageSummary", 1},
    {"customer-usagesummary-plan.json", "CustomerUsageSummary", 1},
    {"customers-list.json", "Customers", 2, 2},
    {"customers-page1.json", "Customers", 2, 2, true},
    {"customers-page2.json", "Customers", 1, 1},
    {"customers-search.json", "Customers", 3, 3},
    {"customers-usagerecords-allfields.json", "CustomerUsageRecords", 1, 1},
    {"customers-usagerecords-page1.json", "CustomerUsageRecords", 2, 3, true},
    {"customers-usagerecords-page2.json", "CustomerUsageRecords", 1, 3},
    {"customers-usagerecords.json", "CustomerUsageRecords", 4, 25}, // 4 of 25, and no link
    {"entitlements-reservation-bom.json", "CustomerEntitlements", 1, 1},
    {"meterusagerecords-legacy.json", "MeterUsageRecords", 1, 1},
    {"meterusagerecords-plan.json", "MeterUsageRecords", 4, 4},
    {"ratecard-bom.json", "RateCard", 2},
    {"ratecard-eur-de.json", "RateCard", 5},
    {"ratecard-shared-bom.json", "RateCard", 2},
    {"ratecard-tiers.json", "RateCard", 2},
    {"ratecard.json", "RateCard", 3},
    {"resourceusagerecords-plan.json", "ResourceUsageRecords", 3, 3},
    {"subscription-usagesummary-legacy.json", "SubscriptionUsageSummary", 1},
    {"subscription-usagesummary-plan.json", "SubscriptionUsageSummary", 1},
    {"subscriptions-azureplan.json", "Subscriptions", 2, 2},
    {"subscriptions-bom.json", "Subscriptions", 2, 2},
    {"subscriptions-usagerecords-legacy.json", "SubscriptionUsageRecords", 1, 1},
    {"subscriptions-usagerecords-plan.json", "SubscriptionUsageRecords", 2, 2},
    {"usagebudget-nested.json", "UsageBudget", 1},
    {"usagebudget-none.json", "UsageBudget", 1},
    {"usagebudget-null.json", "UsageBudget", 1},
    {"usagebudget.json", "UsageBudget", 1},
    {"usagerecords-resources-legacy.json", "AzureResourceUsageRecords", 2, 20},
    {"usagesummary-emails-symbol.json", "UsageSummary", 1},
    {"usagesummary.json", "UsageSummary", 1},
    {"utilizations-aggregated.json", "UtilizationRecords", 1, 1},
    {"utilizations-all-optional-missing.json", "UtilizationRecords", 2, 2},
    {"utilizations-bom.json", "UtilizationRecords", 5, 5},
    {"utilizations-empty.json", "UtilizationRecords", 0, 0},
    {"utilizations-hourly.json", "UtilizationRecords", 2, 2},
    {"utilizations-page1-next.json", "UtilizationRecords", 2, 2, true},
    {"utilizations-page2-next.json", "UtilizationRecords", 1, 1, true},
    {"utilizations-page3-last.json", "UtilizationRecords", 1, 1},
};

inline Shown decodeFile(const QString &name)
{
    for (const Body &body : bodies) {
        if (name == QLatin1String(body.file)) {
            const QString decoder = QString::fromLatin1(body.decoder);
            return decoders().value(decoder)(answerFile(name), askedFor(decoder));
        }
    }
    Shown unknown;
    unknown.error = QStringLiteral("no row names ") + name;
    return unknown;
}

} // namespace spendglass::test
