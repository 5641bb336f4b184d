// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"

namespace spendglass::api {

/// Who is looked up in the older service. With a reseller's tenant: the customer of that reseller.
/// Source of all here: wire reference, CREST, calls around it (read from client libraries).
struct CrestIdentityQuery
{
    QString tenantId;         ///< of the reseller, or of the customer
    QString resellerTenantId; ///< empty: tenantId is the reseller's own
    QString externalObjectId; ///< eoid, with a customer only; may be empty
};

struct CrestCustomerRow
{
    std::string_view id; ///< the cid of every other call
    std::string_view provider, type;
    std::string_view tid, etid, eoid;
};

/// GET {crest}/customers/get-by-identity: one row.
class CrestCustomer final : public RowJob<CrestCustomerRow>
{
public:
    CrestCustomer(net::Client &client, const Service &service, const CrestIdentityQuery &query,
                  Sink<CrestCustomerRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const CrestIdentityQuery &query);
    static core::Result<Page<CrestCustomerRow>> decode(const net::Response &response,
                                                       const net::Request &asked);
};

struct CrestEntitlementRow
{
    std::string_view id;
    std::string_view billingSubscriptionUri; ///< a path; its last segment is the subscription
};

/// GET {crest}/{customer cid}/Entitlements; asks for a token of the customer.
class CrestEntitlements final : public RowJob<CrestEntitlementRow>
{
public:
    CrestEntitlements(net::Client &client, const Service &service, const QString &customerCid,
                      Sink<CrestEntitlementRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerCid);
    static core::Result<Page<CrestEntitlementRow>> decode(const net::Response &response,
                                                          const net::Request &asked);
};

struct CrestSubscriptionRow
{
    std::string_view id, orderId, offerUri, etag;
    std::string_view entitlementHref; ///< links.entitlement.href
};

/// GET {crest}/{reseller cid}/subscriptions?recipient_customer_id={customer cid}.
class CrestSubscriptions final : public RowJob<CrestSubscriptionRow>
{
public:
    CrestSubscriptions(net::Client &client, const Service &service, const QString &customerCid,
                       Sink<CrestSubscriptionRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerCid);
    static core::Result<Page<CrestSubscriptionRow>> decode(const net::Response &response,
                                                           const net::Request &asked);
};

} // namespace spendglass::api
