// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "api/service.h"
#include "core/time.h"
#include "net/job.h"

namespace spendglass::api {

/// Source of all three: wire reference, directory.
struct CustomerRow
{
    std::string_view id, domain, companyName, relationshipToPartner;
};

/// GET /v1/customers?size=500, all pages.
class Customers final : public net::Job
{
public:
    Customers(net::Client &client, const Service &service, Sink<CustomerRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service);
    static core::Result<Page<CustomerRow>> decode(const net::Response &response, const net::Request &asked);

protected:
    core::Result<Step> take(const net::Response &response, std::function<void()> took) override;

private:
    Sink<CustomerRow> m_sink;
    net::Request m_asked;
    int m_number = 0;
};

/// How usage of a subscription can be had.
enum class SubscriptionKind
{
    LegacyAzure,
    AzurePlan,
    AzureOther,
    Licence
};

struct SubscriptionRow
{
    std::string_view id, entitlementId, offerId, offerName, friendlyName, status, billingType, unitType;
    std::string_view productTypeId;
    std::optional<core::Instant> creationDate, effectiveStartDate, commitmentEndDate;
    SubscriptionKind kind = SubscriptionKind::Licence; ///< by the table of the reference, in its order
};

/// GET /v1/customers/{id}/subscriptions.
class Subscriptions final : public net::Job
{
public:
    Subscriptions(net::Client &client, const Service &service, const QString &customerId,
                  Sink<SubscriptionRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<SubscriptionRow>> decode(const net::Response &response,
                                                      const net::Request &asked);

protected:
    core::Result<Step> take(const net::Response &response, std::function<void()> took) override;

private:
    Sink<SubscriptionRow> m_sink;
    net::Request m_asked;
    int m_number = 0;
};

struct EntitlementRow
{
    std::string_view id, friendlyName, status, subscriptionId;
};

/// GET /v1/customers/{id}/subscriptions/{plan}/azureEntitlements: Azure subscriptions below a plan.
class AzureEntitlements final : public net::Job
{
public:
    AzureEntitlements(net::Client &client, const Service &service, const QString &customerId,
                      const QString &planId, Sink<EntitlementRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId, const QString &planId);
    static core::Result<Page<EntitlementRow>> decode(const net::Response &response,
                                                     const net::Request &asked);

protected:
    core::Result<Step> take(const net::Response &response, std::function<void()> took) override;

private:
    Sink<EntitlementRow> m_sink;
    net::Request m_asked;
    int m_number = 0;
};

} // namespace spendglass::api
