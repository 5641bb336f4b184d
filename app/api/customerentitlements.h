// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"

namespace spendglass::api {

/// A reservation or software that a customer is entitled to; nothing to do with Azure subscriptions.
/// Source: wire reference, directory (recorded).
struct CustomerEntitlementRow
{
    std::string_view entitlementType; ///< virtual_machine_reserved_instance and others
    std::string_view productId, skuId;
    std::string_view orderId, lineItemId; ///< of the reference order
    std::optional<core::Decimal> quantity;
    std::string_view quantityDetails, entitledArtifacts, includedEntitlements; ///< JSON lists as received
};

/// GET /v1/customers/{id}/entitlements.
class CustomerEntitlements final : public RowJob<CustomerEntitlementRow>
{
public:
    CustomerEntitlements(net::Client &client, const Service &service, const QString &customerId,
                         Sink<CustomerEntitlementRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<CustomerEntitlementRow>> decode(const net::Response &response,
                                                             const net::Request &asked);
};

} // namespace spendglass::api
